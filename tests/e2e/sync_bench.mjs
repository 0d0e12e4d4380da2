// What a phone bears that keeps an area and a full outbox: 500 things sent once the network is back, the
// memory with 10,000 people kept, and the start of the app with them without network on a processor a quarter as
// fast. Run by `cargo xtask bench sync`, which serves a demo district.
//
// The 10,000 are the people of the district, page by page under ids of their own: what the service would
// send of so many, which no demo team has. Environment: that of support/stage.mjs.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import * as people from "./support/people.mjs";
import { untilOutboxIsEmpty, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { FLAGS, needed, openIn, signIns, url, writeFigure } from "./support/stage.mjs";

const VILLAGE = signIns.staff.find((login) => login.startsWith("village."));
const ITEMS = 500;
const PEOPLE = 10_000;
const PAGE = 200;
const SLOWER = 4;
const STARTS = 5;
const MINUTES = 10 * 60_000;

const browser = await chromium.launch({ executablePath: needed("JIAYI_CHROMIUM"), args: FLAGS });
try {
  const page = await openIn(browser);
  const context = page.context();
  page.setDefaultTimeout(120_000);
  await page.goto(`${url}/staff/sign-in`);
  await people.signInByPassword(page, VILLAGE);
  await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
  await untilWorkerIsReady(page);
  await drain(context, page);
  await keepMany(context, page);
  writeFigure("sync_memory_mib", await memory(context, page));
  await page.close();
  const starts = [];
  for (let run = 0; run < STARTS; run++) starts.push(await start(context));
  writeFigure("sync_start_ms", starts.sort((a, b) => a - b)[Math.floor(STARTS / 2)]);
  await context.close();
} finally {
  await browser.close();
}

/** Writes so many entries without network, and counts the seconds until the service has them all. */
async function drain(context, page) {
  await page.goto(`${url}/staff/round`);
  await page.getByRole("searchbox").waitFor();
  const rows = page.getByRole("main").locator("button.list-row");
  await rows.first().waitFor();
  const there = await rows.count();
  await context.setOffline(true);
  for (let at = 0; at < ITEMS; at++) {
    await rows.nth(at % there).click();
    await page.getByLabel("收缩压").fill(String(110 + (at % 40)));
    await page.getByLabel("舒张压").fill("76");
    await page.getByRole("button", { name: "记好，下一位" }).click();
    await rows.first().waitFor();
  }
  let answered = 0;
  page.on("response", (response) => {
    if (response.url().includes("/round-entries") && response.ok()) answered += 1;
  });
  const begun = Date.now();
  await context.setOffline(false);
  const deadline = begun + MINUTES;
  while (answered < ITEMS) {
    assert.ok(Date.now() < deadline, `${answered} of ${ITEMS} were taken`);
    await page.waitForTimeout(100);
  }
  writeFigure("sync_drain_500_s", (Date.now() - begun) / 1000);
  await untilOutboxIsEmpty(page);
  assert.equal(answered, ITEMS, "each is sent once");
}

/** Keeps an area of 10,000. */
async function keepMany(context, page) {
  const real = await people.ask(page, "/area/changes");
  const [lane] = real.lanes;
  const ours = real.people.filter((person) => person.lane === lane.key);
  assert.ok(ours.length > 0);
  const numbered = (number) => `0193${String(number).padStart(4, "0")}-0000-7000-8000-000000000000`;
  await context.route("**/api/v1/area/changes*", async (route) => {
    const since = Number(new URL(route.request().url()).searchParams.get("since") ?? 0);
    const sent = [];
    for (let at = since; at < Math.min(since + PAGE, PEOPLE); at++) {
      const person = ours[at % ours.length];
      const text = JSON.stringify(person).replaceAll(person.card.person.resident_id, numbered(at));
      sent.push(JSON.parse(text));
    }
    const next = Math.min(since + PAGE, PEOPLE);
    await route.fulfill({
      json: { ...real, lanes: [lane], people: sent, gone: [], next: String(next), left: PEOPLE - next },
    });
  });
  await page.goto(`${url}/staff/me`);
  await page.getByRole("button", { name: "把我的片区存到本机" }).click();
  await page.getByText(new RegExp(`已存 ${PEOPLE} 人`)).waitFor({ timeout: MINUTES });
}

/** MiB of the page that lists them, after its rubbish is collected: scripts, document, and the program's own
 *  memory, of which the browser's count knows nothing. */
async function memory(context, page) {
  await context.setOffline(true);
  await page.addInitScript(() => {
    const keep = ({ instance = {}, exports = instance.exports }) => (window.__memory ??= exports?.memory);
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const made = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const program = await made(...given);
        keep(program);
        return program;
      };
    }
  });
  await page.goto(`${url}/staff/residents`);
  await page.getByRole("main").locator(".list-row").first().waitFor();
  const program = await page.evaluate(() => window.__memory.buffer.byteLength);
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize = 0 } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return (program + usedSize + embedderHeapUsedSize) / 1024 / 1024;
}

/** Milliseconds until the list that a doctor's day begins with stands, without network. */
async function start(context) {
  const fresh = await context.newPage();
  fresh.setDefaultTimeout(120_000);
  // A phone knows that it has no network; the emulation forgets to say so to a new document.
  await fresh.addInitScript(() => Object.defineProperty(Navigator.prototype, "onLine", { get: () => false }));
  const session = await context.newCDPSession(fresh);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const begun = Date.now();
  await fresh.goto(`${url}/staff`);
  await fresh.getByRole("main").locator(".due-row").first().waitFor();
  const took = Date.now() - begun;
  await fresh.close();
  return took;
}
