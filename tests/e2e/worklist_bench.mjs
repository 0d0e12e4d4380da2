// A list of 10,000 people on a processor a quarter as fast: how long a key of the search takes until it is
// painted, what a picture takes while one scrolls, and how many rows stand in the page; beside the same
// list in plain JavaScript (tests/peers/list), in one run and in turns. Run by `cargo xtask bench followup`.
//
// The people are made up here and handed to both instead of the service's answer: what is measured is
// the page. Environment: that of support/stage.mjs, and JIAYI_RUNS.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import * as people from "./support/people.mjs";
import { FLAGS, PATIENCE, PHONE, needed, signIns, url, writeFigure } from "./support/stage.mjs";

const PEOPLE = 10_000;
const SLOWER = 4;
const RUNS = Number(needed("JIAYI_RUNS"));
/** What somebody types, key by key, and takes back. */
const TYPED = ["wgy", "王建", "0042", "lxf"];
/** Turns of the wheel. */
const TURNS = 150;

const PEER = new URL("../peers/list/", import.meta.url);
const KINDS = { html: "text/html", css: "text/css", js: "text/javascript" };
const SITES = {
  ours: { path: "/staff", whole: { selector: ".page [role=status]", text: `${PEOPLE} 人次` } },
  plain: { path: "/peer/index.html", whole: { selector: "body[data-whole='1']", text: "" } },
};

const CARDS = Array.from({ length: PEOPLE }, (_, nth) => card(nth));

/** In the page: whether all of the list is there. */
function stands({ selector, text }) {
  return [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text));
}

const browser = await chromium.launch({ executablePath: needed("JIAYI_CHROMIUM"), args: FLAGS });
try {
  const measured = { ours: [], plain: [] };
  const state = await signedIn();
  for (let run = 0; run < RUNS; run++) {
    const order = Object.keys(SITES);
    if (run % 2) order.reverse();
    for (const site of order) measured[site].push(await measure(site, state));
  }
  report(measured);
} finally {
  await browser.close();
}

async function signedIn() {
  const context = await browser.newContext({ baseURL: url });
  const page = { context: () => context };
  await people.send(page, "/sessions/staff", { login: people.DOCTOR, password: signIns.password });
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Somebody whose follow-up is due. */
function card(nth) {
  const family = "王李张刘陈杨赵黄周吴"[nth % 10];
  const given = ["建国", "桂英", "秀芳", "小华", "晓明", "玉兰", "志强"][nth % 7];
  const initials = ["w", "l", "z", "l", "c", "y", "z", "h", "z", "w"][nth % 10] + ["jg", "gy", "xf", "xh", "xm", "yl", "zq"][nth % 7];
  const hex = nth.toString(16).padStart(12, "0");
  const day = 1 + (nth % 28);
  const bucket = nth < 400 ? "urgent" : nth < 5_000 ? "overdue" : "soon";
  return {
    person: {
      resident_id: `0198f0c0-0000-7000-8000-${hex}`,
      name: family + given,
      sex: nth % 2 ? "male" : "female",
      age: 60 + (nth % 30),
      village: `第${1 + (nth % 12)}村`,
      groups: ["hypertension"],
    },
    initials,
    phone_masked: `138****${String(nth % 10_000).padStart(4, "0")}`,
    home: { household_id: `0198f0c0-0000-7000-9000-${(nth >> 1).toString(16).padStart(12, "0")}`, head: family + given, place: 1024 * (1 + (nth >> 1)) },
    programme: "hypertension",
    title: { zh: "高血压", en: "Hypertension" },
    bucket,
    due: bucket === "soon" ? "2026-11-26" : `2026-10-${String(day).padStart(2, "0")}`,
    referral_check: bucket === "urgent",
    last_bp: { date: "2026-08-20", sbp: 130 + (nth % 50), dbp: 80 + (nth % 20) },
    version: 1,
  };
}

/** The service's answer, a page of it. */
function due(address) {
  const asked = new URL(address).searchParams;
  const from = Number(asked.get("cursor") ?? 0);
  const to = from + Number(asked.get("rows") ?? 30);
  return {
    today: "2026-11-24",
    items: CARDS.slice(from, to),
    ...(to < PEOPLE ? { next: String(to) } : {}),
    counts: { urgent: 400, overdue: 4_600, soon: 5_000 },
    villages: Array.from({ length: 12 }, (_, nth) => ({ village: `第${1 + nth}村`, due: 833 })),
  };
}

async function measure(site, storageState) {
  const context = await browser.newContext({
    storageState,
    baseURL: url,
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(4 * PATIENCE);
  try {
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.route("**/api/v1/follow-ups/due*", (route) => route.fulfill({ json: due(route.request().url()) }));
    await page.route("**/peer/*", async (route) => {
      const name = new URL(route.request().url()).pathname.split("/").pop();
      const body = await readFile(new URL(name, PEER), "utf8");
      await route.fulfill({ body, contentType: `${KINDS[name.split(".").pop()]}; charset=utf-8` });
    });
    await page.goto(SITES[site].path);
    await page.waitForFunction(stands, SITES[site].whole);
    await page.waitForTimeout(1_000);
    const wire = await context.newCDPSession(page);
    await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.evaluate(watch);
    const keys = await type(page);
    const frames = await scroll(page);
    const rows = await page.evaluate(() => window.__rows);
    assert.deepEqual(faults, [], site);
    return { keys, frames, rows };
  } finally {
    await context.close();
  }
}

/** In the page: notes when each key has been painted, and how many rows stand there. */
function watch() {
  window.__keys = [];
  window.__rows = 0;
  const rows = () => (window.__rows = Math.max(window.__rows, document.querySelectorAll("main li").length));
  addEventListener(
    "keydown",
    (event) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.__keys.push(performance.now() - event.timeStamp);
        rows();
      };
      // The frame in which the page has taken the key, then the moment after it was painted.
      requestAnimationFrame(() => channel.port2.postMessage(0));
    },
    { capture: true },
  );
  window.__frames = () => {
    const frames = [];
    let last;
    let going = true;
    const note = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      rows();
      if (going) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    window.__ended = () => {
      going = false;
      return frames;
    };
  };
}

async function type(page) {
  await page.locator("input[type=search]").focus();
  for (const word of TYPED) {
    for (const letter of word) {
      if (/[\da-z]/.test(letter)) await page.keyboard.press(letter);
      else await insert(page, letter);
      await page.waitForTimeout(350);
    }
    for (const _ of word) {
      await page.keyboard.press("Backspace");
      await page.waitForTimeout(350);
    }
  }
  return page.evaluate(() => window.__keys);
}

/** A letter that no key has, as an input method hands it over. */
async function insert(page, letter) {
  await page.evaluate(() => dispatchEvent(new KeyboardEvent("keydown", { key: "Process" })));
  await page.keyboard.insertText(letter);
}

async function scroll(page) {
  await page.evaluate(() => {
    scrollTo(0, 0);
    window.__frames();
  });
  const turn = { x: PHONE.width / 2, y: PHONE.height / 2 };
  await page.mouse.move(turn.x, turn.y);
  for (let nth = 0; nth < TURNS; nth++) {
    await page.mouse.wheel(0, nth < TURNS * 0.7 ? 180 : -240);
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(300);
  return page.evaluate(() => window.__ended());
}

function report(measured) {
  const all = (site, what) => measured[site].flatMap((run) => run[what]);
  const figures = {};
  for (const site of Object.keys(SITES)) {
    figures[site] = {
      key: percentile(all(site, "keys"), 0.95),
      frame: percentile(all(site, "frames"), 0.99),
      longest: Math.max(...all(site, "frames")),
      rows: Math.max(...all(site, "rows")),
    };
  }
  const { ours, plain } = figures;
  writeFigure("worklist_key_p95_ms", ours.key);
  writeFigure("worklist_key_beside_plain", ours.key / plain.key);
  writeFigure("worklist_frame_p99_ms", ours.frame);
  writeFigure("worklist_longest_frame_ms", ours.longest);
  writeFigure("worklist_frame_beside_plain", ours.frame / plain.frame);
  writeFigure("worklist_rows_in_page", ours.rows);
  writeFigure("plain_key_p95_ms", plain.key);
  writeFigure("plain_frame_p99_ms", plain.frame);
  writeFigure("plain_longest_frame_ms", plain.longest);
}

function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
