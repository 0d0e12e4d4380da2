// What becomes of a visit after it was saved: corrected, with and without network, voided, printed, and handed
// out as a table; and the rules that it was judged by.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";

describe("after saving", () => {
  const stage = useBrowser();
  let doctor;
  let resident;
  /** The newest hypertension visits of somebody, newest first. */
  let visits;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    resident = await people.asResident(stage, people.FAMILY, people.HERSELF, { viewport: PHONE });
    const id = await people.residentId(resident, people.HERSELF);
    const record = await people.ask(resident, `/residents/${id}/record`);
    visits = record.follow_ups.filter((visit) => visit.programme === "hypertension").map((visit) => visit.follow_up_id);
    assert.ok(visits.length >= 3, "somebody with some visits");
  });
  after(() => assertNoFaults(doctor, resident));

  const visit = (id) => people.ask(doctor, `/follow-ups/${id}`);
  const past = (id) => people.ask(doctor, `/follow-ups/${id}/versions`);

  test("a visit is corrected in its own form, with what changes and why, and what it was is kept", async () => {
    const [id] = visits;
    const was = await visit(id);
    await doctor.goto(`/staff/follow-ups/${id}`);
    await doctor.getByRole("link", { name: "更正这次随访" }).click();
    await doctor.getByRole("heading", { level: 1, name: "更正这次随访" }).waitFor();
    const systolic = doctor.getByRole("textbox", { name: /^收缩压/ });
    await systolic.waitFor();
    assert.equal(await systolic.inputValue(), String(was.form.sbp), "the form opens as it was filled in");
    await doctor.getByText("还没有改动").waitFor();
    assert.ok(await blocked(doctor.getByRole("button", { name: "保存更正" })), "nothing to save yet");

    await systolic.fill(String(was.form.sbp + 1));
    const row = doctor.getByRole("row", { name: new RegExp(`收缩压 ?${was.form.sbp} mmHg ?${was.form.sbp + 1} mmHg`) });
    await row.waitFor();
    await doctor.getByRole("button", { name: "保存更正" }).click();
    await doctor.getByText("请写明原因").waitFor();
    assert.deepEqual(await past(id), [], "nothing was sent");
    await doctor.getByRole("textbox", { name: /^原因/ }).fill("看错了一个数");
    await doctor.getByRole("button", { name: "保存更正" }).click();
    await doctor.getByText("已更正").first().waitFor();

    await doctor.getByRole("heading", { name: "更正记录" }).waitFor();
    await doctor.locator("summary", { hasText: /更正$/ }).last().click();
    await doctor.getByText("原因：看错了一个数").waitFor();
    const is = await visit(id);
    assert.deepEqual([is.form.sbp, is.version], [was.form.sbp + 1, 2]);
    const [before] = await past(id);
    assert.deepEqual([before.form, before.reason, before.ended], [was.form, "看错了一个数", "corrected"]);
  });

  test("the resident sees that it was corrected, by whom and why", async () => {
    await resident.goto(`/record/follow-ups/${visits[0]}`);
    await resident.getByRole("heading", { name: "更正记录" }).waitFor();
    await resident.locator("summary", { hasText: /更正$/ }).click();
    await resident.getByText("原因：看错了一个数").waitFor();
    await resident.getByRole("cell", { name: /mmHg/ }).first().waitFor();
  });

  test("without network a correction waits on the phone, and arrives once", async () => {
    const [id] = visits;
    const was = await visit(id);
    const phone = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await phone.goto(`/staff/follow-ups/${id}/correct`);
    await phone.getByRole("textbox", { name: /^舒张压/ }).fill(String(was.form.dbp + 1));
    await phone.getByRole("textbox", { name: /^原因/ }).fill("低压也看错了");
    await untilWorkerIsReady(phone);
    await phone.context().setOffline(true);
    await phone.getByText("现在没有网络").waitFor();
    await phone.getByRole("button", { name: "保存更正" }).click();
    await phone.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(phone);
    assert.equal((await visit(id)).version, was.version);
    await phone.context().setOffline(false);
    await until(async () => (await visit(id)).version === was.version + 1);
    await phone.reload();
    assert.equal((await visit(id)).version, was.version + 1, "sent once");
    assertNoFaults(phone);
  });

  test("somebody who was quicker is told of, and nothing is written over", async () => {
    const id = visits[1];
    await doctor.goto(`/staff/follow-ups/${id}/correct`);
    const weight = doctor.getByRole("textbox", { name: /^体重(?!目标)/ }).first();
    await weight.fill("61.5");
    await doctor.getByRole("textbox", { name: /^原因/ }).fill("称重记错");
    const is = await visit(id);
    const other = { ...is.form, heart_rate: (is.form.heart_rate ?? 70) + 1 };
    const body = { form: other, rules_version: is.rules_version, decision: is.decision, reason: "心率记错", based_on: 1 };
    await people.send(doctor, `/follow-ups/${id}/correct`, body);
    await doctor.getByRole("button", { name: "保存更正" }).click();
    await doctor.getByText(/别人刚改过这次随访|已经被别人/).first().waitFor();
    assert.equal((await visit(id)).version, 2);
  });

  test("a visit that was none is voided, counts nowhere and can still be looked at", async () => {
    const id = visits[2];
    await doctor.goto(`/staff/follow-ups/${id}`);
    await doctor.locator("summary", { hasText: "作废这次随访" }).click();
    await doctor.getByRole("button", { name: "作废", exact: true }).click();
    await doctor.getByText("请写明原因").waitFor();
    await doctor.getByRole("textbox", { name: /^原因/ }).fill("登到别人名下了");
    await doctor.getByRole("button", { name: "作废", exact: true }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "作废", exact: true }).click();
    await doctor.getByText("已作废").first().waitFor();
    const record = await people.ask(resident, `/residents/${await people.residentId(resident, people.HERSELF)}/record`);
    assert.ok(!record.follow_ups.some((line) => line.follow_up_id === id));
    for (const [page, path] of [[doctor, "/staff/follow-ups"], [resident, "/record/follow-ups"]]) {
      await page.goto(`${path}/${id}`);
      await page.getByText("这次随访已作废").waitFor();
      await page.getByText("原因：登到别人名下了").waitFor();
      await page.getByText("收缩压", { exact: true }).first().waitFor();
    }
  });

  test("on paper it is the national form, one visit or the year on one A4 sheet", async () => {
    const [id] = visits;
    await doctor.goto(`/staff/follow-ups/${id}/paper`);
    await doctor.getByRole("heading", { name: "高血压患者随访服务记录表" }).waitFor();
    const names = await doctor.locator(".paper tbody th").evaluateAll((cells) =>
      cells.map((cell) => cell.firstChild.textContent),
    );
    const order = ["随访日期", "随访方式", "症状", "收缩压", "舒张压", "体重", "服药依从性", "药物不良反应", "此次随访分类",
      "下次随访日期", "随访机构", "随访医生签名", "居民（家属）签名"];
    assert.deepEqual(order.filter((name) => names.includes(name)), order);
    assert.deepEqual(names.filter((name) => order.includes(name)), order, "in the order of the form");
    await doctor.getByText("1 无症状").first().waitFor();
    assert.equal(await pages(doctor), 1, "one visit on one sheet");

    await doctor.getByRole("radio", { name: "全年各次" }).check();
    const { visits: ofYear } = await people.ask(doctor, `/follow-ups/${id}/sheet`);
    const sheets = Math.ceil(ofYear.length / 4);
    await doctor.locator(".paper").nth(sheets - 1).waitFor();
    assert.equal(await doctor.locator(".paper").count(), sheets);
    assert.equal(await pages(doctor), sheets, "four visits on each sheet");

    await resident.goto(`/record/follow-ups/${id}/paper`);
    await resident.getByRole("heading", { name: "高血压患者随访服务记录表" }).waitFor();
    assert.equal(await pages(resident), 1);
  });

  test("a team's visits of some months are a file that a spreadsheet opens", async () => {
    await doctor.goto("/staff/me");
    await doctor.getByRole("link", { name: "导出随访表" }).click();
    await doctor.getByRole("button", { name: "导出", exact: true }).click();
    await doctor.locator(".error", { hasText: "请选择" }).first().waitFor();
    await doctor.getByLabel("项目").selectOption({ label: "高血压" });
    const months = await doctor.getByLabel("从哪个月").locator("option").allTextContents();
    await doctor.getByLabel("从哪个月").selectOption({ label: months.filter((name) => /年/.test(name))[2] });
    const waiting = doctor.waitForEvent("download");
    await doctor.getByRole("button", { name: "导出", exact: true }).click();
    const download = await waiting;
    assert.match(download.suggestedFilename(), /^高血压随访 2026-\d\d-01 至 2026-\d\d-\d\d\.csv$/);
    const text = readFileSync(await download.path(), "utf8");
    assert.equal(text.codePointAt(0), 0xfeff, "by which Excel knows UTF-8");
    const [heading, ...rows] = text.slice(1).trimEnd().split("\r\n");
    assert.match(heading, /^编号,姓名,性别,年龄,村（居）,身份证号（部分）,随访日期,随访方式,症状/);
    assert.ok(rows.length > 20, `${rows.length} visits`);
    assert.ok(rows.every((row) => /,\d{3,8}\*+\d{2,4}[\dX]?,/.test(row)), "ID numbers are masked");
    await doctor.getByText(new RegExp(`已导出 ${rows.length} 次随访`)).waitFor();

    const nurse = await people.ask(doctor, `/follow-ups/table?programme=hypertension&from=${TODAY}&until=${TODAY}`);
    assert.ok(Array.isArray(nurse.items));
  });

  test("whoever answers for the rules sees every figure with its source", async () => {
    const office = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
    await office.goto("/staff/me");
    await office.getByRole("link", { name: "随访项目和规则" }).click();
    await office.getByRole("link", { name: /^高血压/ }).click();
    await office.getByText("正在使用").waitFor();
    await office.getByText("150（年龄（岁） ≥ 65），其他人 140").first().waitFor();
    for (const mark of ["国家规范", "通行做法"]) await office.getByText(mark, { exact: true }).first().waitFor();
    await office.goto("/staff/programmes/copd");
    await office.getByText("建议", { exact: true }).first().waitFor();
    assertNoFaults(office);
  });
});

/** How many sheets of A4 the page is. */
async function pages(page) {
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
}

async function blocked(button) {
  return (await button.getAttribute("aria-disabled")) === "true" || !(await button.isEnabled());
}

async function until(holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.fail("it did not come so far");
}
