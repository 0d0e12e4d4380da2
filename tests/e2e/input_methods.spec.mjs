// Chinese is typed in two steps: letters that are only proposed, then characters that are chosen.
// In every field of every form nothing may happen in between: no field writes back, no list is
// rebuilt, no letter is taken for the answer.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stranger } from "./support/colleagues.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";
import { openHypertension } from "./support/worklist.mjs";

const FIELDS = "input:not([type=radio], [type=checkbox], [type=date], [type=password]), textarea";

/** Types as an input method does; gives back what is wrong with a field, if anything. */
async function compose(page, wire, field) {
  const name = await field.evaluate((element) => element.labels?.[0]?.textContent ?? element.ariaLabel ?? element.id);
  const takes = await field.evaluate((element) => element.maxLength < 0 || element.maxLength >= 6);
  if (!takes || !(await field.isVisible()) || !(await field.isEditable())) return undefined;
  await field.fill("");
  await field.focus();
  for (const proposed of ["n", "ni", "ni h", "ni hao"]) {
    await wire.send("Input.imeSetComposition", { text: proposed, selectionStart: proposed.length, selectionEnd: proposed.length });
    const shown = await field.inputValue();
    if (shown !== proposed) return `${name}: ${proposed} became ${shown}`;
    if (!(await field.evaluate((element) => element === document.activeElement))) return `${name}: lost the focus`;
  }
  await wire.send("Input.insertText", { text: "你好" });
  const shown = await field.inputValue();
  if (shown !== "你好") return `${name}: 你好 became ${shown}`;
  await field.blur();
  const kept = await field.inputValue();
  await field.fill("");
  return kept === "你好" ? undefined : `${name}: 你好 became ${kept} when it was left`;
}

/** All fields of the page that is open. */
async function composeAll(page, least) {
  const wire = await page.context().newCDPSession(page);
  const fields = await page.getByRole("main").locator(FIELDS).all();
  assert.ok(fields.length >= least, `${page.url()}: ${fields.length} fields`);
  const wrong = [];
  for (const field of fields) wrong.push(await compose(page, wire, field));
  assert.deepEqual(wrong.filter(Boolean), [], page.url());
}

describe("input methods", () => {
  const stage = useBrowser();

  test("for whoever signs in", async () => {
    const page = await stage.open();
    await page.goto("/sign-in");
    await people.askForCode(page, people.FREE);
    await composeAll(page, 2);
    await page.goto("/staff/sign-in");
    await page.getByLabel("账号").waitFor();
    await composeAll(page, 1);
    assertNoFaults(page);
  });

  test("for residents: linking, registering, a helper's code, a note, a rating", async () => {
    const page = await stage.open();
    await page.goto("/persons/link");
    await people.signInByCode(page, people.FREE);
    await page.getByText("是您的什么人").first().waitFor();
    for (const [path, least] of [["/persons/link", 2], ["/persons/register", 3], ["/persons/code", 2]]) {
      await page.goto(path);
      await page.getByRole("main").locator(FIELDS).first().waitFor();
      await composeAll(page, least);
    }
    const family = await people.asResident(stage, people.FAMILY, people.MOTHER);
    await family.goto("/rate");
    await family.getByRole("link", { name: /待评价/ }).first().click();
    await family.getByLabel("想对医生说的话").waitFor();
    await composeAll(family, 1);
    await family.goto("/booking/sessions");
    await family.getByRole("button", { name: /剩 \d+ 个号/ }).first().click();
    const wire = await family.context().newCDPSession(family);
    const note = family.getByRole("dialog").getByLabel("哪里不舒服");
    assert.equal(await compose(family, wire, note), undefined);
    assertNoFaults(page, family);
  });

  test("for doctors: lists that are searched while one types, and the follow-up form", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    await page.goto("/staff/residents");
    await page.getByRole("main").locator(FIELDS).first().waitFor();
    await composeAll(page, 1);
    await page.goto("/staff");
    await openHypertension(page);
    await page.getByLabel("收缩压").waitFor();
    await composeAll(page, 8);
    assertNoFaults(page);
  });

  test("for the desk and the office", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    for (const [path, least] of [["/staff/registrations/new", 2], ["/staff/booking", 1], ["/staff/grants", 1]]) {
      await desk.goto(path);
      await desk.getByRole("main").locator(FIELDS).first().waitFor();
      await composeAll(desk, least);
    }
    await desk.goto("/staff/registrations/new");
    await desk.getByLabel("姓名").fill("周宁");
    await desk.getByLabel("身份证号").fill(stranger("19650612", "993"));
    await desk.getByRole("button", { name: "查一下" }).click();
    await desk.getByLabel("住址").waitFor();
    await composeAll(desk, 2);
    const office = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
    for (const [path, least] of [["/staff/accounts", 1], ["/staff/accounts/new", 3]]) {
      await office.goto(path);
      await office.getByRole("main").locator(FIELDS).first().waitFor();
      await composeAll(office, least);
    }
    assertNoFaults(desk, office);
  });
});
