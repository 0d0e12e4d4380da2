// What a doctor writes on the follow-up form is shown again as it was typed: on the form when it is
// opened again, to the resident, in the record, and on the next form.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { HOSTILE, LINE, Ledger, SIGNS, watched } from "./support/hostile.mjs";
import * as people from "./support/people.mjs";
import { untilDraftIsStill } from "./support/phone_memory.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { FOLLOW_UP } from "./support/text_fields.mjs";

const DRUGS = "follow_up/parts/drugs.rs";

/** Numbers by their labels; those of the pressure come last, since the rest follows from them. */
const NUMBERS = {
  "hypertension weight": "体重",
  "hypertension weight_target": "体重目标",
  "hypertension heart_rate": "心率",
  "hypertension smoke": "日吸烟量",
  "hypertension smoke_target": "日吸烟量目标",
  "hypertension drink": "日饮酒量",
  "hypertension drink_target": "日饮酒量目标",
  "hypertension exercise_times": "每周运动",
  "hypertension exercise_times_target": "每周运动目标",
  "hypertension exercise_minutes": "每次运动",
  "hypertension exercise_minutes_target": "每次运动目标",
  [`${DRUGS} DRUG_TIMES`]: "每天几次",
  "hypertension sbp": "收缩压",
  "hypertension dbp": "舒张压",
};

/** Texts by their labels, each told apart by its end. */
const TEXTS = {
  "hypertension symptom_other": ["其他症状", `${HOSTILE}1`],
  [`${DRUGS} DRUG_NAME`]: ["药名", `${HOSTILE}2`],
  [`${DRUGS} DRUG_DOSE`]: ["每次多少（带单位）", `${LINE}3`],
  "hypertension referral_to": ["转到哪里（机构和科室）", `${HOSTILE}4`],
  "hypertension referral_reason": ["转诊原因", `${HOSTILE}5`],
  "hypertension adverse_reaction": ["药物不良反应", `${HOSTILE}7`],
  "hypertension complication": ["新的或加重的并发症", `${HOSTILE}8`],
  "hypertension aux_exam": ["辅助检查", `${HOSTILE}9`],
  "hypertension sign_other": ["其他体征", `${HOSTILE}10`],
  // Last, since reactions and complications change the class that the rules say.
  "hypertension class_reason": ["为什么改", `${HOSTILE}6`],
};

describe("hostile text of a follow-up", () => {
  const stage = watched(useBrowser());
  const ledger = new Ledger();
  let doctor;
  let resident;
  let id;
  let form;

  before(async () => {
    resident = await people.asResident(stage, people.FAMILY, people.HERSELF, { viewport: PHONE });
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    id = await people.residentId(resident, people.HERSELF);
    form = `/staff/residents/${id}/follow-up/hypertension`;
  });
  after(() => assertNoFaults(doctor, resident));

  test("in place of numbers: each says that it is none, and keeps what was typed", async () => {
    await open();
    for (const [name, label] of Object.entries(NUMBERS)) {
      const control = byLabel(label);
      await ledger.type(name, control, SIGNS);
      await control.blur();
    }
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText(/请看一下：/).waitFor();
    for (const [name, label] of Object.entries(NUMBERS)) {
      const control = byLabel(label);
      await ledger.seeIn(name, "field", doctor, control, SIGNS);
      assert.equal(await control.getAttribute("aria-invalid"), "true", label);
      await control.fill(name.endsWith("TIMES") ? "1" : "");
    }
  });

  test("in its texts, on the form that is opened again", async () => {
    // So high that it is referred, and judged otherwise by the doctor.
    await byLabel("收缩压").fill("192");
    await byLabel("舒张压").fill("114");
    await doctor.getByText("控制不满意").first().waitFor();
    await unfold();
    await doctor.getByRole("group", { name: /症状/ }).getByRole("checkbox", { name: "其他" }).check();
    for (const [name, [label, text]] of Object.entries(TEXTS)) {
      if (name.endsWith("class_reason")) {
        await doctor.getByRole("radiogroup", { name: "此次随访分类" }).getByRole("radio", { name: "控制满意" }).check();
      }
      await ledger.type(name, byLabel(label), text);
    }
    await untilDraftIsStill(doctor);
    await doctor.goto(`/staff/residents/${id}`);
    await doctor.getByText("基本信息").first().waitFor();
    await open();
    await doctor.getByText("上次没填完的内容已放回来").waitFor();
    await unfold();
    for (const [name, [label, text]] of Object.entries(TEXTS)) {
      await ledger.seeIn(name, "draft", doctor, byLabel(label), text);
    }
  });

  test("to the resident, in the record, and on the next form", async () => {
    const before = await visits();
    await doctor.getByRole("button", { name: "保存随访" }).click();
    await doctor.getByText("随访已保存").or(doctor.getByRole("button", { name: "没错，保存" })).first().waitFor();
    const unusual = doctor.getByRole("button", { name: "没错，保存" });
    if (await unusual.isVisible()) await unusual.click();
    await doctor.getByText("随访已保存").waitFor();
    const [visit] = (await visits()).filter((one) => !before.includes(one));

    await resident.goto(`/record/follow-ups/${visit}`);
    for (const [name, [, text]] of Object.entries(TEXTS)) await ledger.see(name, "随访记录", resident, text);
    await resident.goto("/record");
    await doctor.goto(`/staff/residents/${id}`);
    for (const name of [`${DRUGS} DRUG_NAME`, `${DRUGS} DRUG_DOSE`]) {
      await ledger.see(name, "健康档案", resident, TEXTS[name][1]);
      await ledger.see(name, "医生：居民档案", doctor, TEXTS[name][1]);
    }
    await open();
    await byLabel("收缩压").fill("192");
    await byLabel("舒张压").fill("114");
    for (const name of [`${DRUGS} DRUG_NAME`, `${DRUGS} DRUG_DOSE`, "hypertension referral_to"]) {
      const [label, text] = TEXTS[name];
      await ledger.seeIn(name, "下次随访的表", doctor, byLabel(label), text);
    }
    // What nobody has sent is not left for whoever comes next.
    await untilDraftIsStill(doctor);
    await doctor.reload();
    await doctor.getByRole("button", { name: "清掉重填" }).click();
  });

  test("as the reason of a correction and of voiding, to the doctor and to the resident", async () => {
    const [visit] = await visits();
    const [why, none] = [`${HOSTILE}11`, `${HOSTILE}12`];
    const look = async (name, text) => {
      for (const [page, path, place] of [
        [doctor, "/staff/follow-ups", "医生：随访记录"],
        [resident, "/record/follow-ups", "随访记录"],
      ]) {
        await page.goto(`${path}/${visit}`);
        await page.locator("summary", { hasText: /(更正|作废)$/ }).first().waitFor();
        await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
        await ledger.see(name, place, page, text);
      }
    };
    const correction = "follow_up/form_correct.rs REASON";
    await doctor.goto(`/staff/follow-ups/${visit}/correct`);
    await byLabel("心率").fill("77");
    await ledger.type(correction, doctor.getByRole("textbox", { name: /^原因/ }), why);
    await untilDraftIsStill(doctor);
    await doctor.reload();
    await doctor.getByText("上次没填完的内容已放回来").waitFor();
    await ledger.seeIn(correction, "draft", doctor, doctor.getByRole("textbox", { name: /^原因/ }), why);
    await doctor.getByRole("button", { name: "保存更正" }).click();
    const unusual = doctor.getByRole("button", { name: "没错，保存" });
    await doctor.getByText("已更正").or(unusual).first().waitFor();
    if (await unusual.isVisible()) await unusual.click();
    await doctor.getByText("已更正").first().waitFor();
    await look(correction, why);

    const voiding = "residents/void.rs REASON";
    await doctor.goto(`/staff/follow-ups/${visit}`);
    await doctor.locator("summary", { hasText: "作废这次随访" }).click();
    await ledger.type(voiding, doctor.getByRole("textbox", { name: /^原因/ }), none);
    await doctor.getByRole("button", { name: "作废", exact: true }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "作废", exact: true }).click();
    await doctor.getByText("已作废").first().waitFor();
    await look(voiding, none);
  });

  test("was typed into each of these fields and seen at each of its places", () => ledger.assertWhole(FOLLOW_UP));

  /** The form with everything that is folded away open. */
  async function open() {
    await doctor.goto(form);
    await byLabel("收缩压").waitFor();
    await unfold();
  }

  function unfold() {
    return doctor.evaluate(() => {
      for (const folded of document.querySelectorAll("main details")) folded.open = true;
    });
  }

  /** The first control of this label: there are as many of a drug as there are drugs. */
  function byLabel(label) {
    return doctor.getByRole("textbox", { name: new RegExp(`^${label.replaceAll(/[（）]/g, ".")}`) }).first();
  }

  async function visits() {
    const record = await people.ask(doctor, `/residents/${id}/record`);
    return record.follow_ups.map((visit) => visit.follow_up_id);
  }
});
