// What staff leave to colleagues: their own record and their family's. Where they work today. And
// records that the administrator hands from one team to another by their numbers.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PASSWORD, CENTRE, office, stranger } from "./support/colleagues.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, signIns, useBrowser } from "./support/stage.mjs";

/** Another institution of the district. */
const ELSEWHERE = "桂花街道社区卫生服务中心";
const LEAVE_IT = "请让同事来办，这是您本人或家人的";

describe("colleagues", () => {
  const stage = useBrowser();

  test("a doctor leaves the own record to a colleague, who opens it", async () => {
    const { page: admin, hire } = await office(stage);
    const doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    const { name, nationalId } = signIns.unlinked;
    const found = await people.ask(doctor, `/residents?q=${encodeURIComponent(name)}`);
    const { person } = found.items.find((card) => card.person.name === name);
    const { teams } = await staffOf(admin, people.DOCTOR);
    await hire({ login: "gp.oneself", name, role: "gp", nationalId, teams });

    const oneself = await signedIn(stage, "gp.oneself");
    await oneself.goto(`/staff/residents/${person.resident_id}`);
    await oneself.getByText(LEAVE_IT).waitFor();
    assert.equal(await oneself.getByRole("button", { name: "再试一次" }).count(), 0);
    assert.equal(await oneself.getByText("基本信息").count(), 0);
    await oneself.goto(`/staff/residents/${person.resident_id}/hypertension`);
    await oneself.getByText(LEAVE_IT).waitFor();
    assert.equal(await oneself.getByRole("button", { name: "保存随访" }).count(), 0);

    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await doctor.getByText("基本信息").first().waitFor();
    assertNoFaults(admin, oneself, doctor);
  });

  test("who works at two places says at sign-in where today", async () => {
    const { hire } = await office(stage);
    const nationalId = stranger("19900101");
    await hire({ login: "nurse.two", name: "周静", role: "nurse", nationalId, sites: [ELSEWHERE] });
    const nurse = await stage.open({ viewport: DESK });
    await nurse.goto("/staff/sign-in");
    await people.signInByPassword(nurse, "nurse.two", PASSWORD);
    const places = nurse.getByRole("radiogroup", { name: /今天在哪里上班/ });
    assert.ok(await places.getByRole("radio", { name: CENTRE }).isChecked());
    await places.getByRole("radio", { name: ELSEWHERE }).check();

    // Without the network the answer stays, and is sent by the next press.
    await nurse.context().setOffline(true);
    await nurse.getByRole("button", { name: "开始工作" }).click();
    await nurse.getByText("请检查一下网络").waitFor();
    assert.ok(await places.getByRole("radio", { name: ELSEWHERE }).isChecked());
    await nurse.context().setOffline(false);
    await nurse.getByRole("button", { name: "开始工作" }).click();
    await nurse.getByRole("navigation", { name: "主菜单" }).waitFor();
    const own = await people.ask(nurse, "/session/account");
    assert.equal(own.sites.find((site) => site.here).name, ELSEWHERE);
    assertNoFaults(nurse);
  });

  test("the administrator hands records over by their numbers, all or none", async () => {
    const { page: admin } = await office(stage);
    const doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    const team = "月塘街道家庭医生一团队";
    const number = await numberOfSomebody(doctor);
    await admin.goto("/staff/covers");
    const form = admin.locator("section", { hasText: "移交居民" });
    await form.getByLabel("从哪个团队").selectOption({ label: team });
    await form.getByLabel("交给哪个团队").selectOption({ label: "月塘街道家庭医生二团队" });
    const typed = form.getByLabel("只移交这几份档案");

    const handOver = async () => {
      await form.getByRole("button", { name: "移交居民" }).click();
      const sheet = admin.getByRole("dialog", { name: new RegExp(`从 ${team} 移交给 月塘街道家庭医生二团队`) });
      await sheet.getByRole("button", { name: "移交居民" }).click();
    };
    await typed.fill(`${number}\n12345678901234567`);
    await form.getByText("移交 2 份档案").waitFor();
    await handOver();
    await form.getByText("一份都没有移交").waitFor();
    assert.equal(await typed.inputValue(), `${number}\n12345678901234567`);

    await typed.fill(number);
    await form.getByText("移交 1 份档案").waitFor();
    await handOver();
    await admin.getByText("移交完了").waitFor();
    assert.equal(await typed.inputValue(), "");
    // It is no longer that team's.
    await typed.fill(number);
    await handOver();
    await form.getByText("一份都没有移交").waitFor();
    assertNoFaults(admin);
  });
});

async function signedIn(stage, login) {
  const page = await stage.open({ viewport: DESK });
  await page.goto("/staff/sign-in");
  await people.signInByPassword(page, login, PASSWORD);
  await page.getByRole("navigation", { name: "主菜单" }).waitFor();
  return page;
}

async function staffOf(admin, login) {
  const { items } = await people.ask(admin, `/staff?q=${login}`);
  return people.ask(admin, `/staff/${items[0].staff_id}`);
}

/** The record number of a resident of the doctor's whom no other spec needs. */
async function numberOfSomebody(doctor) {
  const known = [people.HERSELF, people.MOTHER, people.ALONE, signIns.unlinked.name];
  const { items } = await people.ask(doctor, "/residents");
  const { person } = items.findLast((card) => !known.includes(card.person.name));
  const record = await people.ask(doctor, `/residents/${person.resident_id}/record`);
  return record.basic.record_no;
}
