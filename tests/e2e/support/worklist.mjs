// The doctor's list as a spec uses it. Of a long list only the rows in sight stand in the page.

/** The row of a follow-up of this person, who is searched for first. */
export async function dueRow(page, person, title = "高血压") {
  await page.getByRole("searchbox", { name: "在待办里找人" }).fill(person.name);
  const name = new RegExp(`^${person.name} ${person.age} 岁 ?${title}.*随访$`);
  return page.getByRole("main").getByRole("link", { name }).first();
}
