// The product on the home screen of a phone: it opens without network, keeps nothing of a person
// where a browser keeps files, and changes to a new release when its person says so.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { useReleases } from "./support/next_release.mjs";
import { untilAnswersAreKept, untilWorkerControls, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { assertNoFaults, useBrowser } from "./support/stage.mjs";

const WECHAT =
  "Mozilla/5.0 (Linux; Android 12; M2007J17C Build/SKQ1.211006.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5023 MMWEBSDK/20230202 MicroMessenger/8.0.33.2320";

describe("on the home screen", () => {
  const stage = useBrowser();

  test("a browser finds nothing that keeps it from being installed", async () => {
    const page = await stage.open();
    await page.goto("/");
    await untilWorkerIsReady(page);
    const wire = await page.context().newCDPSession(page);
    const { installabilityErrors } = await wire.send("Page.getInstallabilityErrors");
    // A window of its own memory, as each test has one, is never installed.
    const errors = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
    assert.deepEqual(errors, []);
    const { errors: manifest } = await wire.send("Page.getAppManifest");
    assert.deepEqual(manifest, []);
    assertNoFaults(page);
  });

  test("it opens without network, from what it kept itself", async () => {
    const before = await people.asResident(stage, people.SINGLE, people.ALONE);
    await untilWorkerIsReady(before);
    const context = before.context();
    // Who leaves the home page before its answer has come has none of it later.
    await untilAnswersAreKept(before, 2);
    await before.goto("/record");
    await before.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    await untilAnswersAreKept(before, 3);
    await before.close();
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.clearBrowserCache");
    await context.setOffline(true);
    await page.goto("/");
    await page.getByText("现在没有网络").waitFor();
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await page.getByRole("link", { name: "查档案" }).waitFor();
    await context.setOffline(false);
  });

  test("no answer about a person is where the browser keeps files", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE);
    await untilWorkerIsReady(page);
    for (const path of ["/record", "/booking", "/messages", "/"]) {
      await page.goto(path);
      await page.locator("h1#page-title").waitFor();
      await page.waitForLoadState("networkidle");
    }
    const kept = await page.evaluate(async () => {
      const paths = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
      }
      return paths;
    });
    assert.ok(kept.includes("/") && kept.some((path) => path.endsWith(".wasm")), kept.join());
    assert.deepEqual(kept.filter((path) => path !== "/" && !path.startsWith("/r/")), []);
    assertNoFaults(page);
  });

  test("inside WeChat no worker is registered", async () => {
    const page = await stage.open({ userAgent: WECHAT });
    await page.goto("/");
    await page.getByRole("link", { name: "手机号登录" }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistration().then(Boolean)), false);
    assertNoFaults(page);
  });
});

describe("a new release", () => {
  const stage = useBrowser();
  const releases = useReleases();

  test("is offered while the open page goes on with its own files, and comes with a tap", async () => {
    const former = releases.build;
    // Nothing of the former release is there before it is asked for.
    const page = await stage.open({ baseURL: releases.url, savesData: true });
    await page.goto("/");
    await page.getByRole("link", { name: "手机号登录" }).waitFor();
    await untilWorkerIsReady(page);
    await page.reload();
    await untilWorkerControls(page);

    releases.release();
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((kept) => kept.update()));
    const offer = page.getByRole("button", { name: "有新版本，点此更新" });
    await offer.waitFor();
    await page.getByRole("link", { name: "手机号登录" }).click();
    await page.getByLabel("手机号").fill("13800000000");
    assert.ok(asked.some((path) => path.startsWith(`/r/${former}/`)), "the part of the former release");
    assert.ok(!asked.some((path) => path.startsWith(`/r/${releases.build}/`)), asked.join());

    await offer.click();
    await page.waitForFunction((build) => document.documentElement.outerHTML.includes(build), releases.build);
    await page.getByLabel("手机号").waitFor();
    assert.equal(await offer.count(), 0);
    assertNoFaults(page);
  });
});
