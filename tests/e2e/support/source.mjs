// The client's source, read for the places where somebody can type. A field that is added there is
// found here without anybody remembering it.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PROGRAMMES = fileURLToPath(new URL("../../../crates/domain/programmes/", import.meta.url));
const SOURCE = fileURLToPath(new URL("../../../src/", import.meta.url));
/** The design system; it alone draws controls. */
const UI = "ui/";

/** Controls of the design system that take text as it is typed. */
const TYPED = ["TextInput", "TextArea", "SearchBox", "NumberField"];
/** Pieces of the areas that hold one such control and are used more than once: each use is a field. */
const PIECES = { Refusal: "shared/refusal.rs", FindResident: "shared/find.rs" };
/** Where the follow-up form is drawn from a programme's definition: its fields stand there. */
const DRAWN = ["field", "folded", "decision", "class", "doses"].map((part) => `follow_up/parts/${part}.rs`);

/**
 * Every use of a control that takes text, as `area/file.rs LABEL`; of the form that all programmes share, the
 * fields of one programme, as `hypertension KEY`.
 */
export function textFields() {
  const inside = new Set([...Object.values(PIECES), ...DRAWN]);
  const written = ofAreas().flatMap(({ name, text }) => (inside.has(name) ? [] : usesIn(name, text)));
  return [...written, ...fieldsOf("hypertension")];
}

/** The keys of a programme's newest edition that take text as it is typed. */
export function fieldsOf(programme) {
  const edition = readdirSync(PROGRAMMES).filter((name) => name.startsWith(`${programme}-`)).sort().at(-1);
  const { sections } = JSON.parse(readFileSync(`${PROGRAMMES}${edition}`, "utf8"));
  const typed = sections.flatMap(({ fields }) => fields).filter(({ kind }) => kind === "text" || kind.number);
  return typed.flatMap(({ key, target }) => [key, ...(target ? [target] : [])]).map((key) => `${programme} ${key}`);
}

function usesIn(name, text) {
  const seen = new Map();
  const use = new RegExp(String.raw`<(${[...TYPED, ...Object.keys(PIECES)].join("|")})\b([\s\S]*?)/?>`, "g");
  return [...text.matchAll(use)].map(([, control, attributes]) => {
    const label = control === "Refusal" ? control : attributes.match(/\b(?:label=(?:\w+::)?|name=")(\w+)/)?.[1];
    const field = `${name} ${label}`;
    const nth = (seen.get(field) ?? 0) + 1;
    seen.set(field, nth);
    return nth === 1 ? field : `${field} ${nth}`;
  });
}

/** Files that draw an element of their own to type into or to choose with. */
export function drawingControls() {
  const draws = ({ text }) => /<(input|textarea)\b|contenteditable/.test(text);
  return rustFiles().filter(draws).map(({ name }) => name);
}

/** Everything but the design system; the areas under their own names. */
function ofAreas() {
  const others = rustFiles().filter(({ name }) => !name.startsWith(UI));
  return others.map(({ name, text }) => ({ name: name.replace(/^features\//, ""), text }));
}

/** All Rust files of the client, without their comments. */
function rustFiles() {
  return readdirSync(SOURCE, { recursive: true })
    .filter((name) => name.endsWith(".rs"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${SOURCE}${name}`, "utf8").replaceAll(/^\s*\/\/.*$/gm, "") }));
}
