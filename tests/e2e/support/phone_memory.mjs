// What the phone remembers: waits until a half-filled form is kept, without guessing how long.

import assert from "node:assert/strict";
import { PATIENCE } from "./stage.mjs";

/** Waits until the phone has a half-filled form. Its content is sealed; that it is there is enough. */
export async function untilDraftIsKept(page) {
  await untilKept(page, "drafts");
}

/** Waits until something to be sent is kept. */
export async function untilOutboxIsKept(page) {
  await untilKept(page, "outbox");
}

async function untilKept(page, store) {
  const deadline = Date.now() + PATIENCE;
  while (!(await page.evaluate(countIn, store))) {
    assert.ok(Date.now() < deadline, `nothing was kept in ${store}`);
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
