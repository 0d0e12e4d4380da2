// Inside of WeChat, against a stand-in that speaks its endpoints and holds a page to its rule of
// which address is signed: signing in, binding, sharing, scanning, reminders, and what goes wrong.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newId } from "./support/ids.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, url, useBrowser } from "./support/stage.mjs";
import { ANDROID, IOS, WECOM, arrived, change, heldBy } from "./support/wechat.mjs";

/** Phones that the demo and the other specs do not know. */
const FIRST = "13800000021";
const SECOND = "13800000022";
/** Nobody's numbers yet; their last digits follow GB 11643. */
const NEWCOMERS = ["430202196001010018", "430202196101010031"];

const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const wayIn = (page) => page.getByRole("link", { name: "微信登录", exact: true });
/** What WeChat's script was told and what it made of it. */
const sdk = (page) => page.evaluate(() => globalThis.wechatSim);
const configured = (page) => page.waitForFunction(() => globalThis.wechatSim?.config);

/** Signs in by WeChat for the first time: the phone is proved and both are bound. */
async function bind(page, phone) {
  await page.goto("/me/devices");
  await wayIn(page).click();
  await page.getByText("请先用手机号验证一次").waitFor();
  await page.getByRole("link", { name: "去验证手机号" }).click();
  await people.signInByCode(page, phone);
  await page.getByText("把这个微信和手机号绑在一起？").waitFor();
  await page.getByText("手机是借别人的，请不要绑定").waitFor();
  await page.getByRole("button", { name: "绑定", exact: true }).click();
  await title(page, "登录的手机和电脑");
}

/** On to the page of codes by our own navigation. */
async function toCode(page) {
  await page.locator("main a[href='/persons']").first().click();
  await page.locator("a[href='/persons/code']").click();
  await title(page, "输入代办码");
}

/** WeChat's camera sees this code and it stands in the field. */
async function scanned(page, code) {
  await page.evaluate((seen) => { globalThis.wechatSim.camera = seen; }, code);
  await page.getByRole("button", { name: "扫一扫" }).click();
  await page.waitForFunction((seen) => document.querySelector("input")?.value.replace(/\D/g, "") === seen, code);
}

describe("inside of WeChat", () => {
  const stage = useBrowser();

  test("a WeChat is bound once, and signs in by one tap from then on", async () => {
    await heldBy("o-first");
    const page = await stage.open({ userAgent: ANDROID });
    await bind(page, FIRST);
    await page.getByText(/^已绑定（/).waitFor();

    const again = await stage.open({ userAgent: IOS });
    await again.goto("/me/family");
    await wayIn(again).click();
    await title(again, "家人与代办");
    assert.equal(new URL(again.url()).pathname, "/me/family");
    const session = await people.ask(again, "/session");
    assert.equal(session.account.phone_masked, "138****0021");
    assert.ok(!again.url().includes("code="));
    assertNoFaults(page, again);
  });

  test("elsewhere nothing of WeChat is offered or loaded", async () => {
    for (const userAgent of [WECOM, undefined]) {
      const page = await stage.open({ userAgent });
      const asked = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.goto("/sign-in");
      await page.getByRole("button", { name: "获取验证码" }).waitFor();
      await page.waitForLoadState("networkidle");
      assert.equal(await wayIn(page).count(), 0);
      assert.deepEqual(asked.filter((path) => /wechat|jweixin/.test(path)), []);
      assertNoFaults(page);
    }
  });

  test("what goes wrong is said, and nothing is tried again by itself", async () => {
    const page = await stage.open({ userAgent: ANDROID });
    // What WeChat itself puts into every page.
    await page.addInitScript(() => {
      globalThis.closings = 0;
      globalThis.WeixinJSBridge = { call: (what) => { if (what === "closeWindow") globalThis.closings += 1; } };
    });
    const tryIt = async (words) => {
      await page.goto("/sign-in");
      await wayIn(page).click();
      await page.getByText(words).waitFor();
      const { calls } = await arrived();
      await page.waitForLoadState("networkidle");
      assert.deepEqual((await arrived()).calls, calls);
      assert.match(page.url(), /\/wechat\?trouble=/);
    };
    await heldBy("o-first", { snapshot: true });
    await tryIt("请点右下角“使用完整服务”");
    await page.getByRole("button", { name: "关闭" }).click();
    assert.equal(await page.evaluate(() => globalThis.closings), 1);
    await heldBy("o-first");
    const path = "/sns/oauth2/access_token";
    for (const limit of [45009, 45011]) {
      await change({ disturb: { path, trouble: { errcode: limit }, times: 1 } });
      await tryIt("微信暂时没有回应");
    }
    await change({ disturb: { path, trouble: { errcode: 40163 }, times: 1 } });
    await tryIt("请再点一次“微信登录”");
    await page.getByRole("link", { name: "再试一次" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForURL((address) => !address.pathname.startsWith("/wechat"));
    const session = await people.ask(page, "/session");
    assert.equal(session.account.phone_masked, "138****0021");
    assertNoFaults(page);
  });

  test("a page is signed for the address that WeChat looks at", async () => {
    await heldBy("o-first");
    for (const userAgent of [ANDROID, IOS]) {
      const page = await stage.open({ userAgent });
      await page.goto("/me");
      await wayIn(page).click();
      await title(page, "我的");
      await configured(page);
      const first = await sdk(page);
      assert.equal(first.config.errMsg, "config:ok");
      const shared = first.calls.find((call) => call.name === "updateAppMessageShareData");
      assert.equal(shared.given.link, `${url}/`);
      assert.equal(shared.given.title, "家庭医生");

      // On by our own navigation: Android looks at the new address, iOS still at the first.
      const landing = page.url().split("#")[0];
      await toCode(page);
      await scanned(page, "24681357");
      const later = await sdk(page);
      assert.equal(later.config.errMsg, "config:ok");
      assert.equal(later.config.realAuthUrl, userAgent === IOS ? landing : page.url());
      assertNoFaults(page);
    }
  });

  test("a page that was refused because WeChat ended the ticket is signed with another", async () => {
    await heldBy("o-first");
    const page = await stage.open({ userAgent: ANDROID });
    await page.goto("/me");
    await wayIn(page).click();
    await title(page, "我的");
    await configured(page);
    const path = "/cgi-bin/ticket/getticket";
    const before = (await arrived()).calls[path];
    await change({ expire_ticket: true });
    await toCode(page);
    await scanned(page, "13572468");
    assert.equal((await sdk(page)).config.errMsg, "config:ok");
    assert.equal((await arrived()).calls[path], before + 1);
    assertNoFaults(page);
  });

  test("a place is opened on WeChat's own map, and a page that prints says where", async () => {
    const mother = await people.asResident(stage, people.FAMILY, people.MOTHER);
    const id = await people.residentId(mother, people.MOTHER);
    const [booking] = await people.ask(mother, `/residents/${id}/bookings`);
    const address = `/booking/${booking.booking_id}`;
    await mother.goto(address);
    const way = mother.getByRole("link", { name: "打开地图" });
    const { latitude_microdegrees: north, longitude_microdegrees: east } = booking.coordinates;
    const [latitude, longitude] = [north / 1e6, east / 1e6];
    const href = await way.getAttribute("href");
    assert.ok(href.startsWith(`https://uri.amap.com/marker?position=${longitude},${latitude}&name=`), href);
    assert.equal(await way.getAttribute("rel"), "noopener noreferrer");
    const storageState = await mother.context().storageState();

    const page = await stage.open({ userAgent: IOS, storageState });
    await page.goto("/persons");
    await people.choosePerson(page, people.MOTHER);
    await page.goto(address);
    await page.getByRole("button", { name: "打开地图" }).click();
    await page.waitForFunction(() => globalThis.wechatSim?.calls.some((call) => call.name === "openLocation"));
    const { given } = (await sdk(page)).calls.find((call) => call.name === "openLocation");
    assert.deepEqual(given, { latitude, longitude, name: booking.institution, address: booking.address });
    await page.getByRole("button", { name: "打印" }).click();
    await page.getByText("请在浏览器中打印").waitFor();
    assert.equal(new URL(page.url()).pathname, address);
    assertNoFaults(mother, page);
  });

  test("a reminder is agreed to, arrives once without a word of health, and a refusal ends it", async () => {
    await heldBy("o-second");
    const page = await stage.open({ userAgent: ANDROID });
    await bind(page, SECOND);
    const agree = page.locator("wx-open-subscribe");
    await agree.click();
    await page.getByText("还可以提醒您 1 次").waitFor();

    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    const confirmed = async (nationalId, name, relation) => {
      const { institution_id } = (await people.ask(desk, "/session")).staff;
      const asked = await people.send(page, "/registrations", {
        id: newId(), relation, name, national_id: nationalId,
        address: "徐家塘村 2 栋 202", institution_id,
      });
      await people.send(desk, `/registrations/${asked.id}/decision`, { confirm: true }, { "if-match": "\"1\"" });
    };
    const messages = async () => (await arrived()).inbox.filter((sent) => sent.openid === "o-second");
    // The token that was held holds no longer: another is asked for, and nobody notices.
    await change({ expire_token: true });
    await confirmed(NEWCOMERS[0], "周小满", "oneself");
    while ((await messages()).length === 0) await page.waitForTimeout(200);
    const [sent] = await messages();
    assert.deepEqual(Object.keys(sent.fields), ["thing1", "time2"]);
    assert.equal(sent.fields.thing1, "建档申请已办好");
    assert.ok(!JSON.stringify(sent).includes("周小满"));
    await page.goto("/me/devices");
    await page.getByText("现在没有开启提醒").waitFor();

    // A tap leads through signing in to the inbox.
    const tapped = await stage.open({ userAgent: ANDROID });
    await tapped.goto(sent.page);
    await tapped.getByRole("heading", { level: 1 }).waitFor();
    assert.equal((await people.ask(tapped, "/session")).account.phone_masked, "138****0022");

    // Agreed once more, and taken back in WeChat's own settings: nothing is tried a second time.
    await agree.click();
    await page.getByText("还可以提醒您 1 次").waitFor();
    const path = "/cgi-bin/message/subscribe/bizsend";
    await change({ disturb: { path, trouble: { errcode: 43101 }, times: 1 } });
    const before = (await arrived()).calls[path];
    await confirmed(NEWCOMERS[1], "周大满", "parent");
    while ((await arrived()).calls[path] === before) await page.waitForTimeout(200);
    await page.goto("/me/devices");
    await page.getByText("现在没有开启提醒").waitFor();
    assert.equal((await messages()).length, 1);

    await page.getByRole("button", { name: "解除绑定" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "解除绑定" }).click();
    await page.getByText("还没有绑定微信").waitFor();
    assertNoFaults(page, desk, tapped);
  });

  // The last one: WeChat is left in peace for half an hour then.
  test("where WeChat is at its limit, a code is typed", async () => {
    await heldBy("o-first");
    const page = await stage.open({ userAgent: ANDROID });
    await page.goto("/me");
    await wayIn(page).click();
    await title(page, "我的");
    await configured(page);
    const path = "/cgi-bin/ticket/getticket";
    await change({ expire_ticket: true, disturb: { path, trouble: { errcode: 45009 }, times: 1 } });
    const before = (await arrived()).calls[path];
    await toCode(page);
    for (let press = 0; press < 2; press++) {
      await page.getByRole("button", { name: "扫一扫" }).click();
      await page.getByText("没有扫到代办码，请把数字填进来").first().waitFor();
    }
    assert.ok((await arrived()).calls[path] <= before + 1);
    assertNoFaults(page);
  });
});
