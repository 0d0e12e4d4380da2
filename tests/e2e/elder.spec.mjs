// Large text as an old person meets it: there without being looked for, asked about once, a button on
// every page, a voice where the browser has one, and somebody to call.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

const QUESTION = "看着合适吗";

describe("large text", () => {
  const stage = useBrowser();

  test("is there for an old holder, and asked about once", async () => {
    const page = await fresh(stage);
    await page.goto("/sign-in");
    assert.equal(await large(page), false, "nobody is known to be old before they sign in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByText(QUESTION).waitFor();
    assert.equal(await large(page), true);
    // Not answered: the next start is large from the first paint on, and asks again.
    await page.reload();
    await page.getByText(QUESTION).waitFor();
    assert.equal(await large(page), true);
    await page.getByRole("button", { name: "换回小字" }).click();
    await page.getByText(QUESTION).waitFor({ state: "detached" });
    assert.equal(await large(page), false);
    await page.reload();
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    assert.equal(await large(page), false, "the answer stays");
    assert.equal(await page.getByText(QUESTION).count(), 0);
    assertNoFaults(page);
  });

  test("is not suggested to whoever only acts for an old person", async () => {
    const page = await fresh(stage);
    await page.goto("/sign-in");
    await people.signInByCode(page, people.HELPER);
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    assert.equal(await large(page), false);
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });

  test("is taken back where somebody younger signs in before it was answered", async () => {
    const page = await fresh(stage);
    await page.goto("/sign-in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByText(QUESTION).waitFor();
    await page.goto("/me");
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("link", { name: "登录" }).first().waitFor();
    await page.goto("/sign-in");
    await people.signInByCode(page, people.HELPER);
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await page.waitForFunction(() => document.documentElement.dataset.size !== "elder");
  });

  test("is one press away on every page, and the settings follow", async () => {
    const page = await stage.open();
    await page.goto("/me/settings");
    await page.getByRole("button", { name: "大字" }).click();
    assert.equal(await large(page), true);
    assert.equal(await page.getByRole("radio", { name: "长辈版（大字）" }).isChecked(), true);
    await page.getByRole("radio", { name: "标准" }).check();
    await page.getByRole("button", { name: "大字" }).waitFor();
    assert.equal(await large(page), false);
  });

  test("stays for the visit where nothing can be kept", async () => {
    const page = await fresh(stage);
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    await page.goto("/sign-in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByRole("button", { name: "换回小字" }).click();
    await page.getByRole("link", { name: "我的" }).click();
    await page.getByRole("heading", { level: 1, name: "我的" }).waitFor();
    await page.getByRole("button", { name: "退出登录" }).waitFor();
    assert.equal(await large(page), false);
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });

  test("puts the call to the team first on the home page", async () => {
    const page = await people.asResident(stage, people.FAMILY, people.MOTHER);
    const id = await people.residentId(page, people.MOTHER);
    const { team } = await people.ask(page, `/residents/${id}/home`);
    await page.getByRole("button", { name: "大字" }).click();
    const call = page.locator(".page a").first();
    assert.equal(await call.getAttribute("href"), `tel:${team.phone}`);
    assert.match(await call.textContent(), /打电话给医生/);
    const { width, height } = await call.boundingBox();
    assert.ok(width > 300 && height >= 60, `${width} × ${height}`);
    assert.equal(await page.locator(`a[href="tel:${team.phone}"]`).count(), 1, "once is enough");
  });

  test("reads the page aloud, sentence by sentence, until it ends, is stopped or left", async () => {
    const page = await withVoice(stage, { endsAfterMs: 0 });
    await page.goto("/");
    assert.equal(await page.getByRole("button", { name: "朗读" }).count(), 0, "only beside large text");
    await page.getByRole("button", { name: "大字" }).click();
    await page.getByRole("button", { name: "朗读" }).click();
    await page.waitForFunction(() => globalThis.said.length > 2);
    const said = await page.evaluate(() => globalThis.said);
    assert.equal(said[0].text, "您好，欢迎使用家医");
    assert.ok(said.every(({ lang, text }) => lang === "zh-CN" && !/大字|小字|停止|朗读/.test(text)), JSON.stringify(said));
    await page.getByRole("button", { name: "朗读" }).waitFor();

    const slow = await withVoice(stage, { endsAfterMs: 600_000 });
    await slow.goto("/sign-in");
    await slow.getByRole("button", { name: "大字" }).click();
    await slow.getByRole("button", { name: "朗读" }).click();
    await slow.getByRole("button", { name: "停止" }).click();
    await slow.getByRole("button", { name: "朗读" }).click();
    assert.ok((await slow.evaluate(() => globalThis.cancelled)) >= 1, "stopped at the press");
    assertNoFaults(page, slow);
  });

  test("falls silent when the page changes", async () => {
    const page = await withVoice(stage, { endsAfterMs: 600_000 });
    await page.goto("/");
    await page.getByRole("button", { name: "大字" }).click();
    await page.getByRole("button", { name: "朗读" }).click();
    await page.waitForFunction(() => globalThis.said.length > 0);
    const before = await page.evaluate(() => globalThis.cancelled);
    await page.getByRole("link", { name: "手机号登录" }).click();
    await page.waitForFunction((before) => globalThis.cancelled > before, before);
    await page.getByRole("button", { name: "朗读" }).waitFor();
  });

  test("says so where a browser that promised a voice has none", async () => {
    const page = await withVoice(stage, { mute: true });
    await page.goto("/");
    await page.getByRole("button", { name: "大字" }).click();
    await page.getByRole("button", { name: "朗读" }).click();
    await page.getByText("这部手机现在读不出来").waitFor();
    await page.getByRole("button", { name: "朗读" }).waitFor();
  });

  test("offers no voice where there is none", async () => {
    const page = await stage.open();
    await page.addInitScript(() => delete globalThis.speechSynthesis);
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "speechSynthesis", { value: undefined });
    });
    await page.goto("/");
    await page.getByRole("button", { name: "大字" }).click();
    await page.getByRole("button", { name: "小字" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "朗读" }).count(), 0);
  });
});

/** A phone that nobody was asked on. */
function fresh(stage) {
  return stage.open({ viewport: PHONE, sizeAnswered: false });
}

function large(page) {
  return page.evaluate(() => document.documentElement.dataset.size === "elder");
}

/** A page of a browser that speaks: what it was asked to say is in `said`, how often it was stopped in `cancelled`. */
async function withVoice(stage, how) {
  const page = await stage.open();
  await page.addInitScript(({ mute = false, endsAfterMs = 0 }) => {
    globalThis.said = [];
    globalThis.cancelled = 0;
    globalThis.SpeechSynthesisUtterance = class extends EventTarget {
      constructor(text) {
        super();
        this.text = text;
      }
    };
    const synthesis = {
      speak(spoken) {
        if (mute) {
          setTimeout(() => spoken.dispatchEvent(new Event("error")));
          return;
        }
        globalThis.said.push({ text: spoken.text, lang: spoken.lang, rate: spoken.rate });
        spoken.dispatchEvent(new Event("start"));
        setTimeout(() => spoken.dispatchEvent(new Event("end")), endsAfterMs);
      },
      cancel() {
        globalThis.cancelled += 1;
      },
    };
    Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
  }, how);
  return page;
}
