// Where the suite plays: the running service, its printed sign-ins, and a real Chromium.
//
// Owns opening and closing of browsers and contexts, and listening for faults that no page may
// have: a script error, a broken promise of the policy, an answer of 500 or more. It knows no
// screen. Environment: JIAYI_URL, JIAYI_CHROMIUM, JIAYI_SIGN_INS (a file), and optionally
// JIAYI_FIGURES (a file) and JIAYI_SCREENS (a folder).

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** Address of the running service. */
export const url = needed("JIAYI_URL");

/** A small phone, the one that most pages are judged on. */
export const PHONE = { width: 375, height: 812 };
/** The narrowest phone that must not scroll sideways. */
export const NARROW = { width: 320, height: 640 };
/** A doctor's desk. */
export const DESK = { width: 1280, height: 800 };

/** How long a page may take to show what was asked for; two busy cores are slow. */
export const PATIENCE = 15_000;

/** How Chromium is started everywhere. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-sync",
  "--disable-component-update",
  "--no-first-run",
];

/** Sign-ins as the demo prints them: phones, staff, their password, and somebody unlinked. */
export const signIns = readSignIns(readFileSync(needed("JIAYI_SIGN_INS"), "utf8"));

/** A variable of the environment that has to be there. */
export function needed(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set; the suite is run by \`cargo xtask test e2e\``);
  return value;
}

function readSignIns(text) {
  const phones = [...text.matchAll(/^ {2}(1\d{10}) {2}(.*)$/gm)].map(([, phone, rest]) => ({
    phone,
    people: rest.includes("：") ? rest.split("：")[0].split("、") : [],
  }));
  const [, name, nationalId] = text.match(/: (\S+) (\d{17}[\dX])$/m);
  const [, password] = text.match(/password (\S+)/);
  const staff = [...text.matchAll(/^ {2}([a-z]+\.[a-z]+)/gm)].map(([, login]) => login);
  const printed = { phones, unlinked: { name, nationalId }, password, staff };
  assert.ok(phones.length > 0 && staff.length > 0, `no sign-ins in:\n${text}`);
  return printed;
}

/** Files of this run that one spec leaves for the next. */
const shelf = join(dirname(needed("JIAYI_SIGN_INS")), "states");
mkdirSync(shelf, { recursive: true });

/** A place on that shelf. */
export function shelved(name) {
  return join(shelf, name);
}

/** Writes down a figure for `crates/xtask/lines.toml`. */
export function writeFigure(name, value) {
  const file = process.env.JIAYI_FIGURES;
  if (!file) return;
  const figures = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...figures, [name]: value }, null, 2));
}

/** One browser for a spec file, opened before its first test and closed after its last. */
export function useBrowser() {
  const held = {};
  before(async () => {
    held.browser = await chromium.launch({ executablePath: needed("JIAYI_CHROMIUM"), args: FLAGS });
  });
  after(async () => {
    await held.browser?.close();
  });
  return {
    /** Opens a page of a new context. */
    open: (wishes) => openIn(held.browser, wishes),
    /** The browser itself. */
    get browser() {
      return held.browser;
    },
  };
}

/**
 * Opens a page of a new context of a browser; `page.faults` collects what no page may have. On a phone
 * whose holder has answered which text size they want, unless `sizeAnswered` is false; one that
 * `savesData` is sent nothing unasked.
 */
export async function openIn(browser, { viewport = PHONE, sizeAnswered = true, savesData = false, ...rest } = {}) {
  const context = await browser.newContext({
    viewport,
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    ...rest,
  });
  context.setDefaultTimeout(PATIENCE);
  if (sizeAnswered) await context.addInitScript(answerSize);
  if (savesData) await context.addInitScript(saveData);
  return listened(await context.newPage());
}

/** Runs before each page: without an answer an old holder would be asked on every page. */
function answerSize() {
  try {
    if (!localStorage.getItem("jiayi.size")) localStorage.setItem("jiayi.size", "standard");
  } catch {
    // Storage is denied in this context.
  }
}

function saveData() {
  Object.defineProperty(navigator, "connection", { value: { saveData: true } });
}

/** Collects a page's faults. */
export function listened(page) {
  const faults = [];
  page.faults = faults;
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    // That an answer was 401 or 409, or that there was no network, is said on the page.
    const expected = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

/** Fails where a page had a fault. */
export function assertNoFaults(...pages) {
  assert.deepEqual(pages.flatMap((page) => page.faults), []);
}
