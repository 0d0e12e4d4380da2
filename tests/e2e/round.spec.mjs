// A round without network: three people one after another, an emergency told at once, and a contract signed
// at the bedside; with the network back each is there once, and the team accepts the contract.

import assert from "node:assert/strict";
import { before as beforeAll, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { untilOutboxIsEmpty, untilOutboxIsKept } from "./support/phone_memory.mjs";
import { PHONE, assertNoFaults, signIns, url, useBrowser } from "./support/stage.mjs";

const VILLAGE = signIns.staff.find((login) => login.startsWith("village."));
const NUMBERS = [
  ["138", "84"],
  ["186", "96"],
  ["126", "78"],
];

describe("a round", () => {
  const stage = useBrowser();
  let page;
  let met;

  beforeAll(async () => {
    page = await people.asStaff(stage, VILLAGE, { viewport: PHONE });
    const found = await people.ask(page, "/residents");
    met = found.items.slice(0, NUMBERS.length).map(({ person }) => person);
  });

  test("is entered person by person without network", async () => {
    await page.goto(`${url}/staff/me`);
    await page.getByRole("link", { name: /巡诊快速录入/ }).click();
    await page.getByRole("button", { name: met[0].name }).first().waitFor();
    await page.context().setOffline(true);
    for (const [at, person] of met.entries()) {
      await page.getByRole("button", { name: person.name }).first().click();
      await page.getByLabel("收缩压").fill(NUMBERS[at][0]);
      await page.getByLabel("舒张压").fill(NUMBERS[at][1]);
      assert.equal(await page.getByText(/血压很高/).count(), at === 1 ? 1 : 0);
      if (at === 0) {
        await page.getByLabel("心率").fill("800");
        await page.getByRole("button", { name: "记好，下一位" }).click();
        await page.getByLabel("心率").fill("72");
      }
      await page.getByRole("button", { name: "记好，下一位" }).click();
      await page.getByText(`${at + 1} 位`, { exact: true }).waitFor();
    }
    await untilOutboxIsKept(page);
    await page.context().setOffline(false);
    await untilOutboxIsEmpty(page);
    for (const [at, person] of met.entries()) {
      const entries = await people.ask(page, `/residents/${person.resident_id}/round-entries`);
      assert.deepEqual(entries.map(({ entry }) => [String(entry.sbp), String(entry.dbp)]), [NUMBERS[at]]);
    }
  });

  test("ends with a contract that is signed before the doctor", async () => {
    // Who has not lived here for long enough is refused, and the doctor reads why.
    for (const person of await unsigned(page)) {
      await sign(page, person);
      await page.goto(`${url}/staff/me/unsent`);
      await page.getByText(/都发出去了|没收下，等您处理/).first().waitFor();
      const contracts = await people.ask(page, `/residents/${person.resident_id}/contracts`);
      if (contracts.some(({ state }) => state === "submitted")) {
        assert.equal(contracts.length, 1);
        return assertNoFaults(page);
      }
      await page.getByRole("button", { name: "不要了" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "不要了" }).click();
      await page.getByText("都发出去了").waitFor();
    }
    assert.fail("nobody could sign");
  });
});

async function sign(page, person) {
  await page.goto(`${url}/staff/residents/${person.resident_id}`);
  await page.getByRole("link", { name: "现场签约" }).click();
  await page.getByRole("heading", { level: 1, name: "现场签约" }).waitFor();
  await page.getByRole("checkbox", { name: /基础包/ }).first().waitFor();
  await page.context().setOffline(true);
  await page.getByRole("checkbox", { name: /基础包/ }).first().check();
  await page.getByRole("radio", { name: "身份证" }).check();
  await page.getByRole("checkbox", { name: /同意签约/ }).check();
  await page.getByLabel("请签字的人写下自己的姓名").fill("别人");
  await page.getByRole("button", { name: "签好，交给团队" }).click();
  await page.getByText("和居民姓名不一样，请核对").waitFor();
  await page.getByLabel("请签字的人写下自己的姓名").fill(person.name);
  await page.getByRole("button", { name: "签好，交给团队" }).click();
  await page.getByText(/已存在这部手机上/).first().waitFor();
  await page.context().setOffline(false);
  await page.waitForTimeout(2_000);
}

/** People of the doctor's who have no contract and are old enough to sign. */
async function unsigned(page) {
  const found = [];
  let cursor = "";
  for (let pages = 0; pages < 20 && found.length < 8; pages++) {
    const shown = await people.ask(page, `/residents${cursor}`);
    for (const { person, team } of shown.items) {
      if (team || person.age < 18) continue;
      const contracts = await people.ask(page, `/residents/${person.resident_id}/contracts`);
      if (contracts.length === 0) found.push(person);
    }
    if (!shown.next) break;
    cursor = `?cursor=${encodeURIComponent(shown.next)}`;
  }
  return found;
}
