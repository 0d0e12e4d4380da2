// Phones that are years behind. Chromium 106 is the Chromium of WeChat on an Android phone that is
// not updated any more: everything works. Chromium 92 cannot compile our code: the person is told
// what to do, and whom to call, and so is whoever has turned scripts off.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import * as people from "./support/people.mjs";
import { FLAGS, assertNoFaults, needed, openIn, useBrowser } from "./support/stage.mjs";
import { openHypertension } from "./support/worklist.mjs";

/** Both came without sandbox and without a process that makes others. */
const OLD_FLAGS = [...FLAGS, "--no-zygote"];

function useOldBrowser(version) {
  const held = {};
  before(async () => {
    held.browser = await chromium.launch({ executablePath: needed(`JIAYI_CHROMIUM_${version}`), args: OLD_FLAGS });
    assert.ok(held.browser.version().startsWith(`${version}.`), held.browser.version());
  });
  after(async () => {
    await held.browser?.close();
  });
  return { open: (wishes) => openIn(held.browser, wishes) };
}

/** The page without the client names each institution of the district with its phone. Read without
 * the driver's own queries, which ask more of a browser than it had in 2021. */
async function assertPhones(page) {
  const institutions = await people.ask(page, "/institutions");
  assert.ok(institutions.length > 0);
  const { heading, rows, wide } = await page.evaluate(() => ({
    heading: document.querySelector("h1").innerText,
    rows: [...document.querySelectorAll("li")].map((row) => [row.innerText, row.querySelector("a").getAttribute("href")]),
    wide: document.documentElement.scrollWidth > innerWidth,
  }));
  assert.equal(heading, "请先更新微信或浏览器");
  for (const { name, phone } of institutions) {
    assert.ok(rows.some(([text, href]) => text.includes(name) && href === `tel:${phone}`), `${name} ${phone}`);
  }
  assert.equal(wide, false);
}

describe("Chromium 106", () => {
  const stage = useOldBrowser(106);

  test("the page boots under its policy, and a resident signs in and reads her record", async () => {
    const page = await stage.open();
    await page.goto("/sign-in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await page.getByRole("link", { name: "查档案" }).click();
    await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    assertNoFaults(page);
  });

  test("what the policy forbids is blocked there too", async () => {
    const page = await stage.open();
    await page.goto("/sign-in");
    await page.getByLabel("手机号").waitFor();
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.__ran = true";
      document.body.append(script);
      return window.__ran === true;
    });
    assert.equal(ran, false);
  });

  test("a doctor signs in and opens a follow-up form", async () => {
    const page = await stage.open();
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, people.DOCTOR);
    await page.getByRole("navigation", { name: "主菜单" }).waitFor();
    await openHypertension(page);
    await page.getByLabel("收缩压").fill("128");
    assertNoFaults(page);
  });
});

describe("Chromium 92", () => {
  const stage = useOldBrowser(92);

  test("whoever comes is told what to do and whom to call, whatever page they asked for", async () => {
    const page = await stage.open();
    await page.goto("/booking/sessions?date=2026-11-26");
    await page.waitForURL("/phones");
    await assertPhones(page);
    // It does not know the word of our policy, and says so.
    assert.deepEqual(page.faults.filter((fault) => !fault.includes("wasm-unsafe-eval")), []);
  });
});

describe("a browser without scripts", () => {
  const stage = useBrowser();

  test("is told the same", async () => {
    const page = await stage.open({ javaScriptEnabled: false });
    await page.goto("/");
    await page.waitForURL("/phones");
    await page.getByRole("heading", { name: "请先更新微信或浏览器" }).waitFor();
    await page.getByText("JavaScript", { exact: false }).first().waitFor();
    assertNoFaults(page);
  });
});
