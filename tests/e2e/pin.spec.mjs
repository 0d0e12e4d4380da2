// A PIN before what is kept on a phone: asked for at every start, with network and without; wrong ones wait
// ever longer and clear the area in the end, and what was typed outlives it.

import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import { lookAt } from "./support/judge.mjs";
import * as people from "./support/people.mjs";
import { countIn, untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { assertNoFaults, signIns, url, useBrowser } from "./support/stage.mjs";

const VILLAGE = signIns.staff.find((login) => login.startsWith("village."));
const PIN = "902418";

describe("a PIN on a phone", () => {
  const stage = useBrowser();
  let page;
  let person;

  beforeAll(async () => {
    // A session of its own: the last test leaves it to nobody.
    page = await stage.open({ viewport: { width: 375, height: 812 } });
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, VILLAGE);
    await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    const due = await people.ask(page, "/follow-ups/due");
    person = due.items.find(({ programme }) => programme === "hypertension").person;
  });

  test("is set, and takes neither a row of digits nor two that differ", async () => {
    await page.goto(`${url}/staff/me/sign-in`);
    const [pin, again] = [page.getByLabel("新 PIN（6 位数字）"), page.getByLabel("再输一次")];
    await pin.fill("123456");
    await again.fill("123456");
    await page.getByRole("button", { name: "设好" }).click();
    await page.getByText("太好猜了").waitFor();
    await pin.fill(PIN);
    await again.fill("902419");
    await page.getByRole("button", { name: "设好" }).click();
    await page.getByText("两次输入不一样").waitFor();
    await again.fill(PIN);
    await page.getByRole("button", { name: "设好" }).click();
    await page.getByText("PIN 已设好").waitFor();
  });

  test("opens what is kept without network, and nothing before it", async () => {
    await page.goto(`${url}/staff/me`);
    await page.getByRole("heading", { level: 1, name: "输入本机 PIN" }).waitFor();
    // The walk does not come by here, since nobody it walks as is locked out.
    const wrong = [];
    await lookAt(page, "输入本机 PIN", {}, (look, found) => wrong.push(...found.map((fault) => `${look}: ${fault}`)));
    assert.deepEqual(wrong, []);
    await unlock(page);
    await page.getByRole("button", { name: "把我的片区存到本机" }).click();
    await page.getByText(/已存 \d+ 人/).waitFor();
    await page.goto(`${url}/staff/residents/${person.resident_id}/follow-up/hypertension`);
    await unlock(page);
    await page.getByLabel("收缩压").waitFor();
    await untilWorkerIsReady(page);
    await page.context().setOffline(true);
    await page.goto(`${url}/staff`);
    await page.getByRole("heading", { level: 1, name: "输入本机 PIN" }).waitFor();
    await page.getByLabel("PIN（6 位数字）").fill("111111");
    assert.equal(await page.getByText(person.name).count(), 0);
    await page.getByRole("button", { name: "打开" }).click();
    await page.getByText("PIN 不对，还能试 9 次").waitFor();
    await unlock(page);
    await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    await page.getByText(person.name).first().waitFor();
  });

  test("guessed at too often, clears the area, and not what was typed", async () => {
    await page.goto(`${url}/staff/residents/${person.resident_id}/follow-up/hypertension`);
    await unlock(page);
    await page.getByLabel("收缩压").fill("132");
    await page.getByLabel("舒张压").fill("80");
    await page.getByRole("button", { name: "保存随访" }).click();
    await page.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(page);
    await page.goto(`${url}/staff`);
    // A clock that is put forward ends each wait; that is why there is an end to all tries.
    await page.addInitScript(() => {
      const now = Date.now;
      let ahead = Number(sessionStorage.getItem("ahead") ?? 0);
      Date.now = () => {
        ahead += 24 * 3600_000;
        sessionStorage.setItem("ahead", String(ahead));
        return now() + ahead;
      };
    });
    for (let tried = 0; tried < 10; tried++) {
      await page.goto(`${url}/staff`);
      await page.getByLabel("PIN（6 位数字）").fill("111111");
      await page.getByRole("button", { name: "打开" }).click();
      await page.getByText(/PIN 不对|错了 10 次|医生登录/).first().waitFor();
    }
    assert.equal(await page.evaluate(countIn, "area"), 0);
    assert.ok((await page.evaluate(countIn, "outbox")) > 0, "what is unsent is there");
    assertNoFaults(page);
  });
});

async function unlock(page) {
  await page.getByRole("heading", { level: 1, name: "输入本机 PIN" }).waitFor();
  await page.getByLabel("PIN（6 位数字）").fill(PIN);
  await page.getByRole("button", { name: "打开" }).click();
}
