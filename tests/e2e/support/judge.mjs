// What is asked of every page: WCAG 2.2 A and AA by axe-core, the sizes of measure.mjs, and no
// scrolling sideways.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LIMITS, broken } from "./measure.mjs";
import { DESK, NARROW, PHONE } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Violations on the page as it stands, one line each; empty when there is none.
 *
 * Judged on a screen as tall as the page: what lies under the bottom bar on a short one can be
 * scrolled out from there, which axe cannot know.
 */
export async function violations(page) {
  const viewport = page.viewportSize();
  // A long list draws more rows on a taller screen and learns how high they are: the page grows again.
  for (let height = 0, tries = 0; tries < 5; tries += 1) {
    const now = await page.evaluate(
      () => new Promise((drawn) => setTimeout(() => drawn(document.documentElement.scrollHeight), 50)),
    );
    if (now <= height) break;
    height = now;
    await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) });
  }
  const found = await judged(page);
  await page.setViewportSize(viewport);
  return found;
}

async function judged(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} — ${node.failureSummary.replaceAll(/\s+/g, " ").slice(0, 300)}`),
  );
}

/** What is wider than the screen; empty when the page does not scroll sideways. */
export function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5,
    );
    const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
    return innermost.map((element) => `${root.scrollWidth} px: ${element.outerHTML.slice(0, 160)}`).slice(0, 5);
  });
}

/** Draws the page in another size or theme: the size by the switch in its head, as a person would. */
export function dress(page, { size = null, theme = null }) {
  return page.evaluate(
    ([wanted, colours]) => {
      const root = document.documentElement;
      if ((wanted === "elder") !== (root.dataset.size === "elder")) {
        // By the program, since the switch may lie under a dialog.
        document.querySelector(".page-tool").click();
      }
      if (colours === null) root.removeAttribute("data-theme");
      else root.setAttribute("data-theme", colours);
      // Drawn anew as a whole, since axe may still be told the inherited colour of before.
      document.body.hidden = true;
      document.body.getBoundingClientRect();
      document.body.hidden = false;
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
    },
    [size, theme],
  );
}

/**
 * Looks at the page as it stands in every dress, and puts it on the sheets: WCAG, sizes and no
 * scrolling sideways, in light, dark and elder size, on a phone and where asked for at a desk. `tell`
 * gets the dress and what was wrong.
 */
export async function lookAt(page, name, sheets, tell) {
  await dress(page, {});
  tell("normal", await tooWide(page));
  await sheets.normal?.add(page, name);
  tell("normal", await broken(page, LIMITS.normal));
  tell("normal", await violations(page));
  await dress(page, { theme: "dark" });
  tell("dark", await violations(page));
  await dress(page, { size: "elder" });
  tell("elder", await tooWide(page));
  await sheets.elder?.add(page, name);
  tell("elder", await broken(page, LIMITS.elder));
  tell("elder", await violations(page));
  await page.setViewportSize(NARROW);
  tell("elder, narrow", await tooWide(page));
  await dress(page, {});
  tell("narrow", await tooWide(page));
  if (sheets.desk) {
    await page.setViewportSize(DESK);
    tell("at the desk", await tooWide(page));
    await sheets.desk.add(page, name);
    tell("at the desk", await violations(page));
  }
  await page.setViewportSize(PHONE);
}
