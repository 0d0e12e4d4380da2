// Ways in and back: addresses that lead nowhere, deep links through sign-in, Back, browsers that
// are too old.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

describe("ways in and back", () => {
  const stage = useBrowser();

  test("an unknown path says so and leads home", async () => {
    const page = await stage.open();
    const answer = await page.goto("/no/such/page");
    assert.equal(answer.status(), 200);
    await page.getByRole("heading", { level: 1, name: "没有这个页面" }).waitFor();
    await page.getByRole("link", { name: "回首页" }).click();
    await page.getByRole("heading", { name: "您好，欢迎使用家医" }).waitFor();
    assertNoFaults(page);
  });

  test("a deep link opens where it pointed, after sign-in and after choosing the person", async () => {
    const page = await stage.open();
    await page.goto("/booking/sessions?date=2026-11-26");
    await page.getByRole("heading", { level: 1, name: "登录" }).waitFor();
    await people.signInByCode(page, people.FAMILY);
    await people.choosePerson(page, people.HERSELF);
    await page.getByRole("heading", { level: 1, name: "选医生和时间" }).waitFor();
    const { pathname, search } = new URL(page.url());
    assert.equal(pathname + search, "/booking/sessions?date=2026-11-26");
    await page.goBack();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    assertNoFaults(page);
  });

  test("a link to the staff's side asks for the staff's sign-in and then opens", async () => {
    const page = await stage.open({ viewport: DESK });
    await page.goto("/staff/schedule?date=2026-11-25");
    await page.getByRole("heading", { level: 1, name: "医生登录" }).waitFor();
    await people.signInByPassword(page, people.DOCTOR);
    await page.getByRole("heading", { level: 1, name: "出诊日程" }).waitFor();
    assert.equal(new URL(page.url()).search, "?date=2026-11-25");
    assertNoFaults(page);
  });

  test("a wrong password says what to do and keeps the name", async () => {
    const page = await stage.open({ viewport: DESK });
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, "village.xianyu", "not-the-one");
    await page.getByText("请再核对一下用户名和密码").waitFor();
    assert.equal(await page.getByLabel("账号").inputValue(), "village.xianyu");
    assertNoFaults(page);
  });

  test("Back finds a long list where it was left, and the focus is on the heading after a move", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: { width: 375, height: 812 } });
    await page.getByRole("navigation").getByRole("link", { name: "居民" }).click();
    await page.waitForURL(/\/staff\/residents$/);
    const row = page.getByRole("main").getByRole("listitem").nth(18).getByRole("link");
    await row.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 400, `the list is long: ${before}`);
    await row.click();
    await page.waitForURL(/\/staff\/residents\//);
    await page.locator("h1#page-title").waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "page-title");
    await page.goBack();
    await row.waitFor();
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 3, before);
    assertNoFaults(page);
  });

  test("a browser without WebAssembly is told what to do, with the phone to call", async () => {
    const page = await stage.open();
    await page.goto("/");
    await page.getByRole("heading", { name: "您好，欢迎使用家医" }).waitFor();
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.reload();
    await page.getByRole("heading", { name: "请先更新微信或浏览器" }).waitFor();
    await page.getByRole("heading", { name: "Please update WeChat or your browser" }).waitFor();
    await page.getByRole("link", { name: /^\d{3,4}-?\d{7,8}$/ }).first().waitFor();
    assert.equal(await page.getByText("您好，欢迎使用家医").count(), 0);
    assertNoFaults(page);
  });
});
