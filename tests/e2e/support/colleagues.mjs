// Further members of staff, hired for one spec by the administrator and signed in for the first time.

import assert from "node:assert/strict";
import * as people from "./people.mjs";
import { checkCharacter, newId } from "./ids.mjs";
import { DESK } from "./stage.mjs";

/** The password of everybody who is hired here. */
export const PASSWORD = "小院七株桂花开了三年";

/** Where the doctor of the demo works; the first of those whom accounts are kept for. */
export const CENTRE = "月塘街道社区卫生服务中心";

/** An ID number of somebody born on that day who is in no register. */
export function stranger(birth) {
  const digits = `430202${birth}991`;
  return digits + checkCharacter(digits);
}

/** The administrator's page, and what is done on it without looking. */
export async function office(stage) {
  const page = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
  const send = async (path, data, headers = {}) => {
    const answer = await page.context().request.post(`/api/v1${path}`, {
      data,
      headers: { "idempotency-key": newId(), ...headers },
    });
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
    return answer.json();
  };
  const institutions = await people.ask(page, "/institutions");
  const placeOf = (name) => institutions.find((one) => one.name === name).institution_id;

  /** Opens an account at the centre, also for `sites`, and sets its password. */
  async function hire({ login, name, role, nationalId, sites = [], teams = [] }) {
    const code = await send("/staff", {
      id: newId(), login, name, role, national_id: nationalId, institution_id: placeOf(CENTRE), teams,
    });
    const { account } = await people.ask(page, `/staff/${code.staff_id}`);
    const place = { name, institution_id: placeOf(CENTRE), sites: sites.map(placeOf), teams };
    await send(`/staff/${code.staff_id}/places`, place, { "if-match": `"${account.version}"` });
    await send("/sessions/staff/activation", { login, code: code.code, password: PASSWORD });
  }
  return { page, hire };
}
