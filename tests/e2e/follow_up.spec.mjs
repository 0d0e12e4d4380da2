// The doctor works the follow-up list: urgent first, the form with its decision while typing, and
// the same without network.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";

describe("the follow-up list", () => {
  const stage = useBrowser();
  let doctor;
  let worked;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
  });

  test("says who is urgent, overdue and due soon, and finds by name, initials and phone", async () => {
    const shown = await people.ask(doctor, "/follow-ups/due");
    for (const [bucket, word] of Object.entries({ urgent: "紧急", overdue: "逾期", soon: "7 天内" })) {
      await doctor.getByRole("radio", { name: new RegExp(`${word} ?${shown.counts[bucket]}$`) }).waitFor();
    }
    await doctor.getByRole("radio", { name: /逾期/ }).check();
    await doctor.waitForURL(/due=overdue/);
    const someone = shown.items.find((card) => card.bucket === "overdue" && card.programme === "hypertension");
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill(someone.person.name);
    await doctor.waitForFunction((name) => {
      const rows = [...document.querySelectorAll("main .list a")];
      return rows.length > 0 && rows.every((row) => row.textContent.includes(name));
    }, someone.person.name);
    worked = someone.person;
  });

  test("a form shows the person, the last values and, while one types, the decision", async () => {
    await doctor.goto("/staff");
    await row(doctor, worked).click();
    await doctor.getByRole("heading", { level: 1, name: "高血压随访" }).waitFor();
    await doctor.getByText(worked.name).first().waitFor();
    await doctor.getByText(worked.village).first().waitFor();
    await doctor.getByText(/^上次 \d+$/).first().waitFor();
    await doctor.getByText("填好血压，这里就有结论").waitFor();
    await doctor.getByLabel("高压（收缩压）").fill("128");
    await doctor.getByLabel("低压（舒张压）").fill("78");
    await doctor.getByText("控制满意").first().waitFor();
    const calm = await doctor.getByLabel("下次随访").inputValue();
    await doctor.getByLabel("高压（收缩压）").fill("172");
    await doctor.getByText("控制不满意").first().waitFor();
    await doctor.waitForFunction(
      ({ id, before }) => document.getElementById(id).value < before,
      { id: await doctor.getByLabel("下次随访").getAttribute("id"), before: calm },
    );
  });

  test("saved, it leaves the list and stands in the record with its next date", async () => {
    const before = await people.ask(doctor, "/follow-ups/due");
    const next = await doctor.getByLabel("下次随访").inputValue();
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").waitFor();
    await doctor.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    await row(doctor, worked).waitFor({ state: "detached" });
    const after = await people.ask(doctor, "/follow-ups/due");
    assert.equal(after.counts.overdue, before.counts.overdue - 1);
    const visits = await visitsOfToday(doctor, worked);
    assert.equal(visits.length, 1);
    const { hypertension: visit } = await people.ask(doctor, `/follow-ups/${visits[0].follow_up_id}`);
    assert.deepEqual([visit.form.sbp, visit.form.dbp, visit.form.next_date], [172, 78, next]);
    assertNoFaults(doctor);
  });

  test("all that was written down stands on the visit's page", async () => {
    const shown = await people.ask(doctor, "/follow-ups/due");
    const { person } = shown.items.find((card) => card.bucket === "soon" && card.programme === "hypertension");
    await doctor.goto(`/staff/residents/${person.resident_id}/hypertension`);
    await doctor.getByLabel("高压（收缩压）").fill("168");
    await doctor.getByLabel("低压（舒张压）").fill("98");
    const written = {
      药物不良反应: "脚踝肿",
      新的或加重的并发症: "看东西模糊两周",
      其他体征: "双下肢水肿",
      上次随访以来的检查结果: "血钾 4.1 mmol/L",
    };
    for (const group of ["不良反应、并发症", "体重、心率", "辅助检查", "生活方式"]) await doctor.getByText(group, { exact: true }).click();
    for (const [label, text] of Object.entries(written)) await doctor.getByLabel(label).fill(text);
    await doctor.getByLabel("每天吸烟").fill("10");
    await doctor.getByLabel("吸烟目标").fill("5");
    await doctor.getByLabel("转到哪里（机构和科室）").fill("株洲市人民医院 眼科");
    await doctor.getByLabel("转诊原因").fill("看东西模糊");
    await doctor.getByText("我的判断不一样").click();
    await doctor.getByRole("radio", { name: "不良反应" }).check();
    await doctor.getByLabel("为什么改").fill("肿是药引起的");
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").waitFor();

    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await doctor.getByRole("link", { name: /今天 .*随访/ }).click();
    await doctor.getByRole("heading", { level: 1, name: "随访记录" }).waitFor();
    await doctor.getByText(person.name).first().waitFor();
    const reasons = ["株洲市人民医院 眼科", "看东西模糊", "肿是药引起的", "10 支，目标 5 支", "168/98 mmHg"];
    for (const text of [...Object.values(written), ...reasons]) await doctor.getByText(text, { exact: true }).waitFor();
    assertNoFaults(doctor);
  });

  test("without network it is kept on the phone, outlives a reload, and arrives exactly once", async () => {
    const phone = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    const shown = await people.ask(phone, "/follow-ups/due");
    const person = shown.items.find((card) => card.bucket === "overdue" && card.programme === "hypertension").person;
    await row(phone, person).click();
    await phone.getByLabel("高压（收缩压）").fill("136");
    await phone.getByLabel("低压（舒张压）").fill("82");
    await phone.getByText("控制满意").first().waitFor();
    await untilWorkerIsReady(phone);

    await phone.context().setOffline(true);
    await phone.getByText("现在没有网络").waitFor();
    await phone.getByRole("button", { name: "保存随访" }).click();
    await phone.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(phone);
    await phone.reload();
    await phone.getByText("现在没有网络").waitFor();
    await phone.goto("/staff/me");
    await phone.getByRole("link", { name: /还没发出去的/ }).click();
    await phone.getByText(`${person.name} · 高血压随访`).waitFor();
    await phone.getByText("已存在本机，待发送").waitFor();

    await phone.context().setOffline(false);
    await phone.getByText(/^\d\d:\d\d 已接收$/).waitFor();
    await phone.getByRole("button", { name: "现在发出" }).waitFor({ state: "detached" });
    assert.equal((await visitsOfToday(phone, person)).length, 1);
    await phone.reload();
    await phone.getByRole("heading", { level: 1, name: "我的" }).waitFor();
    assert.equal((await visitsOfToday(phone, person)).length, 1, "sent once, however often the page starts");
    assertNoFaults(phone);
  });
});

/** The hypertension row of a person in the list. */
function row(page, person) {
  return page.getByRole("main").getByRole("link", { name: new RegExp(`^${person.name} ${person.age} 岁 ?血压 .* ?随访$`) });
}

async function visitsOfToday(page, { resident_id }) {
  const record = await people.ask(page, `/residents/${resident_id}/record`);
  return record.follow_ups.filter((visit) => visit.date === TODAY);
}
