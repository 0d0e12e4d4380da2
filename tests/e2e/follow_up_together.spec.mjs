// Somebody with two illnesses is visited once: one sheet, what both ask is asked once, and each keeps its own
// decision, next date and record.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";
const BOTH = ["hypertension", "diabetes"];

describe("a sheet of two programmes", () => {
  const stage = useBrowser();
  let doctor;
  let all;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    all = await withBoth(doctor);
  });

  test("asks once what both ask, and decides each by its own rules", async () => {
    const person = all.pop();
    await open(doctor, person);
    await doctor.getByRole("heading", { level: 1, name: "一起随访" }).waitFor();
    const systolic = doctor.getByRole("textbox", { name: /^收缩压/ });
    await systolic.first().waitFor();
    assert.equal(await systolic.count(), 1);
    assert.equal(await doctor.getByLabel("随访日期").count(), 1);
    assert.equal(await doctor.getByLabel(/^下次随访/).count(), 0, "no next date before a decision");
    await measure(doctor, { 收缩压: "128", 舒张压: "76", 空腹血糖: "8.6" });
    const foot = doctor.locator(".actions-sticky .live-decision");
    await foot.filter({ hasText: "高血压" }).filter({ hasText: "控制满意" }).waitFor();
    await foot.filter({ hasText: "糖尿病" }).filter({ hasText: "控制不满意" }).waitFor();
    assert.equal(await doctor.getByLabel(/^下次随访/).count(), 2);
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").waitFor();
    const visits = await visitsOfToday(doctor, person);
    assert.deepEqual(visits.map((visit) => visit.programme).sort(), [...BOTH].sort());
    const forms = {};
    for (const { programme, follow_up_id } of visits) {
      forms[programme] = (await people.ask(doctor, `/follow-ups/${follow_up_id}`)).form;
    }
    for (const form of Object.values(forms)) assert.deepEqual([form.sbp, form.dbp], [128, 76]);
    assert.deepEqual([forms.diabetes.fasting_glucose, forms.hypertension.fasting_glucose], [86, undefined]);
    assert.deepEqual([forms.hypertension.class, forms.diabetes.class], ["controlled", "uncontrolled"]);
    assert.ok(forms.diabetes.next_date < forms.hypertension.next_date);
    assertNoFaults(doctor);
  });

  test("half filled it comes back, and without network both are kept and arrive once", async () => {
    const person = all.pop();
    await open(doctor, person);
    await measure(doctor, { 收缩压: "126", 舒张压: "74" });
    await doctor.waitForTimeout(1_000);
    await doctor.reload();
    await doctor.getByText("已放回来").waitFor();
    assert.equal(await doctor.getByRole("textbox", { name: /^收缩压/ }).inputValue(), "126");
    await measure(doctor, { 空腹血糖: "6.2" });
    await untilWorkerIsReady(doctor);
    await doctor.context().setOffline(true);
    await doctor.getByText("现在没有网络").waitFor();
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(doctor);
    await doctor.goto("/staff/me/unsent");
    await doctor.getByText("已存在本机，待发送").nth(1).waitFor();
    await doctor.context().setOffline(false);
    const arrived = async () => (await visitsOfToday(doctor, person)).map((visit) => visit.programme).sort();
    for (let look = 0; look < 40 && (await arrived()).length < 2; look++) await doctor.waitForTimeout(250);
    assert.deepEqual(await arrived(), [...BOTH].sort());
    assertNoFaults(doctor);
  });

  test("one that is refused loses nothing of the other, and is corrected by itself", async () => {
    const person = all.pop();
    await open(doctor, person);
    await measure(doctor, { 收缩压: "124", 舒张压: "72", 空腹血糖: "6.0" });
    const address = /\/follow-ups\/diabetes$/;
    await doctor.route(address, (route) =>
      route.fulfill({
        status: 422,
        contentType: "application/problem+json",
        body: JSON.stringify({
          type: "about:blank", title: "invalid", status: 422, code: "invalid",
          errors: [{ field: "weight", reason: "too_low", limit: "400" }],
        }),
      }),
    );
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.locator("#look-at").getByText(/体重/).waitFor();
    assert.deepEqual((await visitsOfToday(doctor, person)).map((visit) => visit.programme), ["hypertension"]);
    await doctor.unroute(address);
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").waitFor();
    const visits = await visitsOfToday(doctor, person);
    assert.deepEqual(visits.map((visit) => visit.programme).sort(), [...BOTH].sort());
  });

  test("what is pressed up, taken over or confirmed is marked, and Enter leads to the next number", async () => {
    const person = all.pop();
    await doctor.goto(`/staff/residents/${person.resident_id}/follow-up/hypertension`);
    const systolic = doctor.getByRole("textbox", { name: /^收缩压/ });
    await systolic.fill("205");
    await systolic.press("Enter");
    await doctor.keyboard.type("88");
    assert.equal(await doctor.getByRole("textbox", { name: /^舒张压/ }).inputValue(), "88");
    const { last } = await people.ask(doctor, `/residents/${person.resident_id}/follow-ups/hypertension/start`);
    await doctor.getByRole("button", { name: "增加 体重", exact: true }).click();
    await doctor.getByLabel(/转到哪里/).fill("株洲市人民医院");
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByRole("button", { name: "没错，保存" }).click();
    await doctor.getByText("随访已保存").waitFor();
    const [visit] = await visitsOfToday(doctor, person);
    const { form } = await people.ask(doctor, `/follow-ups/${visit.follow_up_id}`);
    assert.deepEqual([form.confirmed, form.stepped, form.weight], [["sbp"], ["weight"], last.form.weight + 5]);
    await doctor.goto(`/staff/follow-ups/${visit.follow_up_id}`);
    await doctor.getByText("205 mmHg（已核对）").first().waitFor();
  });
});

/** People of the doctor's who have both, and no visit today. */
async function withBoth(page) {
  const found = [];
  let cursor = "";
  while (found.length < 4) {
    const list = await people.ask(page, `/residents?${cursor && `cursor=${encodeURIComponent(cursor)}`}`);
    for (const { person } of list.items) {
      if (!BOTH.every((group) => person.groups.includes(group))) continue;
      const { last } = await people.ask(page, `/residents/${person.resident_id}/follow-ups/hypertension/start`);
      if (last?.form.weight && last.form.visit_date < TODAY) found.push(person);
    }
    if (!list.next) break;
    cursor = list.next;
  }
  assert.ok(found.length >= 4, `${found.length} people with both`);
  return found.slice(0, 4);
}

async function open(page, person) {
  await page.goto(`/staff/residents/${person.resident_id}/follow-up/hypertension?with=diabetes`);
  await page.getByRole("button", { name: "保存随访" }).waitFor();
}

async function measure(page, numbers) {
  for (const [label, number] of Object.entries(numbers)) {
    await page.getByRole("textbox", { name: new RegExp(`^${label}`) }).first().fill(number);
  }
}

async function visitsOfToday(page, { resident_id }) {
  const record = await people.ask(page, `/residents/${resident_id}/record`);
  return record.follow_ups.filter((visit) => visit.date === TODAY);
}
