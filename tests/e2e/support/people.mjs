// Who uses the product: signing in as a person does, by what stands on the page.
//
// A sign-in is done once a run and kept on the shelf, so that other specs begin signed in.

import { existsSync, rmSync } from "node:fs";
import assert from "node:assert/strict";
import { newId } from "./ids.mjs";
import { PHONE, shelved, signIns } from "./stage.mjs";

/** The phone that holds a daughter and her mother. */
export const FAMILY = signIns.phones[0].phone;
/** The phone that holds one person. */
export const SINGLE = signIns.phones[1].phone;
/** The phone that holds nobody. */
export const FREE = signIns.phones[2].phone;
/** The phone that helps somebody with bookings and messages alone. */
export const HELPER = signIns.phones[3].phone;
/** Ill, with a long record and no contract yet. */
export const HERSELF = signIns.phones[0].people[0];
/** Her mother, under contract, with a visit today and one to rate. */
export const MOTHER = signIns.phones[0].people[1];
/** Alone on a phone, under a contract that ends soon. */
export const ALONE = signIns.phones[1].people[0];
/** The doctor who looks after them. */
export const DOCTOR = signIns.staff[0];
/** The desk of the doctor's institution. */
export const DESK_LOGIN = signIns.staff.find((login) => login.startsWith("desk."));

/** Keeps the accounts of the district. */
export const ADMINISTRATOR = signIns.staff.find((login) => login === "admin.hetang");

/** Asks for a code and gives back the one that the demo shows. A phone gets one a second: whoever
 * comes sooner asks again. */
export async function askForCode(page, phone) {
  // A press that begins on the shell's button and ends on the page's is none; first_page.spec.mjs types into the shell.
  await page.waitForFunction(() => !document.getElementById("boot"));
  await page.getByLabel("手机号").fill(phone);
  const ask = async () => {
    const answer = page.waitForResponse(/\/api\/v1\/codes$/);
    await page.getByRole("button", { name: "获取验证码" }).click();
    return (await answer).status();
  };
  while ((await ask()) === 429) await page.waitForTimeout(200);
  const told = page.getByText(/验证码是 \d{6}/);
  await told.waitFor();
  return (await told.textContent()).match(/\d{6}/)[0];
}

/** Types the code and goes in. */
export async function enterCode(page, code) {
  await page.getByLabel("短信验证码").fill(code);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** Signs a resident in on the page that is open. */
export async function signInByCode(page, phone) {
  await enterCode(page, await askForCode(page, phone));
}

/** Chooses for whom the phone acts. */
export async function choosePerson(page, name) {
  await page.getByRole("heading", { name: "给谁办事？" }).waitFor();
  await page.getByRole("button", { name }).click();
}

/** Signs a member of staff in on the page that is open. */
export async function signInByPassword(page, login, password = signIns.password) {
  await page.getByLabel("账号").fill(login);
  await page.getByRole("textbox", { name: "密码" }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** A page of a resident's home, signed in. */
export async function asResident(stage, phone, name, { viewport = PHONE, ...rest } = {}) {
  const file = shelved(`${phone}.json`);
  const known = existsSync(file);
  const page = await stage.open({ viewport, ...rest, ...(known && { storageState: file }) });
  await page.goto(known ? "/" : "/sign-in");
  if (!known) await signInByCode(page, phone);
  if (signIns.phones.find((known) => known.phone === phone).people.length > 1) await choosePerson(page, name);
  await page.getByRole("heading", { name: `${name}，您好` }).waitFor();
  if (!known) await page.context().storageState({ path: file });
  return page;
}

/** A page of a member of staff, signed in, where they begin. */
export async function asStaff(stage, login, { viewport, ...rest } = {}) {
  const file = shelved(`${login}.json`);
  const known = existsSync(file);
  const page = await stage.open({ viewport, ...rest, ...(known && { storageState: file }) });
  await page.goto(known ? "/staff" : "/staff/sign-in");
  if (!known) await signInByPassword(page, login);
  await page.getByRole("navigation", { name: "主菜单" }).waitFor();
  await page.locator("h1#page-title").waitFor();
  if (!known) await page.context().storageState({ path: file });
  return page;
}

/** Whoever ended all sessions of an account: the next spec that needs it signs in anew. */
export function forgetSignIn(login) {
  rmSync(shelved(`${login}.json`), { force: true });
}

/** Asks for a contract with a team, on the page of a resident. */
export async function askForContract(page, team) {
  await page.goto("/contract/request");
  await page.getByRole("checkbox", { name: /适合您/ }).first().check();
  const teams = page.getByRole("radiogroup", { name: /选医生团队/ });
  await teams.getByRole("radio", { name: new RegExp(team) }).check();
  await page.getByRole("checkbox", { name: /同意签约/ }).check();
  await page.getByRole("button", { name: "提交申请" }).click();
  await page.getByRole("heading", { name: "签约详情" }).waitFor();
}

/** What the service says to whoever is signed in on the page. */
export async function ask(page, path) {
  const answer = await page.context().request.get(`/api/v1${path}`);
  assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`);
  return answer.json();
}

/** Does for whoever is signed in on the page what their screens do, without looking at them. */
export async function send(page, path, data, headers = {}) {
  const answer = await page.context().request.post(`/api/v1${path}`, {
    data,
    headers: { "idempotency-key": newId(), ...headers },
  });
  const text = await answer.text();
  assert.ok(answer.ok(), `${path}: ${text}`);
  return text && JSON.parse(text);
}

/** The id of the person whom the phone acts for. */
export async function residentId(page, name) {
  const session = await ask(page, "/session");
  return session.account.persons.find((person) => person.name === name).resident_id;
}
