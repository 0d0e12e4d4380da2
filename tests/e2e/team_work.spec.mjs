// What a team has to decide and shares: suspected cases are enrolled or excluded, the list is narrowed to a colour
// and to a doctor, people are handed over to a colleague who gives them back, and one row leads to one sheet.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { allDue } from "./support/worklist.mjs";

describe("the work of a team", () => {
  const stage = useBrowser();
  let doctor;
  let nurse;

  before(async () => {
    doctor = await people.asStaff(stage, "gp3.yuetang", { viewport: PHONE });
    nurse = await people.asStaff(stage, "nurse3.yuetang", { viewport: PHONE });
  });

  const count = (page, many) => page.getByText(`${many} 人次`, { exact: true }).waitFor();
  const card = (name) => doctor.locator(".card", { hasText: name });
  const suspects = async () => (await people.ask(doctor, "/suspects")).items;
  const tools = (page) => page.getByText("筛选、路线、本月进度、批量提醒").click();

  test("suspected cases wait above the list, with what was measured and where", async () => {
    const all = await suspects();
    await doctor.goto("/staff");
    await doctor.getByRole("link", { name: new RegExp(`${all.length} 人疑似`) }).click();
    await doctor.getByRole("heading", { level: 1, name: "疑似病例" }).waitFor();
    for (const one of all) await card(one.person.name).getByText(`${one.evidence.length} 天达到标准`).waitFor();
    await doctor.getByText("自测", { exact: true }).first().waitFor();
    await doctor.getByRole("radio", { name: "空腹血糖" }).check();
    await doctor.waitForURL(/programme=diabetes/);
    await doctor.getByText("疑似2型糖尿病").or(doctor.getByText("疑似糖尿病")).first().waitFor();
  });

  test("one is enrolled and is on the list, one is excluded with a reason that stays", async () => {
    const [one, other] = (await suspects()).filter((card) => card.programme === "hypertension");
    await doctor.goto("/staff/suspects");
    await card(one.person.name).getByRole("button", { name: "纳入管理" }).click();
    const enrolling = doctor.getByRole("dialog", { name: "纳入管理" });
    await enrolling.getByRole("button", { name: "明天" }).click();
    await enrolling.getByRole("button", { name: "纳入管理" }).click();
    await doctor.getByText("已纳入管理，排进随访待办了").waitFor();
    await card(one.person.name).waitFor({ state: "detached" });
    const due = await allDue(doctor);
    assert.ok(due.some((row) => row.person.resident_id === one.person.resident_id && row.programme === "hypertension"));

    await card(other.person.name).getByRole("button", { name: "排除" }).click();
    const excluding = doctor.getByRole("dialog", { name: "排除" });
    await excluding.getByRole("button", { name: "排除" }).click();
    await excluding.getByText("请选一个原因").waitFor();
    await excluding.getByRole("radio", { name: /一时的原因/ }).check();
    await excluding.getByLabel("说明").fill("那几天感冒");
    await excluding.getByRole("button", { name: "排除" }).click();
    await doctor.getByText("已排除").waitFor();
    await card(other.person.name).waitFor({ state: "detached" });
    await doctor.goto(`/staff/residents/${other.person.resident_id}`);
    await doctor.getByText("以前的处理").click();
    await doctor.getByText(/那几天感冒/).waitFor();
  });

  test("a colour narrows the list, and the month is counted by village and by doctor", async () => {
    const due = await allDue(doctor);
    await doctor.goto("/staff");
    await count(doctor, due.length);
    await tools(doctor);
    await doctor.getByRole("group", { name: "只看一种颜色" }).getByRole("button", { name: "黄标" }).click();
    await doctor.waitForURL(/colour=yellow/);
    await count(doctor, due.filter((row) => row.colour === "yellow").length);
    await doctor.getByRole("group", { name: "只看一种颜色" }).getByRole("button", { name: "黄标" }).click();
    await count(doctor, due.length);
    await doctor.getByRole("button", { name: "看本月进度" }).click();
    const month = await people.ask(doctor, "/follow-ups/due?month=true&rows=1");
    await doctor.getByRole("radio", { name: "按村" }).check();
    await doctor.getByText(month.village_progress[0].village, { exact: true }).first().waitFor();
    await doctor.getByRole("radio", { name: "按医生" }).check();
    // The filter by doctor has the name as well.
    const name = doctor.getByText(month.doctor_progress[0].doctor.name, { exact: true });
    await name.and(doctor.locator(":not(option)")).first().waitFor();
  });

  test("several are handed over, the colleague sees from whom and why, and gives one back", async () => {
    await doctor.goto("/staff");
    const due = await allDue(doctor);
    await count(doctor, due.length);
    await tools(doctor);
    await doctor.getByRole("button", { name: "批量提醒" }).click();
    await doctor.getByRole("checkbox").nth(0).check();
    await doctor.getByRole("button", { name: "交给同事（1 人）" }).click();
    const sheet = doctor.getByRole("dialog", { name: "交给同事" });
    await sheet.getByRole("button", { name: "交给同事" }).click();
    await sheet.getByText("请选一位同事").waitFor();
    const me = await people.ask(nurse, "/session");
    const name = me.staff.name;
    await sheet.getByRole("radio", { name: new RegExp(name) }).check();
    await sheet.getByRole("radio", { name: "请假、外出" }).check();
    await sheet.getByRole("button", { name: "交给同事" }).click();
    await doctor.getByText(`已交给${name} 1 人`).waitFor();

    const handed = (await allDue(nurse)).find((row) => row.doctor?.handed && row.doctor.staff_id === me.staff.staff_id);
    await nurse.goto(`/staff?doctor=${me.staff.staff_id}`);
    await nurse.getByText(/交来：请假、外出/).first().waitFor();
    await nurse.goto(`/staff/residents/${handed.person.resident_id}`);
    await nurse.getByRole("button", { name: "交还" }).click();
    await nurse.getByRole("dialog").getByRole("button", { name: "交还" }).click();
    await nurse.getByText("已交还").waitFor();
    await nurse.getByText("交接记录").click();
    await nurse.getByText(/交来：请假、外出/).first().waitFor();
  });

  test("who is due in several programmes has one sheet for all of them", async () => {
    const due = await allDue(doctor);
    const several = due.find((row) => due.filter((other) => other.person.resident_id === row.person.resident_id).length > 1);
    assert.ok(several, "nobody is due in several programmes");
    await doctor.goto("/staff");
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill(several.person.name);
    await doctor.getByRole("main").getByRole("link", { name: /\d 项一起随访$/ }).first().click();
    await doctor.getByRole("heading", { level: 1, name: "一起随访" }).waitFor();
    assertNoFaults(doctor, nurse);
  });
});
