// The doctor's list as a spec uses it. Of a long list only the rows in sight stand in the page.

import { somebody } from "./ordinary_visits.mjs";
import * as people from "./people.mjs";

/** The row of a follow-up of this person, who is searched for first. */
export async function dueRow(page, person, title = "高血压") {
  await page.getByRole("searchbox", { name: "在待办里找人" }).fill(person.name);
  const name = new RegExp(`^${person.name} ${person.age} 岁 ?${title}.*随访$`);
  return page.getByRole("main").getByRole("link", { name }).first();
}

/** Opens the hypertension form of somebody, whether or not the list still has them: other specs work it off. */
export async function openHypertension(page) {
  const { resident_id } = await somebody((path) => people.ask(page, path), "hypertension");
  await page.goto(`/staff/residents/${resident_id}/follow-up/hypertension`);
}
