// The doctor works the follow-up list: urgent first, the form with its decision while typing, and
// the same without network.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser, writeFigure } from "./support/stage.mjs";
import { dueAlone, dueRow } from "./support/worklist.mjs";

const WORDS = { urgent: "紧急", overdue: "逾期", soon: "7 天内" };
const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";

describe("the follow-up list", () => {
  const stage = useBrowser();
  let doctor;
  let worked;
  let bucket;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
  });

  test("says who is urgent, overdue and due soon, and finds by name, initials and phone", async () => {
    const shown = await people.ask(doctor, "/follow-ups/due");
    for (const [bucket, word] of Object.entries(WORDS)) {
      await doctor.getByRole("radio", { name: new RegExp(`${word} ?${shown.counts[bucket]}$`) }).waitFor();
    }
    const someone = await oneDue(doctor);
    bucket = someone.bucket;
    await doctor.getByRole("radio", { name: new RegExp(WORDS[bucket]) }).check();
    await doctor.waitForURL(new RegExp(`due=${bucket}`));
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill(someone.person.name);
    await doctor.waitForFunction((name) => {
      const rows = [...document.querySelectorAll("main li[aria-posinset] a.list-row")];
      return rows.length > 0 && rows.every((row) => row.textContent.includes(name));
    }, someone.person.name);
    worked = someone.person;
  });

  test("a form shows the person, the last values and, while one types, the decision", async () => {
    await doctor.goto("/staff");
    await (await dueRow(doctor, worked)).click();
    await doctor.getByRole("heading", { level: 1, name: "高血压随访" }).waitFor();
    await doctor.getByText(worked.name).first().waitFor();
    await doctor.getByText(worked.village).first().waitFor();
    await doctor.getByText(/^上次 \d+$/).first().waitFor();
    await doctor.getByText("填好收缩压、舒张压，这里就有结论").waitFor();
    await doctor.getByLabel("收缩压").fill("128");
    await doctor.getByLabel("舒张压").fill("78");
    await doctor.getByText("控制满意").first().waitFor();
    const calm = await doctor.getByLabel("下次随访").inputValue();
    await doctor.getByLabel("收缩压").fill("172");
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
    await (await dueRow(doctor, worked)).waitFor({ state: "detached" });
    const after = await people.ask(doctor, "/follow-ups/due");
    assert.equal(after.counts[bucket], before.counts[bucket] - 1);
    const visits = await visitsOfToday(doctor, worked);
    assert.equal(visits.length, 1);
    const visit = await people.ask(doctor, `/follow-ups/${visits[0].follow_up_id}`);
    assert.deepEqual([visit.form.sbp, visit.form.dbp, visit.form.next_date], [172, 78, next]);
    assertNoFaults(doctor);
  });

  test("all that was written down stands on the visit's page", async () => {
    const shown = await people.ask(doctor, "/follow-ups/due");
    const { person } = shown.items.find((card) => card.bucket === "soon" && card.programme === "hypertension");
    await doctor.goto(`/staff/residents/${person.resident_id}/follow-up/hypertension`);
    await doctor.getByLabel("收缩压").fill("168");
    await doctor.getByLabel("舒张压").fill("98");
    const written = {
      药物不良反应: "脚踝肿",
      新的或加重的并发症: "看东西模糊两周",
      其他体征: "双下肢水肿",
      辅助检查: "血钾 4.1 mmol/L",
    };
    await unfold(doctor);
    for (const [label, text] of Object.entries(written)) await doctor.getByLabel(label).fill(text);
    await doctor.getByLabel("日吸烟量", { exact: true }).fill("10");
    await doctor.getByLabel("日吸烟量目标", { exact: true }).fill("5");
    await doctor.getByLabel("转到哪里（机构和科室）").fill("株洲市人民医院 眼科");
    await doctor.getByLabel("转诊原因").fill("看东西模糊");
    await doctor.getByRole("radio", { name: "不良反应" }).check();
    await doctor.getByLabel("为什么改").fill("肿是药引起的");
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").waitFor();

    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await doctor.getByRole("link", { name: /今天 .*随访/ }).click();
    await doctor.getByRole("heading", { level: 1, name: "随访记录" }).waitFor();
    await doctor.getByText(person.name).first().waitFor();
    const reasons = ["株洲市人民医院 眼科", "看东西模糊", "肿是药引起的", "10 支，目标 5 支", "168 mmHg", "98 mmHg"];
    for (const text of [...Object.values(written), ...reasons]) await doctor.getByText(text, { exact: true }).first().waitFor();
    assertNoFaults(doctor);
  });

  for (const [programme, numbers] of Object.entries({
    hypertension: { 收缩压: "132", 舒张压: "78", 心率: "72", 体重: "64.5" },
    diabetes: { 空腹血糖: "6.2", 收缩压: "128", 舒张压: "76", 体重: "64.5" },
  })) {
    test(`of ${programme}, held well, is two taps beyond its numbers`, async () => {
      const { person, title } = (await dueAlone(doctor)).find((card) => card.bucket !== "urgent" && card.programme === programme);
      await doctor.goto("/staff");
      await countTaps(doctor);
      await (await dueRow(doctor, person, title.zh)).click();
      await doctor.getByRole("heading", { level: 1, name: `${title.zh}随访` }).waitFor();
      for (const [label, number] of Object.entries(numbers)) {
        // A section is named by what it asks, too.
        await doctor.getByRole("textbox", { name: new RegExp(`^${label}`) }).first().click();
        await doctor.keyboard.type(number);
      }
      await doctor.getByText("控制满意").first().waitFor();
      await doctor.getByRole("button", { name: "保存随访" }).click();
      await doctor.getByText("随访已保存").waitFor();
      const taps = await doctor.evaluate(() => window.taps);
      writeFigure(`taps_${programme}`, taps);
      assert.ok(taps <= 6, `${taps} taps`);
      const [visit] = (await visitsOfToday(doctor, person)).filter((one) => one.programme === programme);
      const { form } = await people.ask(doctor, `/follow-ups/${visit.follow_up_id}`);
      assert.deepEqual([form.sbp, form.dbp, form.weight], [Number(numbers.收缩压), Number(numbers.舒张压), 645]);
      assertNoFaults(doctor);
    });
  }

  test("without network it is kept on the phone, outlives a reload, and arrives exactly once", async () => {
    const phone = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    const person = (await oneDue(phone)).person;
    await (await dueRow(phone, person)).click();
    await phone.getByLabel("收缩压").fill("136");
    await phone.getByLabel("舒张压").fill("82");
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
    await phone.getByText(`${person.name} · 随访`).waitFor();
    await phone.getByText("已存在本机，待发送").waitFor();

    await phone.context().setOffline(false);
    await phone.getByText(/\d+:\d\d 已接收$/).waitFor();
    await phone.getByRole("button", { name: "现在发出" }).waitFor({ state: "detached" });
    assert.equal((await visitsOfToday(phone, person)).length, 1);
    await phone.reload();
    await phone.getByText("都发出去了").waitFor();
    assert.equal((await visitsOfToday(phone, person)).length, 1, "sent once, however often the page starts");
    assertNoFaults(phone);
  });
});

/** Opens all that is folded away. */
function unfold(page) {
  return page.evaluate(() => {
    for (const folded of document.querySelectorAll("main details")) folded.open = true;
  });
}

/** Counts what is pressed from now on, but for the fields into which a number is typed. */
function countTaps(page) {
  return page.evaluate(() => {
    window.taps = 0;
    const count = ({ target, isTrusted }) => (window.taps += isTrusted && !target.closest(".number-field") ? 1 : 0);
    document.addEventListener("click", count, true);
  });
}

async function visitsOfToday(page, { resident_id }) {
  const record = await people.ask(page, `/residents/${resident_id}/record`);
  return record.follow_ups.filter((visit) => visit.date === TODAY);
}

/** Whose hypertension is due, and nothing else of them: overdue, if somebody is. */
async function oneDue(page) {
  const alone = (await dueAlone(page)).filter((card) => card.programme === "hypertension");
  const first = ["overdue", "soon", "urgent"].map((bucket) => alone.find((card) => card.bucket === bucket));
  return first.find(Boolean);
}
