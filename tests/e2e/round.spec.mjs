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
        await page.getByLabel("病情").fill("早上头晕");
        await page.getByLabel("处理（用药、建议）").fill("少放盐，按时吃药");
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
      const all = await people.ask(page, `/residents/${person.resident_id}/round-entries`);
      const entries = all.filter(({ entry }) => entry.sbp);
      assert.deepEqual(entries.map(({ entry }) => [String(entry.sbp), String(entry.dbp)]), [NUMBERS[at]]);
    }
  });

  test("tells on the person's page what was said", async () => {
    await page.goto(`${url}/staff/residents/${met[0].resident_id}`);
    await page.getByRole("heading", { name: "巡诊记录" }).waitFor();
    await page.getByText("早上头晕").waitFor();
    await page.getByText("少放盐，按时吃药").waitFor();
  });

  test("ends with a contract that is signed before the doctor", async () => {
    for (const person of await unsigned(page)) {
      // Who has not lived here for long enough is told so before they sign.
      if (!(await opened(page, person))) continue;
      await sign(page, person);
      await page.goto(`${url}/staff/me/unsent`);
      await page.getByText("都发出去了").first().waitFor();
      const contracts = await people.ask(page, `/residents/${person.resident_id}/contracts`);
      assert.deepEqual(contracts.map(({ state }) => state), ["submitted"]);
      const [{ contract_id }] = contracts;
      const signature = await people.ask(page, `/contracts/${contract_id}/bedside-signature`);
      assert.equal(signature.drawing.length, 2, "two lines are left after one was taken back");
      await page.goto(`${url}/staff/contracts/${contract_id}`);
      await page.getByRole("img", { name: person.name }).waitFor();
      await page.getByText("现场签字").waitFor();
      return assertNoFaults(page);
    }
    assert.fail("nobody could sign");
  });
});

/** Opens the page to sign on; whether the person may have the first package. */
async function opened(page, person) {
  await page.goto(`${url}/staff/residents/${person.resident_id}`);
  const told = page.waitForResponse(/bedside-standing$/);
  await page.getByRole("link", { name: "现场签约" }).click();
  await page.getByRole("heading", { level: 1, name: "现场签约" }).waitFor();
  const { applicant } = await (await told).json();
  const open = applicant.registered_here || applicant.months_resident >= 6;
  await page.getByRole("checkbox", { name: /基础包/, disabled: !open }).first().waitFor();
  if (!open) await page.getByText(/在本地住满半年才能签约/).first().waitFor();
  return open;
}

/** Draws a line on the sheet with the mouse. */
async function draw(page, from, to) {
  const sheet = await page.locator(".signature-pad").boundingBox();
  const at = ([across, down]) => [sheet.x + across * sheet.width, sheet.y + down * sheet.height];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 12 });
  await page.mouse.up();
}

async function sign(page, person) {
  await page.locator(".signature-pad").waitFor();
  await page.context().setOffline(true);
  await page.getByRole("checkbox", { name: /基础包/ }).first().check();
  await page.getByRole("radio", { name: "身份证" }).check();
  await page.getByRole("checkbox", { name: /同意签约/ }).check();
  await page.getByLabel("请签字的人写下自己的姓名").fill("别人");
  await page.getByRole("button", { name: "签好，交给团队" }).click();
  await page.getByText("和居民姓名不一样，请核对").waitFor();
  await page.getByLabel("请签字的人写下自己的姓名").fill(person.name);
  await page.locator(".signature-pad").scrollIntoViewIfNeeded();
  await draw(page, [0.1, 0.2], [0.15, 0.25]);
  await page.getByRole("button", { name: "签好，交给团队" }).click();
  await page.getByText("签名太短").waitFor();
  await page.getByRole("button", { name: "清掉重签" }).click();
  await page.getByRole("img", { name: "还没签名" }).waitFor();
  await page.locator(".signature-pad").scrollIntoViewIfNeeded();
  for (const down of [0.2, 0.5, 0.8]) await draw(page, [0.1, down], [0.8, down]);
  await page.getByRole("button", { name: "退一笔" }).click();
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
