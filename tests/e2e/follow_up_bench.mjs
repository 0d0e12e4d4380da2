// A doctor's ordinary hypertension visit on a cheap phone: from opening the list to saved, how long the phone
// keeps her waiting in all, and how often she presses beyond the numbers. Run by `cargo xtask bench followup`.
//
// Counted is machine time alone: from each press or key to the frame that shows what it brings. What she reads,
// measures and types is hers. The processor is a quarter as fast; the service answers from the same machine, so
// that the network is what `bench load` speaks of. Environment: that of support/stage.mjs, and JIAYI_RUNS.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import * as people from "./support/people.mjs";
import { FLAGS, PATIENCE, PHONE, needed, signIns, url, writeFigure } from "./support/stage.mjs";

const RUNS = Number(process.env.JIAYI_RUNS ?? "3");
/** A processor a quarter as fast. */
const SLOWER = 4;
/** As long as somebody takes to see the next person in. */
const LOOK_MS = 3_000;
/** What is measured today, in the form's order. */
/** What the list calls the buckets that an ordinary visit is in. */
const FILTERS = { overdue: "逾期", soon: "7 天内" };
const NUMBERS = { 收缩压: "132", 舒张压: "78", 心率: "72", 体重: "64.5" };

const browser = await chromium.launch({ executablePath: needed("JIAYI_CHROMIUM"), args: FLAGS });
try {
  const visits = [];
  const page = await opened();
  for (let run = 0; run <= RUNS; run++) {
    const visit = await visited(page);
    // The first one also opens what the page has not needed before.
    if (run > 0) visits.push(visit);
    else note("first_visit", visit);
  }
  note("visit", middle(visits));
} finally {
  await browser.close();
}

/** A phone whose doctor stands beside the list. */
async function opened() {
  const context = await browser.newContext({
    baseURL: url, viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2,
    locale: "zh-CN", timezoneId: "Asia/Shanghai",
  });
  context.setDefaultTimeout(4 * PATIENCE);
  const page = await context.newPage();
  await people.send({ context: () => context }, "/sessions/staff", { login: signIns.staff[0], password: signIns.password });
  await page.goto("/staff/me");
  await page.getByRole("navigation", { name: "主菜单" }).waitFor();
  const wire = await context.newCDPSession(page);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

/** One visit; the waits in milliseconds, and the presses beyond the numbers. */
async function visited(page) {
  const { card: { person, title }, filter, under } = await ordinary(page);
  await page.evaluate(() => {
    window.taps = 0;
    const count = ({ target }) => (window.taps += target.matches(".number-field input") ? 0 : 1);
    if (!window.counting) document.addEventListener("pointerdown", count, true);
    window.counting = true;
  });
  const waits = {};
  waits.list = await waited(page, { selector: ".due-row" }, () =>
    page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name: /待办/ }).tap(),
  );
  // Opening the list is no press of the visit.
  await page.evaluate(() => (window.taps = 0));
  const main = page.getByRole("main");
  waits.filter = await waited(page, { selector: ".page [role=status]", words: `${under} 人次` }, () =>
    main.locator(".segment", { hasText: filter }).tap(),
  );
  const link = main.getByRole("link", { name: new RegExp(`^${person.name} ${person.age} 岁 ?${title.zh}`) });
  await inSight(page, link);
  waits.form = await waited(page, { selector: "main button", words: "保存随访" }, () => link.tap());
  waits.typing = 0;
  for (const [label, number] of Object.entries(NUMBERS)) {
    const field = page.getByRole("textbox", { name: new RegExp(`^${label}`) }).first();
    await field.tap();
    for (const key of number) waits.typing += await waited(page, { frame: true }, () => page.keyboard.type(key));
  }
  await page.getByText("控制满意").first().waitFor();
  waits.saved = await waited(page, { selector: "body", words: "随访已保存" }, () =>
    page.getByRole("button", { name: "保存随访" }).tap(),
  );
  const taps = await page.evaluate(() => window.taps);
  await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
  // The page stays open all morning; the list is opened anew for the next person.
  await page.getByRole("navigation", { name: "主菜单" }).getByRole("link", { name: "我的" }).tap();
  await page.getByRole("heading", { level: 1, name: "我的" }).waitFor();
  await page.waitForTimeout(LOOK_MS);
  return { ...waits, all: Object.values(waits).reduce((all, wait) => all + wait), taps };
}

/** The first adult of the list whose turn it is for hypertension, and for nothing else: a visit of one form. Beside
 *  it, how many stand under the same filter, and its name. */
async function ordinary(page) {
  const { items, counts } = await people.ask(page, "/follow-ups/due?rows=200");
  const often = (card) => items.filter((one) => one.person.resident_id === card.person.resident_id).length;
  const asked = (card) => FILTERS[card.bucket] && card.programme === "hypertension" && card.person.age >= 18;
  const card = items.find((one) => asked(one) && often(one) === 1);
  assert.ok(card, "nobody is due for hypertension alone");
  return { card, filter: FILTERS[card.bucket], under: counts[card.bucket] };
}

/** Scrolls as a thumb does, until the list has drawn a row and it stands on the screen. */
async function inSight(page, link) {
  await page.mouse.move(PHONE.width / 2, PHONE.height / 2);
  const deadline = Date.now() + PATIENCE;
  while (!(await link.count())) {
    assert.ok(Date.now() < deadline, "the list has drawn no such row");
    await page.mouse.wheel(0, PHONE.height / 2);
    await page.waitForTimeout(100);
  }
  await link.scrollIntoViewIfNeeded();
}

/** From the press or key that `act` makes to the frame that shows the sign. */
async function waited(page, sign, act) {
  await page.evaluate(watch, sign);
  await act();
  const handle = await page.waitForFunction(() => window.__waited);
  return handle.jsonValue();
}

/** In the page: notes how long after the next press or key the sign was painted. */
function watch({ selector, words = "", frame }) {
  window.__waited = undefined;
  let since;
  const begin = (event) => {
    since = event.timeStamp;
    look();
  };
  for (const kind of ["click", "keydown"]) addEventListener(kind, begin, { capture: true, once: true });
  const stands = () => {
    if (frame) return true;
    return [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(words));
  };
  const look = () => {
    if (since === undefined || !stands()) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.__waited ??= performance.now() - since)));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

function note(name, { taps, ...waits }) {
  for (const [step, wait] of Object.entries(waits)) writeFigure(`follow_up_${name}_${step}_ms`, Math.round(wait));
  if (name === "visit") writeFigure("follow_up_visit_taps", taps);
}

/** The middle of each figure. */
function middle(visits) {
  const figures = {};
  for (const name of Object.keys(visits[0])) {
    const sorted = visits.map((visit) => visit[name]).sort((a, b) => a - b);
    figures[name] = sorted[Math.floor((sorted.length - 1) / 2)];
  }
  return figures;
}
