// The five verbs in a row, as a newcomer does them: a resident looks up her record, asks for a
// contract, books and rates; her doctor accepts, sees her, and works the follow-up list. The same
// booking ends in the rating. Each test goes on where the one before has stopped.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

describe("the five verbs, one after the other", () => {
  const stage = useBrowser();
  let resident;
  let doctor;
  let bookingId;

  before(async () => {
    resident = await stage.open({ viewport: PHONE });
    doctor = await stage.open({ viewport: DESK });
  });
  after(() => assertNoFaults(resident, doctor));

  test("a resident signs in by the code on the page and says for whom", async () => {
    await resident.goto("/");
    await resident.getByRole("link", { name: "手机号登录" }).click();
    await people.signInByCode(resident, people.FAMILY);
    await people.choosePerson(resident, people.HERSELF);
    await resident.getByRole("heading", { name: `${people.HERSELF}，您好` }).waitFor();
    for (const verb of ["查档案", "签约", "预约", "评价"]) {
      await resident.getByRole("main").getByRole("link", { name: verb }).waitFor();
    }
  });

  test("she looks up her record: charts with a table, and covered data shown by a tap", async () => {
    await resident.getByRole("link", { name: "查档案" }).click();
    await resident.getByRole("heading", { level: 1, name: "健康档案" }).waitFor();
    const charts = resident.getByRole("slider");
    await charts.first().waitFor();
    assert.equal(await charts.count(), 3, "blood pressure, glucose, and what she measured at home");
    await resident.getByRole("button", { name: "看表格" }).first().click();
    const rows = resident.getByRole("table").first().getByRole("row");
    await rows.nth(1).waitFor();
    assert.ok((await rows.count()) > 4, "the same points as numbers");

    const covered = resident.getByText(/^\d{4,6}\*+[\dX]{2,4}$/).first();
    await covered.waitFor();
    await resident.getByRole("button", { name: /^显示 / }).first().click();
    await resident.getByText("510727195503267585").waitFor();
    await resident.getByRole("button", { name: /^隐藏 / }).first().click();
    await covered.waitFor();
  });

  test("she asks for a contract: what fits and why, agreement, consent, and where it stands", async () => {
    await resident.goto("/");
    await resident.getByRole("main").getByRole("link", { name: "签约" }).click();
    await resident.getByText("您还没有签约家庭医生").waitFor();
    await resident.getByRole("link", { name: "看看服务包" }).click();
    await resident.getByText(/价值 .*，省\s/).first().waitFor();
    await resident.goBack();
    await resident.getByRole("link", { name: "申请签约" }).click();
    await resident.getByText(/这个服务包给/).first().waitFor();
    const fitting = resident.getByRole("checkbox", { name: /适合您/ });
    await fitting.first().check();
    await resident.getByRole("group", { name: /选医生团队/ }).or(resident.getByRole("radiogroup", { name: /选医生团队/ }))
      .getByRole("radio").first().check();
    await resident.getByText("点开看协议全文").click();
    await resident.getByRole("checkbox", { name: /同意签约/ }).check();
    await resident.getByRole("button", { name: "提交申请" }).click();
    await resident.getByRole("heading", { name: "签约详情" }).waitFor();
    await resident.getByText("等待确认").first().waitFor();
  });

  test("the team's doctor accepts, and the resident sees each promised service", async () => {
    await doctor.goto("/staff");
    await doctor.getByRole("heading", { name: "医生登录" }).waitFor();
    await people.signInByPassword(doctor, people.DOCTOR);
    await doctor.getByRole("heading", { name: "随访待办" }).waitFor();
    await doctor.getByRole("navigation").getByRole("link", { name: "我的" }).click();
    await doctor.getByRole("link", { name: "签约审核" }).click();
    await doctor.getByRole("link", { name: people.HERSELF }).click();
    await doctor.getByRole("button", { name: "接受签约" }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "接受签约" }).click();
    await doctor.getByText("已接受，服务计划已生成").waitFor();

    await resident.goto("/contract");
    await resident.getByText("生效中").first().waitFor();
    const plan = resident.locator("section").filter({ hasText: "说好的服务" }).getByRole("listitem");
    await plan.first().waitFor();
    assert.ok((await plan.count()) >= 4, "the service plan, item by item");
  });

  test("she books a number with the doctor of her team", async () => {
    await resident.getByRole("navigation").getByRole("link", { name: "预约" }).click();
    await resident.getByRole("link", { name: "预约看医生" }).click();
    const tomorrow = resident.locator("section").filter({ hasText: "明天" });
    await tomorrow.getByRole("button", { name: /我的家庭医生.*剩 \d+ 个号/ }).first().click();
    const sheet = resident.getByRole("dialog", { name: "确认预约" });
    await sheet.getByLabel("哪里不舒服").fill("头晕两天");
    await sheet.getByRole("button", { name: "就约这个" }).click();
    await resident.getByRole("heading", { name: "预约详情" }).waitFor();
    await resident.getByText("已预约").first().waitFor();
    bookingId = new URL(resident.url()).pathname.split("/").pop();
  });

  test("the doctor marks her as arrived and writes what was done", async () => {
    await doctor.getByRole("navigation").getByRole("link", { name: "日程" }).click();
    await doctor.getByRole("heading", { name: "出诊日程" }).waitFor();
    await doctor.getByRole("button", { name: "明天" }).click();
    const row = doctor.locator(".card").filter({ hasText: "头晕两天" });
    await row.getByRole("button", { name: "到了" }).click();
    await row.getByText("已到").waitFor();
    await row.getByRole("button", { name: "看完了" }).click();
    const sheet = doctor.getByRole("dialog", { name: "这次做了什么" });
    await sheet.getByRole("button", { name: "测了血压" }).click();
    await sheet.getByRole("button", { name: "调整了用药" }).click();
    await sheet.getByRole("button", { name: "保存，请居民评价" }).click();
    await doctor.getByText("已保存，居民可以评价了").waitFor();
    await row.getByText("已完成").waitFor();
  });

  test("she rates that same visit", async () => {
    await resident.goto("/");
    await resident.getByText("1 次服务等您评价").waitFor();
    await resident.goto(`/booking/${bookingId}`);
    await resident.getByRole("link", { name: "评价这次服务" }).click();
    await resident.getByText("测了血压，调整了用药").waitFor();
    await resident.getByRole("radiogroup", { name: /总体感受/ }).getByRole("radio", { name: "非常满意" }).check();
    await resident.getByLabel("想对医生说的话").fill("讲得很清楚");
    await resident.getByRole("button", { name: "提交评价" }).click();
    await resident.getByRole("heading", { name: "您的评价" }).waitFor();
    const booking = await people.ask(resident, `/bookings/${bookingId}`);
    assert.equal(booking.can_rate, false);
    const service = await people.ask(resident, `/services/${booking.service_id}`);
    assert.equal(service.rating.overall, 5, "the booking, its service and the rating are one");
    assert.equal(service.booking_id, bookingId);
  });
});
