// Every page of src/routes.rs, in both languages, light and dark, in standard and in large text: what
// the contract of docs/decisions/elder-mode.md promises is measured, and axe judges. The states of
// pages (dialogs, holes in forms, refusals) are `every_page.spec.mjs`'s.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { dress, tooWide, violations } from "./support/judge.mjs";
import { strangeWords } from "./support/language.mjs";
import { LIMITS, broken, enlargeWords, shrinkWords } from "./support/measure.mjs";
import * as table from "./support/route_table.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser, writeFigure } from "./support/stage.mjs";
import { arrive, setOut, walkerOf } from "./support/walker.mjs";

/** Phones: the narrowest, the usual, a large one. */
const WIDTHS = [320, 375, 414];
/** WeChat's largest font size, as far as it is known: words only, lengths stay. */
const WECHAT_LARGEST = 1.75;
/** The browser's own text size, doubled: lengths in rem grow with it. */
const DOUBLE = 32;
const USUAL = 16;
/** The switch in the head of every page, by what it leads to. */
const SWITCH = { zh: { elder: "大字", normal: "小字" }, en: { elder: "Larger", normal: "Smaller" } };

/** What the whole walk has seen. */
const seen = { routes: new Set(), looks: 0, wrong: [] };

describe("the walk", () => {
  const stage = useBrowser();

  for (const kind of Object.keys(table.WALKS)) {
    test(`of the ${kind}`, async () => {
      const who = await walkerOf(stage, kind);
      const wrong = (await Promise.all(["zh", "en"].map((language) => walk(stage, kind, who, language)))).flat();
      seen.wrong.push(...wrong);
      // Said in full: a comparison would be cut off.
      assert.ok(wrong.length === 0, `\n${wrong.join("\n")}`);
    });
  }

  after(() => {
    const missed = table.ROUTES.filter(({ name }) => !seen.routes.has(name) && !table.LOCKED.includes(name)).map(({ name }) => name);
    writeFigure("walk_pages", seen.routes.size);
    writeFigure("walk_looks", seen.looks);
    writeFigure("walk_pages_missed", missed.length);
    writeFigure("walk_violations", seen.wrong.length);
    assert.deepEqual(missed, [], "pages that nobody walks");
  });
});

/** Walks the pages of one kind of person in one language; gives back what was wrong. */
async function walk(stage, kind, who, language) {
  const page = await setOut(stage, who, language);
  const wrong = [];
  for (const route of table.WALKS[kind]) {
    const tell = (look, found) => {
      wrong.push(...found.map((fault) => `${route.name} ${route.path} (${kind}, ${language}, ${look}): ${fault}`));
    };
    try {
      await arrive(page, table.addressOf(route, who.ids));
      tell("words", await strangeWords(page, language, page.traffic.heard));
      // Not added to while it is awaited: both languages count at once.
      const looks = await judge(page, language, who.desk, tell);
      seen.looks += looks;
      seen.routes.add(route.name);
    } catch (error) {
      tell("not there", [error.message.split("\n").slice(0, 3).join(" ")]);
    }
  }
  assertNoFaults(page);
  await page.context().close();
  return wrong;
}

/** Looks at the page as it stands in every dress of one language; says how many looks that were. */
async function judge(page, language, desk, tell) {
  let looks = 0;
  const client = await page.context().newCDPSession(page);
  for (const size of ["normal", "elder"]) {
    if (size === "elder") await page.getByRole("button", { name: SWITCH[language].elder, exact: true }).click();
    for (const theme of ["light", "dark"]) {
      const look = `${size}, ${theme}`;
      await dress(page, { size: size === "elder" ? "elder" : null, theme });
      tell(look, await broken(page, LIMITS[size]));
      tell(look, await violations(page));
      looks += 1;
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ ...PHONE, width });
      tell(`${size}, ${width} px`, await tooWide(page));
    }
    await page.setViewportSize(PHONE);
    await client.send("Page.setFontSizes", { fontSizes: { standard: DOUBLE, fixed: DOUBLE } });
    tell(`${size}, text at 200 %`, await tooWide(page));
    await client.send("Page.setFontSizes", { fontSizes: { standard: USUAL, fixed: USUAL } });
    await enlargeWords(page, WECHAT_LARGEST);
    for (const width of WIDTHS) {
      await page.setViewportSize({ ...PHONE, width });
      tell(`${size}, WeChat's largest, ${width} px`, await tooWide(page));
    }
    await page.setViewportSize(PHONE);
    await shrinkWords(page);
    if (desk) {
      await page.setViewportSize(DESK);
      tell(`${size}, at the desk`, [...(await tooWide(page)), ...(await broken(page, LIMITS[size]))]);
      await page.setViewportSize(PHONE);
    }
  }
  await page.getByRole("button", { name: SWITCH[language].normal, exact: true }).click();
  await dress(page, {});
  await client.detach();
  return looks;
}
