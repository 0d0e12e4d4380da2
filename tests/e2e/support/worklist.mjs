// The doctor's list as a spec uses it. Of a long list only the rows in sight stand in the page.

import { somebody } from "./ordinary_visits.mjs";
import * as people from "./people.mjs";

/** The row of a follow-up of this person, who is searched for first. */
export async function dueRow(page, person, title = "高血压") {
  await page.getByRole("searchbox", { name: "在待办里找人" }).fill(person.name);
  const name = new RegExp(`^${person.name} ${person.age} 岁 ?${title}.*随访$`);
  return page.getByRole("main").getByRole("link", { name }).first();
}

/** All follow-ups of one's own scope that are due. */
export async function allDue(page) {
  const items = [];
  let cursor = "";
  do {
    const list = await people.ask(page, `/follow-ups/due?rows=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...list.items);
    cursor = list.next;
  } while (cursor);
  return items;
}

/** Those of people who are due in one programme alone: a row of the others leads to one sheet with all of them. */
export async function dueAlone(page) {
  const items = await allDue(page);
  const rows = (card) => items.filter((one) => one.person.resident_id === card.person.resident_id).length;
  return items.filter((card) => rows(card) === 1);
}

/** Opens the hypertension form of somebody, whether or not the list still has them: other specs work it off. */
export async function openHypertension(page) {
  const { resident_id } = await somebody((path) => people.ask(page, path), "hypertension");
  await page.goto(`/staff/residents/${resident_id}/follow-up/hypertension`);
}
