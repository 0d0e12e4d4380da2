// Further members of staff, hired for one spec by the administrator and signed in for the first time;
// and further residents, whose record the desk opens.

import assert from "node:assert/strict";
import { request } from "playwright-core";
import * as people from "./people.mjs";
import { checkCharacter, newId } from "./ids.mjs";
import { DESK, url } from "./stage.mjs";

/** The password of everybody who is hired here. */
export const PASSWORD = "小院七株桂花开了三年";

/** Where the doctor of the demo works; the first of those whom accounts are kept for. */
export const CENTRE = "月塘街道社区卫生服务中心";

/** An ID number of somebody born on that day who is in no register; odd orders are men's. */
export function stranger(birth, order = "991") {
  const digits = `430202${birth}${order}`;
  return digits + checkCharacter(digits);
}

/** The administrator's page, and what is done on it without looking. */
export async function office(stage) {
  const page = await people.asStaff(stage, people.ADMINISTRATOR, { viewport: DESK });
  const institutions = await people.ask(page, "/institutions");
  const placeOf = (name) => institutions.find((one) => one.name === name).institution_id;

  /** Opens an account at the centre, also for `sites`, and sets its password. */
  async function hire({ login, name, role, nationalId, sites = [], teams = [] }) {
    const code = await people.send(page, "/staff", {
      id: newId(), login, name, role, national_id: nationalId, institution_id: placeOf(CENTRE), teams,
    });
    const { account } = await people.ask(page, `/staff/${code.staff_id}`);
    const place = { name, institution_id: placeOf(CENTRE), sites: sites.map(placeOf), teams };
    await people.send(page, `/staff/${code.staff_id}/places`, place, { "if-match": `"${account.version}"` });
    await activate(login, code.code);
  }
  return { page, hire };
}

/** Signs in for the first time, in a browser of one's own: it would end the administrator's session. */
async function activate(login, code) {
  const own = await request.newContext({ baseURL: url });
  const answer = await own.post("/api/v1/sessions/staff/activation", { data: { login, code, password: PASSWORD } });
  assert.ok(answer.ok(), await answer.text());
  await own.dispose();
}

/** A page of somebody who was hired here, signed in by the form. */
export async function signedIn(stage, login, { viewport = DESK } = {}) {
  const page = await stage.open({ viewport });
  await page.goto("/staff/sign-in");
  await people.signInByPassword(page, login, PASSWORD);
  await page.getByRole("navigation", { name: "主菜单" }).waitFor();
  return page;
}

/** The desk opens a record in a village of the demo doctor's team. */
export async function openRecord(desk, { name, nationalId }) {
  return people.send(desk, "/newcomers", {
    id: newId(), name, national_id: nationalId, village: "徐家塘村", address: "1 栋 101",
    months_resident: 24, somebody_else: true,
  });
}

/** An account of staff as the administrator sees it. */
export async function staffOf(admin, login) {
  const { items } = await people.ask(admin, `/staff?q=${login}`);
  return people.ask(admin, `/staff/${items[0].staff_id}`);
}
