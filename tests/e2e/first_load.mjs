// What a person with a cheap phone waits for, and beside it the same two screens by Vue 3 and Vant
// (tests/peers/vue), in one run. Run by `cargo xtask bench load`, which serves both.
//
// A cold load begins with an empty cache, a warm one with what the browser kept of it. No service
// worker takes part: WeChat on iOS has none. Times are the page's own clock, up to the frame that
// shows what was waited for. Both sites take turns, so that a busy machine is busy for both.
// Environment: that of support/stage.mjs, JIAYI_PEER_URL and JIAYI_RUNS.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import * as people from "./support/people.mjs";
import { FLAGS, PATIENCE, PHONE, needed, url, writeFigure } from "./support/stage.mjs";

const RUNS = Number(needed("JIAYI_RUNS"));
const SITES = { ours: url, vue: needed("JIAYI_PEER_URL") };

/** Nobody taps before they have read what stands there, an old person even less. */
const LOOK_MS = 3_000;

/** A processor a quarter as fast, and a network as at the edge of a village. */
const SLOWER = 4;
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

const browser = await chromium.launch({ executablePath: needed("JIAYI_CHROMIUM"), args: FLAGS });
try {
  const measured = await measure();
  report(measured);
} finally {
  await browser.close();
}

async function measure() {
  const measured = new Map();
  const note = (name, value) => measured.set(name, [...(measured.get(name) ?? []), value]);
  const signedIn = {};
  for (const [site, address] of Object.entries(SITES)) signedIn[site] = await signIn(address);
  for (let run = 0; run < RUNS; run++) {
    const order = Object.keys(SITES);
    if (run % 2) order.reverse();
    for (const site of order) {
      const { state, doctor } = signedIn[site];
      const home = await open(site, { storageState: state });
      for (const kept of ["cold", "warm"]) {
        const load = await home.load("/", { text: doctor });
        note(`${site}_home_${kept}_first_paint_ms`, load.painted);
        note(`${site}_home_${kept}_ms`, load.seen);
        note(`${site}_home_${kept}_bytes`, load.needed);
        if (site === "ours") {
          await load.settled();
          note(`ours_home_${kept}_unasked_bytes`, load.bytes() - load.needed);
          if (kept === "warm") note("ours_tap_ms", await load.tap("查档案", "健康档案"));
        }
        await load.close();
      }
      if (site === "ours") {
        const load = await home.load("/", { text: doctor });
        note("ours_tap_at_once_ms", await load.tap("查档案", "健康档案"));
        await load.close();
      }
      await home.close();
      const door = await open(site);
      const load = await door.load("/sign-in", { selector: "main input[type=tel]", whole: site === "ours" && "#page-title" });
      note(`${site}_sign_in_cold_first_paint_ms`, load.painted);
      note(`${site}_sign_in_cold_ms`, load.seen);
      note(`${site}_sign_in_cold_bytes`, load.needed);
      // Ours stands in the shell before the program has come, which then goes on with what was typed.
      if (site === "ours") note("ours_sign_in_cold_whole_ms", load.whole);
      await load.close();
      await door.close();
    }
  }
  return measured;
}

/** Signs somebody in without a screen; gives back the cookies, and whose name their home shows. */
async function signIn(address) {
  const context = await browser.newContext({ baseURL: address });
  const page = { context: () => context };
  const { demo_code: code } = await people.send(page, "/codes", { phone: people.SINGLE });
  const session = await people.send(page, "/sessions/resident", { phone: people.SINGLE, code });
  const { team } = await people.ask(page, `/residents/${session.account.persons[0].resident_id}/home`);
  const state = await context.storageState();
  await context.close();
  return { state, doctor: team.doctor };
}

/** A browser of its own for one site: what it keeps is kept from load to load. */
async function open(site, more = {}) {
  const context = await browser.newContext({
    baseURL: SITES[site],
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    serviceWorkers: "block",
    ...more,
  });
  context.setDefaultTimeout(2 * PATIENCE);
  return {
    load: (path, sign) => load(context, path, sign),
    close: () => context.close(),
  };
}

/** Opens a page on the slow phone until it shows a sign of what was waited for. */
async function load(context, path, sign) {
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  const wire = await context.newCDPSession(page);
  let bytes = 0;
  const open = new Set();
  let last = Date.now();
  const ended = ({ requestId }) => {
    open.delete(requestId);
    last = Date.now();
  };
  wire.on("Network.requestWillBeSent", ({ requestId }) => open.add(requestId));
  wire.on("Network.loadingFailed", ended);
  wire.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
    ended(event);
  });
  await wire.send("Network.enable");
  await wire.send("Network.emulateNetworkConditions", NETWORK);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watch, sign);
  await page.goto(path, { waitUntil: "commit" });
  const seen = await seenOf(page);
  await page.waitForLoadState("networkidle");
  const paint = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const painted = await paint.jsonValue();
  assert.deepEqual(faults, [], path);
  return {
    painted,
    seen,
    whole: await page.evaluate(() => window.__whole),
    /** Bytes until the page that was asked for had settled. */
    needed: bytes,
    /** Bytes until now. */
    bytes: () => bytes,
    /** Waits as long as somebody who looks at the page: until it has asked for nothing for a while. */
    async settled() {
      while (open.size > 0 || Date.now() - last < LOOK_MS) await page.waitForTimeout(100);
    },
    /** Taps a link; how long it took until the next screen stood under its own heading. */
    async tap(name, heading) {
      await page.evaluate(watch, { heading });
      await page.getByRole("link", { name }).tap();
      return seenOf(page);
    },
    close: () => page.close(),
  };
}

async function seenOf(page) {
  const handle = await page.waitForFunction(() => window.__seen);
  return handle.jsonValue();
}

/** In the page: notes when the frame that shows the sign has been painted, since the page's start
 * or, for a heading, since the tap that leads to it. */
function watch({ text, selector, heading, whole }) {
  window.__seen = undefined;
  let since = 0;
  if (heading) addEventListener("click", (event) => (since = event.timeStamp), { capture: true, once: true });
  const stands = () => {
    if (selector) return document.querySelector(selector);
    if (heading) return document.querySelector("main h1")?.textContent.includes(heading);
    return document.querySelector("main")?.textContent.includes(text);
  };
  const painted = (note) => requestAnimationFrame(() => setTimeout(() => note(performance.now() - since)));
  let seen = false;
  const look = () => {
    if (!seen && stands()) {
      seen = true;
      painted((at) => (window.__seen = at));
    }
    if (!seen || (whole && !document.querySelector(whole))) return;
    observer.disconnect();
    painted((at) => (window.__whole = at));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

function report(measured) {
  const medians = new Map([...measured].map(([name, values]) => [name, median(values)]));
  for (const [name, value] of medians) writeFigure(name, Math.round(value));
  const ratio = (name) => medians.get(`vue_${name}`) / medians.get(`ours_${name}`);
  writeFigure("first_paint_ahead_of_vue", ratio("home_cold_first_paint_ms"));
  writeFigure("home_ahead_of_vue", ratio("home_cold_ms"));
  writeFigure("home_warm_ahead_of_vue", ratio("home_warm_ms"));
  writeFigure("sign_in_ahead_of_vue", ratio("sign_in_cold_ms"));
  writeFigure("whole_sign_in_ahead_of_vue", medians.get("vue_sign_in_cold_ms") / medians.get("ours_sign_in_cold_whole_ms"));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
