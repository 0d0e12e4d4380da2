// What people type is shown again as they typed it: markup stays letters, a script never runs, and
// a quotation mark ends no statement. Wherever free text of one person is shown to another.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** Markup that runs by itself where it is taken for markup, and the end of a statement. */
const HOSTILE = `<img src=x onerror="window.ran=1"><svg onload=window.ran=1>'); DROP TABLE booking;--`;

describe("hostile text", () => {
  const stage = useBrowser();
  let resident;
  let doctor;
  let bookingId;

  before(async () => {
    resident = await people.asResident(stage, people.SINGLE, people.ALONE);
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
  });
  // A policy that stops a handler complains on the console: that is a fault too.
  after(() => assertNoFaults(resident, doctor));

  test("in the note of a booking, to the resident and to the doctor", async () => {
    await resident.goto("/booking/sessions");
    const tomorrow = resident.locator("section").filter({ hasText: "明天" });
    await tomorrow.getByRole("button", { name: /我的家庭医生.*剩 \d+ 个号/ }).first().click();
    const sheet = resident.getByRole("dialog", { name: "确认预约" });
    await sheet.getByLabel("哪里不舒服").fill(HOSTILE);
    await sheet.getByRole("button", { name: "就约这个" }).click();
    await resident.getByRole("heading", { name: "预约详情" }).waitFor();
    await isShownAsText(resident);
    bookingId = new URL(resident.url()).pathname.split("/").pop();

    await doctor.goto("/staff/schedule");
    await doctor.getByRole("button", { name: "明天" }).click();
    await isShownAsText(doctor);
  });

  test("in what was done, to the resident, and in the rating, to the doctor", async () => {
    const row = doctor.locator(".card").filter({ hasText: HOSTILE });
    await row.getByRole("button", { name: "到了" }).click();
    await row.getByText("已到").waitFor();
    await row.getByRole("button", { name: "看完了" }).click();
    const sheet = doctor.getByRole("dialog", { name: "这次做了什么" });
    await sheet.getByRole("textbox").first().fill(HOSTILE);
    await sheet.getByRole("button", { name: "保存，请居民评价" }).click();
    await doctor.getByText("已保存，居民可以评价了").waitFor();

    await resident.goto(`/booking/${bookingId}`);
    await resident.getByRole("link", { name: "评价这次服务" }).click();
    await isShownAsText(resident);
    await resident.getByRole("radiogroup", { name: /总体感受/ }).getByRole("radio", { name: "非常满意" }).check();
    await resident.getByLabel("想对医生说的话").fill(HOSTILE);
    await resident.getByRole("button", { name: "提交评价" }).click();
    await resident.getByRole("heading", { name: "您的评价" }).waitFor();
    await isShownAsText(resident);
    // The table that it wanted to drop answers.
    await people.ask(resident, `/bookings/${bookingId}`);
  });

  test("in a search that finds nobody", async () => {
    await doctor.goto("/staff/residents");
    await doctor.getByRole("searchbox").first().fill(HOSTILE);
    await doctor.getByText("这里没有符合的人").waitFor();
    assert.equal(await ran(doctor), undefined);
  });

  test("in the name that a browser gives itself, on the list of devices", async () => {
    const stranger = await stage.open({ viewport: PHONE, userAgent: HOSTILE });
    await stranger.goto("/sign-in");
    await people.signInByCode(stranger, people.SINGLE);
    await stranger.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
    await stranger.goto("/me/devices");
    await stranger.getByText("就是这一台").waitFor();
    assert.equal(await ran(stranger), undefined);
    assertNoFaults(stranger);
  });
});

/** The text stands on the page letter by letter, and nothing of it has run. */
async function isShownAsText(page) {
  await page.getByText(HOSTILE).first().waitFor();
  assert.equal(await ran(page), undefined);
}

function ran(page) {
  return page.evaluate(() => window.ran);
}
