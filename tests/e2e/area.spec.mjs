// A doctor keeps the own area on the phone: list, person and form open where there is no network, a
// visit is written there, and all of it goes when the doctor says so.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { countIn, untilOutboxIsEmpty, untilOutboxIsKept, untilPartsAreKept, untilWorkerControls, untilWorkerIsReady } from "./support/phone_memory.mjs";
import { PHONE, assertNoFaults, url, useBrowser } from "./support/stage.mjs";
import { dueAlone, dueRow } from "./support/worklist.mjs";

describe("the area on the phone", () => {
  const stage = useBrowser();
  let phone;
  let overdue;
  let other;
  let unsigned;

  before(async () => {
    phone = await people.asStaff(stage, people.DOCTOR, { viewport: PHONE });
    await untilWorkerIsReady(phone);
    await phone.reload();
    await untilWorkerControls(phone);
    const rows = (await dueAlone(phone)).filter((card) => card.bucket === "overdue" && card.programme === "hypertension");
    overdue = rows.at(-1).person;
    const listed = await people.ask(phone, "/residents");
    // Nobody opens their pages, or searches for them, while there is network.
    other = listed.items.at(-1).person;
    for (const { person, team } of listed.items) {
      if (team || person.age < 18) continue;
      const contracts = await people.ask(phone, `/residents/${person.resident_id}/contracts`);
      if (contracts.length === 0) unsigned = person;
    }
  });

  test("it is kept with a tap, and says how many are here and since when", async () => {
    await phone.goto("/staff/me");
    await phone.getByRole("button", { name: "把我的片区存到本机" }).click();
    await phone.getByText(/^已存 \d+ 人，占 \d+\.\d MB$/).waitFor();
    await phone.getByText(/^截至 .* 的数据$/).waitFor();
    const said = await phone.getByText(/^已存 \d+ 人/).textContent();
    assert.ok(Number(said.match(/\d+/)[0]) > 50, said);
    // What lies there is sealed: no name of anybody is found in it.
    const sealed = await phone.evaluate(texts, "area");
    assert.ok(sealed.length >= 3);
    assert.ok(sealed.every((text) => !text.includes(overdue.name)));
    // What may be opened next comes by itself while there is network; nobody has opened it here.
    await phone.goto("/staff");
    await phone.locator("h1#page-title").waitFor();
    await untilPartsAreKept(phone, ["worklist_more", "follow_up", "form_more", "residents", "round", "team", "signing"]);
    assertNoFaults(phone);
  });

  test("without network, after a new start, list, search, person, form and the sheet to sign on are there", async () => {
    const context = phone.context();
    await phone.close();
    phone = await context.newPage();
    await context.setOffline(true);
    await phone.goto("/staff");
    await phone.getByText("现在没有网络").waitFor();
    await (await dueRow(phone, overdue)).waitFor();
    await phone.getByText(/^更新于/).first().waitFor();

    await phone.goto("/staff/residents");
    await phone.getByRole("searchbox").first().fill(other.name);
    await phone.getByRole("main").getByRole("link", { name: new RegExp(other.name) }).first().click();
    await phone.getByRole("heading", { level: 2, name: "基本信息" }).waitFor();

    await phone.goto(`/staff/residents/${unsigned.resident_id}`);
    await phone.getByRole("link", { name: "现场签约" }).click();
    await phone.getByRole("heading", { level: 1, name: "现场签约" }).waitFor();
    await phone.getByText(unsigned.name).first().waitFor();
    await phone.locator(".signature-pad").waitFor();

    await phone.goto("/staff");
    await openForm(phone, overdue);
    await phone.getByText(/^上次 \d+$/).first().waitFor();
  });

  test("a visit written there waits, and arrives once when the network is back", async () => {
    await phone.getByLabel("收缩压").fill("134");
    await phone.getByLabel("舒张压").fill("84");
    await phone.getByText("控制满意").first().waitFor();
    await phone.getByRole("button", { name: "保存随访" }).click();
    await phone.getByText(/已存在这部手机上/).first().waitFor();
    await untilOutboxIsKept(phone);
    await phone.context().setOffline(false);
    await phone.goto("/staff/me");
    await untilOutboxIsEmpty(phone);
    const record = await people.ask(phone, `/residents/${overdue.resident_id}/record`);
    assert.equal(record.follow_ups.filter((visit) => visit.bp?.sbp === 134 && visit.bp?.dbp === 84).length, 1);
  });

  test("a replaced phone has the same after its own first fetch", async () => {
    const here = await phone.getByText(/^已存 \d+ 人/).textContent();
    const next = await stage.open({ viewport: PHONE, baseURL: url });
    await next.goto("/staff/sign-in");
    await people.signInByPassword(next, people.DOCTOR);
    await next.getByRole("navigation", { name: "主菜单" }).waitFor();
    await next.goto("/staff/me");
    await next.getByRole("button", { name: "把我的片区存到本机" }).click();
    await next.getByText(/^截至 .* 的数据$/).waitFor();
    const there = await next.getByText(/^已存 \d+ 人/).textContent();
    assert.equal(there.match(/\d+/)[0], here.match(/\d+/)[0]);
    await next.context().close();
  });

  test("removed, nothing of it is left", async () => {
    await phone.getByRole("button", { name: "从本机删除" }).click();
    await phone.getByRole("dialog").getByRole("button", { name: "从本机删除" }).click();
    await phone.getByRole("button", { name: "把我的片区存到本机" }).waitFor();
    assert.equal(await phone.evaluate(countIn, "area"), 0);
  });

  test("with the sign-out it goes too", async () => {
    const own = await stage.open({ viewport: PHONE, baseURL: url });
    await own.goto("/staff/sign-in");
    await people.signInByPassword(own, people.DOCTOR);
    await own.getByRole("navigation", { name: "主菜单" }).waitFor();
    await own.goto("/staff/me");
    await own.getByRole("button", { name: "把我的片区存到本机" }).click();
    await own.getByText(/^已存 \d+ 人/).waitFor();
    await own.getByRole("button", { name: "退出登录" }).click();
    const sure = own.getByRole("dialog").getByRole("button", { name: "退出登录" });
    if (await sure.isVisible().catch(() => false)) await sure.click();
    await own.getByLabel("账号").waitFor();
    assert.equal(await own.evaluate(countIn, "area"), 0);
  });
});

async function openForm(page, person) {
  await (await dueRow(page, person)).click();
  await page.getByRole("heading", { level: 1, name: "高血压随访" }).waitFor();
}

/** Everything in a store, each as a text of its bytes. */
function texts(store) {
  return new Promise((resolve) => {
    const open = indexedDB.open("jiayi");
    open.onsuccess = () => {
      const all = open.result.transaction(store).objectStore(store).getAll();
      all.onsuccess = () => {
        open.result.close();
        resolve(all.result.map((bytes) => new TextDecoder().decode(bytes)));
      };
    };
  });
}
