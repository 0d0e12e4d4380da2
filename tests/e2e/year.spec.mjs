// A year of one person with hypertension and diabetes: every class that the two definitions have, each programme by
// its own rules, and the mark from green over yellow to red and back, with every push of the way taken over.
//
// The service has one day, today. A visit of the winter that is entered now is decided as of its own day; the colour
// is today's, and by then the date that was agreed on has long passed: the year begins yellow, and by August it is
// green.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openRecord, stranger } from "./support/colleagues.mjs";
import { newId } from "./support/ids.mjs";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { allDue } from "./support/worklist.mjs";

/** No other spec knows him: 58 years old, so that his systolic limit is 140. */
const PERSON = { name: "岳满年", nationalId: stranger("19680506", "997"), phone: "13800000031" };
const AGE = 58;
const BOTH = ["hypertension", "diabetes"];
const TITLES = { hypertension: "高血压", diabetes: "2型糖尿病" };
const CLASSES = {
  controlled: "控制满意", uncontrolled: "控制不满意", adverse_reaction: "不良反应", complication: "并发症",
};
const COLOURS = { green: "绿标", yellow: "黄标", red: "红标" };
const LEVELS = { village: "村卫生室", township: "乡镇（社区）", hospital: "总医院" };
const REFERRALS = { no: "不用转诊", advised: "建议转诊", urgent: "马上转诊" };
const DRUGS = [
  { name: "苯磺酸氨氯地平片", times_a_day: 1, dose: "5 mg" },
  { name: "盐酸二甲双胍片", times_a_day: 2, dose: "0.5 g" },
];

/** What is found on each day, and what the rules make of it: class, referral, next date at the latest. */
const YEAR = {
  "2026-02-10": {
    sbp: 132, dbp: 80, glucose: 62,
    hypertension: ["controlled", "no", "2026-05-10"],
    diabetes: ["controlled", "no", "2026-05-10"],
  },
  "2026-05-08": {
    sbp: 134, dbp: 82, glucose: 64, adverse: { hypertension: "脚踝水肿" },
    hypertension: ["adverse_reaction", "no", "2026-05-22"],
    diabetes: ["controlled", "no", "2026-08-08"],
  },
  "2026-05-22": {
    sbp: 128, dbp: 78, glucose: 68, adverse: { diabetes: "恶心、腹泻" },
    hypertension: ["controlled", "no", "2026-08-22"],
    diabetes: ["adverse_reaction", "no", "2026-06-05"],
  },
  "2026-08-12": {
    sbp: 130, dbp: 80, glucose: 63,
    hypertension: ["controlled", "no", "2026-11-12"],
    diabetes: ["controlled", "no", "2026-11-12"],
  },
  "2026-10-22": {
    sbp: 156, dbp: 92, glucose: 84,
    hypertension: ["uncontrolled", "no", "2026-11-05"],
    diabetes: ["uncontrolled", "no", "2026-11-05"],
  },
  "2026-11-05": {
    sbp: 162, dbp: 94, glucose: 171,
    hypertension: ["uncontrolled", "advised", "2026-11-19"],
    diabetes: ["uncontrolled", "urgent", "2026-11-19"],
  },
  "2026-11-17": {
    sbp: 138, dbp: 84, glucose: 68, complication: { hypertension: "左眼底出血", diabetes: "足部溃疡" },
    hypertension: ["complication", "advised", "2026-12-01"],
    diabetes: ["complication", "advised", "2026-12-01"],
  },
  "2026-11-24": {
    sbp: 126, dbp: 76, glucose: 61,
    hypertension: ["controlled", "no", "2027-02-24"],
    diabetes: ["controlled", "no", "2027-02-24"],
  },
};

describe("a year of somebody with two illnesses", () => {
  const stage = useBrowser();
  let desk;
  let doctor;
  let village;
  let hospital;
  let resident;
  let id;

  before(async () => {
    desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: PHONE });
    id = (await openRecord(desk, PERSON)).resident_id;
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    village = await people.asStaff(stage, "village.yuetang", { viewport: PHONE });
    hospital = await people.asStaff(stage, "specialist.zongyiyuan", { viewport: PHONE });
    resident = await holder(stage);
  });
  after(() => assertNoFaults(desk, doctor, village, hospital, resident));

  /** Records a visit of both programmes as the doctor's form does. */
  const record = async (on) => {
    const { sbp, dbp, glucose, adverse = {} } = YEAR[on];
    for (const programme of BOTH) {
      const start = await people.ask(doctor, `/residents/${id}/follow-ups/${programme}/start`);
      const form = {
        visit_date: on, way: "clinic", symptoms: ["none"], sbp, dbp, danger_signs: [], compliance: "regular",
        drugs: DRUGS,
        ...(programme === "diabetes" && { fasting_glucose: glucose, hypoglycaemia: "none" }),
        ...(adverse[programme] && { adverse_reaction: adverse[programme] }),
      };
      const { decision } = await people.send(doctor, `/programmes/${programme}/${start.rules_version}/decide`, {
        born: start.birth_date, sex: start.person.sex, previous_class: start.previous_class, form,
      });
      Object.assign(form, { class: decision.class, next_date: decision.latest_next });
      await people.send(doctor, `/residents/${id}/follow-ups/${programme}`, {
        id: newId(), form, rules_version: start.rules_version, decision,
        base: { follow_up_id: start.last?.follow_up_id, version: start.last?.version ?? 0, own: [] },
      });
    }
  };

  /** What the service decided on that day, and planned. */
  const assertDecided = async (on, why = {}) => {
    const { follow_ups: lines } = await people.ask(doctor, `/residents/${id}/record`);
    const { plans } = await people.ask(doctor, `/residents/${id}/calls`);
    for (const programme of BOTH) {
      const line = lines.find((one) => one.date === on && one.programme === programme);
      const { form, decision } = await people.ask(doctor, `/follow-ups/${line.follow_up_id}`);
      const decided = [decision.class, decision.referral, decision.latest_next];
      assert.deepEqual(decided, YEAR[on][programme], `${on} ${programme}`);
      assert.deepEqual([form.class, form.next_date], [decision.class, decision.latest_next]);
      if (why[programme]) assert.deepEqual(decision.reasons, why[programme]);
      assert.equal(plans.find((plan) => plan.programme === programme).due, decision.latest_next);
    }
  };

  /** The colour that holds, the level that follows up, the one that is asked, and why, programme by programme. */
  const assertMark = async (colour, level, asked, why) => {
    const card = await people.ask(doctor, `/residents/${id}/colour`);
    assert.deepEqual([card.colour, card.place.level, card.push?.to.level], [colour, level, asked]);
    const sources = BOTH.map((programme) => card.sources.find((source) => source.programme === programme));
    assert.deepEqual(sources.map((source) => `${source.colour} ${source.why}`), why);
  };

  const card = (page) => page.locator("main .card").filter({ hasText: PERSON.name });

  /** The push is taken over where it waits. */
  const takeOver = async (page, colour) => {
    await page.goto("/staff/pushes");
    await card(page).getByText(COLOURS[colour]).waitFor();
    await card(page).getByRole("button", { name: "接收", exact: true }).click();
    await page.getByText("已接收，以后由您这里随访").waitFor();
    await card(page).waitFor({ state: "detached" });
  };

  /** The person's page says the colour, and who follows up. */
  const showsMark = async (page, colour, level) => {
    await page.goto(`/staff/residents/${id}`);
    const mark = page.locator("main section").filter({ has: page.getByRole("heading", { name: "三色标" }) });
    await mark.getByText(COLOURS[colour]).first().waitFor();
    await mark.getByText(LEVELS[level]).waitFor();
  };

  /** He reads at home how he is doing. */
  const reads = async (words) => {
    await resident.goto("/plan");
    await resident.getByText(words).first().waitFor();
  };

  /** His row in the worklist, where both are due. */
  const row = async (page) => {
    await page.goto("/staff");
    await page.getByRole("searchbox", { name: "在待办里找人" }).fill(PERSON.name);
    const name = new RegExp(`^${PERSON.name} ${AGE} 岁.*2 项一起随访$`);
    return page.getByRole("main").getByRole("link", { name }).first();
  };

  /** From the row of the worklist to the sheet of both programmes. */
  const openTogether = async (page, last) => {
    await (await row(page)).click();
    await page.getByRole("heading", { level: 1, name: "一起随访" }).waitFor();
    for (const programme of BOTH) await remembers(page, last, programme);
  };

  /** The form says what the last visit was: it begins with what the service knows now, and not the phone. */
  const remembers = (page, last, programme) => {
    const [, month, day] = last.split("-").map(Number);
    const said = `上次 ${month}月${day}日.*${CLASSES[YEAR[last][programme][0]]}$`;
    return page.getByText(new RegExp(`^(${TITLES[programme]}.*)?${said}`)).first().waitFor();
  };

  /** Types numbers of a visit. */
  const measure = async (page, on, labels) => {
    const { sbp, dbp, glucose } = YEAR[on];
    const numbers = { 收缩压: sbp, 舒张压: dbp, 空腹血糖: glucose / 10 };
    for (const label of labels) {
      await page.getByRole("textbox", { name: new RegExp(`^${label}`) }).first().fill(String(numbers[label]));
    }
  };

  const dated = (page, on) => page.getByLabel(/^随访日期/).fill(on);

  /** The conclusion of a programme; on a sheet of its own it needs no name. */
  const conclusion = (page, programme) =>
    page.locator("main section").filter({
      has: page.getByRole("heading", { name: new RegExp(`^(${TITLES[programme]}.*)?结论$`) }),
    });

  /** Before anything is saved the form says class, referral, colour, and the next date. */
  const foretold = async (page, on, programme, colour) => {
    const [made, referral, next] = YEAR[on][programme];
    const foot = page.locator(".actions-sticky .live-decision");
    const several = (await foot.count()) > 1;
    const words = [...(several ? [TITLES[programme]] : []), CLASSES[made], REFERRALS[referral], COLOURS[colour]];
    await words.reduce((found, word) => found.filter({ hasText: word }), foot).waitFor();
    assert.equal(await conclusion(page, programme).getByLabel(/^下次随访日期/).inputValue(), next);
  };

  const save = async (page, { rare = false } = {}) => {
    await page.getByRole("button", { name: "保存随访" }).click();
    if (rare) await page.getByRole("button", { name: "没错，保存" }).click();
    await page.getByText("随访已保存").first().waitFor();
    // The words of an earlier visit may still stand there; the form leaves with its own.
    await page.getByRole("button", { name: "保存随访" }).waitFor({ state: "detached" });
  };

  test("a visit of the winter, both well: the next date has long passed, and the township takes over", async () => {
    await record("2026-02-10");
    await assertDecided("2026-02-10");
    await assertMark("yellow", "village", "township", ["yellow overdue", "yellow overdue"]);
    await takeOver(doctor, "yellow");
    await showsMark(doctor, "yellow", "township");
  });

  test("in May one drug and then the other is not borne: each programme decides by itself", async () => {
    await record("2026-05-08");
    await assertDecided("2026-05-08", { hypertension: ["adverse_reaction"], diabetes: [] });
    await record("2026-05-22");
    await assertDecided("2026-05-22", { hypertension: [], diabetes: ["adverse_reaction"] });
    await assertMark("yellow", "township", undefined, ["yellow overdue", "yellow overdue"]);
  });

  test("in August both are well: green, and the village takes over", async () => {
    await record("2026-08-12");
    await assertDecided("2026-08-12");
    await assertMark("green", "township", "village", ["green class", "green class"]);
    await takeOver(village, "green");
    await showsMark(doctor, "green", "village");
    await reads("控制得不错");
  });

  test("in October neither is: the form says yellow before it is saved, and the township takes over", async () => {
    const on = "2026-10-22";
    await openTogether(doctor, "2026-08-12");
    await dated(doctor, on);
    await measure(doctor, on, ["收缩压", "舒张压", "空腹血糖"]);
    for (const programme of BOTH) await foretold(doctor, on, programme, "yellow");
    await save(doctor);
    await assertDecided(on, {
      hypertension: ["systolic_over_limit", "diastolic_over_limit"], diabetes: ["glucose_over_limit"],
    });
    await assertMark("yellow", "village", "township", ["yellow class", "yellow class"]);
    await (await row(doctor)).filter({ hasText: COLOURS.yellow }).waitFor();
    await takeOver(doctor, "yellow");
    await showsMark(doctor, "yellow", "township");
    await reads("控制得还不够好");
  });

  test("two weeks later neither is again, and one is an emergency: red, and the hospital takes over", async () => {
    const on = "2026-11-05";
    await openTogether(doctor, "2026-10-22");
    await dated(doctor, on);
    await measure(doctor, on, ["收缩压", "舒张压", "空腹血糖"]);
    for (const programme of BOTH) await foretold(doctor, on, programme, "red");
    await doctor.getByText("请先现场处理，马上转诊").first().waitFor();
    const call = doctor.getByRole("link", { name: "拨打 120" }).first();
    assert.equal(await call.getAttribute("href"), "tel:120");
    for (const [programme, why] of Object.entries({ hypertension: "连续两次血压控制不满意", diabetes: "危急情况" })) {
      const part = conclusion(doctor, programme);
      assert.equal(await part.getByLabel(/^转诊原因/).inputValue(), why);
      await part.getByLabel(/^转到哪里/).fill(`总医院 ${TITLES[programme]}门诊`);
    }
    await save(doctor, { rare: true });
    await assertDecided(on, {
      hypertension: ["second_in_a_row", "systolic_over_limit", "diastolic_over_limit"],
      diabetes: ["glucose_high_emergency", "second_in_a_row"],
    });
    await assertMark("red", "township", "hospital", ["red referred", "red emergency"]);
    await takeOver(hospital, "red");
    await showsMark(doctor, "red", "hospital");
    await reads("需要上级医院帮忙看");
  });

  test("the hospital finds a complication of each, on the list that he stands on now", async () => {
    const on = "2026-11-17";
    const his = (due) => due.filter((one) => one.person.resident_id === id).map((one) => one.programme).sort();
    assert.deepEqual([his(await allDue(doctor)), his(await allDue(hospital))], [[], [...BOTH].sort()]);
    await openTogether(hospital, "2026-11-05");
    await dated(hospital, on);
    await measure(hospital, on, ["收缩压", "舒张压", "空腹血糖"]);
    for (const programme of BOTH) {
      const part = hospital.locator("main section").filter({
        has: hospital.getByRole("heading", { name: new RegExp(`^${TITLES[programme]}.*危急情况、并发症$`) }),
      });
      await part.locator("summary", { hasText: "新的或加重的并发症" }).click();
      await part.getByRole("textbox", { name: "新的或加重的并发症" }).fill(YEAR[on].complication[programme]);
      await foretold(hospital, on, programme, "red");
      const to = conclusion(hospital, programme).getByLabel(/^转到哪里/);
      assert.equal(await to.inputValue(), `总医院 ${TITLES[programme]}门诊`);
    }
    await save(hospital);
    await assertDecided(on, { hypertension: ["complication"], diabetes: ["complication"] });
    await assertMark("red", "hospital", undefined, ["red referred", "red referred"]);
    await (await row(hospital)).filter({ hasText: COLOURS.red }).waitFor();
  });

  test("today both are well: green once both are typed, and back down level by level", async () => {
    const on = "2026-11-24";
    // The phone remembers him as he was a week ago: what is typed of the one counts for the other.
    await openTogether(hospital, "2026-11-17");
    await measure(hospital, on, ["收缩压", "舒张压"]);
    await foretold(hospital, on, "hypertension", "red");
    await measure(hospital, on, ["空腹血糖"]);
    for (const programme of BOTH) await foretold(hospital, on, programme, "green");
    await save(hospital);
    await assertDecided(on);
    await assertMark("green", "hospital", "township", ["green class", "green class"]);
    await takeOver(doctor, "green");
    await assertMark("green", "township", "village", ["green class", "green class"]);
    await takeOver(village, "green");
    await assertMark("green", "village", undefined, ["green class", "green class"]);
  });

  test("nothing of him waits any more, and every push of the year was taken over", async () => {
    const taken = [];
    for (const page of [doctor, village, hospital]) {
      for (const side of ["incoming", "outgoing"]) {
        const open = await people.ask(page, `/pushes?side=${side}`);
        assert.deepEqual(open.filter((push) => push.person.resident_id === id), []);
      }
      const answered = await people.ask(page, "/pushes?side=incoming&answered=true");
      taken.push(...answered.filter((push) => push.person.resident_id === id));
    }
    taken.sort((a, b) => (a.made_at < b.made_at ? -1 : 1));
    assert.deepEqual(
      taken.map((push) => `${push.colour}: ${push.from.level} → ${push.to.level}, ${push.state}`),
      [
        "yellow: village → township, accepted",
        "green: township → village, accepted",
        "yellow: village → township, accepted",
        "red: township → hospital, accepted",
        "green: hospital → township, accepted",
        "green: township → village, accepted",
      ],
    );
  });

  test("his page tells the whole way, and both sides list the year", async () => {
    await showsMark(doctor, "green", "village");
    await doctor.locator("summary", { hasText: "颜色变化" }).click();
    const history = doctor.locator("main details").filter({ has: doctor.locator("summary", { hasText: "颜色变化" }) });
    const colours = (await history.locator("p").allTextContents()).map((text) => text.match(/[绿黄红]标/)[0]);
    assert.deepEqual(colours.reverse(), ["黄标", "绿标", "黄标", "红标", "绿标"]);

    await resident.goto("/record");
    const { follow_ups: lines, basic } = await people.ask(resident, `/residents/${id}/record`);
    assert.deepEqual(basic.person.groups.filter((group) => BOTH.includes(group)), BOTH);
    const listed = lines.map((line) => `${line.date} ${line.programme}`).sort();
    assert.deepEqual(listed, Object.keys(YEAR).flatMap((on) => BOTH.map((programme) => `${on} ${programme}`)).sort());
    for (const { follow_up_id, date, programme } of lines) {
      const said = CLASSES[YEAR[date][programme][0]];
      await resident.locator(`main a[href="/record/follow-ups/${follow_up_id}"]`).filter({ hasText: said }).waitFor();
      await doctor.locator(`main a[href="/staff/follow-ups/${follow_up_id}"]`).filter({ hasText: said }).waitFor();
    }
    const ulcer = lines.find((line) => line.date === "2026-11-17" && line.programme === "diabetes");
    await resident.locator(`main a[href="/record/follow-ups/${ulcer.follow_up_id}"]`).click();
    await resident.getByText("足部溃疡").first().waitFor();
    await resident.goto("/messages");
    await resident.getByText("您的随访换了团队负责").first().waitFor();
    await reads("控制得不错");
  });

  test("every class that the two definitions have was made", async () => {
    for (const programme of BOTH) {
      const { rules_version } = await people.ask(doctor, `/residents/${id}/follow-ups/${programme}/start`);
      const { classes } = await people.ask(doctor, `/programmes/${programme}/${rules_version}`);
      const made = new Set(Object.values(YEAR).map((visit) => visit[programme][0]));
      assert.deepEqual([...made].sort(), classes.map((one) => one.code).sort());
    }
  });
});

/** His own phone, signed in, with his record linked to it. */
async function holder(stage) {
  const page = await stage.open({ viewport: PHONE });
  await page.goto("/sign-in");
  await people.signInByCode(page, PERSON.phone);
  await page.getByText("这部手机还没有关联健康档案").waitFor();
  await people.send(page, "/persons", { name: PERSON.name, national_id: PERSON.nationalId, relation: "oneself" });
  await page.goto("/");
  await page.getByRole("heading", { name: `${PERSON.name}，您好` }).waitFor();
  return page;
}
