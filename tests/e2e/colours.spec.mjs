// A person goes green → yellow → red → back: each level takes them over from the one before, the resident reads
// in plain words who cares for them, and an alarming pressure at home stands above the team's list.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { newId } from "./support/ids.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";

const daysAgo = (days) => new Date(Date.parse(`${TODAY}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

describe("three colours", () => {
  const stage = useBrowser();
  let doctor;
  let village;
  let hospital;
  let resident;
  let id;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    village = await people.asStaff(stage, "village.yuetang", { viewport: DESK });
    hospital = await people.asStaff(stage, "specialist.zongyiyuan", { viewport: DESK });
    resident = await people.asResident(stage, people.FAMILY, people.HERSELF);
    id = await people.residentId(resident, people.HERSELF);
  });

  /** Records a visit as the doctor's form does, at the dates that the person's record leaves free. */
  const visit = async (on, sbp) => {
    const start = await people.ask(doctor, `/residents/${id}/follow-ups/hypertension/start`);
    const form = {
      visit_date: on, way: "clinic", symptoms: ["none"], sbp, dbp: 82, danger_signs: [],
      pregnant_or_lactating: false, compliance: "regular", drugs: start.drugs, referral_to: "总医院 心内科",
    };
    const said = await people.send(doctor, `/programmes/hypertension/${start.rules_version}/decide`, {
      born: start.birth_date, sex: start.person.sex, previous_class: start.previous_class, form,
    });
    const { decision } = said;
    Object.assign(form, { class: decision.class, next_date: decision.latest_next });
    await people.send(doctor, `/residents/${id}/follow-ups/hypertension`, {
      id: newId(), form, rules_version: start.rules_version, decision,
    });
  };

  /** The card of the person on the page of pushes. */
  const card = (page) => page.locator("main .card").filter({ hasText: people.HERSELF });

  const takeOver = async (page) => {
    await page.goto("/staff/pushes");
    await card(page).getByRole("button", { name: "接收", exact: true }).click();
    await page.getByText("已接收，以后由您这里随访").waitFor();
    await card(page).waitFor({ state: "detached" });
  };

  const told = async (words, by) => {
    await resident.goto("/plan");
    await resident.getByText(words).first().waitFor();
    await resident.getByText(by).first().waitFor();
  };

  test("well controlled, the village takes over from the township", async () => {
    // Whatever the demo made of her: two good visits, the newest some days ago.
    await visit(daysAgo(4), 128);
    const { place } = await people.ask(doctor, `/residents/${id}/colour`);
    if (place.level === "township") await takeOver(village);
    await told("控制得不错", "请照现在的办法按时吃药");
    await doctor.goto(`/staff/residents/${id}`);
    await doctor.getByText("绿标").first().waitFor();
  });

  test("not well controlled, the township is asked and takes over", async () => {
    await visit(daysAgo(3), 158);
    await doctor.goto(`/staff/residents/${id}`);
    await doctor.getByText("黄标").first().waitFor();
    await village.goto("/staff/pushes?side=outgoing");
    await card(village).getByText(/今天推送/).waitFor();
    await takeOver(doctor);
    await told("控制得还不够好", "两周内去复查");
  });

  test("twice running, the hospital is asked: it sends her back once, then takes over", async () => {
    await visit(daysAgo(2), 162);
    await hospital.goto("/staff/pushes");
    assert.equal(await card(hospital).getByRole("link", { name: "看档案" }).count(), 0);
    await card(hospital).getByRole("button", { name: "退回" }).click();
    const sheet = hospital.getByRole("dialog", { name: "退回" });
    await sheet.getByLabel(/为什么退回/).fill("请补近一周的血压");
    await sheet.getByRole("button", { name: "退回" }).click();
    await hospital.getByText("已退回，对方会看到原因").waitFor();

    await doctor.goto("/staff/pushes?side=outgoing");
    await card(doctor).getByText("请补近一周的血压").waitFor();
    await card(doctor).getByRole("button", { name: "再推送" }).click();
    const again = doctor.getByRole("dialog", { name: "再推送" });
    await again.getByLabel(/补充说明/).fill("一周血压已补在自测里");
    await again.getByRole("button", { name: "再推送" }).click();
    await doctor.getByText("已推送，等对方接收").waitFor();

    await takeOver(hospital);
    await hospital.goto(`/staff/residents/${id}`);
    await hospital.getByText("红标").first().waitFor();
    await told("需要上级医院帮忙看", "总医院慢病管理团队");
    await resident.goto("/messages");
    await resident.getByText("您的随访换了团队负责").first().waitFor();
  });

  test("a doctor sets her green with a reason, and she comes back down, level by level", async () => {
    await hospital.goto(`/staff/residents/${id}`);
    await hospital.getByRole("button", { name: "改颜色" }).click();
    const sheet = hospital.getByRole("dialog", { name: "改颜色" });
    await sheet.getByRole("radio", { name: /绿标/ }).check();
    await sheet.getByLabel(/原因/).fill("住院调药后血压平稳");
    await sheet.getByRole("button", { name: "改定" }).click();
    await hospital.getByText("颜色已改定").waitFor();
    await hospital.getByText("医生改定").first().waitFor();
    await takeOver(doctor);
    await takeOver(village);
    await told("控制得不错", "月塘");
    await doctor.goto(`/staff/residents/${id}`);
    await doctor.getByText("颜色变化").click();
    await doctor.getByText(/住院调药后血压平稳/).first().waitFor();
    for (const page of [doctor, village, hospital, resident]) assertNoFaults(page);
  });
});

describe("measured at home", () => {
  const stage = useBrowser();
  let doctor;
  let resident;

  before(async () => {
    resident = await people.asResident(stage, people.FAMILY, people.HERSELF);
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
  });

  test("what cannot be is not saved, what is rare is asked about once", async () => {
    await resident.goto("/record");
    await resident.getByRole("link", { name: /在家自测/ }).click();
    await resident.getByRole("heading", { level: 1, name: "在家自测" }).waitFor();
    await resident.getByLabel(/高压/).fill("310");
    await resident.getByLabel(/低压/).fill("80");
    await resident.getByRole("button", { name: "记下来" }).click();
    await resident.getByText("请填 50 到 300 之间的数").waitFor();
    await resident.getByLabel(/高压/).fill("76");
    await resident.getByLabel(/低压/).fill("50");
    await resident.getByRole("button", { name: "记下来" }).click();
    const asked = resident.getByRole("dialog", { name: "这个数对吗？" });
    await asked.getByRole("button", { name: "我再看看" }).click();
  });

  test("an emergency says what to do before anything is sent, and stands above the team's list", async () => {
    await resident.getByLabel(/高压/).fill("186");
    await resident.getByLabel(/低压/).fill("104");
    await resident.getByRole("button", { name: "记下来" }).click();
    await resident.getByText(/血压很高。先坐下/).waitFor();
    assert.equal(await resident.getByRole("link", { name: "拨打 120" }).getAttribute("href"), "tel:120");
    await resident.getByText("已提醒您的家庭医生团队").waitFor();

    await doctor.goto("/staff");
    const alert = doctor.locator("main li").filter({ hasText: "自测血压危急" }).filter({ hasText: people.HERSELF });
    await alert.getByText(/186\/104/).waitFor();
    await alert.getByRole("button", { name: "已处理" }).click();
    await alert.waitFor({ state: "detached" });
    await resident.goto("/measure");
    await resident.getByText(/医生已看过/).first().waitFor();
    assertNoFaults(resident);
    assertNoFaults(doctor);
  });

  test("without a network it waits on the phone and says to call", async () => {
    await resident.context().setOffline(true);
    await resident.getByLabel(/高压/).fill("132");
    await resident.getByLabel(/低压/).fill("84");
    await resident.getByRole("button", { name: "记下来" }).click();
    await resident.getByText(/已存在这部手机上/).waitFor();
    await resident.context().setOffline(false);
    await resident.getByText(/132\/84/).first().waitFor();
  });

  test("the doctor sees it in the record and beside the form, and not in it", async () => {
    const id = await people.residentId(resident, people.HERSELF);
    await doctor.goto(`/staff/residents/${id}/follow-up/hypertension`);
    await doctor.getByText("居民在家自测（不会填进表里）").waitFor();
    await doctor.getByText(/132\/84/).first().waitFor();
    assert.equal(await doctor.getByLabel("收缩压").inputValue(), "");
  });
});
