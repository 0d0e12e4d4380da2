// What people type is shown again as they typed it: markup stays letters, a script never runs, and
// a quotation mark ends no statement. Every field of the client that takes text stands in
// `support/text_fields.mjs`; here those of residents and of those who answer them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openRecord, stranger } from "./support/colleagues.mjs";
import { HOSTILE, LINE, Ledger, QUOTED, SIGNS, WORD, watched } from "./support/hostile.mjs";
import * as people from "./support/people.mjs";
import { untilDraftIsStill } from "./support/phone_memory.mjs";
import { drawingControls, textFields } from "./support/source.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { ASKED, FIELDS, OWN_PLACES } from "./support/text_fields.mjs";

/** Phones and people that nobody else knows. */
const NEW_PHONE = "13800000012";
const PARENT_PHONE = "13800000013";
const NUMBER = stranger("19580312", "993");
const CHILD = { name: "Bob'DROP TABLE access", nationalId: stranger("20190601", "001") };
const TEAM = "月塘街道家庭医生一团队";

describe("hostile text", () => {
  const stage = watched(useBrowser());
  const ledger = new Ledger();
  let resident;
  let doctor;
  let desk;
  let phone;

  before(async () => {
    resident = await people.asResident(stage, people.SINGLE, people.ALONE);
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    phone = await stage.open({ viewport: PHONE });
  });
  // A policy that stops a handler complains on the console: that is a fault too.
  after(() => assertNoFaults(resident, doctor, desk, phone));

  test("has a row for every field of the client, and no control is drawn past the design system", () => {
    assert.deepEqual(textFields().sort(), Object.keys(FIELDS).sort());
    // What nobody sees again but whoever typed it says why.
    const alone = Object.entries(FIELDS).filter(([, { seen }]) => seen.every((place) => OWN_PLACES.includes(place)));
    assert.deepEqual(alone.filter(([, { why }]) => !why).map(([field]) => field), []);
    const known = ["choice", "date_field", "number_field", "row_choice", "search_box", "segmented", "stars", "text_area", "text_input"];
    assert.deepEqual(drawingControls(), known.map((name) => `ui/${name}.rs`));
  });

  test("would be heard if it ran", async () => {
    for (const text of [HOSTILE, LINE, WORD]) {
      const page = await stage.open();
      await page.goto("about:blank");
      await page.evaluate((markup) => {
        document.body.innerHTML = markup;
        return new Promise((done) => setTimeout(done, 100));
      }, text);
      assert.ok(page.faults.some((fault) => fault.includes("has run")), `${text}: ${page.faults}`);
      await page.context().close();
    }
  });

  test("at a resident's sign-in", async () => {
    await phone.goto("/sign-in");
    const number = phone.getByLabel("手机号");
    await ledger.type("sign_in/page_resident.rs PHONE", number, WORD);
    await phone.getByRole("button", { name: "获取验证码" }).click();
    await phone.getByText("请填 11 位手机号").waitFor();
    await ledger.seeIn("sign_in/page_resident.rs PHONE", "field", phone, number, WORD);
    const right = await people.askForCode(phone, NEW_PHONE);
    const code = phone.getByLabel("短信验证码");
    await ledger.type("sign_in/page_resident.rs CODE", code, SIGNS);
    await phone.getByRole("button", { name: "登录", exact: true }).click();
    await phone.getByText("请填短信里的 6 位数字").waitFor();
    await ledger.seeIn("sign_in/page_resident.rs CODE", "field", phone, code, SIGNS);
    await people.enterCode(phone, right);
    await phone.getByText("这部手机还没有关联健康档案").waitFor();
  });

  test("where a record is linked or a code is taken up", async () => {
    await phone.goto("/persons/link");
    const [name, number] = [phone.getByLabel("姓名"), phone.getByLabel("身份证号")];
    await ledger.type("people/identity.rs NAME", name, LINE);
    await ledger.type("people/identity.rs NATIONAL_ID", number, WORD);
    await phone.getByRole("radio", { name: "本人" }).check();
    await phone.getByRole("button", { name: "核对并关联" }).click();
    await phone.getByText("请对着身份证再核对一遍姓名").waitFor();
    await phone.getByText("请对着身份证再核对一遍号码").waitFor();
    await ledger.seeIn("people/identity.rs NAME", "field", phone, name, LINE);
    await ledger.seeIn("people/identity.rs NATIONAL_ID", "field", phone, number, WORD);

    await phone.goto("/persons/code");
    const [code, whose] = [phone.getByLabel("代办码"), phone.getByLabel("姓名")];
    await ledger.type("people/page_take.rs CODE_FIELD", code, SIGNS);
    await ledger.type("people/page_take.rs THEIR_NAME", whose, LINE);
    await phone.getByRole("button", { name: "开始代办" }).click();
    await phone.getByText("请填 8 位数字").waitFor();
    await phone.getByText("请对着身份证再核对一遍姓名").waitFor();
    await ledger.seeIn("people/page_take.rs CODE_FIELD", "field", phone, code, SIGNS);
    await ledger.seeIn("people/page_take.rs THEIR_NAME", "field", phone, whose, LINE);
  });

  test("in the request for a record, to the desk, and in its refusal, to the phone", async () => {
    await askForRecord(phone, ledger);
    await untilDraftIsStill(phone);
    await phone.goto("/persons");
    await phone.goto("/persons/register");
    await phone.getByText("上次没填完的内容已放回来").waitFor();
    await ledger.seeIn("people/identity.rs NAME", "draft", phone, phone.getByLabel("姓名"), QUOTED);
    await ledger.seeIn("people/page_register.rs ADDRESS", "draft", phone, phone.getByLabel("家庭住址"), HOSTILE);
    await phone.getByRole("button", { name: "提交申请" }).click();
    await phone.getByText("等核对").waitFor();
    await ledger.see("people/identity.rs NAME", "我的建档申请", phone, QUOTED);

    const card = await registration(desk);
    await ledger.see("people/identity.rs NAME", "服务台：建档核对", desk, QUOTED);
    await ledger.see("people/page_register.rs ADDRESS", "服务台：建档核对", desk, HOSTILE);
    await refuse(card, desk, "不通过", "registrations/mod.rs Refusal");
    await desk.getByText("已答复申请人").waitFor();
    await phone.reload();
    await phone.getByText("没通过").waitFor();
    await ledger.see("registrations/mod.rs Refusal", "我的建档申请", phone, HOSTILE);
  });

  test("in the record that is opened after all", async () => {
    await askForRecord(phone, ledger);
    await phone.getByRole("button", { name: "提交申请" }).click();
    await phone.getByText("等核对").waitFor();
    const card = await registration(desk);
    await card.getByRole("button", { name: "证件已核对" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "证件已核对" }).click();
    await desk.getByText("档案已建好").waitFor();

    await phone.goto("/persons");
    await phone.getByRole("heading", { name: "给谁办事？" }).waitFor();
    await ledger.see("people/identity.rs NAME", "给谁办事", phone, QUOTED);
    await people.choosePerson(phone, QUOTED);
    await ledger.see("people/identity.rs NAME", "首页", phone, `${QUOTED}，您好`);
    await phone.goto("/record");
    await phone.getByRole("button", { name: "显示 住址" }).click();
    await ledger.see("people/page_register.rs ADDRESS", "健康档案", phone, HOSTILE);
  });

  test("in the reason for which a contract is declined", async () => {
    await people.askForContract(phone, TEAM);
    const contract = new URL(phone.url()).pathname;
    await doctor.goto("/staff/contracts");
    await doctor.getByRole("link", { name: QUOTED }).click();
    await doctor.getByRole("button", { name: "接受签约" }).waitFor();
    await ledger.see("people/identity.rs NAME", "医生：签约详情", doctor, QUOTED);
    await refuse(doctor, doctor, "不接受", "team_contracts/page_one.rs Refusal");
    await ledger.see("team_contracts/page_one.rs Refusal", "医生：签约详情", doctor, HOSTILE);
    await phone.goto(contract);
    await ledger.see("team_contracts/page_one.rs Refusal", "我的签约", phone, HOSTILE);
    await phone.goto("/messages");
    await ledger.see("team_contracts/page_one.rs Refusal", "消息", phone, HOSTILE);
  });

  test("in the reason for which a guardian is refused", async () => {
    await openRecord(desk, CHILD);
    const parent = await stage.open({ viewport: PHONE });
    await parent.goto("/sign-in");
    await people.signInByCode(parent, PARENT_PHONE);
    await parent.getByText("这部手机还没有关联健康档案").waitFor();
    await people.send(parent, "/persons", { name: CHILD.name, national_id: CHILD.nationalId, relation: "child" });
    await desk.goto("/staff/grants");
    const card = desk.locator(".card", { hasText: CHILD.name });
    await refuse(card, desk, "不通过", "grants_desk/page_desk.rs Refusal");
    await card.waitFor({ state: "detached" });
    await parent.goto("/me/family");
    await ledger.see("grants_desk/page_desk.rs Refusal", "家人与代办", parent, HOSTILE);
    await parent.goto("/persons");
    await ledger.see("grants_desk/page_desk.rs Refusal", "给谁办事", parent, HOSTILE);
    assertNoFaults(parent);
  });

  test("in the note of a booking, to the resident, to the doctor and to the desk", async () => {
    await resident.goto("/booking/sessions");
    const tomorrow = resident.locator("section").filter({ hasText: "明天" });
    await tomorrow.getByRole("button", { name: /我的家庭医生.*剩 \d+ 个号/ }).first().click();
    const sheet = resident.getByRole("dialog", { name: "确认预约" });
    await ledger.type("booking/confirm.rs NOTE", sheet.getByLabel("哪里不舒服"), HOSTILE);
    await sheet.getByRole("button", { name: "就约这个" }).click();
    await resident.getByRole("heading", { name: "预约详情" }).waitFor();
    await ledger.see("booking/confirm.rs NOTE", "预约详情", resident, HOSTILE);
    for (const [page, place] of [[doctor, "医生：出诊日程"], [desk, "服务台：出诊日程"]]) {
      await page.goto("/staff/schedule");
      await page.getByRole("button", { name: "明天" }).click();
      await ledger.see("booking/confirm.rs NOTE", place, page, HOSTILE);
    }
    const id = await people.residentId(resident, people.ALONE);
    await desk.goto(`/staff/booking/${id}`);
    const held = desk.locator("section").filter({ hasText: "已经约的号" }).getByRole("button", { name: /明天/ });
    await held.first().click();
    await ledger.see("booking/confirm.rs NOTE", "服务台：号条", desk, HOSTILE);
  });

  test("in what was done, to the resident, and in the rating, to the doctor", async () => {
    const booking = new URL(resident.url()).pathname;
    const row = doctor.locator(".card").filter({ hasText: HOSTILE });
    await row.getByRole("button", { name: "到了" }).click();
    await row.getByText("已到").waitFor();
    await row.getByRole("button", { name: "看完了" }).click();
    const sheet = doctor.getByRole("dialog", { name: "这次做了什么" });
    await ledger.type("schedule/finish.rs SUMMARY_FIELD", sheet.getByRole("textbox").first(), HOSTILE);
    await sheet.getByRole("button", { name: "保存，请居民评价" }).click();
    await doctor.getByText("已保存，居民可以评价了").waitFor();

    await resident.goto(booking);
    await resident.getByRole("link", { name: "评价这次服务" }).click();
    await ledger.see("schedule/finish.rs SUMMARY_FIELD", "评价", resident, HOSTILE);
    await resident.getByRole("radiogroup", { name: /总体感受/ }).getByRole("radio", { name: "非常满意" }).check();
    const words = resident.getByLabel("想对医生说的话");
    await ledger.type("rating/form.rs WORDS", words, HOSTILE);
    await untilDraftIsStill(resident);
    await resident.reload();
    await resident.getByText("上次没写完的内容已放回来").waitFor();
    await ledger.seeIn("rating/form.rs WORDS", "draft", resident, words, HOSTILE);
    await resident.getByRole("button", { name: "提交评价" }).click();
    const given = resident.locator("section").filter({ hasText: "您的评价" });
    await given.getByText(HOSTILE).waitFor();
    await ledger.see("rating/form.rs WORDS", "您的评价", resident, HOSTILE);
    await doctor.goto("/staff/me");
    await ledger.see("rating/form.rs WORDS", "医生：居民评价", doctor, HOSTILE);
  });

  test("in place of what was measured at home", async () => {
    await resident.goto("/measure");
    const save = () => resident.getByRole("button", { name: "记下来" }).click();
    const field = (name) => resident.getByRole("textbox", { name: new RegExp(`^${name}`) });
    await ledger.type("measure/entry.rs SYSTOLIC", field("高压"), SIGNS);
    await ledger.type("measure/entry.rs DIASTOLIC", field("低压"), SIGNS);
    await save();
    await resident.locator(".error", { hasText: "请填" }).first().waitFor();
    await ledger.seeIn("measure/entry.rs SYSTOLIC", "field", resident, field("高压"), SIGNS);
    await ledger.seeIn("measure/entry.rs DIASTOLIC", "field", resident, field("低压"), SIGNS);
    await resident.getByRole("radio", { name: "血糖" }).check();
    await ledger.type("measure/entry.rs GLUCOSE", field("血糖"), SIGNS);
    await save();
    await resident.locator(".error", { hasText: "请填" }).first().waitFor();
    await ledger.seeIn("measure/entry.rs GLUCOSE", "field", resident, field("血糖"), SIGNS);
  });

  test("in the name that a browser gives itself, on the list of devices", async () => {
    const other = await stage.open({ viewport: PHONE, userAgent: HOSTILE });
    await other.goto("/sign-in");
    await people.signInByCode(other, people.SINGLE);
    await other.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await other.goto("/me/devices");
    await other.getByText("就是这一台").waitFor();
    assert.equal(await other.getByText("DROP TABLE").count(), 0, "the raw name is kept nowhere");
    assertNoFaults(other);
  });

  test("was typed into each of these fields and seen at each of its places", async () => {
    ledger.assertWhole(ASKED);
    // The tables that it wanted to drop answer.
    const id = await people.residentId(resident, people.ALONE);
    await people.ask(resident, `/residents/${id}/record`);
    await people.ask(doctor, "/residents");
  });

  /** Presses the button that refuses and writes the hostile reason. */
  async function refuse(card, page, verb, field) {
    await card.getByRole("button", { name: verb }).click();
    const sheet = page.getByRole("dialog");
    await ledger.type(field, sheet.getByRole("textbox"), HOSTILE);
    await sheet.getByRole("button", { name: verb }).click();
    await sheet.waitFor({ state: "hidden" });
  }
});

/** Fills in the request for a record, but does not send it. */
async function askForRecord(page, ledger) {
  await page.goto("/persons/register");
  await ledger.type("people/identity.rs NAME", page.getByLabel("姓名"), QUOTED);
  await page.getByLabel("身份证号").fill(NUMBER);
  await page.getByRole("radio", { name: "本人" }).check();
  await page.getByLabel("在哪里核对").selectOption({ label: "月塘街道社区卫生服务中心" });
  await ledger.type("people/page_register.rs ADDRESS", page.getByLabel("家庭住址"), HOSTILE);
}

/** The card of that request, at the desk. */
async function registration(desk) {
  await desk.goto("/staff/registrations");
  const card = desk.locator(".card", { hasText: QUOTED });
  await card.waitFor();
  return card;
}
