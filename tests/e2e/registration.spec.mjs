// Somebody without a record asks for one, the desk looks at the ID card, and the phone that asked
// opens the new record.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** A phone and a person that the demo does not know; the number is a test vector of GB 11643. */
const NEW_PHONE = "13800000009";
const NEWCOMER = { name: "周小满", nationalId: "43020219580312002X" };

describe("a new record", () => {
  const stage = useBrowser();

  test("is asked for on the phone, checked at the desk, and opened to the phone", async () => {
    const phone = await stage.open();
    await phone.goto("/persons/register");
    await people.signInByCode(phone, NEW_PHONE);
    await phone.getByRole("button", { name: "提交申请" }).click();
    await phone.getByText("请填姓名").waitFor();
    await phone.getByLabel("姓名").fill(NEWCOMER.name);
    await phone.getByLabel("身份证号").fill(NEWCOMER.nationalId);
    await phone.getByRole("radio", { name: "本人" }).check();
    await phone.getByLabel("在哪里核对").selectOption({ label: "月塘街道社区卫生服务中心" });
    await phone.getByLabel("家庭住址").fill("徐家塘村 1 栋 101");
    await phone.getByRole("button", { name: "提交申请" }).click();
    await phone.getByText("等核对").waitFor();

    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    await desk.getByRole("heading", { name: "出诊日程" }).waitFor();
    assert.equal(await desk.getByRole("link", { name: "待办" }).count(), 0);
    await desk.getByRole("link", { name: "建档", exact: true }).click();
    const card = desk.locator(".card", { hasText: NEWCOMER.name });
    await card.getByText("4302**********002X").waitFor();
    await card.getByRole("button", { name: "不通过" }).click();
    const sheet = desk.getByRole("dialog");
    await sheet.getByRole("button", { name: "不通过" }).click();
    await sheet.getByText("请写明原因").waitFor();
    await desk.keyboard.press("Escape");
    await card.getByRole("button", { name: "证件已核对" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "证件已核对" }).click();
    await desk.getByText("没有等核对的申请").waitFor();

    await phone.goto("/persons");
    await people.choosePerson(phone, NEWCOMER.name);
    await phone.getByRole("heading", { name: `${NEWCOMER.name}，您好` }).waitFor();
    assertNoFaults(phone);
    assertNoFaults(desk);
  });
});
