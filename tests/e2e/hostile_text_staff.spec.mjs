// What staff type at their own work is shown again as they typed it, or refused and repeated by
// nobody: accounts and how one signs in, records opened at the desk, searches, helpers, caseloads.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { digitsNow } from "./support/authenticator.mjs";
import { CENTRE, stranger } from "./support/colleagues.mjs";
import { HOSTILE, LINE, Ledger, QUOTED, SIGNS, WORD, watched } from "./support/hostile.mjs";
import * as people from "./support/people.mjs";
import { untilDraftIsStill } from "./support/phone_memory.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { AT_WORK } from "./support/text_fields.mjs";
import { allDue } from "./support/worklist.mjs";

const TODAY = (process.env.JIAYI_NOW ?? "2026-11-24").slice(0, 10);
const LOGIN = "nurse.hostile";
const TITLE = WORD;
/** Another name with the sign that ends a text, for the resident at the desk. */
const NEWCOMER = { name: "Ann'DELETE FROM resident", birth: "19610706" };

describe("hostile text of staff", () => {
  const stage = watched(useBrowser());
  const ledger = new Ledger();
  let admin;
  let doctor;
  let desk;
  let nurse;
  /** What the administrator hands over for the first sign-in. */
  let activation;
  /** The nurse's page of her own sign-in, by label. */
  let field;

  before(async () => {
    admin = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    nurse = await stage.open({ viewport: DESK });
    field = (name) => nurse.getByRole("textbox", { name });
  });
  after(() => assertNoFaults(admin, doctor, desk, nurse));

  test("in a new account", async () => {
    await admin.goto("/staff/accounts/new");
    const [name, number, login, title] = ["姓名", "身份证号", "登录名", "职称"].map((label) => admin.getByLabel(label));
    const press = () => admin.getByRole("button", { name: "开账号" }).click();
    await ledger.type("accounts/page_invite.rs NAME", name, LINE);
    await ledger.type("accounts/page_invite.rs NATIONAL_ID", number, WORD);
    await ledger.type("accounts/page_invite.rs LOGIN", login, HOSTILE);
    await ledger.type("accounts/page_invite.rs JOB_TITLE", title, TITLE);
    await admin.getByLabel("岗位").selectOption({ label: "社区护士" });
    await admin.getByLabel("所在机构").selectOption({ label: CENTRE });
    await admin.getByRole("checkbox", { name: "月塘街道家庭医生二团队" }).check();
    await press();
    await admin.getByText("请对着身份证再核对一遍号码").waitFor();
    await ledger.seeIn("accounts/page_invite.rs NATIONAL_ID", "field", admin, number, WORD);
    await number.fill(stranger("19920708", "994"));
    await press();
    await admin.getByText("请用 3 到 40 个小写字母").waitFor();
    await ledger.seeIn("accounts/page_invite.rs LOGIN", "field", admin, login, HOSTILE);
    await login.fill(LOGIN);
    await press();
    await admin.getByText("请核对姓名").waitFor();
    await ledger.seeIn("accounts/page_invite.rs NAME", "field", admin, name, LINE);
    await name.fill(QUOTED);
    await press();
    activation = await admin.locator("#activation-code").textContent();
    await ledger.see("accounts/page_invite.rs NAME", "激活码", admin, QUOTED);
    await admin.getByRole("button", { name: "已交给本人" }).click();
    await admin.getByText("待激活").waitFor();
    await ledger.see("accounts/page_invite.rs NAME", "一个账号", admin, QUOTED);
    await ledger.see("accounts/page_invite.rs JOB_TITLE", "一个账号", admin, TITLE);
  });

  test("in searches, typed and in an address", async () => {
    const sought = [
      ["accounts/page_accounts.rs SEARCH", admin, "/staff/accounts", "没有符合的账号"],
      ["residents/list.rs SEARCH", doctor, "/staff/residents", "这里没有符合的人"],
      ["worklist/page_worklist.rs SEARCH", doctor, "/staff", "没有符合的"],
      ["desk_booking/page_find.rs FIND", desk, "/staff/booking", "没有找到"],
      ["grants_desk/page_desk.rs FIND", desk, "/staff/grants", "没有找到"],
    ];
    for (const [name, page, path, none] of sought) {
      await page.goto(path);
      const box = page.getByRole("searchbox").first();
      await ledger.type(name, box, LINE);
      await page.getByText(none).first().waitFor();
      await ledger.seeIn(name, "field", page, box, LINE);
      if (!AT_WORK[name].seen.includes("address")) continue;
      await page.goto(`${path}?q=${encodeURIComponent(LINE)}`);
      await page.getByText(none).first().waitFor();
      await ledger.seeIn(name, "address", page, box, LINE);
    }
    // What stands in the table is found by the same sign.
    await admin.goto("/staff/accounts");
    await admin.getByRole("searchbox").fill(QUOTED);
    await admin.getByRole("main").getByRole("link", { name: QUOTED }).waitFor();
    await ledger.see("accounts/page_invite.rs NAME", "工作人员账号", admin, QUOTED);
    await ledger.see("accounts/page_invite.rs JOB_TITLE", "工作人员账号", admin, TITLE);
  });

  test("at the door, with a password and for the first time", async () => {
    await nurse.goto("/staff/sign-in");
    await ledger.type("sign_in/page_staff.rs LOGIN", field("账号"), LINE);
    await ledger.type("sign_in/page_staff.rs PASSWORD", field("密码"), HOSTILE);
    await nurse.getByRole("button", { name: "登录", exact: true }).click();
    await nurse.getByText("请再核对一下用户名和密码").waitFor();
    await ledger.seeIn("sign_in/page_staff.rs LOGIN", "field", nurse, field("账号"), LINE);
    await ledger.seeIn("sign_in/page_staff.rs PASSWORD", "field", nurse, field("密码"), HOSTILE);

    await nurse.getByRole("button", { name: "第一次登录，或密码被重置" }).click();
    const typed = [
      ["sign_in/page_staff.rs LOGIN 2", "账号", LINE],
      ["sign_in/page_staff.rs ACTIVATION", "管理员给的激活码", HOSTILE],
      // Also as a password it is a text like any other.
      ["sign_in/page_staff.rs NEW_PASSWORD", "新密码", HOSTILE],
    ];
    for (const [name, label, text] of typed) await ledger.type(name, field(label), text);
    await nurse.getByText("这个密码可以").waitFor();
    await nurse.getByRole("button", { name: "设密码并登录" }).click();
    await nurse.getByText("请核对登录名和激活码").waitFor();
    for (const [name, label, text] of typed) await ledger.seeIn(name, "field", nurse, field(label), text);
    await field("账号").fill(LOGIN);
    await field("管理员给的激活码").fill(activation);
    await nurse.getByRole("button", { name: "设密码并登录" }).click();
    await nurse.getByRole("navigation", { name: "主菜单" }).waitFor();
    await nurse.goto("/staff/me");
    await ledger.see("accounts/page_invite.rs NAME", "我的", nurse, QUOTED);
  });

  test("on the page of one's own sign-in", async () => {
    await nurse.goto("/staff/me/sign-in");
    await ledger.see("accounts/page_invite.rs NAME", "登录与安全", nurse, QUOTED);
    await ledger.see("accounts/page_invite.rs JOB_TITLE", "登录与安全", nurse, TITLE);
    await ledger.type("staff_me/password.rs OLD_PASSWORD", field("现在的密码"), LINE);
    await ledger.type("staff_me/password.rs NEW_PASSWORD", field("新密码"), LINE);
    await nurse.getByRole("button", { name: "改密码" }).click();
    await nurse.getByText("请再核对一下现在的密码").waitFor();
    await ledger.seeIn("staff_me/password.rs OLD_PASSWORD", "field", nurse, field("现在的密码"), LINE);
    await ledger.seeIn("staff_me/password.rs NEW_PASSWORD", "field", nurse, field("新密码"), LINE);

    await nurse.getByRole("button", { name: "开始设置" }).click();
    const key = await nurse.locator("#authenticator-key").textContent();
    const code = field("验证器上的 6 位数字");
    await ledger.type("staff_me/authenticator.rs CODE", code, SIGNS);
    await nurse.getByRole("button", { name: "确认" }).click();
    await nurse.getByText("请看一下验证器上现在的数字").waitFor();
    await ledger.seeIn("staff_me/authenticator.rs CODE", "field", nurse, code, SIGNS);
    await code.fill(await digitsNow(nurse, key));
    await nurse.getByRole("button", { name: "确认" }).click();
    await nurse.getByRole("button", { name: "抄好了" }).click();
    await nurse.getByText(/备用码还剩 \d 个/).waitFor();
    const stop = nurse.locator("form").filter({ has: nurse.getByRole("button", { name: "不再使用" }) });
    const old = stop.getByRole("textbox", { name: "现在的密码" });
    await ledger.type("staff_me/authenticator.rs OLD_PASSWORD", old, LINE);
    await stop.getByRole("button", { name: "不再使用" }).click();
    await stop.getByText("请再核对一下现在的密码").waitFor();
    await ledger.seeIn("staff_me/authenticator.rs OLD_PASSWORD", "field", nurse, old, LINE);

    const other = await stage.open({ viewport: DESK });
    await other.goto("/staff/sign-in");
    await people.signInByPassword(other, LOGIN, HOSTILE);
    const second = other.getByRole("textbox", { name: "动态验证码" });
    await ledger.type("sign_in/page_staff.rs SECOND_STEP", second, LINE);
    await other.getByRole("button", { name: "登录", exact: true }).click();
    await other.getByText("请看一下验证器上现在的数字").waitFor();
    await ledger.seeIn("sign_in/page_staff.rs SECOND_STEP", "field", other, second, LINE);
    assertNoFaults(other);
  });

  test("in the name of whoever covers, to the colleagues and to the resident", async () => {
    await doctor.goto("/staff/covers");
    const who = doctor.getByLabel("谁来代班");
    await ledger.seeAmong("accounts/page_invite.rs NAME", "代班：谁来代班", doctor, who, QUOTED);
    await ledger.seeAmong("accounts/page_invite.rs JOB_TITLE", "代班：谁来代班", doctor, who, TITLE);
    await who.selectOption({ label: `${QUOTED} · ${TITLE}` });
    await doctor.getByLabel("从哪天").fill(TODAY);
    await doctor.getByLabel("到哪天").fill(TODAY);
    await doctor.getByRole("button", { name: "安排", exact: true }).click();
    const cover = doctor.locator(".card", { hasText: `${QUOTED} 代 ` });
    await cover.waitFor();
    await ledger.see("accounts/page_invite.rs NAME", "代班", doctor, QUOTED);

    const resident = await people.asResident(stage, people.SINGLE, people.ALONE);
    const id = await people.residentId(resident, people.ALONE);
    await nurse.goto(`/staff/residents/${id}`);
    await nurse.getByText("基本信息").first().waitFor();
    await resident.goto("/record/readers");
    await ledger.see("accounts/page_invite.rs NAME", "居民：谁看过档案", resident, QUOTED);
    await cover.getByRole("button", { name: "提前结束" }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "提前结束" }).click();
    await cover.waitFor({ state: "detached" });
    assertNoFaults(resident);
  });

  test("in an account that is changed, and in the rules", async () => {
    await admin.goto(`/staff/accounts?q=${LOGIN}`);
    await admin.getByRole("main").getByRole("link", { name: QUOTED }).click();
    const [name, number, title] = ["姓名", "身份证号", "职称"].map((label) => admin.getByLabel(label));
    const save = () => admin.getByRole("button", { name: "保存" }).click();
    await name.waitFor();
    await ledger.type("accounts/page_account.rs NATIONAL_ID", number, WORD);
    await save();
    await admin.getByText("请对着身份证再核对一遍号码").waitFor();
    await ledger.seeIn("accounts/page_account.rs NATIONAL_ID", "field", admin, number, WORD);
    await number.fill("");
    await ledger.type("accounts/page_account.rs NAME", name, LINE);
    await save();
    await admin.getByText("请核对姓名").waitFor();
    await ledger.seeIn("accounts/page_account.rs NAME", "field", admin, name, LINE);
    await ledger.type("accounts/page_account.rs NAME", name, `${QUOTED} ONLY`);
    await ledger.type("accounts/page_account.rs JOB_TITLE", title, "<style onload=r=1>--");
    await save();
    await admin.getByText("已保存").waitFor();
    await ledger.see("accounts/page_account.rs NAME", "一个账号", admin, `${QUOTED} ONLY`);
    await ledger.see("accounts/page_account.rs JOB_TITLE", "一个账号", admin, "<style onload=r=1>--");

    await admin.goto("/staff/accounts/rules");
    const idle = admin.getByLabel("多久不用就自动退出");
    await idle.waitFor();
    await ledger.type("accounts/page_rules.rs IDLE", idle, SIGNS);
    await admin.getByRole("button", { name: "保存" }).click();
    await admin.getByText("请填写这一项").waitFor();
    await ledger.seeIn("accounts/page_rules.rs IDLE", "field", admin, idle, SIGNS);
    const days = admin.getByLabel("多少天没联网就删掉");
    await ledger.type("accounts/page_rules.rs KEEP_DAYS", days, SIGNS);
    await admin.getByRole("button", { name: "保存" }).click();
    await ledger.seeIn("accounts/page_rules.rs KEEP_DAYS", "field", admin, days, SIGNS);
  });

  test("in a record that the desk opens, to the doctor", async () => {
    await desk.goto("/staff/registrations/new");
    const [name, number] = [desk.getByLabel("姓名"), desk.getByLabel("身份证号")];
    const look = () => desk.getByRole("button", { name: "查一下" }).click();
    await ledger.type("registrations/page_new.rs NAME", name, LINE);
    await ledger.type("registrations/page_new.rs NATIONAL_ID", number, WORD);
    await look();
    await desk.getByText("请核对姓名").waitFor();
    await desk.getByText("请核对身份证号").waitFor();
    await ledger.seeIn("registrations/page_new.rs NAME", "field", desk, name, LINE);
    await ledger.seeIn("registrations/page_new.rs NATIONAL_ID", "field", desk, number, WORD);
    await name.fill(NEWCOMER.name);
    await number.fill(stranger(NEWCOMER.birth, "995"));
    await look();

    const [phone, months] = ["电话", "在本地住了几个月"].map((label) => desk.getByRole("textbox", { name: label }));
    await ledger.type("registrations/page_new.rs PHONE", phone, WORD);
    await ledger.see("registrations/page_new.rs NAME", "新建档案：建档", desk, NEWCOMER.name);
    await desk.getByLabel("村或社区").selectOption({ label: "徐家塘村" });
    await ledger.type("registrations/page_new.rs ADDRESS", desk.getByLabel("住址"), HOSTILE);
    await ledger.type("registrations/page_new.rs MONTHS", months, SIGNS);
    const open = () => desk.getByRole("button", { name: "建档", exact: true }).click();
    await open();
    await desk.getByText("请填数字").waitFor();
    await ledger.seeIn("registrations/page_new.rs MONTHS", "field", desk, months, SIGNS);
    await months.fill("");
    await open();
    await desk.getByText("请核对电话号码").waitFor();
    await ledger.seeIn("registrations/page_new.rs PHONE", "field", desk, phone, WORD);
    await phone.fill("");
    await open();
    await desk.getByText("档案建好了").waitFor();
    await ledger.see("registrations/page_new.rs NAME", "新建档案：建好了", desk, NEWCOMER.name);

    for (const [order, said, place] of [["995", "已有档案", "已有"], ["997", "有同名、同一天出生的人", "同名"]]) {
      await desk.goto("/staff/registrations/new");
      await name.fill(NEWCOMER.name);
      await number.fill(stranger(NEWCOMER.birth, order));
      await look();
      await desk.getByText(said).waitFor();
      await ledger.see("registrations/page_new.rs NAME", `新建档案：${place}`, desk, NEWCOMER.name);
    }
    await doctor.goto("/staff/residents");
    await doctor.getByRole("searchbox").first().fill(NEWCOMER.name);
    await doctor.getByRole("main").getByRole("link", { name: NEWCOMER.name }).click();
    await doctor.getByRole("button", { name: "显示 住址" }).click();
    await ledger.see("registrations/page_new.rs NAME", "医生：居民档案", doctor, NEWCOMER.name);
    await ledger.see("registrations/page_new.rs ADDRESS", "医生：居民档案", doctor, HOSTILE);
  });

  test("where an institution is found", async () => {
    await admin.goto("/staff/accounts/institutions");
    await admin.getByRole("main").getByRole("list").getByRole("link").first().click();
    const [address, phone, place] = ["地址", "电话", "地图位置"].map((label) =>
      admin.getByRole("textbox", { name: new RegExp(`^${label}`) }),
    );
    await address.waitFor();
    const before = await Promise.all([address, phone, place].map((control) => control.inputValue()));
    const press = () => admin.getByRole("button", { name: "保存", exact: true }).click();
    await ledger.type("accounts/page_institution.rs ADDRESS", address, LINE);
    await ledger.type("accounts/page_institution.rs PHONE", phone, WORD);
    await ledger.type("accounts/page_institution.rs ON_MAP", place, HOSTILE);
    await press();
    await admin.getByText("请核对位置").waitFor();
    await ledger.seeIn("accounts/page_institution.rs ON_MAP", "field", admin, place, HOSTILE);
    await place.fill(before[2]);
    await press();
    await admin.getByText("请核对电话").waitFor();
    await ledger.seeIn("accounts/page_institution.rs PHONE", "field", admin, phone, WORD);
    await ledger.seeIn("accounts/page_institution.rs ADDRESS", "field", admin, address, LINE);
    await phone.fill(before[1]);
    await press();
    await ledger.see("accounts/page_institution.rs ADDRESS", "机构信息", admin, LINE);
    await admin.getByRole("main").getByRole("list").getByRole("link").first().click();
    await address.fill(before[0]);
    await press();
    await admin.getByText(before[0]).first().waitFor();
  });

  test("in the reasons of a colour and of sending somebody back", async () => {
    const due = (await allDue(doctor)).find((card) => card.colour);
    await doctor.goto(`/staff/residents/${due.person.resident_id}`);
    await doctor.getByRole("button", { name: "改颜色" }).click();
    const colour = doctor.getByRole("dialog", { name: "改颜色" });
    await ledger.type("residents/colour.rs REASON", colour.getByLabel(/原因/), HOSTILE);
    await colour.getByRole("button", { name: "改定" }).click();
    await colour.getByText("请选颜色").waitFor();
    await ledger.seeIn("residents/colour.rs REASON", "field", doctor, colour.getByLabel(/原因/), HOSTILE);

    await doctor.reload();
    await doctor.getByRole("button", { name: "登记迁出或死亡" }).click();
    const left = doctor.getByRole("dialog", { name: "登记迁出或死亡" });
    await ledger.type("residents/departure.rs REASON", left.getByLabel(/怎么知道的/), HOSTILE);
    await left.getByRole("button", { name: "登记", exact: true }).click();
    await left.getByText("请选情况").waitFor();
    await ledger.seeIn("residents/departure.rs REASON", "field", doctor, left.getByLabel(/怎么知道的/), HOSTILE);

    await doctor.goto("/staff/pushes");
    await doctor.getByRole("button", { name: "退回" }).first().click();
    const back = doctor.getByRole("dialog", { name: "退回" }).getByRole("textbox");
    await ledger.type("pushes/answer.rs label", back, HOSTILE);
    await ledger.seeIn("pushes/answer.rs label", "field", doctor, back, HOSTILE);
  });

  test("in a helper's phone and in the numbers of records", async () => {
    const found = await people.ask(desk, `/residents?q=${encodeURIComponent(people.ALONE)}`);
    await desk.goto(`/staff/grants/${found.items[0].person.resident_id}`);
    const phone = desk.getByLabel("代办人的手机号");
    await ledger.type("grants_desk/form.rs HELPER_PHONE", phone, WORD);
    await desk.getByRole("button", { name: "新办代办" }).click();
    await desk.getByText("请填 11 位手机号").waitFor();
    await ledger.seeIn("grants_desk/form.rs HELPER_PHONE", "field", desk, phone, WORD);

    await admin.goto("/staff/covers");
    const form = admin.locator("section", { hasText: "移交居民" });
    await form.getByLabel("从哪个团队").selectOption({ label: "月塘街道家庭医生三团队" });
    await form.getByLabel("交给哪个团队").selectOption({ label: "月塘街道家庭医生四团队" });
    const picked = form.getByLabel("只移交这几份档案");
    await ledger.type("covers/hand_over.rs PICKED", picked, HOSTILE);
    await form.getByRole("button", { name: "移交居民" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "移交居民" }).click();
    await form.getByText("一份都没有移交").waitFor();
    await ledger.seeIn("covers/hand_over.rs PICKED", "field", admin, picked, HOSTILE);
    await ledger.see("covers/hand_over.rs PICKED", "不是这个团队的", admin, "不是这个团队的：img, src, x, onerror, r, 1, svg");
  });

  test("on a round, at the bedside and in what was handed in", async () => {
    await doctor.goto("/staff/round");
    const search = doctor.getByRole("searchbox").first();
    await ledger.type("round/page_round.rs SEARCH", search, LINE);
    await doctor.getByText("这里没有符合的人").waitFor();
    await ledger.seeIn("round/page_round.rs SEARCH", "field", doctor, search, LINE);
    const { items } = await people.ask(doctor, "/residents");
    const { person } = items[0];
    const choose = async () => {
      await search.fill(person.name);
      await doctor.getByRole("main").getByRole("button", { name: person.name }).first().click();
      await doctor.getByLabel("高压（收缩压）").waitFor();
    };
    await choose();
    const numbers = { SYSTOLIC: "高压（收缩压）", DIASTOLIC: "低压（舒张压）", HEART_RATE: "心率", FASTING_GLUCOSE: "空腹血糖" };
    for (const [field, label] of Object.entries(numbers)) {
      await ledger.type(`round/entry.rs ${field}`, doctor.locator("input").and(doctor.getByLabel(label)), SIGNS);
    }
    await doctor.getByRole("button", { name: "记好，下一位" }).click();
    await doctor.getByText("请输入数字").first().waitFor();
    for (const [field, label] of Object.entries(numbers)) {
      const control = doctor.locator("input").and(doctor.getByLabel(label));
      await ledger.seeIn(`round/entry.rs ${field}`, "field", doctor, control, SIGNS);
      await control.fill("");
    }
    const [complaint, advice] = [doctor.getByLabel("病情"), doctor.getByLabel("处理（用药、建议）")];
    await ledger.type("round/entry.rs COMPLAINT", complaint, HOSTILE);
    await ledger.type("round/entry.rs ADVICE", advice, QUOTED);
    await untilDraftIsStill(doctor);
    await doctor.reload();
    await choose();
    await ledger.seeIn("round/entry.rs COMPLAINT", "draft", doctor, complaint, HOSTILE);
    await ledger.seeIn("round/entry.rs ADVICE", "draft", doctor, advice, QUOTED);
    await doctor.getByRole("button", { name: "记好，下一位" }).click();
    await doctor.getByText("1 位", { exact: true }).waitFor();
    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await ledger.see("round/entry.rs COMPLAINT", "医生：居民档案", doctor, HOSTILE);
    await ledger.see("round/entry.rs ADVICE", "医生：居民档案", doctor, QUOTED);

    await doctor.goto(`/staff/residents/${await withoutContract(doctor)}/sign`);
    const name = doctor.getByLabel("请签字的人写下自己的姓名");
    await ledger.type("team_contracts/page_bedside.rs NAME", name, LINE);
    await doctor.getByRole("button", { name: "签好，交给团队" }).click();
    await doctor.getByText("请选好这一项").first().waitFor();
    await ledger.seeIn("team_contracts/page_bedside.rs NAME", "field", doctor, name, LINE);

    const item = {
      id: "01930000-0000-7000-8000-0000000000aa", operation: "record_round_entry", edition: 1,
      address: `/api/v1/residents/${person.resident_id}/round-entries`, typed_at: `${TODAY}T00:00:00Z`,
    };
    await people.send(doctor, "/session/unsent", { items: [item] });
    await doctor.goto("/staff/me/unsent");
    await doctor.getByRole("button", { name: "扔掉" }).first().click();
    const why = doctor.getByLabel("为什么扔掉");
    await ledger.type("shared/account/quarantine.rs Refusal", why, HOSTILE);
    await ledger.seeIn("shared/account/quarantine.rs Refusal", "field", doctor, why, HOSTILE);
    await doctor.getByRole("dialog").getByRole("button", { name: "扔掉" }).click();
    await doctor.getByRole("dialog").waitFor({ state: "hidden" });
  });

  test("in a PIN", async () => {
    await nurse.goto("/staff/me/sign-in");
    const pin = nurse.getByLabel("新 PIN（6 位数字）");
    const again = nurse.getByLabel("再输一次");
    await ledger.type("staff_me/pin.rs NEW", pin, SIGNS);
    await ledger.type("staff_me/pin.rs AGAIN", again, SIGNS);
    await nurse.getByRole("button", { name: "设好" }).click();
    await nurse.getByText("请输入 6 位数字").waitFor();
    await ledger.seeIn("staff_me/pin.rs NEW", "field", nurse, pin, SIGNS);
    await ledger.seeIn("staff_me/pin.rs AGAIN", "field", nurse, again, SIGNS);
    await pin.fill("902418");
    await again.fill("902418");
    await nurse.getByRole("button", { name: "设好" }).click();
    await nurse.getByText("PIN 已设好").waitFor();
    await nurse.goto("/staff/me");
    const asked = nurse.getByLabel("PIN（6 位数字）");
    await ledger.type("sign_in/page_unlock.rs PIN", asked, SIGNS);
    await nurse.getByRole("button", { name: "打开" }).click();
    await nurse.getByText("请输入 6 位数字").waitFor();
    await ledger.seeIn("sign_in/page_unlock.rs PIN", "field", nurse, asked, SIGNS);
    await asked.fill("902418");
    await nurse.getByRole("button", { name: "打开" }).click();
    await nurse.getByRole("navigation", { name: "主菜单" }).waitFor();
  });

  test("in the note of a call", async () => {
    const due = await people.ask(doctor, "/follow-ups/due");
    const { person, programme } = due.items.find((card) => card.bucket === "overdue");
    await doctor.goto(`/staff/residents/${person.resident_id}/call/${programme}`);
    await doctor.getByRole("radio", { name: "没打通" }).check();
    await ledger.type("worklist/page_call.rs NOTE", doctor.getByLabel("备注"), HOSTILE);
    await doctor.getByRole("button", { name: "保存结果" }).click();
    await doctor.getByText("电话结果已保存").waitFor();
    await doctor.getByRole("heading", { name: "打过的电话" }).waitFor();
    await ledger.see("worklist/page_call.rs NOTE", "打过的电话", doctor, HOSTILE);
  });

  test("in what is decided about a suspected case, and in what a colleague should know", async () => {
    const suspects = await people.ask(doctor, "/suspects");
    const { person } = suspects.items.at(-1);
    await doctor.goto(`/staff/residents/${person.resident_id}`);
    await doctor.getByRole("button", { name: "排除" }).click();
    const excluding = doctor.getByRole("dialog", { name: "排除" });
    await excluding.getByRole("radio", { name: "量得不准" }).check();
    await ledger.type("shared/suspects.rs NOTE", excluding.getByLabel("说明"), HOSTILE);
    await excluding.getByRole("button", { name: "排除" }).click();
    await doctor.getByText("已排除").waitFor();
    await doctor.getByText("以前的处理").click();
    await ledger.see("shared/suspects.rs NOTE", "以前的处理", doctor, HOSTILE);

    await doctor.getByRole("button", { name: "交给同事" }).click();
    const handing = doctor.getByRole("dialog", { name: "交给同事" });
    await handing.getByRole("radiogroup", { name: "交给谁" }).getByRole("radio").first().check();
    await handing.getByRole("radio", { name: "请假、外出" }).check();
    await ledger.type("shared/passing_on.rs NOTE", handing.getByLabel("要交代的"), HOSTILE);
    await handing.getByRole("button", { name: "交给同事" }).click();
    await doctor.getByText(/^已交给/).waitFor();
    const doctors = doctor.getByRole("region", { name: "随访医生" });
    await doctors.getByText(HOSTILE).first().waitFor({ state: "attached" });
    await doctors.getByText("交接记录").click();
    await ledger.see("shared/passing_on.rs NOTE", "交接记录", doctor, HOSTILE, doctors);
  });

  test("was typed into each of these fields and seen at each of its places", async () => {
    ledger.assertWhole(AT_WORK);
    const { items } = await people.ask(admin, "/staff");
    assert.ok(items.length > 20, "the table of staff answers");
  });
});

/** Somebody of the list who has no contract, and so may sign one. */
async function withoutContract(page) {
  for (const { person } of await allDue(page)) {
    const { contract } = await people.ask(page, `/residents/${person.resident_id}/bedside-standing`);
    if (!contract) return person.resident_id;
  }
  return assert.fail("everybody has a contract");
}
