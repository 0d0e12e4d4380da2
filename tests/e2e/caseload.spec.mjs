// Residents who are handed from one doctor's team to another's: a few by their numbers, and a whole
// village. Both doctors look before and after; with the person go the plan and the contract.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { office } from "./support/colleagues.mjs";
import { DESK, assertNoFaults, signIns, useBrowser } from "./support/stage.mjs";

const GIVER = { login: people.DOCTOR, team: "月塘街道家庭医生一团队" };
const TAKER = { login: "gp2.yuetang", team: "月塘街道家庭医生二团队" };
/** Two teams of another town, whose residents no other spec knows. */
const VILLAGE = { name: "桂花社区", from: "宋家桥街道家庭医生二团队", to: "宋家桥街道家庭医生三团队" };

describe("a caseload", () => {
  const stage = useBrowser();

  test("is handed over by the numbers of records, all or none, with plan and contract", async () => {
    const { page: admin } = await office(stage);
    const giver = await people.asStaff(stage, GIVER.login, { viewport: DESK });
    const taker = await people.asStaff(stage, TAKER.login, { viewport: DESK });
    const person = await somebodyInCare(giver);
    const record = await people.ask(giver, `/residents/${person.resident_id}/record`);
    const number = record.basic.record_no;
    await findsNobody(taker, person);

    const { form, typed, handOver } = await handOverForm(admin, GIVER.team, TAKER.team);
    await typed.fill(`${number}\n12345678901234567`);
    await form.getByText("移交 2 份档案").waitFor();
    await handOver();
    await form.getByText("一份都没有移交").waitFor();
    assert.equal(await typed.inputValue(), `${number}\n12345678901234567`);
    await finds(giver, person);

    await typed.fill(number);
    await form.getByText("移交 1 份档案").waitFor();
    await handOver();
    await admin.getByText("移交完了").waitFor();
    assert.equal(await typed.inputValue(), "");

    // Whoever gave sees the person in no list any more, and their page tells nothing.
    await findsNobody(giver, person);
    assert.equal(await inWorklist(giver, person), false);
    assert.equal(await inContracts(giver, person), false);
    await giver.goto(`/staff/residents/${person.resident_id}`);
    await giver.getByText("没有找到").first().waitFor();
    assert.equal(await giver.getByText("基本信息").count(), 0);

    // Whoever took finds all of it: the person, the visit that is due, the contract in force.
    await finds(taker, person);
    assert.equal(await inWorklist(taker, person), true);
    assert.equal(await inContracts(taker, person), true);
    await taker.goto(`/staff/residents/${person.resident_id}`);
    await taker.getByText("基本信息").first().waitFor();
    await taker.getByText(number).waitFor();
    await taker.getByRole("link", { name: "高血压随访" }).first().click();
    await taker.getByRole("heading", { level: 1, name: "高血压随访" }).waitFor();
    await taker.getByText(/^上次 \d+$/).first().waitFor();

    // It is no longer the first team's to give.
    await typed.fill(number);
    await handOver();
    await form.getByText("一份都没有移交").waitFor();
    assertNoFaults(admin, giver, taker);
  });

  test("of a whole village is counted first and then moves together", async () => {
    const { page: admin } = await office(stage);
    const giver = await people.asStaff(stage, "gp2.songjiaqiao", { viewport: DESK });
    const taker = await people.asStaff(stage, "gp3.songjiaqiao", { viewport: DESK });
    const before = await villagers(giver);
    assert.ok(before.length > 3, `people of ${VILLAGE.name}: ${before.length}`);
    assert.deepEqual(await villagers(taker), []);

    const { form, handOver } = await handOverForm(admin, VILLAGE.from, VILLAGE.to);
    await form.getByLabel("哪个村或社区").selectOption({ label: VILLAGE.name });
    await form.getByText(new RegExp(`^${before.length} 位居民，\\d+ 个随访计划$`)).waitFor();
    await handOver();
    await admin.getByText("移交完了").waitFor();
    assert.deepEqual(await villagers(giver), []);
    assert.deepEqual(await villagers(taker), before);

    const [name] = before;
    await taker.goto("/staff/residents");
    await taker.getByRole("searchbox").first().fill(name);
    await taker.getByRole("main").getByRole("link", { name: new RegExp(name) }).first().waitFor();
    await giver.goto("/staff/residents");
    await giver.getByRole("searchbox").first().fill(name);
    await giver.getByText("这里没有符合的人").waitFor();
    assertNoFaults(admin, giver, taker);
  });
});

/** The administrator's form with both teams chosen; `handOver` presses and says yes. */
async function handOverForm(admin, from, to) {
  await admin.goto("/staff/covers");
  const form = admin.locator("section", { hasText: "移交居民" });
  await form.getByLabel("从哪个团队").selectOption({ label: from });
  await form.getByLabel("交给哪个团队").selectOption({ label: to });
  const handOver = async () => {
    await form.getByRole("button", { name: "移交居民" }).click();
    const sheet = admin.getByRole("dialog", { name: `从 ${from} 移交给 ${to}？` });
    await sheet.getByRole("button", { name: "移交居民" }).click();
  };
  return { form, typed: form.getByLabel("只移交这几份档案"), handOver };
}

/** Somebody of the doctor's with a visit due and a contract in force, whom no other spec needs. */
async function somebodyInCare(doctor) {
  const known = [people.HERSELF, people.MOTHER, people.ALONE, signIns.unlinked.name];
  const contracts = await people.ask(doctor, "/contracts?state=active");
  const contracted = contracts.items.map((line) => line.person.resident_id);
  const due = await people.ask(doctor, "/follow-ups/due?bucket=soon");
  const card = due.items.findLast(
    ({ person, programme }) =>
      programme === "hypertension" && contracted.includes(person.resident_id) && !known.includes(person.name),
  );
  return card.person;
}

async function search(page, person) {
  await page.goto("/staff/residents");
  await page.getByRole("searchbox").first().fill(person.name);
}

async function finds(page, person) {
  await search(page, person);
  await page.locator(`a[href$="/${person.resident_id}"]`).first().waitFor();
}

async function findsNobody(page, person) {
  await search(page, person);
  await page.getByText("这里没有符合的人").waitFor();
}

async function inWorklist(page, person) {
  const due = await people.ask(page, `/follow-ups/due?q=${encodeURIComponent(person.name)}`);
  return due.items.some((card) => card.person.resident_id === person.resident_id);
}

async function inContracts(page, person) {
  for (let cursor = ""; cursor !== undefined; ) {
    const list = await people.ask(page, `/contracts?state=active${cursor && `&cursor=${cursor}`}`);
    if (list.items.some((line) => line.person.resident_id === person.resident_id)) return true;
    cursor = list.next && encodeURIComponent(list.next);
  }
  return false;
}

/** Names of the people of the village in a doctor's care. */
async function villagers(page) {
  const names = [];
  for (let cursor = ""; cursor !== undefined; ) {
    const list = await people.ask(page, `/residents?${cursor && `cursor=${cursor}`}`);
    names.push(...list.items.filter(({ person }) => person.village === VILLAGE.name).map(({ person }) => person.name));
    cursor = list.next && encodeURIComponent(list.next);
  }
  return names.sort();
}
