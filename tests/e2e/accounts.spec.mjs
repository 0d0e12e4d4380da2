// An administrator opens an account and hands the code over; its owner sets a password, and an
// authenticator that is asked for from then on. The desk opens a record, and is told of a double.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { digitsNow } from "./support/authenticator.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, signIns, useBrowser } from "./support/stage.mjs";

const LOGIN = "nurse.accounts";
const PASSWORD = "小院七株桂花开了三年";

describe("an account", () => {
  const stage = useBrowser();

  test("is opened by the administrator, activated by its owner, and guarded", async () => {
    const admin = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
    await admin.getByRole("link", { name: "新开账号" }).click();
    await admin.getByLabel("姓名").fill("周静");
    await admin.getByLabel("身份证号").fill("430202199003070026");
    await admin.getByLabel("登录名").fill(LOGIN);
    await admin.getByLabel("岗位").selectOption({ label: "社区护士" });
    await admin.getByLabel("所在机构").selectOption({ label: "月塘街道社区卫生服务中心" });
    await admin.getByRole("button", { name: "开账号" }).click();
    const code = await admin.locator("#activation-code").textContent();
    assert.match(code, /^[2-9B-DF-HJ-NP-TV-Z]{5}-[2-9B-DF-HJ-NP-TV-Z]{5}$/);

    const nurse = await stage.open({ viewport: DESK });
    await nurse.goto("/staff/sign-in");
    await nurse.getByRole("button", { name: "第一次登录，或密码被重置" }).click();
    await nurse.getByLabel("账号").fill(LOGIN);
    await nurse.getByLabel("管理员给的激活码").fill(code.toLowerCase());
    await nurse.getByRole("textbox", { name: "新密码" }).fill("1234567890");
    await nurse.getByText("这个太常见，换一个").first().waitFor();
    await nurse.getByRole("textbox", { name: "新密码" }).fill(PASSWORD);
    await nurse.getByText("这个密码可以").waitFor();
    await nurse.getByRole("button", { name: "设密码并登录" }).click();
    await nurse.getByRole("navigation", { name: "主菜单" }).waitFor();

    await nurse.goto("/staff/me/sign-in");
    await nurse.getByRole("button", { name: "开始设置" }).click();
    const key = await nurse.locator("#authenticator-key").textContent();
    await nurse.getByRole("img", { name: "用手机上的验证器扫这个码" }).waitFor();
    await nurse.getByLabel("验证器上的 6 位数字").fill(await digitsNow(nurse, key));
    await nurse.getByRole("button", { name: "确认" }).click();
    const recovery = await nurse.locator("#recovery-codes li").allTextContents();
    assert.equal(recovery.length, 8);
    await nurse.getByRole("button", { name: "抄好了" }).click();
    await nurse.getByText("备用码还剩 8 个").waitFor();

    const again = await stage.open({ viewport: DESK });
    await again.goto("/staff/sign-in");
    await people.signInByPassword(again, LOGIN, PASSWORD);
    await again.getByLabel("动态验证码").fill(recovery[0]);
    await again.getByRole("button", { name: "登录", exact: true }).click();
    await again.getByRole("navigation", { name: "主菜单" }).waitFor();
    assertNoFaults(admin);
    assertNoFaults(nurse);
    assertNoFaults(again);
  });

  test("of the desk opens a record once", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    const look = async () => {
      await desk.goto("/staff/registrations/new");
      await desk.getByLabel("姓名").fill("周小雨");
      await desk.getByLabel("身份证号").fill("43020219800101005X");
      await desk.getByRole("button", { name: "查一下" }).click();
    };
    await look();
    await desk.getByLabel("住址").fill("3 栋 201");
    await desk.getByRole("button", { name: "建档", exact: true }).click();
    await desk.getByText("档案建好了").waitFor();
    await look();
    await desk.getByText("这个身份证号已有档案，不用再建").waitFor();
    assertNoFaults(desk);
  });
});
