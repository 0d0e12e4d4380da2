// Networks as they are: slow, cut in the middle, behind somebody's sign-in page, coming and going.
// Whatever happens is said in words, and nothing that was typed or sent is lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilAnswersAreKept, untilOutboxIsKept } from "./support/phone_memory.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { openHypertension } from "./support/worklist.mjs";

/** What a station's or a hotel's network answers to everything before one has signed in there. */
const CAPTIVE = { status: 200, contentType: "text/html", body: "<html><body>欢迎使用免费 WiFi，请先认证</body></html>" };

describe("networks", () => {
  const stage = useBrowser();

  test("a slow one shows the shape of the page at once, then says that it is slow", async () => {
    const page = await stage.open();
    const wire = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 800, downloadThroughput: 20_000, uploadThroughput: 5_000 };
    await wire.send("Network.enable");
    await wire.send("Network.emulateNetworkConditions", slow);
    await page.goto("/", { waitUntil: "commit" });
    await page.locator(".boot-sheet").first().waitFor();
    const words = page.getByText("网络有点慢，请稍等");
    await words.waitFor();
    await page.waitForFunction(() => getComputedStyle(document.querySelector(".boot-slow")).opacity === "1");
    await page.getByRole("link", { name: "手机号登录" }).waitFor({ timeout: 60_000 });
    assertNoFaults(page);
  });

  test("code that does not arrive ends in a page that can be opened again", async () => {
    const page = await stage.open();
    await page.route(/app_bg\.wasm/, (route) => route.abort());
    await page.goto("/");
    await page.getByRole("heading", { name: "请重新打开这一页" }).waitFor();
    await page.getByRole("link", { name: /^0731/ }).waitFor();
    await page.unroute(/app_bg\.wasm/);
    await page.getByRole("button", { name: /重新打开/ }).click();
    await page.getByRole("link", { name: "手机号登录" }).waitFor();
  });

  test("a part that is cut off is asked for again by whoever taps", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE, { savesData: true });
    await page.route(/\/r\/.*\.wasm$/, (route) => route.abort());
    await page.getByRole("link", { name: "查档案" }).click();
    const again = page.getByRole("button", { name: "再试一次" });
    await again.waitFor();
    await page.unroute(/\/r\/.*\.wasm$/);
    await again.click();
    await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
  });

  test("somebody's sign-in page in place of an answer is taken for no network, and what is sent is kept", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await openHypertension(page);
    await page.getByLabel("收缩压").fill("136");
    await page.getByLabel("舒张压").fill("82");
    await page.getByText("控制满意").first().waitFor();
    await page.route("**/api/v1/**", (route) => route.fulfill(CAPTIVE));
    await page.getByRole("button", { name: "保存随访" }).click();
    await page.getByText(/已存在这部手机上/).first().waitFor();
    await page.getByText("现在没有网络").waitFor();
    await untilOutboxIsKept(page);
    await page.unroute("**/api/v1/**");
    const arrived = page.waitForResponse((answer) => answer.request().method() === "POST" && /hypertension$/.test(answer.url()));
    await page.evaluate(() => dispatchEvent(new Event("online")));
    assert.ok((await arrived).ok());
    await page.getByText("现在没有网络").waitFor({ state: "detached" });
    assertNoFaults(page);
  });

  test("a phone that starts behind a sign-in page shows what it remembers", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE);
    await page.getByRole("link", { name: "打电话给医生" }).waitFor();
    await untilAnswersAreKept(page, 2);
    await page.route("**/api/v1/**", (route) => route.fulfill(CAPTIVE));
    await page.reload();
    await page.getByRole("link", { name: "打电话给医生" }).waitFor();
    await page.getByText("现在没有网络").waitFor();
    await page.unroute("**/api/v1/**");
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByText("现在没有网络").waitFor({ state: "detached" });
    assertNoFaults(page);
  });

  test("one that comes and goes is asked again by the phone itself", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE);
    let cuts = 0;
    await page.route("**/api/v1/**/record", (route) => (cuts++ < 2 ? route.abort() : route.continue()));
    await page.getByRole("link", { name: "查档案" }).click();
    await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    await page.getByText("高血压").first().waitFor();
    assert.equal(cuts, 3);
    assertNoFaults(page);
  });
});
