// Somebody lets their daughter act by a code: the daughter enters it, does what was opened and no
// more, is seen, and is stopped at once. And the desk lets a neighbour act by a call.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** A phone that the demo does not know. */
const DAUGHTER = "13800000008";
const DAUGHTER_MASKED = "138 **** 0008";
/** Another one, let in by the desk. */
const NEIGHBOUR = "13800000007";
const NEIGHBOUR_MASKED = "138 **** 0007";

describe("family and helpers", () => {
  const stage = useBrowser();

  test("a code lets a helper do what was chosen, until it is ended", async () => {
    const own = await people.asResident(stage, people.SINGLE, people.ALONE);
    await own.goto("/me/family");
    await own.getByRole("link", { name: "请人代办" }).click();
    await own.getByText(`请人替 ${people.ALONE} 办`).waitFor();
    // The record tells of illnesses: it takes a hand of one's own.
    assert.equal(await own.getByRole("checkbox", { name: "看档案", exact: true }).isChecked(), false);
    for (const left of ["签约", "评价"]) {
      await own.getByRole("checkbox", { name: left, exact: true }).uncheck();
    }
    await own.getByRole("button", { name: "生成代办码" }).click();
    const code = await own.getByText(/^\d{4} \d{4}$/).textContent();

    const helper = await stage.open();
    await helper.goto("/persons/code");
    await people.signInByCode(helper, DAUGHTER);
    await helper.getByLabel("代办码").fill(code);
    await helper.getByLabel("姓名").fill("张三");
    await helper.getByRole("radio", { name: "父母", exact: true }).check();
    await helper.getByRole("button", { name: "开始代办" }).click();
    await helper.getByText("请核对代办码和姓名").waitFor();
    await helper.getByLabel("姓名").fill(people.ALONE);
    await helper.getByRole("button", { name: "开始代办" }).click();
    await people.choosePerson(helper, people.ALONE);

    await helper.getByText(new RegExp(`正在为.+ ${people.ALONE} 办理`)).waitFor();
    await helper.getByText("只显示授权给您办的事").waitFor();
    assert.equal(await helper.getByRole("link", { name: /查档案/ }).count(), 0);
    await helper.goto("/record");
    await helper.getByText("这项没有授权给您办").waitFor();
    await helper.getByText(new RegExp(`正在为.+ ${people.ALONE} 办理`)).waitFor();

    await own.goto("/messages");
    await own.getByText("有手机可以替您办事了").first().click();
    const card = own.locator(".card", { hasText: DAUGHTER_MASKED });
    await card.getByText("预约、消息").waitFor();
    await card.getByRole("button", { name: "停止代办" }).click();
    const sheet = own.getByRole("dialog", { name: new RegExp(`停止 .+ 替 ${people.ALONE} 办`) });
    await sheet.getByRole("button", { name: "停止代办" }).click();
    await own.getByText("已停止").first().waitFor();
    await card.waitFor({ state: "detached" });

    await helper.goto("/");
    await helper.getByText("这部手机还没有关联健康档案").waitFor();
    assertNoFaults(own);
    assertNoFaults(helper);
  });

  test("the desk lets a phone act by a call, and takes it back", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    await desk.getByRole("link", { name: "授权", exact: true }).click();
    await desk.getByRole("searchbox").fill(people.HERSELF);
    await desk.getByRole("link", { name: people.HERSELF }).click();
    await desk.getByText("现在谁能替这位办").waitFor();
    await desk.getByRole("radio", { name: /本人打来电话/ }).check();
    await desk.getByLabel("代办人的手机号").fill(NEIGHBOUR);
    await desk.getByRole("radio", { name: "其他", exact: true }).check();
    await desk.getByRole("button", { name: "新办代办" }).click();
    const sheet = desk.getByRole("dialog", { name: new RegExp(`让 ${NEIGHBOUR} 替 ${people.HERSELF} 办`) });
    await sheet.getByRole("button", { name: "新办代办" }).click();
    const card = desk.locator(".card", { hasText: NEIGHBOUR_MASKED });
    await card.getByText("本人打电话").waitFor();

    const helper = await stage.open();
    await helper.goto("/sign-in");
    await people.signInByCode(helper, NEIGHBOUR);
    await helper.getByText(`正在为亲友 ${people.HERSELF} 办理`).waitFor();

    await card.getByRole("button", { name: "停止代办" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "停止代办" }).click();
    await card.waitFor({ state: "detached" });
    assertNoFaults(desk);
    assertNoFaults(helper);
  });
});
