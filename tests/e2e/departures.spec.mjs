// Somebody moves away: the mark ends what was planned, every list says so, and taking it back brings it back.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

describe("whoever has moved away or died", () => {
  const stage = useBrowser();
  let doctor;
  let person;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    const { items } = await people.ask(doctor, "/follow-ups/due");
    person = items.find((card) => card.programme === "hypertension").person;
  });

  const planned = async () => {
    const { plans } = await people.ask(doctor, `/residents/${person.resident_id}/calls`);
    return plans.map((plan) => `${plan.programme} ${plan.due}`).sort();
  };

  /** Opens the sheet, chooses, says why, and answers the question. */
  const mark = async (button, choice, day) => {
    await doctor.getByRole("button", { name: button }).click();
    const sheet = doctor.getByRole("dialog", { name: button });
    await sheet.getByRole("radio", { name: choice }).check();
    if (day) await sheet.getByLabel(/日期/).fill(day);
    await sheet.getByLabel(/怎么知道的/).fill("邻居说的");
    await sheet.getByRole("button", { name: "登记", exact: true }).click();
    await doctor.getByRole("dialog").last().getByRole("button", { name: "登记", exact: true }).click();
    await doctor.getByText("已登记").first().waitFor();
  };

  test("leaves the list with the mark and comes back when it was a mistake", async () => {
    const open = await planned();
    assert.notDeepEqual(open, []);
    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await doctor.getByText("在本地居住").first().waitFor();
    await mark("登记迁出或死亡", "已迁出", process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24");
    await doctor.getByText(/已迁出/).first().waitFor();
    await doctor.getByText(new RegExp(`随访结案 ${open.length} 项`)).first().waitFor();
    assert.deepEqual(await planned(), []);

    await doctor.goto(`/staff/residents/${person.resident_id}/follow-up/hypertension`);
    await doctor.getByText(/迁出之后的随访一保存/).waitFor();

    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await mark("改正登记", "登记错了，还在本地");
    await doctor.getByText("在本地居住").first().waitFor();
    assert.deepEqual(await planned(), open);
    await assertNoFaults(doctor);
  });
});
