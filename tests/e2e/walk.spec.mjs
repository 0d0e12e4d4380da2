// Every page of src/routes.rs, in both languages, light and dark, in standard and in large text: what
// the contract of docs/decisions/elder-mode.md promises is measured, and axe judges. The states of
// pages (dialogs, holes in forms, refusals) are `every_page.spec.mjs`'s.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { dress, tooWide, violations } from "./support/judge.mjs";
import { strangeWords } from "./support/language.mjs";
import { LIMITS, broken, enlargeWords, shrinkWords } from "./support/measure.mjs";
import * as people from "./support/people.mjs";
import * as table from "./support/route_table.mjs";
import { DESK, PHONE, assertNoFaults, shelved, useBrowser, writeFigure } from "./support/stage.mjs";

/** Phones: the narrowest, the usual, a large one. */
const WIDTHS = [320, 375, 414];
/** WeChat's largest font size, as far as it is known: words only, lengths stay. */
const WECHAT_LARGEST = 1.75;
/** The browser's own text size, doubled: lengths in rem grow with it. */
const DOUBLE = 32;
const USUAL = 16;
/** The switch in the head of every page, by what it leads to. */
const SWITCH = { zh: { elder: "大字", normal: "小字" }, en: { elder: "Larger", normal: "Smaller" } };

/** The title of an address that leads nowhere. */
const NOWHERE = ["没有这个页面", "No such page"];

/** What the whole walk has seen. */
const seen = { routes: new Set(), looks: 0, wrong: [] };

describe("the walk", () => {
  const stage = useBrowser();

  for (const [kind, begin] of Object.entries({
    visitor: () => ({}),
    herself: () => resident(stage, people.HERSELF),
    mother: () => resident(stage, people.MOTHER),
    doctor: () => staff(stage, people.DOCTOR, table.doctorIds),
    desk: () => staff(stage, people.DESK_LOGIN, table.deskIds),
    office: () => staff(stage, people.ADMINISTRATOR, table.officeIds),
  })) {
    test(`of the ${kind}`, async () => {
      const who = await begin();
      const wrong = (await Promise.all(["zh", "en"].map((language) => walk(stage, kind, who, language)))).flat();
      seen.wrong.push(...wrong);
      // Said in full: a comparison would be cut off.
      assert.ok(wrong.length === 0, `\n${wrong.join("\n")}`);
    });
  }

  after(() => {
    const missed = table.ROUTES.filter(({ name }) => !seen.routes.has(name)).map(({ name }) => name);
    writeFigure("walk_pages", seen.routes.size);
    writeFigure("walk_looks", seen.looks);
    writeFigure("walk_pages_missed", missed.length);
    writeFigure("walk_violations", seen.wrong.length);
    assert.deepEqual(missed, [], "pages that nobody walks");
  });
});

/** A sign-in that is kept, the person that is chosen there, and what their addresses are filled with. */
async function resident(stage, name) {
  const page = await people.asResident(stage, people.FAMILY, name);
  const person = await people.residentId(page, name);
  const ids = await table.residentIds(page, person);
  await page.context().close();
  return { state: shelved(`${people.FAMILY}.json`), person, ids };
}

async function staff(stage, login, idsOf) {
  const page = await people.asStaff(stage, login, { viewport: PHONE });
  const ids = await idsOf(page);
  await page.context().close();
  return { state: shelved(`${login}.json`), ids, desk: true };
}

/** Walks the pages of one kind of person in one language; gives back what was wrong. */
async function walk(stage, kind, { state, person, ids, desk }, language) {
  const page = await stage.open({ viewport: PHONE, ...(state && { storageState: state }) });
  await page.addInitScript(
    ([tag, id]) => {
      localStorage.setItem("jiayi.language", tag);
      localStorage.setItem("jiayi.size", "standard");
      if (id) sessionStorage.setItem("jiayi.person", id);
    },
    [language === "zh" ? "zh-CN" : "en", person],
  );
  const traffic = listen(page);
  const wrong = [];
  for (const route of table.WALKS[kind]) {
    const tell = (look, found) => {
      wrong.push(...found.map((fault) => `${route.name} ${route.path} (${kind}, ${language}, ${look}): ${fault}`));
    };
    try {
      await arrive(page, table.addressOf(route, ids), traffic);
      tell("words", await strangeWords(page, language, traffic.heard));
      // Not added to while it is awaited: both languages count at once.
      const looks = await judge(page, language, desk, tell);
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
    tell(`${size}, WeChat's largest`, await tooWide(page));
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

/** Goes to a page as a link of the product does, the first time by its address. */
async function arrive(page, address, traffic) {
  if (page.url() === "about:blank") {
    await page.goto(address);
  } else {
    await page.evaluate((href) => {
      const link = document.createElement("a");
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
  }
  await page.waitForFunction((path) => location.pathname === path && document.querySelector("main h1"), address);
  await traffic.quiet();
  await page.waitForFunction(() => !document.querySelector(".loading, #boot"));
  assert.equal(new URL(page.url()).pathname, address, "led elsewhere");
  const title = await page.locator("main h1").textContent();
  assert.ok(!NOWHERE.includes(title), "the table has it, the client does not");
  const failed = await page.locator(".empty[role=alert]").allTextContents();
  assert.deepEqual(failed, [], "could not be loaded");
}

/** Follows what a page asks of the service: what it heard, and when it waits for nothing. */
function listen(page) {
  const waiting = new Set();
  const heard = [];
  page.on("request", (request) => waiting.add(request));
  page.on("requestfailed", (request) => waiting.delete(request));
  page.on("requestfinished", async (request) => {
    if (request.url().includes("/api/")) {
      const answer = await request.response();
      heard.push(await answer.text().catch(() => ""));
    }
    waiting.delete(request);
  });
  const quiet = async () => {
    for (let frames = 0; frames < 2; ) {
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      frames = waiting.size === 0 ? frames + 1 : 0;
    }
  };
  return { heard, quiet };
}
