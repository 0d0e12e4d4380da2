// Texts that do harm where they are taken for something else than text, and the listening for it.

import assert from "node:assert/strict";

/** Markup that runs by itself where it is taken for markup, and the end of a statement. */
export const HOSTILE = `<img src=x onerror="r=1"><svg onload=r=1>'); DROP TABLE resident;--`;
/** The same for a field of 60 characters. */
export const LINE = `<img src=x onerror=r=1>'); DROP TABLE staff;--`;
/** For a field of 20. */
export const WORD = `<style onload=r=1>';`;
/** For codes and numbers of 6 and more. */
export const SIGNS = `<b>'--`;
/** A name that is a name: with the sign that ends a text in a statement, and a command behind it. */
export const QUOTED = "Rob'DROP TABLE resident";

/** The same stage, where whatever runs by itself, and every dialog, is a fault of its page. */
export function watched(stage) {
  return {
    async open(options) {
      const page = await stage.open(options);
      await page.context().addInitScript(listen);
      page.on("dialog", (dialog) => {
        page.faults.push(`dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      return page;
    },
  };
}

function listen() {
  Object.defineProperty(window, "r", { set: () => console.error("what was typed has run") });
}

/** Nothing of what was typed has become an element of the page. */
async function assertNoElement(page) {
  assert.equal(await page.locator('img[src="x"], svg[onload], style[onload], main b').count(), 0, `an element at ${page.url()}`);
}

/** What was typed where, and where it was seen again, held against a table of fields. */
export class Ledger {
  #typed = new Set();
  #seen = new Map();

  /** Types into a control as a person does, and looks whether it stands there as typed. */
  async type(field, control, text) {
    await control.fill(text);
    assert.equal(await control.inputValue(), text, field);
    this.#typed.add(field);
  }

  /** The text stands on the page, letter by letter, at this one of its places. */
  async see(field, place, page, text, within = page) {
    await within.getByText(text).first().waitFor();
    await this.#note(field, place, page);
  }

  /** The text stands in a control, as it was typed before. */
  async seeIn(field, place, page, control, text) {
    await control.waitFor();
    assert.equal(await control.inputValue(), text, `${field}: ${place}`);
    await this.#note(field, place, page);
  }

  /** The text stands among the answers of a list to choose from. */
  async seeAmong(field, place, page, list, text) {
    await list.locator("option", { hasText: text }).first().waitFor({ state: "attached" });
    await this.#note(field, place, page);
  }

  async #note(field, place, page) {
    await assertNoElement(page);
    this.#seen.set(field, [...(this.#seen.get(field) ?? []), place]);
  }

  /** Fails unless every field of the table was typed into, and seen at each of its places. */
  assertWhole(table) {
    const wrong = Object.entries(table).flatMap(([field, { seen }]) => {
      const places = this.#seen.get(field) ?? [];
      return [
        ...(this.#typed.has(field) ? [] : [`${field}: not typed into`]),
        ...seen.filter((place) => !places.includes(place)).map((place) => `${field}: not seen: ${place}`),
        ...places.filter((place) => !seen.includes(place)).map((place) => `${field}: not in the table: ${place}`),
      ];
    });
    const strangers = [...this.#typed].filter((field) => !(field in table));
    assert.deepEqual([...wrong, ...strangers.map((field) => `${field}: not in the table`)], []);
  }
}
