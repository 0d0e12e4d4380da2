// What the first useful page costs: everything that is transferred, cold, until a signed-in
// resident sees her home. `cargo xtask test e2e` compares the figure with crates/xtask/lines.toml.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as people from "./support/people.mjs";
import { PHONE, assertNoFaults, useBrowser, writeFigure } from "./support/stage.mjs";

const stage = useBrowser();

test("the resident's home, signed in and cold, is on the screen after few bytes", async (t) => {
  const before = await people.asResident(stage, people.SINGLE, people.ALONE);
  const signedIn = { cookies: await before.context().cookies(), origins: [] };
  await before.context().close();

  const page = await stage.open({ viewport: PHONE, storageState: signedIn });
  const bytes = await transferred(page);
  await page.goto("/");
  await page.getByRole("heading", { name: `${people.ALONE}，您好` }).waitFor();
  await page.getByRole("link", { name: "查档案" }).waitFor();
  await page.waitForLoadState("networkidle");

  const rows = [...bytes].sort((a, b) => b.length - a.length);
  const total = rows.reduce((sum, row) => sum + row.length, 0);
  for (const row of rows) t.diagnostic(`${String(row.length).padStart(7)}  ${row.path}`);
  t.diagnostic(`${String(total).padStart(7)}  in all`);
  writeFigure("first_useful_page_transferred", total);
  assert.ok(rows.some((row) => row.path.endsWith("/home")), "the home's own data is counted");
  assert.ok(rows.some((row) => row.path.endsWith(".wasm")), "the code is counted");
  assertNoFaults(page);
});

test("the home's own data come beside the code, and are asked for once", async () => {
  const page = await people.asResident(stage, people.SINGLE, people.ALONE);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let come;
  const home = new Promise((resolve) => (come = resolve));
  page.on("response", (response) => response.url().endsWith("/home") && come());
  // The code waits for the data: a program that asked for them itself would never start.
  await page.route(/app_bg\.wasm/, async (route) => {
    await home;
    await route.continue();
  });
  await page.goto("/");
  await page.getByRole("link", { name: "打电话给医生" }).waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(asked.filter((path) => path.endsWith("/home")).length, 1);
  assert.equal(asked.filter((path) => path === "/api/v1/session").length, 1);
  assertNoFaults(page);
});

for (const [who, opened] of [
  ["a resident", () => people.asResident(stage, people.SINGLE, people.ALONE)],
  ["a visitor", () => stage.open()],
]) {
  test(`the first page of ${who} looks the same before and after the styles of the other pages have come`, async () => {
    const page = await opened();
    await page.goto("/");
    await page.getByRole("main").getByRole("link").first().waitFor();
    await page.waitForLoadState("networkidle");
    const before = await looks(page);
    await page.evaluate(
      () =>
        new Promise((done, failed) => {
          const first = document.getElementById("boot-css");
          const later = first.cloneNode();
          later.href = new URL("later.css", first.href);
          later.onload = done;
          later.onerror = failed;
          first.after(later);
        }),
    );
    const after = await looks(page);
    assert.equal(after.length, before.length);
    const changed = after.flatMap((element, at) =>
      element.filter((value, place) => value !== before[at][place]).map((value) => `${element[0]} ${value}`),
    );
    assert.deepEqual(changed, []);
    assertNoFaults(page);
  });
}

/** What each element of the page looks like: all that the browser has computed of it. */
async function looks(page) {
  return await page.evaluate(() =>
    [...document.body.querySelectorAll("*:not(link)")].map((element) => {
      const style = getComputedStyle(element);
      const values = [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`);
      return [`<${element.tagName} class="${element.getAttribute("class")}">`, ...values];
    }),
  );
}

/** Bytes of each answer as they came over the wire, headers and compression included. */
async function transferred(page) {
  const wire = await page.context().newCDPSession(page);
  const paths = new Map();
  const rows = [];
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    rows.push({ path: paths.get(requestId), length: encodedDataLength }),
  );
  await wire.send("Network.enable");
  await wire.send("Network.clearBrowserCache");
  return rows;
}
