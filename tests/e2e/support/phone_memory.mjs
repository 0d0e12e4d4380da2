// What the phone remembers: waits until it does, without guessing how long.

import assert from "node:assert/strict";
import { PATIENCE } from "./stage.mjs";

/** Waits until the phone has a half-filled form. Its content is sealed; that it is there is enough. */
export function untilDraftIsKept(page) {
  return until(page, "a half-filled form is kept", () => page.evaluate(countIn, "drafts"));
}

/** Waits until all that was typed is kept: the sealed drafts have not changed for longer than the
 * phone waits after a key before it keeps one. */
export async function untilDraftIsStill(page) {
  let before = null;
  let since = 0;
  await until(page, "what was typed is kept", async () => {
    const now = await page.evaluate(sealedDrafts);
    if (now !== before) [before, since] = [now, Date.now()];
    return now !== "" && Date.now() - since > 1000;
  });
}

/** Waits until the phone has so many answers for its next start; who is signed in is one of them. */
export function untilAnswersAreKept(page, least) {
  return until(page, "answers are kept", async () => (await page.evaluate(countIn, "answers")) >= least);
}

/** Waits until something to be sent is kept. */
export function untilOutboxIsKept(page) {
  return until(page, "something to be sent is kept", () => page.evaluate(countIn, "outbox"));
}

/** Waits until nothing is left to be sent. */
export function untilOutboxIsEmpty(page) {
  return until(page, "nothing is left to be sent", async () => (await page.evaluate(countIn, "outbox")) === 0);
}

/** Waits until the worker can start the program without network. */
export function untilWorkerIsReady(page) {
  const isReady = () => navigator.serviceWorker.getRegistration().then((worker) => Boolean(worker?.active));
  return until(page, "the worker is ready", () => page.evaluate(isReady));
}

/** Waits until the worker stands between this page and the network. */
export function untilWorkerControls(page) {
  return until(page, "the worker controls the page", () => page.evaluate(() => Boolean(navigator.serviceWorker.controller)));
}

/** Waits until the worker holds these parts of the program for a start without network. */
export function untilPartsAreKept(page, names) {
  return until(page, `the parts ${names} are kept`, () => page.evaluate(holdsParts, names));
}

async function holdsParts(names) {
  const held = [];
  for (const cache of await caches.keys()) {
    for (const { url } of await (await caches.open(cache)).keys()) held.push(url);
  }
  return names.every((name) => held.some((url) => url.endsWith(`/split_${name}.wasm`)));
}

/** Playwright's own waiting takes a promise for an answer. */
async function until(page, what, isSo) {
  const deadline = Date.now() + PATIENCE;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, `not within ${PATIENCE} ms: ${what}`);
    await page.waitForTimeout(50);
  }
}

/** How much a store of the phone holds. */
export function countIn(store) {
  return new Promise((resolve) => {
    const open = indexedDB.open("jiayi");
    open.onerror = () => resolve(0);
    open.onsuccess = () => {
      const database = open.result;
      const count = database.transaction(store).objectStore(store).count();
      count.onsuccess = () => {
        database.close();
        resolve(count.result);
      };
    };
  });
}

/** All drafts in their sealed form, as one text. */
function sealedDrafts() {
  return new Promise((resolve) => {
    const open = indexedDB.open("jiayi");
    open.onerror = () => resolve("");
    open.onsuccess = () => {
      const database = open.result;
      const all = database.transaction("drafts").objectStore("drafts").getAll();
      all.onsuccess = () => {
        database.close();
        resolve(JSON.stringify(all.result, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value)));
      };
    };
  });
}
