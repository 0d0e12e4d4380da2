// How the pages of the second factor and of covers look when something does not work: no network, a
// wrong code, a hole in a form, a refusal. Each look is judged like every page; the pictures go
// where JIAYI_SCREENS says.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ContactSheet } from "./contact_sheet.mjs";
import { digitsNow } from "./support/authenticator.mjs";
import { PASSWORD, office, signedIn, stranger } from "./support/colleagues.mjs";
import { lookAt } from "./support/judge.mjs";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** Pictures are kept in the repository, for ever. */
const LARGEST_PICTURE = 512 * 1024;
/** Also looked at in elder size and at a desk, but not pictured so. */
const UNPICTURED = { add: async () => {} };
const picturedOn = (name) => ({
  normal: new ContactSheet(name, { width: PHONE.width, columns: 6 }),
  elder: UNPICTURED,
  desk: UNPICTURED,
});
const SIGN_IN = picturedOn("trouble-sign-in");
const COVERS = picturedOn("trouble-covers");
const LOGIN = "nurse.trouble";
const NETWORK = "请检查一下网络";
/** What the banner promises while there is none: nothing that these pages do not keep. */
const BANNER = /现在没有网络。请连上网再(登录|办，这一页填的内容不会留在手机上)/;
const TODAY = (process.env.JIAYI_NOW ?? "2026-11-24").slice(0, 10);

describe("what does not work", () => {
  const stage = useBrowser();

  test("while an authenticator is set up, used and given up", async () => {
    const { hire } = await office(stage);
    await hire({ login: LOGIN, name: "周静", role: "nurse", nationalId: stranger("19890301", "996") });
    const page = await signedIn(stage, LOGIN, { viewport: PHONE });
    const { look, offline, settle } = looker(page, SIGN_IN);
    const press = (name) => page.getByRole("button", { name }).click();
    await page.goto("/staff/me/sign-in");
    await page.getByRole("button", { name: "开始设置" }).waitFor();
    await offline("设置动态验证码：没有网络", () => press("开始设置"));
    await press("开始设置");
    const key = await page.locator("#authenticator-key").textContent();
    await look("扫码", "用手机上的验证器扫这个码");
    const code = page.getByLabel("验证器上的 6 位数字");
    await press("确认");
    await look("扫码：没填", "请填验证器上的 6 位数字");
    await code.fill(other(await digitsNow(page, key)));
    await press("确认");
    await look("扫码：数字不对", "请看一下验证器上现在的数字");
    await offline("扫码：没有网络", () => press("确认"));
    await code.fill(await digitsNow(page, key));
    await press("确认");
    // The codes are shown once: the page stands where they begin.
    const title = page.locator("#recovery");
    await page.waitForFunction(() => document.activeElement?.id === "recovery");
    assert.ok((await title.boundingBox()).y >= 0, "the first codes are on the screen");
    await look("备用码", "现在抄下来，以后不再显示");
    await press("抄好了");
    await look("已经在用", /备用码还剩 \d 个/);

    const stop = page.locator("form").filter({ has: page.getByRole("button", { name: "不再使用" }) });
    await press("不再使用");
    await look("停用：没填", "请填现在的密码");
    await stop.getByRole("textbox", { name: "现在的密码" }).fill("不是这一个密码");
    await press("不再使用");
    await look("停用：密码不对", "请再核对一下现在的密码");
    await offline("停用：没有网络", () => press("不再使用"));
    await page.getByRole("button", { name: "改密码" }).click();
    await look("改密码：没填", "再长一点");
    settle();
  });

  test("at the second step of the sign-in", async () => {
    const page = await stage.open({ viewport: PHONE });
    const { look, offline, settle } = looker(page, SIGN_IN);
    const enter = () => page.getByRole("button", { name: "登录", exact: true }).click();
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, LOGIN, PASSWORD);
    await look("第二步", "手机不在身边就用备用码");
    await enter();
    await look("第二步：没填", "请填写这一项");
    const code = page.getByRole("textbox", { name: "动态验证码" });
    await code.fill("000000");
    await offline("第二步：没有网络", enter);
    await enter();
    await look("第二步：数字不对", "请看一下验证器上现在的数字");
    // Whoever guesses has to wait.
    for (let tries = 1; tries < 6; tries++) {
      await Promise.all([page.waitForResponse(/\/sessions\/staff$/), enter()]);
    }
    await look("第二步：试得太多", "请过一会儿再试");
    settle();
  });

  test("where the role asks for an authenticator and there is none", async () => {
    const { page: admin, hire } = await office(stage);
    // A role that the demo has nobody in.
    const change = async (second_factor) => {
      const { version, idle_minutes } = await people.ask(admin, "/staff-policy");
      await people.send(admin, "/staff-policy", { second_factor, idle_minutes }, { "if-match": `"${version}"` });
    };
    const before = (await people.ask(admin, "/staff-policy")).second_factor;
    await change([...before, "specialist"]);
    try {
      await hire({ login: "specialist.trouble", name: "周宁", role: "specialist", nationalId: stranger("19790301", "996") });
      const page = await stage.open({ viewport: PHONE });
      const { look, settle } = looker(page, SIGN_IN);
      await page.goto("/staff/sign-in");
      await people.signInByPassword(page, "specialist.trouble", PASSWORD);
      await look("岗位要求动态验证码", "您的岗位要先设好动态验证码");
      await page.goto("/staff/residents");
      await look("岗位要求：别的页面", "您的岗位要先设好动态验证码");
      settle();
    } finally {
      await change(before);
    }
  });

  test("on the page of covers, for the leader of a team", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    const { look, offline, settle } = looker(page, COVERS);
    await page.goto("/staff/me");
    await page.getByRole("link", { name: "代班" }).waitFor();
    await offline("代班：没有网络", () => page.getByRole("link", { name: "代班" }).click());
    await page.goto("/staff/covers");
    await look("没有人代班", "谁来代班");
    const arrange = () => page.getByRole("button", { name: "安排", exact: true }).click();
    await arrange();
    await look("安排：没填", "请填写这一项");
    const who = page.getByLabel("谁来代班");
    await who.selectOption(await who.locator("option", { hasText: "主治医师" }).first().getAttribute("value"));
    await page.getByLabel("从哪天").fill("2026-11-30");
    await page.getByLabel("到哪天").fill("2026-11-26");
    await arrange();
    await look("安排：日期倒了", "请选不早于开始的日期");
    await page.getByLabel("从哪天").fill(TODAY);
    await offline("安排：没有网络", arrange);
    await arrange();
    const cover = page.locator(".card", { hasText: "代班中" });
    await cover.waitFor();
    await page.getByRole("button", { name: "安排好了" }).click();
    await look("代班中", "提前结束");

    const end = async () => {
      await cover.getByRole("button", { name: "提前结束" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "提前结束" }).click();
    };
    await cover.getByRole("button", { name: "提前结束" }).click();
    await look("提前结束", "马上看不到这个团队的居民");
    await page.keyboard.press("Escape");
    await offline("提前结束：没有网络", end);
    // Somebody else was faster.
    const [{ cover_id: id, version }] = await people.ask(page, "/covers");
    let told;
    const later = new Promise((resolve) => (told = resolve));
    await page.route("**/api/v1/covers", async (route) => {
      await later;
      await route.continue();
    });
    await people.send(page, `/covers/${id}/end`, null, { "if-match": `"${version}"` });
    await end();
    told();
    await cover.waitFor({ state: "detached" });
    await look("提前结束：别人已结束", "现在没有人代班");
    settle();
  });

  test("on the page of covers, for the administrator", async () => {
    const { page } = await office(stage);
    await page.setViewportSize(PHONE);
    const { look, offline, settle } = looker(page, COVERS);
    await page.goto("/staff/covers");
    const form = page.locator("section", { hasText: "移交居民" });
    await form.getByLabel("从哪个团队").selectOption({ label: "月塘街道家庭医生三团队" });
    await look("移交：还没选完", "交给哪个团队");
    await form.getByLabel("交给哪个团队").selectOption({ label: "月塘街道家庭医生三团队" });
    await look("移交：同一个团队", "请选另一个团队");
    await offline("移交：没有网络", () => form.getByLabel("交给哪个团队").selectOption({ label: "月塘街道家庭医生四团队" }));
    await page.reload();
    await form.getByLabel("从哪个团队").selectOption({ label: "月塘街道家庭医生三团队" });
    await form.getByLabel("交给哪个团队").selectOption({ label: "月塘街道家庭医生四团队" });
    await look("移交：有多少人", /\d+ 位居民，\d+ 个随访计划/);
    await form.getByLabel("只移交这几份档案").fill("12345678901234567\n98765432109876543");
    await form.getByRole("button", { name: "移交居民" }).click();
    await look("移交：问一遍", "不会自动换回来");
    await page.getByRole("dialog").getByRole("button", { name: "移交居民" }).click();
    await look("移交：编号不对", "不是这个团队的：12345678901234567");
    settle();
  });

  test("on pictures that the repository can keep", { skip: !process.env.JIAYI_SCREENS }, async () => {
    for (const { normal: sheet } of [SIGN_IN, COVERS]) {
      const bytes = await sheet.write(stage.browser, process.env.JIAYI_SCREENS);
      assert.ok(bytes <= LARGEST_PICTURE, `${sheet.name}: ${bytes} bytes`);
    }
  });
});

/** Looks at states of one page; `settle` says in the end what was wrong with any of them. */
function looker(page, sheets) {
  const wrong = [];
  const look = async (name, proof) => {
    const said = page.getByText(proof).first();
    await said.waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    // What it is about stands in the middle of the picture, wherever the page was scrolled to.
    await said.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await lookAt(page, name, sheets, (dress, found) => wrong.push(...found.map((fault) => `${name} (${dress}): ${fault}`)));
  };
  /** Does something without the network, and looks while there is none. */
  const offline = async (name, deed) => {
    await page.context().setOffline(true);
    await deed();
    await page.getByText(BANNER).waitFor();
    await look(name, NETWORK);
    await page.context().setOffline(false);
  };
  const settle = () => {
    assert.deepEqual(wrong, []);
    assertNoFaults(page);
  };
  return { look, offline, settle };
}

/** Six digits that are not these. */
function other(digits) {
  return digits === "111111" ? "222222" : "111111";
}
