// What a doctor does with the worklist: narrows it, walks from door to door, calls people, closes what has
// ended and opens it again, and reminds several at once; the list goes back where one left it.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

describe("the worklist", () => {
  const stage = useBrowser();
  let doctor;
  let all;

  before(async () => {
    doctor = await people.asStaff(stage, "gp2.yuetang", { viewport: PHONE });
    all = await everybody();
  });

  async function everybody() {
    const items = [];
    let page = await people.ask(doctor, "/follow-ups/due");
    items.push(...page.items);
    while (page.next) {
      page = await people.ask(doctor, `/follow-ups/due?rows=200&cursor=${encodeURIComponent(page.next)}`);
      items.push(...page.items);
    }
    return items;
  }

  const rows = () => doctor.locator("main li[aria-posinset] a.list-row");
  const tools = () => doctor.getByText("筛选、路线、本月进度、批量提醒").click();
  const count = (many) => doctor.getByText(`${many} 人次`, { exact: true }).waitFor();

  test("all of it is there, few rows stand in the page, and each key narrows it", async () => {
    await doctor.goto("/staff");
    await count(all.length);
    assert.ok((await doctor.locator("main li").count()) < 100);
    const somebody = all[all.length - 1];
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill(somebody.person.name);
    await count(all.filter((card) => card.person.name.includes(somebody.person.name)).length);
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill("");
    await count(all.length);
  });

  test("the end of the list is reached by the keyboard, and a screen reader is told where one is", async () => {
    await rows().first().focus();
    await doctor.keyboard.press("End");
    await doctor.waitForFunction((last) => document.activeElement.closest("li")?.getAttribute("aria-posinset") === last, String(all.length));
    assert.equal(await doctor.evaluate(() => document.activeElement.closest("li").getAttribute("aria-setsize")), String(all.length));
    await doctor.keyboard.press("Home");
    await doctor.waitForFunction(() => document.activeElement.closest("li")?.getAttribute("aria-posinset") === "1");
  });

  test("a row far below is found again after Back", async () => {
    await doctor.goto("/staff/me");
    await doctor.getByRole("link", { name: "待办" }).click();
    await count(all.length);
    await rows().first().waitFor();
    const far = await doctor.evaluate(() => Math.round(document.documentElement.scrollHeight * 0.6));
    await doctor.evaluate((far) => scrollTo(0, far), far);
    const seen = await (await doctor.waitForFunction(inTheMiddle)).jsonValue();
    const before = await doctor.evaluate(twentyPicturesOn);
    assert.ok(before > far / 2, `a list that was scrolled to ${far} ran away to ${before}`);
    await doctor.evaluate(clickInTheMiddle);
    await doctor.getByRole("heading", { level: 1, name: /随访|体检|评估|访视/ }).waitFor();
    await doctor.goBack();
    await count(all.length);
    await doctor.waitForFunction((y) => Math.abs(scrollY - y) < 400, before);
    assert.ok((await doctor.evaluate(() => document.querySelector("main").textContent)).includes(seen));
  });

  test("one programme and one village are an address that may be sent on", async () => {
    const [one] = all;
    await doctor.goto(`/staff?programme=${one.programme}&order=name`);
    await count(all.filter((card) => card.programme === one.programme).length);
    await tools();
    assert.equal(await doctor.getByRole("radio", { name: "按姓名" }).isChecked(), true);
    await doctor.getByRole("radio", { name: "先急后缓" }).check();
    await doctor.waitForURL((address) => !address.search.includes("order"));
  });

  test("door to door, households stand together, and one that is put elsewhere stays there", async () => {
    await doctor.goto("/staff?order=round");
    await count(all.length);
    const doors = doctor.locator(".due-door h3");
    const [first, second] = [await doors.nth(0).textContent(), await doors.nth(1).textContent()];
    await doctor.locator(".due-door").nth(1).getByRole("button", { name: "上移" }).click();
    await doctor.waitForFunction((name) => document.querySelector(".due-door h3").textContent === name, second);
    await doctor.waitForResponse(/households/).catch(() => {});
    await doctor.waitForTimeout(1_000);
    await doctor.reload();
    await count(all.length);
    assert.deepEqual([await doors.nth(0).textContent(), await doors.nth(1).textContent()], [second, first]);
    await doctor.getByText("手动排过").first().waitFor();
  });

  test("a call puts a visit off, and says so in the list", async () => {
    const card = all.find((one) => one.bucket === "overdue" && !one.call);
    await doctor.goto("/staff");
    await doctor.getByRole("link", { name: `电话 ${card.person.name}` }).first().click();
    await doctor.getByRole("heading", { level: 1, name: "打电话" }).waitFor();
    await doctor.getByRole("button", { name: "保存结果" }).click();
    await doctor.getByText("请选一个结果").waitFor();
    await doctor.getByRole("radio", { name: "约好了" }).check();
    await doctor.getByRole("button", { name: "保存结果" }).click();
    await doctor.getByText(/^请选 .* 之间的一天$/).waitFor();
    await doctor.getByRole("button", { name: "明天" }).click();
    await doctor.getByRole("button", { name: "保存结果" }).click();
    await doctor.getByText("电话结果已保存").waitFor();
    await doctor.getByRole("heading", { name: "打过的电话" }).waitFor();
    await doctor.goto("/staff");
    await doctor.getByRole("searchbox", { name: "在待办里找人" }).fill(card.person.name);
    await doctor.getByText(/^约好 /).first().waitFor();
  });

  test("whoever has moved is closed after a question, and opened again", async () => {
    const card = all.find((one) => one.bucket === "soon" && !one.call);
    await doctor.goto(`/staff/residents/${card.person.resident_id}/call/${card.programme}`);
    await doctor.getByRole("radio", { name: "已搬走" }).check();
    await doctor.getByRole("button", { name: "保存结果" }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "结束管理" }).click();
    await doctor.getByText("这个项目现在没有待做的随访").waitFor();
    await doctor.goto("/staff/closed");
    const closed = doctor.locator(".card", { hasText: card.person.name }).filter({ hasText: card.title.zh });
    await closed.getByText("迁出").first().waitFor();
    await closed.getByRole("button", { name: "恢复随访" }).first().click();
    await doctor.getByRole("dialog").getByRole("button", { name: "恢复随访" }).click();
    await doctor.getByText("已恢复，回到待办里了").waitFor();
    const now = await everybody();
    assert.ok(now.some((one) => one.person.resident_id === card.person.resident_id));
  });

  test("several are reminded at once; one sees whom it reaches, and who has to be called", async () => {
    await doctor.goto("/staff");
    await count((await everybody()).length);
    await tools();
    await doctor.getByRole("button", { name: "批量提醒" }).click();
    await doctor.getByRole("checkbox").nth(0).check();
    await doctor.getByRole("checkbox").nth(1).check();
    await doctor.getByRole("button", { name: /^提醒这 \d 人$/ }).click();
    const sheet = doctor.getByRole("dialog");
    await sheet.getByText(/会收到提醒/).waitFor();
    assert.ok((await sheet.textContent()).match(/没有手机账号|会收到提醒/));
    const send = sheet.getByRole("button", { name: "发出提醒" });
    if (await send.isVisible()) {
      await send.click();
      await sheet.getByText(/^已发 (\d+)\/\1$/).waitFor();
    }
    await sheet.getByRole("button", { name: "知道了" }).click();
    await doctor.getByRole("checkbox").first().waitFor({ state: "detached" });
    assertNoFaults(doctor);
  });
});

/** In the page: how far it is scrolled once the rows around have been drawn. */
function twentyPicturesOn() {
  return new Promise((resolve) => {
    let left = 20;
    const picture = () => (left-- > 0 ? requestAnimationFrame(picture) : resolve(scrollY));
    picture();
  });
}

/** In the page: the words of the row in the middle of what is seen. */
function inTheMiddle() {
  const row = document.elementFromPoint(innerWidth / 3, innerHeight / 2)?.closest("li");
  return row?.querySelector(".list-row-title")?.textContent;
}

function clickInTheMiddle() {
  document.elementFromPoint(innerWidth / 3, innerHeight / 2).closest("li").querySelector("a.list-row").click();
}
