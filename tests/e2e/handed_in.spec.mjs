// A phone is signed out from another device while it holds a visit that was never sent: at its next contact
// it hands the visit in, its author takes it back elsewhere, and it is there once. What an administrator
// sees of it is whose it is.

import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { countIn, untilOutboxIsKept } from "./support/phone_memory.mjs";
import { assertNoFaults, signIns, url, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";
const VILLAGE = signIns.staff.filter((login) => login.startsWith("village.")).at(-1);

describe("a phone that was signed out from elsewhere", () => {
  const stage = useBrowser();
  let lost;
  let person;
  let before;

  beforeAll(async () => {
    lost = await signedIn({ viewport: { width: 375, height: 812 } });
    const due = await people.ask(lost, "/follow-ups/due");
    person = due.items.find(({ programme }) => programme === "hypertension").person;
    before = (await visits(lost)).length;
  });

  // Sessions of its own: all others of this account end here.
  const signedIn = async (options) => {
    const page = await stage.open(options);
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, VILLAGE);
    await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    return page;
  };

  const visits = async (page) => {
    const record = await people.ask(page, `/residents/${person.resident_id}/record`);
    return record.follow_ups.filter((visit) => visit.date === TODAY);
  };

  test("hands in what it holds, and says so", async () => {
    await lost.goto(`${url}/staff/residents/${person.resident_id}/follow-up/hypertension`);
    await lost.getByLabel("收缩压").waitFor();
    await lost.context().setOffline(true);
    await lost.getByLabel("收缩压").fill("132");
    await lost.getByLabel("舒张压").fill("80");
    await lost.getByRole("button", { name: "保存随访" }).click();
    await lost.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(lost);

    const other = await signedIn({});
    await people.send(other, "/session/devices/end", { this_one_too: false });
    people.forgetSignIn(VILLAGE);
    await lost.context().setOffline(false);
    await lost.goto(`${url}/staff`).catch(() => {});
    await lost.getByRole("heading", { level: 1, name: "医生登录" }).waitFor();
    await lost.getByText(/没发出去的 1 项已交单位保管/).waitFor();
    assert.equal(await lost.evaluate(countIn, "outbox"), 0);
    assert.equal((await visits(other)).length, before, "nothing of it counts yet");

    const admin = await people.asStaff(stage, people.ADMINISTRATOR);
    const held = await people.ask(admin, "/quarantine/staff");
    for (const item of held) assert.equal(item.about, undefined);

    await other.goto("/staff/me/unsent");
    await other.getByText("别的设备交回来的").waitFor();
    await other.getByText(person.name).first().waitFor();
    await other.getByRole("button", { name: "取回并发出" }).click();
    const deadline = Date.now() + 20_000;
    while ((await visits(other)).length !== before + 1) {
      assert.ok(Date.now() < deadline, "it has not arrived");
      await other.waitForTimeout(200);
    }
    await other.getByText("取回过").waitFor();
    assertNoFaults(other, admin);
  });
});
