// Other people of the register, who do at the same time what people do. They have no browser: they
// ask the service as any phone does.

import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { request } from "playwright-core";
import { checkCharacter, newId } from "./ids.mjs";
import { url } from "./stage.mjs";

const REGISTER = new URL("../../fixtures/residents-hetang.csv", import.meta.url);

/** So many people take a number in the session, each from a phone of their own. */
export async function takeNumbers(count, session) {
  let taken = 0;
  for (const [place, { name, nationalId }] of registered().entries()) {
    if (taken === count) break;
    const neighbour = await signIn(`1390013${String(place).padStart(4, "0")}`);
    const linked = await neighbour.send("/persons", { name, national_id: nationalId, relation: "oneself" });
    if (linked.ok()) {
      const { resident_id } = await linked.json();
      const booked = await neighbour.send("/bookings", { id: newId(), resident_id, session_id: session.session_id, note: null });
      taken += booked.ok() ? 1 : 0;
    }
    await neighbour.leave();
  }
  assert.equal(taken, count, "so many neighbours took a number");
}

async function signIn(phone) {
  const context = await request.newContext({ baseURL: url });
  const send = (path, data) =>
    context.post(`/api/v1${path}`, { data, headers: { "idempotency-key": newId() } });
  const { demo_code: code } = await (await send("/codes", { phone })).json();
  assert.ok((await send("/sessions/resident", { phone, code })).ok());
  return { send, leave: () => context.dispose() };
}

/** Adults of the register whose ID number is written without a fault. */
function registered() {
  const text = new TextDecoder("gb18030").decode(readFileSync(REGISTER));
  const rows = text.split(/\r?\n/).slice(1).map((line) => line.split(","));
  return rows
    .map(([name, , nationalId]) => ({ name, nationalId }))
    .filter(({ name, nationalId }) => /^\p{sc=Han}{2,3}$/u.test(name) && isWhole(nationalId) && nationalId.slice(6, 10) < "2000")
    .slice(200);
}

/** Whether it is an ID number, up to its last character. */
function isWhole(nationalId) {
  return /^\d{17}[\dX]$/.test(nationalId ?? "") && checkCharacter(nationalId) === nationalId[17];
}
