// Parts of the program that are fetched when they are first opened, and what a person meets when
// that fails: a sentence, a button, nothing lost.

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
    ["code", "**/r/*/*.wasm"],
    ["style", "**/r/*/later.css"],
  ]) {
    test(`a page whose ${what} cannot be fetched says so, and opens when asked again`, async () => {
      const page = await people.asResident(stage, people.SINGLE, people.ALONE, UNCACHED);
      // A start that has nothing of it yet, whatever signing in has fetched.
      await page.goto("/");
      await page.getByRole("link", { name: "查档案" }).waitFor();
      await page.route(files, (route) => route.abort());
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
