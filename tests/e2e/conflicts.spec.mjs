// Two people write down one visit, one of them without network: both versions stand side by side with who
// and when, what only one says is taken over, what both say is asked, and the service has one visit after
// that, with what it was before. And two real visits of one day stay two. One doctor with two phones is shown
// both too, and is not asked about two visits of one phone.

import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsEmpty, untilOutboxIsKept } from "./support/phone_memory.mjs";
import { assertNoFaults, signIns, url, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";
const GP = people.DOCTOR.login ?? people.DOCTOR;
const NURSE = signIns.staff.find((login) => login.startsWith("nurse."));

describe("two on one visit", () => {
  const stage = useBrowser();
  let gp;
  let nurse;
  let both;

  beforeAll(async () => {
    gp = await people.asStaff(stage, GP);
    nurse = await people.asStaff(stage, NURSE);
    const due = await people.ask(gp, "/follow-ups/due");
    const hers = await people.ask(nurse, "/follow-ups/due");
    const shared = ({ person, programme }) =>
      programme === "hypertension" && hers.items.some((other) => other.person.resident_id === person.resident_id);
    both = due.items.filter(shared).map(({ person }) => person);
    assert.ok(both.length >= 2, "they share a team");
  });

  test("the doctor sees both versions without network and puts them together", async () => {
    const [person] = both;
    await open(gp, person);
    await gp.context().setOffline(true);
    await fill(gp, { 收缩压: "142", 舒张压: "80" });
    await gp.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(gp);

    await open(nurse, person);
    await fill(nurse, { 收缩压: "136", 舒张压: "80", 心率: "74" });
    await nurse.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();

    await gp.context().setOffline(false);
    await gp.goto("/staff/me/unsent");
    await gp.getByRole("link", { name: "两份对着看" }).waitFor();
    // Whoever decides may be without network again by then.
    await gp.getByRole("link", { name: "两份对着看" }).click();
    await gp.getByRole("heading", { level: 1, name: "两份随访对着看" }).waitFor();
    await gp.getByText(person.name).first().waitFor();
    await gp.getByText("只有一份填了或改了，直接取用").waitFor();
    await gp.getByText("那一份：74 次/分").waitFor();
    await gp.getByRole("button", { name: "按选好的存" }).click();
    await gp.getByText("还有没选的，请先选好").waitFor();
    await gp.getByRole("radio", { name: "我这份：142 mmHg" }).check();
    for (const left of await gp.getByRole("radiogroup").all()) {
      if ((await left.getByRole("radio", { checked: true }).count()) === 0) await left.getByRole("radio", { name: /^我这份/ }).check();
    }
    await gp.getByRole("button", { name: "按选好的存" }).click();
    await gp.getByText("没有要您定的了").waitFor();

    const visits = await today(gp, person);
    assert.equal(visits.length, 1, "one visit");
    const visit = await people.ask(gp, `/follow-ups/${visits[0].follow_up_id}`);
    assert.deepEqual([visit.version, visit.form.sbp, visit.form.heart_rate], [2, 142, 74]);
    const past = await people.ask(gp, `/follow-ups/${visits[0].follow_up_id}/versions`);
    assert.deepEqual([past.length, past[0].form.sbp], [1, 136]);
  });

  test("two visits of one day stay two where the doctor says so", async () => {
    const person = both[1];
    await open(gp, person);
    await open(nurse, person);
    await fill(nurse, { 收缩压: "136", 舒张压: "80" });
    await nurse.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    await fill(gp, { 收缩压: "128", 舒张压: "78" });
    await gp.getByRole("link", { name: "两份对着看" }).click();
    await gp.getByRole("button", { name: "是两次随访，都留下" }).click();
    await gp.getByText("没有要您定的了").waitFor();
    assert.equal((await today(gp, person)).length, 2);
    assertNoFaults(gp, nurse);
  });

  test("one doctor on two phones is shown both, and two visits of one phone are two", async () => {
    const other = await people.asStaff(stage, GP);
    const due = await people.ask(gp, "/follow-ups/due");
    const seen = both.slice(0, 2).map(({ resident_id }) => resident_id);
    const mine = ({ person, programme }) => programme === "hypertension" && !seen.includes(person.resident_id);
    const { person } = due.items.find(mine);
    await open(gp, person);
    await open(other, person);
    await fill(other, { 收缩压: "128", 舒张压: "78" });
    await other.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    await fill(gp, { 收缩压: "132", 舒张压: "80" });
    await gp.getByRole("link", { name: "两份对着看" }).click();
    await gp.getByText(/您在另一台手机或电脑上已经记过一份/).waitFor();
    await gp.getByText("另一台上记的").first().waitFor();
    await gp.getByRole("button", { name: "留那一份" }).click();
    await gp.getByRole("dialog").getByRole("button", { name: "留那一份" }).click();
    await gp.getByText("没有要您定的了").waitFor();
    assert.equal((await today(gp, person)).length, 1);

    // Two real visits of a day, both written on the other phone.
    await open(other, person);
    await fill(other, { 收缩压: "126", 舒张压: "76" });
    await other.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    assert.equal((await today(other, person)).length, 2);
    assertNoFaults(gp, other);
  });
});

async function open(page, person) {
  await page.goto(`${url}/staff/residents/${person.resident_id}/follow-up/hypertension`);
  await page.getByLabel("收缩压").waitFor();
}

async function fill(page, values) {
  for (const [label, value] of Object.entries(values)) await page.locator("input").and(page.getByLabel(label)).first().fill(value);
  await page.getByText("控制").first().waitFor();
  await page.getByRole("button", { name: "保存随访" }).click();
}

/** Today's visits, once nothing is on its way any more. */
async function today(page, person) {
  await untilOutboxIsEmpty(page);
  const record = await people.ask(page, `/residents/${person.resident_id}/record`);
  return record.follow_ups.filter((visit) => visit.date === TODAY);
}
