// What people get wrong, and what others do meanwhile: each ends in a clear sentence, and nothing
// that was typed is lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { takeNumbers } from "./support/neighbours.mjs";
import { untilDraftIsKept } from "./support/phone_memory.mjs";
import { DESK, assertNoFaults, signIns, useBrowser } from "./support/stage.mjs";
import { openHypertension } from "./support/worklist.mjs";

describe("bad input and bad luck", () => {
  const stage = useBrowser();

  test("a wrong code says so, and the right one still works", async () => {
    const page = await stage.open();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "获取验证码" }).click();
    await page.getByText("请填 11 位手机号").waitFor();
    const code = await people.askForCode(page, people.FREE);
    await people.enterCode(page, code === "111111" ? "222222" : "111111");
    await page.getByText("请再看一下短信里的验证码").waitFor();
    assert.equal(await page.getByLabel("手机号").inputValue(), people.FREE);
    await people.enterCode(page, code);
    await page.getByRole("heading", { name: "给谁办事？" }).waitFor();
    assertNoFaults(page);
  });

  test("somebody else's ID number links nothing, and what was typed stays", async () => {
    const page = await stage.open();
    await page.goto("/persons/link");
    await people.signInByCode(page, people.FREE);
    const number = page.getByLabel("身份证号");
    await page.getByLabel("姓名").fill(people.HERSELF);
    await number.fill("12345");
    await page.getByRole("radio", { name: "本人" }).check();
    await page.getByText("请对着身份证再核对一遍号码").waitFor();
    await number.fill(signIns.unlinked.nationalId);
    await page.getByRole("button", { name: "核对并关联" }).click();
    await page.getByText("请核对姓名和身份证号，或带身份证到服务台办理").waitFor();
    assert.equal(await page.getByLabel("姓名").inputValue(), people.HERSELF);
    assert.equal(await number.inputValue(), signIns.unlinked.nationalId);
    await page.getByRole("link", { name: /申请建档/ }).waitFor();
    assert.equal((await people.ask(page, "/session")).account.persons.length, 0);
    assertNoFaults(page);
  });

  test("who is contracted is led to the contract instead of a second request", async () => {
    const page = await people.asResident(stage, people.FAMILY, people.MOTHER);
    await page.goto("/contract/request");
    await page.getByText("您已经有签约了，同一时间只能签一个团队").waitFor();
    await page.getByRole("link", { name: "看我的签约" }).click();
    await page.getByRole("heading", { name: "说好的服务" }).waitFor();
    assertNoFaults(page);
  });

  test("a request made twice from two phones is one contract, and the second is told", async () => {
    const [one, two] = await Promise.all([0, 1].map(() => stage.open()));
    for (const page of [one, two]) {
      await page.goto("/contract/request");
      await people.signInByCode(page, people.FAMILY);
      await people.choosePerson(page, people.HERSELF);
      await page.getByRole("checkbox", { name: /适合您/ }).first().check();
      await page.getByRole("radiogroup", { name: /选医生团队/ }).getByRole("radio").first().check();
      await page.getByRole("checkbox", { name: /同意签约/ }).check();
      await page.getByRole("heading", { name: "申请签约" }).waitFor();
    }
    await one.getByRole("button", { name: "提交申请" }).click();
    await one.getByRole("heading", { name: "签约详情" }).waitFor();
    await two.getByRole("button", { name: "提交申请" }).click();
    await two.getByText("可以直接找您的家庭医生，已经签约了").waitFor();
    await one.getByRole("button", { name: "撤回申请" }).click();
    await one.getByRole("dialog").getByRole("button", { name: "撤回申请" }).click();
    await one.getByText("已撤回").first().waitFor();
    assertNoFaults(one, two);
  });

  test("a number that others have just taken: say so, show what is left, keep the note", async () => {
    const page = await people.asResident(stage, people.FAMILY, people.MOTHER);
    const session = await scarcest(page, people.MOTHER);
    await page.goto("/booking/sessions");
    await page.getByLabel("哪一天").selectOption({ index: session.day });
    const row = page.getByRole("button", { name: new RegExp(`${session.doctor}.*剩 ${session.left} 个号`) });
    await row.first().click();
    const sheet = page.getByRole("dialog", { name: "确认预约" });
    await sheet.getByLabel("哪里不舒服").fill("咳嗽三天");
    await takeNumbers(session.left, session);
    await sheet.getByRole("button", { name: "就约这个" }).click();
    await sheet.getByText("请换一个时间，这个时段刚刚约满").waitFor();
    assert.equal(await sheet.getByLabel("哪里不舒服").inputValue(), "咳嗽三天");
    await sheet.getByRole("button", { name: "关闭" }).click();
    await page.getByRole("main").getByText("约满").first().waitFor();
    assertNoFaults(page);
  });

  test("a blood pressure of 1200/80 and a next date in the past are told at the field", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    await openHypertension(page);
    await page.getByLabel("收缩压").fill("1200");
    await page.getByLabel("舒张压").fill("80");
    await page.getByText("请核对，数值偏大").first().waitFor();
    await page.getByRole("button", { name: "保存随访" }).click();
    await page.getByText(/请看一下：/).waitFor();
    await page.getByLabel("收缩压").fill("120");
    await page.getByLabel("下次随访").fill("2026-11-20");
    await page.getByText("请选本次随访之后的日期").first().waitFor();
    await page.getByRole("button", { name: "保存随访" }).click();
    await page.getByText(/请看一下：/).waitFor();
    assert.match(page.url(), /hypertension$/);
    assertNoFaults(page);
  });

  test("a sign-in that ends in the middle of a form loses nothing", async () => {
    const page = await stage.open();
    await page.goto("/rate");
    await people.signInByCode(page, people.FAMILY);
    await people.choosePerson(page, people.MOTHER);
    await page.getByRole("link", { name: /待评价/ }).first().click();
    const stars = page.getByRole("radiogroup", { name: /总体感受/ });
    await stars.getByRole("radio", { name: "满意", exact: true }).check();
    await page.getByLabel("想对医生说的话").fill("等得有点久，其他都好");
    await untilDraftIsKept(page);
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "登录" }).waitFor();
    await people.signInByCode(page, people.FAMILY);
    await page.getByText("上次没写完的内容已放回来").waitFor();
    assert.equal(await page.getByLabel("想对医生说的话").inputValue(), "等得有点久，其他都好");
    assert.ok(await stars.getByRole("radio", { name: "满意", exact: true }).isChecked());
    assertNoFaults(page);
  });
});

/** The open session with the fewest numbers left, told apart from the doctor's others of the day. */
async function scarcest(page, name) {
  const id = await people.residentId(page, name);
  const { sessions } = await people.ask(page, `/residents/${id}/sessions`);
  const days = [...new Set(sessions.map((session) => session.date))].sort();
  const open = sessions.filter((session) => session.left > 0 && !session.booked && !session.own_team);
  open.sort((a, b) => a.left - b.left);
  return { ...open[0], day: days.indexOf(open[0].date) + 1 };
}
