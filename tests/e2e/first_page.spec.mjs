// What the first useful page costs: everything that is transferred, cold, until a signed-in
// resident sees her home. `cargo xtask test e2e` compares the figure with crates/xtask/lines.toml.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as people from "./support/people.mjs";
import { NARROW, PHONE, assertNoFaults, useBrowser, writeFigure } from "./support/stage.mjs";

const stage = useBrowser();

test("the resident's home, signed in and cold, is on the screen after few bytes", async (t) => {
  const before = await people.asResident(stage, people.SINGLE, people.ALONE);
  const signedIn = { cookies: await before.context().cookies(), origins: [] };
  await before.context().close();

  // What comes unasked once the page has settled is no part of it.
  const page = await stage.open({ viewport: PHONE, storageState: signedIn, savesData: true });
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

test("whoever was alone on the phone is asked for beside the session, until they sign out", async () => {
  const page = await people.asResident(stage, people.SINGLE, people.ALONE);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route(/api\/v1\/session$/, async (route) => {
    await held;
    await route.continue();
  });
  const home = page.waitForRequest(/\/home$/);
  await page.goto("/");
  await home;
  answer();
  await page.getByRole("link", { name: "打电话给医生" }).waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(asked.filter((path) => path.endsWith("/home")).length, 1);
  await page.unroute(/api\/v1\/session$/);
  assert.ok(await page.evaluate(() => localStorage.getItem("jiayi.alone")));
  await page.context().clearCookies();
  await page.goto("/");
  await page.getByRole("link", { name: "手机号登录" }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("jiayi.alone")), "");
  assertNoFaults(page);
});

/** The page of signing in while its program is on the way; `come()` lets it arrive. */
async function signInBeforeTheProgram() {
  const page = await stage.open();
  let come;
  const held = new Promise((resolve) => (come = resolve));
  await page.route(/app_bg\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("手机号").waitFor();
  assert.equal(await page.locator("#page-title").count(), 0, "the program is not there");
  return { page, field: page.getByLabel("手机号"), come };
}

test("a phone number that is typed while the program is on its way is typed on in the page", async () => {
  const { page, field, come } = await signInBeforeTheProgram();
  await field.focus();
  await page.keyboard.type("1380000");
  come();
  await page.locator("#page-title").waitFor();
  await page.waitForFunction(() => !document.getElementById("boot"));
  await page.waitForFunction(() => document.activeElement?.type === "tel");
  await page.keyboard.type("9999");
  assert.equal(await field.inputValue(), "13800009999");
  assertNoFaults(page);
});

test("a code that is asked for while the program is on its way is sent once it has come", async () => {
  const { page, field, come } = await signInBeforeTheProgram();
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/codes") && asked.push(request.postDataJSON()));
  await field.fill("13800009998");
  await page.getByRole("button", { name: "获取验证码" }).click();
  come();
  await page.getByText(/验证码是 \d{6}/).waitFor();
  assert.deepEqual(asked, [{ phone: "13800009998" }]);
  assertNoFaults(page);
});

test("the page of signing in stands where its field stood before the program came", async () => {
  for (const [size, viewport] of [["standard", PHONE], ["elder", PHONE], ["standard", NARROW]]) {
    const { page, field, come } = await signInBeforeTheProgram();
    await page.setViewportSize(viewport);
    await page.evaluate((size) => document.documentElement.setAttribute("data-size", size), size);
    const places = () => Promise.all([page.getByRole("heading", { level: 1 }), field].map((part) => part.boundingBox()));
    const before = await places();
    await page.evaluate((size) => localStorage.setItem("jiayi.size", size), size);
    come();
    await page.locator("#page-title").waitFor();
    await page.waitForFunction(() => !document.getElementById("boot"));
    assert.deepEqual((await places()).map(({ x, y }) => [x, y]), before.map(({ x, y }) => [x, y]), size);
    await page.context().close();
  }
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
