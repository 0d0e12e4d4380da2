// Every page, as every kind of person, in both sizes and both themes: nothing that WCAG 2.2 A and
// AA forbids, nothing wider than the screen of a small phone. On the way it takes the pictures of
// docs/screens when JIAYI_SCREENS names a folder.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ContactSheet } from "./contact_sheet.mjs";
import { lookAt } from "./support/judge.mjs";
import * as people from "./support/people.mjs";
import * as screens from "./support/screens.mjs";
import { PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** Pictures are kept in the repository, for ever. */
const LARGEST_PICTURE = 512 * 1024;

const phones = (name) => new ContactSheet(name, { width: PHONE.width, columns: 6 });
const SHEETS = {
  newcomer: { normal: phones("newcomer"), elder: phones("newcomer-elder") },
  contracted: { normal: phones("contracted"), elder: phones("contracted-elder") },
  staff: { normal: phones("staff"), desk: new ContactSheet("staff-desk", { width: 800, columns: 3 }) },
  forms: { normal: phones("forms") },
  office: { normal: phones("office") },
};

describe("every page", () => {
  const stage = useBrowser();

  test("before sign-in", async () => {
    const page = await stage.open();
    await judgeAll(page, screens.VISITOR, SHEETS.newcomer);
  });

  test("of a phone that holds nobody", async () => {
    const page = await stage.open();
    await page.goto("/sign-in");
    await people.signInByCode(page, people.FREE);
    await page.getByText("这部手机还没有关联健康档案").waitFor();
    await judgeAll(page, screens.NOBODY, SHEETS.newcomer);
  });

  test("of a resident without a contract", async () => {
    const page = await people.asResident(stage, people.FAMILY, people.HERSELF);
    await judgeAll(page, await screens.ofHerself(page), SHEETS.newcomer);
  });

  test("of a resident under contract", async () => {
    const page = await people.asResident(stage, people.FAMILY, people.MOTHER);
    await judgeAll(page, await screens.ofMother(page), SHEETS.contracted);
  });

  test("of a phone that only helps", async () => {
    const page = await people.asResident(stage, people.HELPER, people.ALONE);
    await judgeAll(page, screens.OF_HELPER, SHEETS.contracted);
  });

  test("of a doctor, on the phone and at the desk", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await judgeAll(page, await screens.ofDoctor(page), SHEETS.staff);
  });

  test("of a doctor, the form of every programme", async () => {
    const page = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await judgeAll(page, await screens.formsOfAll(page), SHEETS.forms);
  });

  test("of the desk", async () => {
    const page = await people.asStaff(stage, people.DESK_LOGIN, { viewport: PHONE });
    await judgeAll(page, await screens.atTheDesk(page), SHEETS.office);
  });

  test("of the administrator", async () => {
    const page = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: PHONE });
    await judgeAll(page, await screens.ofAdministrator(page), SHEETS.office);
  });

  test("on pictures that the repository can keep", { skip: !process.env.JIAYI_SCREENS }, async () => {
    for (const sheet of Object.values(SHEETS).flatMap(Object.values)) {
      const bytes = await sheet.write(stage.browser, process.env.JIAYI_SCREENS);
      assert.ok(bytes <= LARGEST_PICTURE, `${sheet.name}: ${bytes} bytes`);
    }
  });
});

/** Judges all screens before it says what is wrong, so that one run tells everything. */
async function judgeAll(page, wanted, sheets) {
  const wrong = [];
  for (const { name, path, proof, then } of wanted) {
    const tell = (look, found) => wrong.push(...found.map((fault) => `${name} ${path} (${look}): ${fault}`));
    try {
      await page.setViewportSize(PHONE);
      await page.goto(path);
      await page.getByText(proof).first().waitFor();
      await settled(page);
      await then(page);
      await lookAt(page, name, sheets, tell);
    } catch (error) {
      tell("not there", [error.message.split("\n")[0]]);
    }
  }
  wrong.push(...page.faults.splice(0).map((fault) => `fault: ${fault}`));
  assert.deepEqual(wrong, []);
  assertNoFaults(page);
}

/** Nothing is on its way any more. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector(".loading"));
}
