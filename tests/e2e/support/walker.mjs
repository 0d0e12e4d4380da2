// Who walks through all pages of src/routes.rs, and how they get from one to the next.

import assert from "node:assert/strict";
import * as people from "./people.mjs";
import * as table from "./route_table.mjs";
import { PHONE, shelved } from "./stage.mjs";

/** The title of an address that leads nowhere. */
const NOWHERE = ["没有这个页面", "No such page"];

const WALKERS = {
  visitor: () => ({}),
  herself: (stage) => resident(stage, people.HERSELF),
  mother: (stage) => resident(stage, people.MOTHER),
  doctor: (stage) => staff(stage, people.DOCTOR, table.doctorIds),
  desk: (stage) => staff(stage, people.DESK_LOGIN, table.deskIds),
  office: (stage) => staff(stage, people.ADMINISTRATOR, table.officeIds),
};

/** One kind of person of `table.WALKS`, signed in where they have to be. */
export function walkerOf(stage, kind) {
  return WALKERS[kind](stage);
}

/** A page of that person in one language (`zh` or `en`); `page.traffic` follows what it asks for. */
export async function setOut(stage, { state, person }, language) {
  const page = await stage.open({ viewport: PHONE, ...(state && { storageState: state }) });
  await page.addInitScript(
    ([tag, id]) => {
      localStorage.setItem("jiayi.language", tag);
      localStorage.setItem("jiayi.size", "standard");
      if (id) sessionStorage.setItem("jiayi.person", id);
    },
    [language === "zh" ? "zh-CN" : "en", person],
  );
  page.traffic = listen(page);
  return page;
}

/** Goes to a page as a link of the product does, the first time by its address. */
export async function arrive(page, address) {
  if (page.url() === "about:blank") {
    await page.goto(address);
  } else {
    await page.evaluate((href) => {
      const link = document.createElement("a");
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
  }
  await page.waitForFunction((path) => location.pathname === path && document.querySelector("main h1"), address);
  await page.traffic.quiet();
  await page.waitForFunction(() => !document.querySelector(".loading, #boot"));
  assert.equal(new URL(page.url()).pathname, address, "led elsewhere");
  const title = await page.locator("main h1").textContent();
  assert.ok(!NOWHERE.includes(title), "the table has it, the client does not");
  const failed = await page.locator(".empty[role=alert]").allTextContents();
  assert.deepEqual(failed, [], "could not be loaded");
}

/** A sign-in that is kept, the person that is chosen there, and what their addresses are filled with. */
async function resident(stage, name) {
  const page = await people.asResident(stage, people.FAMILY, name);
  const person = await people.residentId(page, name);
  const ids = await table.residentIds(page, person);
  await page.context().close();
  return { state: shelved(`${people.FAMILY}.json`), person, ids };
}

async function staff(stage, login, idsOf) {
  const page = await people.asStaff(stage, login, { viewport: PHONE });
  const ids = await idsOf(page);
  await page.context().close();
  return { state: shelved(`${login}.json`), ids, desk: true };
}

/** Follows what a page asks of the service: what it heard, and when it waits for nothing. */
function listen(page) {
  const waiting = new Set();
  const heard = [];
  page.on("request", (request) => waiting.add(request));
  page.on("requestfailed", (request) => waiting.delete(request));
  page.on("requestfinished", async (request) => {
    if (request.url().includes("/api/")) {
      const answer = await request.response();
      heard.push(await answer.text().catch(() => ""));
    }
    waiting.delete(request);
  });
  const quiet = async () => {
    for (let frames = 0; frames < 2; ) {
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      frames = waiting.size === 0 ? frames + 1 : 0;
    }
  };
  return { heard, quiet };
}
