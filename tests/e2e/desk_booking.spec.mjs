// Somebody without a phone stands at the desk or calls: the desk finds them, takes a number that was
// kept for that, prints the slip, and gives the number back when they call again.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

describe("the desk books", () => {
  const stage = useBrowser();

  test("a kept number for whoever comes, with a slip, and takes it back", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    await desk.getByRole("link", { name: "帮居民约号" }).click();
    await desk.getByRole("searchbox").fill(people.HERSELF);
    await desk.getByRole("link", { name: people.HERSELF }).click();
    await desk.getByRole("heading", { name: "明天" }).waitFor();
    const session = desk.getByRole("button", { name: /预留 4 个/ }).first();
    await session.click();
    const sheet = desk.getByRole("dialog", { name: new RegExp(`给 ${people.HERSELF} 约`) });
    await sheet.getByRole("button", { name: "约这个号" }).click();

    await desk.getByRole("heading", { name: "号条" }).waitFor();
    const number = await desk.locator("strong.number").textContent();
    assert.equal(number, "13 号", "the first behind the twelve of on line");
    await desk.getByText("来不了请提前打电话").waitFor();
    // What comes out of the printer: the slip, and no button.
    await desk.emulateMedia({ media: "print" });
    assert.equal(await desk.getByText("请提前 15 分钟到").isVisible(), true);
    assert.equal(await desk.getByRole("button", { name: "打印号条" }).isVisible(), false);
    assert.equal(await desk.getByRole("navigation", { name: "主菜单" }).isVisible(), false);
    await desk.emulateMedia({ media: "screen" });

    await desk.getByRole("button", { name: "再约一个" }).click();
    await desk.getByRole("heading", { name: "已经约的号" }).waitFor();
    await desk.getByRole("button", { name: /13 号/ }).click();
    await desk.getByRole("button", { name: "取消预约" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "取消预约" }).click();
    await desk.getByText("已取消").first().waitFor();

    const own = await people.asResident(stage, people.FAMILY, people.HERSELF);
    await own.goto("/messages");
    await own.getByText(/预约/).first().waitFor();
    assertNoFaults(desk, own);
  });
});
