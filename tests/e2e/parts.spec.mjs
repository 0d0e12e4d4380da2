// Parts of the program that are fetched when they are first opened, and what a person meets when
// that fails: a sentence, a button, nothing lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { assertNoFaults, useBrowser } from "./support/stage.mjs";

const NOT_LOADED = "请再试一次，页面没有载入完整";
const AGAIN = "再试一次";
/** Requests of a service worker pass by the ones that a test cuts. */
const UNCACHED = { serviceWorkers: "block" };

describe("parts", () => {
  const stage = useBrowser();

  for (const [what, files] of [
    ["code", /\/r\/.*(?<!app_bg)\.wasm$/],
    ["style", /later\.css$/],
  ]) {
    test(`a page whose ${what} cannot be fetched says so, and opens when asked again`, async () => {
      const page = await people.asResident(stage, people.SINGLE, people.ALONE, UNCACHED);
      // A start that has nothing of it yet, whatever signing in has fetched.
      await page.route(files, (route) => route.abort());
      await page.goto("/");
      await page.getByRole("link", { name: "查档案" }).click();
      await page.getByRole("alert").getByText(NOT_LOADED).waitFor();
      await page.getByRole("button", { name: AGAIN }).click();
      await page.getByRole("alert").getByText(NOT_LOADED).waitFor();
      await page.unroute(files);
      await page.getByRole("button", { name: AGAIN }).click();
      await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
      assertNoFaults(page);
    });
  }

  test("what may be tapped next comes by itself, and opens without network", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE, UNCACHED);
    await page.goto("/");
    await page.getByRole("link", { name: "查档案" }).waitFor();
    await page.waitForFunction(
      (files) => files.every((file) => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(file))),
      await filesOf(page, ["record", "booking", "contract"]),
    );
    await page.context().setOffline(true);
    for (const [link, heading] of [
      ["查档案", "健康档案"],
      ["预约", "选医生和时间"],
      ["签约", "我的签约"],
    ]) {
      await page.getByRole("main").getByRole("link", { name: link }).click();
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    }
    await page.context().setOffline(false);
    assertNoFaults(page);
  });

  test("nothing comes unasked to a phone that saves data", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE, { ...UNCACHED, savesData: true });
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.clock.install();
    await page.goto("/");
    await page.getByRole("link", { name: "查档案" }).waitFor();
    await page.clock.runFor(20_000);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked.filter((path) => path.endsWith(".wasm") && !path.endsWith("/app_bg.wasm")), []);
    assertNoFaults(page);
  });

  test("the part of the page that is opened first comes beside the main part", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE, UNCACHED);
    const files = await filesOf(page, ["record"]);
    let come;
    const part = new Promise((resolve) => (come = resolve));
    page.on("response", (response) => files.some((file) => response.url().endsWith(file)) && come());
    // The main part waits for it: one that was asked for by the program would never come.
    await page.route(/app_bg\.wasm/, async (route) => {
      await part;
      await route.continue();
    });
    await page.goto("/record");
    await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    assertNoFaults(page);
  });

  test("home stands although nothing but its own part can be fetched", async () => {
    const page = await people.asResident(stage, people.SINGLE, people.ALONE, UNCACHED);
    await page.route("**/r/*/*.wasm", (route) =>
      route.request().url().endsWith("/app_bg.wasm") ? route.continue() : route.abort(),
    );
    await page.goto("/");
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await page.getByRole("link", { name: "查档案" }).waitFor();
    assertNoFaults(page);
  });
});

/** The files of some parts, as the loading script names them: a letter a file, "/" for the part's own. */
async function filesOf(page, parts) {
  const script = await page.evaluate(() => {
    const { href } = document.querySelector("link[rel=modulepreload]");
    return fetch(href).then((reply) => reply.text());
  });
  const names = parts.flatMap((part) => {
    const letters = script.match(new RegExp(`\\b${part}:"([^"]+)"`))?.[1];
    assert.ok(letters, `${part} is not in ${script.slice(-2000)}`);
    return [...letters].map((letter) => (letter === "/" ? `split_${part}` : `shared_${letter.charCodeAt(0) - 48}`));
  });
  return [...new Set(names.map((name) => `/${name}.wasm`))];
}
