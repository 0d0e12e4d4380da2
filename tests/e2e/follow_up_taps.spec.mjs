// How often a doctor presses beyond the numbers, for an ordinary visit of each programme: every tap is time
// that is not the patient's. Counted from the press that opens the form to the one that saves it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ORDINARY, formOf, somebody } from "./support/ordinary_visits.mjs";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser, writeFigure } from "./support/stage.mjs";

/** The most that each may take; what is asked of the person and read aloud is no waste. */
const MOST = {
  hypertension: 2, diabetes: 2, copd: 3, hepatitis: 2, smi: 4, tuberculosis: 2, home_bound: 3, elderly: 3,
  elderly_tcm: 37, child: 6, maternity: 4,
};

describe("an ordinary visit, tap by tap", () => {
  const stage = useBrowser();
  const taken = [];
  const counted = new Map();
  let doctor;
  let ask;

  before(async () => {
    doctor = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    ask = (path) => people.ask(doctor, path);
  });

  after(() => {
    // The questions of the constitution are read aloud one by one: they are the visit.
    const others = [...counted].filter(([programme]) => programme !== "elderly_tcm").map(([, taps]) => taps);
    if (counted.size === Object.keys(ORDINARY).length) writeFigure("taps_most", Math.max(...others));
  });

  for (const [programme, visit] of Object.entries(ORDINARY)) {
    test(`of ${programme}`, async () => {
      const person = await somebody(ask, programme, taken);
      assert.ok(person, `nobody for ${programme}`);
      taken.push(person.resident_id);
      const { definition } = await formOf(ask, person.resident_id, programme);
      const fields = new Map(definition.sections.flatMap(({ fields }) => fields).map((field) => [field.key, field]));
      await doctor.goto(`/staff/residents/${person.resident_id}/follow-up/${programme}`);
      await doctor.getByRole("button", { name: "保存随访" }).waitFor();
      await countTaps(doctor);

      const number = (key) => doctor.getByRole("textbox", { name: new RegExp(`^${escaped(fields.get(key).zh)}\\s*(必填)?$`) }).first();
      const option = (key, name) =>
        doctor.getByRole(fields.get(key).kind.choices ? "group" : "radiogroup", { name: new RegExp(`^${escaped(fields.get(key).zh)}`) })
          .getByRole(fields.get(key).kind.choices ? "checkbox" : "radio", { name }).first();
      for (const press of visit.press ?? []) {
        if (typeof press === "string") {
          const button = doctor.getByRole("button", { name: press });
          if (await button.count()) await button.click();
        } else {
          await option(press.field, press.option).click({ force: true });
        }
      }
      for (const key of visit.each ? [...fields.keys()].filter((key) => visit.each.test(key)) : []) {
        await option(key, /./).click({ force: true });
      }
      for (const [key, text] of Object.entries(visit.numbers ?? {})) {
        // What this stage does not ask is not there.
        if (!(await number(key).count()) || !(await number(key).isVisible())) continue;
        await number(key).click();
        await doctor.keyboard.type(text);
      }
      // What there is no last time of, or what this stage asks on top.
      await answerTheRest(doctor);
      await doctor.getByRole("button", { name: "保存随访" }).click();
      const sure = doctor.getByRole("button", { name: "没错，保存" });
      await Promise.race([doctor.getByText("随访已保存").waitFor(), sure.waitFor()]);
      assert.equal(await sure.count(), 0, "an ordinary visit has no rare number");
      // One more for the press that opens the form.
      const taps = 1 + (await doctor.evaluate(() => window.taps));
      writeFigure(`taps_${programme}`, taps);
      counted.set(programme, taps);
      assert.ok(taps <= MOST[programme], `${taps} taps`);
      assertNoFaults(doctor);
    });
  }
});

/** Chooses the first answer of whatever must still be answered. */
async function answerTheRest(page) {
  const open = () => page.locator("[role=radiogroup][aria-required=true]:not(:has(input:checked))");
  for (let many = await open().count(); many > 0; many--) {
    await open().first().getByRole("radio").first().click({ force: true });
  }
}

/** Counts what is pressed from now on, but for the fields into which a number is typed. */
function countTaps(page) {
  return page.evaluate(() => {
    window.taps = 0;
    const count = ({ target, isTrusted }) => (window.taps += isTrusted && !target.matches(".number-field input") ? 1 : 0);
    document.addEventListener("pointerdown", count, true);
  });
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
