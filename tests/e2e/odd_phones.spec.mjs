// Phones as they are: without room, with a clock of another year, with cookies turned off, put away
// for days, turned on their side, half covered by a keyboard; and the worst that our own code can do.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilDraftIsKept } from "./support/phone_memory.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { openHypertension } from "./support/worklist.mjs";

const YEAR_MS = 365 * 24 * 3600 * 1000;

describe("odd phones", () => {
  const stage = useBrowser();

  test("where nothing may be kept, everything still works, and the page says what that means", async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      const denied = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
      for (const name of ["indexedDB", "localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: denied });
    });
    await page.goto("/sign-in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await page.getByText("这个浏览器不能在手机上保存内容").waitFor();
    await page.getByRole("link", { name: "查档案" }).click();
    await page.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    assertNoFaults(page);
  });

  test("on a full phone a form is still sent, and answers still come", async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      const full = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      IDBObjectStore.prototype.put = full;
      IDBObjectStore.prototype.add = full;
      Storage.prototype.setItem = full;
    });
    await page.goto("/booking/sessions");
    await people.signInByCode(page, people.FAMILY);
    await people.choosePerson(page, people.MOTHER);
    await page.getByRole("button", { name: /剩 \d+ 个号/ }).first().click();
    const sheet = page.getByRole("dialog", { name: "确认预约" });
    await sheet.getByLabel("哪里不舒服").fill("咳嗽");
    await sheet.getByRole("button", { name: "就约这个" }).click();
    await page.getByRole("heading", { level: 1, name: "预约详情" }).waitFor();
    await page.getByRole("button", { name: "取消预约" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "取消预约" }).click();
    await page.getByText("已取消").first().waitFor();
    assertNoFaults(page);
  });

  for (const [words, ahead] of [["seven years behind", -7], ["eleven years ahead", 11]]) {
    test(`a clock ${words} changes no day on the page`, async () => {
      const page = await stage.open();
      await page.addInitScript(shiftClock, ahead * YEAR_MS);
      await page.goto("/booking/sessions");
      await people.signInByCode(page, people.SINGLE);
      const days = page.getByLabel("哪一天");
      await days.waitFor();
      const offered = await days.locator("option").allTextContents();
      const straight = await people.asResident(stage, people.SINGLE, people.ALONE);
      await straight.goto("/booking/sessions");
      await straight.getByLabel("哪一天").waitFor();
      assert.deepEqual(offered, await straight.getByLabel("哪一天").locator("option").allTextContents());
      assert.match(offered.join(), /11月2\d日/);
      await page.goto("/");
      await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
      // Nobody is told that what has just come is years old.
      assert.equal(await page.getByText(/年前|天前/).count(), 0);
      assertNoFaults(page, straight);
    });
  }

  test("whoever has turned cookies off is told so, and not sent round in a circle", async () => {
    const page = await stage.open();
    await page.route("**/api/v1/sessions/*", async (route) => {
      const reply = await route.fetch();
      const headers = { ...reply.headers() };
      delete headers["set-cookie"];
      await page.context().clearCookies();
      await route.fulfill({ response: reply, headers });
    });
    await page.goto("/sign-in");
    await people.signInByCode(page, people.SINGLE);
    await page.getByText("请在浏览器的设置里允许 Cookie").waitFor();
    await page.getByRole("link", { name: "手机号登录" }).waitFor();
    assertNoFaults(page);
  });

  test("put away for days, it opens on nobody's data, and what was half written comes back", async () => {
    const page = await stage.open();
    await page.addInitScript(shiftClock, 0);
    await page.goto("/persons/register");
    await people.signInByCode(page, people.FREE);
    await page.getByLabel("住址").fill("月塘街道 3 号");
    await untilDraftIsKept(page);
    // The session has ended at the service as well.
    await page.context().clearCookies();
    await page.evaluate((days) => {
      window.__ahead += days * 24 * 3600 * 1000;
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      document.dispatchEvent(new Event("visibilitychange"));
    }, 3);
    await page.getByRole("heading", { level: 1, name: "登录" }).waitFor();
    await page.getByRole("textbox", { name: "手机号" }).waitFor();
    assert.equal(await page.getByText("月塘街道 3 号").count(), 0);
    await people.signInByCode(page, people.FREE);
    await page.getByText("上次没填完的内容已放回来").waitFor();
    assert.equal(await page.getByLabel("住址").inputValue(), "月塘街道 3 号");
    assertNoFaults(page);
  });

  test("turned on its side and back, it keeps what is typed and scrolls no way but down", async () => {
    const page = await stage.open();
    await page.goto("/persons/register");
    await people.signInByCode(page, people.FREE);
    const address = page.getByLabel("住址");
    await address.fill("月塘街道 3 号");
    for (const viewport of [{ width: PHONE.height, height: PHONE.width }, PHONE]) {
      await page.setViewportSize(viewport);
      assert.equal(await address.inputValue(), "月塘街道 3 号");
      assert.ok(await address.evaluate((field) => field === document.activeElement), "the focus stays");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }
    assertNoFaults(page);
  });

  test("a keyboard covers no field that is being typed in", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await openHypertension(page);
    await page.getByLabel("收缩压").waitFor();
    const fields = await page.getByRole("main").locator("input:not([type=radio], [type=checkbox]), textarea").all();
    assert.ok(fields.length > 5);
    const covered = [];
    for (const field of fields) {
      if (!(await field.isVisible())) continue;
      await page.setViewportSize(PHONE);
      await field.focus();
      // The keyboard of a small phone leaves less than half; the browser then scrolls to the focus.
      await page.setViewportSize({ width: PHONE.width, height: 360 });
      await field.evaluate((element) => element.scrollIntoView({ block: "nearest" }));
      const free = await field.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const above = document.elementFromPoint(left + width / 2, top + height / 2);
        return element === above || element.contains(above) || above?.closest("label")?.control === element;
      });
      if (!free) covered.push(await field.evaluate((element) => element.labels?.[0]?.textContent ?? element.id));
    }
    assert.deepEqual(covered, []);
    assertNoFaults(page);
  });

  test("a trap in our own code ends in a plain page, and what was not sent is still there", async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      const begin = WebAssembly.instantiateStreaming;
      WebAssembly.instantiateStreaming = async (...how) => {
        const begun = await begin(...how);
        window.__exports ??= begun.instance.exports;
        return begun;
      };
    });
    await page.goto("/persons/register");
    await people.signInByCode(page, people.FREE);
    await page.getByLabel("住址").fill("月塘街道 3 号");
    await untilDraftIsKept(page);
    assertNoFaults(page);
    // Without a stack the program stops at its next step.
    const emptied = await page.evaluate(() => {
      const globals = Object.values(window.__exports).filter((one) => one instanceof WebAssembly.Global);
      const pointers = globals.filter((one) => {
        try {
          one.value = 0;
          return true;
        } catch {
          return false;
        }
      });
      return pointers.length;
    });
    assert.equal(emptied, 1, "the stack's pointer is the only thing that can be set");
    await page.getByLabel("住址").press("0");
    await page.getByRole("heading", { name: "请重新打开这一页" }).waitFor();
    assert.equal(await page.getByRole("main").count(), 0, "nothing that could still be tapped");
    await page.getByRole("button", { name: /重新打开/ }).click();
    await page.getByText("上次没填完的内容已放回来").waitFor();
    assert.equal(await page.getByLabel("住址").inputValue(), "月塘街道 3 号");
  });
});

/** Runs in the page before anything else: a clock that is ahead, and can be put further ahead. */
function shiftClock(ahead) {
  window.__ahead = ahead;
  const Straight = Date;
  window.Date = class extends Straight {
    constructor(...parts) {
      if (parts.length) super(...parts);
      else super(Straight.now() + window.__ahead);
    }
    static now() {
      return Straight.now() + window.__ahead;
    }
  };
}
