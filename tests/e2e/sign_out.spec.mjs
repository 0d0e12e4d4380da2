// A phone that is to be left for good: everything that is signed in as this person ends at once,
// this phone too, and what it kept of them is gone.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { assertNoFaults, useBrowser } from "./support/stage.mjs";

/** A phone that the demo does not know, and no other spec. */
const PHONE = "13800000009";

describe("signing out everywhere", () => {
  const stage = useBrowser();

  test("ends this phone and the other one, after a question", async () => {
    const other = await stage.open();
    await other.goto("/persons");
    await people.signInByCode(other, PHONE);
    await other.getByRole("heading", { name: "给谁办事？" }).waitFor();
    const page = await stage.open();
    await page.goto("/me/devices");
    await people.signInByCode(page, PHONE);
    await page.getByRole("button", { name: "退出其他所有设备" }).waitFor();

    // Without the network nothing ends, and the page says so.
    const press = async () => {
      await page.getByRole("button", { name: "全部退出，包括这一台" }).click();
      const sheet = page.getByRole("dialog", { name: "所有设备都退出吗？" });
      await sheet.getByRole("button", { name: "全部退出，包括这一台" }).click();
    };
    await page.context().setOffline(true);
    await press();
    await page.getByText("请检查一下网络").waitFor();
    await page.context().setOffline(false);
    await press();
    await page.getByRole("heading", { level: 1, name: "登录" }).waitFor();
    await other.goto("/me/devices");
    await other.getByRole("heading", { level: 1, name: "登录" }).waitFor();
    for (const left of [page, other]) {
      const { account } = await people.ask(left, "/session");
      assert.equal(account ?? null, null);
    }
    assertNoFaults(page, other);
  });
});
