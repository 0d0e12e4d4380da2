// A picture of every page of src/routes.rs in every dress: both languages, standard and large text,
// light and dark, three phones and a desk; and one page that shows them all beside each other.
// `cargo xtask screens` runs it.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { dress } from "./support/judge.mjs";
import * as table from "./support/route_table.mjs";
import { DESK, PHONE, assertNoFaults, needed, useBrowser } from "./support/stage.mjs";
import { arrive, setOut, walkerOf } from "./support/walker.mjs";

const FOLDER = needed("JIAYI_SCREENS");
/** Only these pages, by their names in src/routes.rs; all when empty. */
const ONLY = (process.env.JIAYI_PAGES ?? "").split(",").filter(Boolean);
/** Only dresses that hold one of these, as `zh-elder` or `dark-414`; all when empty. */
const LOOKS = (process.env.JIAYI_LOOKS ?? "").split(",").filter(Boolean);
/** The narrowest phone, the usual one, a large one, a desk. */
const WIDTHS = [320, 375, 414, DESK.width];
/** A long list goes on as it begins. */
const TALLEST = 2600;

/** What was taken, by page: `{ kind, path, pictures: [{ file, width, look }] }`. */
const taken = new Map();

describe("all pages", () => {
  const stage = useBrowser();

  for (const [kind, routes] of Object.entries(table.WALKS)) {
    const wanted = routes.filter(({ name }) => ONLY.length === 0 || ONLY.includes(name));
    if (wanted.length === 0) continue;
    test(`of the ${kind}`, async () => {
      const who = await walkerOf(stage, kind);
      await Promise.all(["zh", "en"].map((language) => picture(stage, kind, wanted, who, language)));
    });
  }

  after(() => {
    assert.ok(taken.size > 0, `no page is called ${ONLY}`);
    writeFileSync(join(FOLDER, "index.html"), gallery());
  });
});

/** Takes the pages of one kind of person in one language. */
async function picture(stage, kind, routes, who, language) {
  const page = await setOut(stage, who, language);
  for (const route of routes) {
    await page.setViewportSize(PHONE);
    await arrive(page, table.addressOf(route, who.ids));
    const key = `${kind}-${route.name}`;
    if (!taken.has(key)) taken.set(key, { kind, path: route.path, pictures: [] });
    mkdirSync(join(FOLDER, key), { recursive: true });
    for (const size of ["normal", "elder"]) {
      for (const theme of ["light", "dark"]) {
        await dress(page, { size: size === "elder" ? "elder" : null, theme });
        for (const width of WIDTHS) {
          const look = `${language}-${size}-${theme}-${width}`;
          if (LOOKS.length > 0 && !LOOKS.some((part) => look.includes(part))) continue;
          const file = join(key, `${look}.jpg`);
          await take(page, width, join(FOLDER, file));
          taken.get(key).pictures.push({ file, width, look });
        }
      }
    }
    await dress(page, {});
  }
  assertNoFaults(page);
  await page.context().close();
}

/** The whole page at this width, on a screen as tall as it is, so that its bar stands at its foot. */
async function take(page, width, path) {
  const height = width === DESK.width ? DESK.height : PHONE.height;
  await page.setViewportSize({ width, height });
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(tall, height), TALLEST) });
  await page.screenshot({ path, type: "jpeg", quality: 80, animations: "disabled", caret: "hide" });
}

/** All pictures, a page a section; a picture is loaded when it comes into sight. */
function gallery() {
  const sections = [...taken].map(([name, { kind, path, pictures }]) => {
    const figures = pictures.toSorted((one, other) => one.width - other.width || one.look.localeCompare(other.look)).map(
      ({ file, width, look }) =>
        `<figure class="${look.replaceAll("-", " ")} w${width}"><figcaption>${look}</figcaption><img loading="lazy" width="${Math.min(width, 640)}" src="${file}" alt=""></figure>`,
    );
    return `<section id="${name}"><h2>${kind}: ${path}</h2><div>${figures.join("")}</div></section>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>All pages</title><style>
  body { margin: 0; padding: 16px; background: #cfd6d5; color: #1b2221; font: 15px/1.4 sans-serif }
  div { display: flex; gap: 16px; align-items: start; overflow-x: auto } figure { margin: 0 } img { display: block }
</style>${sections.join("\n")}\n`;
}
