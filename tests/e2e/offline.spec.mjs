// A doctor's morning without network: ten people are visited, and visited again before noon; the
// browser ends in the middle of it, the network comes back in bits, and each of the twenty visits is there
// once.

import assert from "node:assert/strict";
import { after, before as beforeAll, describe, test } from "node:test";
import { openPage, phone } from "./support/killable.mjs";
import * as people from "./support/people.mjs";
import { untilOutboxIsKept, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { assertNoFaults, signIns, url, useBrowser } from "./support/stage.mjs";

const TODAY = process.env.JIAYI_NOW?.slice(0, 10) ?? "2026-11-24";
/** Somebody with ten people due; the demo's villages have fewer. */
const DOCTOR = "gp2.yuetang";
const NURSE = signIns.staff.find((login) => login.startsWith("nurse."));
const PEOPLE = 10;
const VISITS = 2 * PEOPLE;

describe("a morning without network", () => {
  const stage = useBrowser();
  const device = phone();
  let context;
  let page;
  let route;
  let had;

  beforeAll(async () => {
    context = await device.start();
    page = await openPage(context);
  });
  after(() => device.dispose());

  test("the round is opened while there is a network", async () => {
    await page.goto(`${url}/staff/sign-in`);
    await people.signInByPassword(page, DOCTOR);
    await page.getByRole("heading", { level: 1, name: "随访待办" }).waitFor();
    route = await duePeople(page, PEOPLE);
    assert.equal(route.length, PEOPLE);
    had = await countVisits(page, route);
    for (const person of route) await openForm(page, person);
    await untilWorkerIsReady(page);
  });

  test("ten visits are kept, the browser ends, and ten more are kept after that", async () => {
    await context.setOffline(true);
    for (const person of route) await writeVisit(page, person);
    await waiting(page, PEOPLE);
    await device.kill();

    context = await device.start({ offline: true });
    page = await openPage(context);
    await waiting(page, PEOPLE);
    for (const person of route) await writeVisit(page, person);
    await waiting(page, VISITS);
    assert.equal(await page.getByText(`${route[0].name} · 随访`).count(), 2);
  });

  test("in bits, with lost answers and two tabs, each arrives once", async () => {
    let asked = 0;
    // Every third visit arrives and its answer is lost; every fifth does not arrive.
    await context.route("**/api/v1/residents/*/**", async (request) => {
      if (request.request().method() !== "POST") return request.continue();
      asked += 1;
      if (asked > 24) return request.continue();
      if (asked % 5 === 0) return request.abort("connectionreset");
      if (asked % 3 === 0) {
        await request.fetch();
        return request.abort("connectionreset");
      }
      return request.continue();
    });
    const other = await openPage(context);
    await other.goto(`${url}/staff/me/unsent`);
    for (const bit of [400, 900, 1500]) {
      await context.setOffline(false);
      await page.waitForTimeout(bit);
      await context.setOffline(true);
      await page.waitForTimeout(200);
    }
    await context.setOffline(false);
    await untilNothingWaits(page);
    const now = await countVisits(page, route);
    assert.deepEqual(now, had.map((visits) => visits + 2), "one row each");
    await untilNothingWaits(other);
    await page.reload();
    await untilNothingWaits(page);
    assert.deepEqual(await countVisits(page, route), now, "sent once, however often the page starts");
    assertNoFaults(page, other);
    await other.close();
  });

  test("what one leaves unsent, another account on the phone neither sees nor sends", async () => {
    const [person] = route;
    await openForm(page, person);
    const before = await countVisits(page, [person]);
    await context.setOffline(true);
    await writeVisit(page, person);
    await waiting(page, 1);
    await page.goto(`${url}/staff/me`);
    await context.setOffline(false);
    // Nothing leaves before the phone is handed over.
    await context.route("**/api/v1/residents/*/**", (request) =>
      request.request().method() === "POST" ? request.abort("connectionreset") : request.continue(),
    );
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByText(/还有没发出去的内容/).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("heading", { level: 1, name: "医生登录" }).waitFor();
    await people.signInByPassword(page, NURSE);
    await page.getByRole("navigation", { name: "主菜单" }).waitFor();
    await context.unrouteAll({ behavior: "wait" });
    await page.goto(`${url}/staff/me/unsent`);
    await page.getByText("都发出去了").waitFor();
    const village = await people.asStaff(stage, DOCTOR);
    assert.deepEqual(await countVisits(village, [person]), before);

    await page.goto(`${url}/staff/me`);
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("heading", { level: 1, name: "医生登录" }).waitFor();
    await people.signInByPassword(page, DOCTOR);
    await page.getByRole("navigation", { name: "主菜单" }).waitFor();
    await page.goto(`${url}/staff/me/unsent`);
    await untilNothingWaits(page);
    assert.deepEqual(await countVisits(village, [person]), [before[0] + 1]);
    assertNoFaults(page, village);
  });
});

/** People whose hypertension follow-up is due, as many as are asked for. */
async function duePeople(page, most) {
  const found = [];
  let cursor = "";
  while (found.length < most) {
    const shown = await ask(page, `/follow-ups/due${cursor}`);
    for (const { person, programme } of shown.items) {
      const known = found.some((other) => other.resident_id === person.resident_id);
      if (programme === "hypertension" && !known && found.length < most) found.push(person);
    }
    if (!shown.next) break;
    cursor = `?cursor=${encodeURIComponent(shown.next)}`;
  }
  return found;
}

async function openForm(page, person) {
  await page.goto(`${url}/staff/residents/${person.resident_id}/follow-up/hypertension`);
  await page.getByText(person.name).first().waitFor();
  await page.getByLabel("收缩压").waitFor();
}

async function writeVisit(page, person) {
  await openForm(page, person);
  await page.getByLabel("收缩压").fill("132");
  await page.getByLabel("舒张压").fill("80");
  await page.getByText("控制满意").first().waitFor();
  await page.getByRole("button", { name: "保存随访" }).click();
  await page.getByText(/已存在这部手机上/).first().waitFor();
  await untilOutboxIsKept(page);
}

/** The list says that so many wait on this phone. */
async function waiting(page, count) {
  await page.goto(`${url}/staff/me`);
  await page.getByRole("link", { name: new RegExp(`还没发出去的\\s*${count} 项`) }).click();
  await page.getByRole("heading", { level: 1, name: "还没发出去的" }).waitFor();
  const kept = page.getByText("已存在本机，待发送");
  await kept.nth(count - 1).waitFor();
  assert.equal(await kept.count(), count);
}

async function untilNothingWaits(page) {
  await page.goto(`${url}/staff/me/unsent`);
  await page.getByRole("heading", { level: 1, name: "还没发出去的" }).waitFor();
  const deadline = Date.now() + 90_000;
  while ((await page.getByText("都发出去了").or(page.getByText(/已接收$/)).count()) === 0 || (await page.getByRole("button", { name: "现在发出" }).count()) > 0) {
    assert.ok(Date.now() < deadline, `still waiting:\n${await page.getByRole("main").innerText()}`);
    await page.waitForTimeout(100);
  }
}

/** How many visits of today each has on the service. */
async function countVisits(page, persons) {
  const counts = [];
  for (const { resident_id: id } of persons) {
    const record = await ask(page, `/residents/${id}/record`);
    counts.push(record.follow_ups.filter((visit) => visit.date === TODAY).length);
  }
  return counts;
}

/** What the service says to whoever is signed in; the phone's browser knows no address of its own. */
async function ask(page, path) {
  const answer = await page.context().request.get(`${url}/api/v1${path}`);
  assert.equal(answer.status(), 200, path);
  return answer.json();
}
