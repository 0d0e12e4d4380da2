// What the phone remembers: waits until it does, without guessing how long.

import assert from "node:assert/strict";
import { PATIENCE } from "./stage.mjs";

/** Waits until the phone has a half-filled form. Its content is sealed; that it is there is enough. */
export function untilDraftIsKept(page) {
  return until(page, "a half-filled form is kept", countIn, "drafts");
}

/** Waits until something to be sent is kept. */
export function untilOutboxIsKept(page) {
  return until(page, "something to be sent is kept", countIn, "outbox");
}

/** Waits until the worker can start the program without network. */
export function untilWorkerIsReady(page) {
  return until(page, "the worker is ready", () =>
    navigator.serviceWorker.getRegistration().then((worker) => Boolean(worker?.active)),
  );
}

/** Playwright's own waiting takes a promise for an answer. */
async function until(page, what, isSo, about) {
  const deadline = Date.now() + PATIENCE;
  while (!(await page.evaluate(isSo, about))) {
    assert.ok(Date.now() < deadline, `not within ${PATIENCE} ms: ${what}`);
    await page.waitForTimeout(50);
  }
}

function countIn(store) {
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
