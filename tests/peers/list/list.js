// The worklist as a good developer writes it in plain JavaScript: the same pages of data, the same rows,
// the same search, only the rows around what is seen in the page. Made for `bench followup` alone.

const READY = 0.8;
const GUESS = 96;
const $ = (id) => document.getElementById(id);
const [around, list, above, below, count] = ["around", "list", "above", "below", "count"].map($);
const plain = (text) => text.normalize("NFKC").replace(/[\s·•・.]/g, "").toLowerCase();

let all = [];
let found = [];
let heights = [];
let shown = [0, 0];
let today = "";
const rows = new Map();

async function load() {
  let cursor = "";
  do {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}&rows=200` : "";
    const page = await (await fetch(`/api/v1/follow-ups/due${query}`)).json();
    today = page.today;
    for (const card of page.items) all.push({ card, name: plain(card.person.name) });
    cursor = page.next;
    filter();
  } while (cursor);
  document.body.dataset.whole = "1";
}

function matches(due, typed) {
  if (!typed) return true;
  if (/^\d{4}$/.test(typed)) return due.card.phone_masked?.endsWith(typed);
  return due.name.includes(typed) || due.card.initials.startsWith(typed);
}

function filter() {
  const typed = plain(document.querySelector("input").value.trim());
  found = all.filter((due) => matches(due, typed));
  heights = found.map(() => GUESS);
  for (const row of rows.values()) row.remove();
  rows.clear();
  count.textContent = `${found.length} 人次`;
  look();
}

function between(upper, lower) {
  let from = heights.length;
  let y = 0;
  let at = 0;
  for (; at < heights.length && y < lower; at++) {
    if (from > at && y + heights[at] > upper) from = at;
    y += heights[at];
  }
  return [Math.min(from, at), at];
}

const sum = (from, to) => {
  let px = 0;
  for (let at = from; at < to; at++) px += heights[at];
  return px;
};

function look() {
  for (const [at, row] of rows) heights[at] = row.getBoundingClientRect().height;
  const top = around.getBoundingClientRect().top;
  const ready = innerHeight * READY;
  shown = between(-top - ready, innerHeight - top + ready);
  for (const [at, row] of rows) {
    if (at < shown[0] || at >= shown[1]) {
      row.remove();
      rows.delete(at);
    }
  }
  for (let at = shown[0]; at < shown[1]; at++) {
    if (rows.has(at)) continue;
    const row = draw(found[at].card, at);
    rows.set(at, row);
    list.insertBefore(row, rows.get(at + 1) ?? null);
  }
  above.style.height = `${sum(0, shown[0])}px`;
  below.style.height = `${sum(shown[1], heights.length)}px`;
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const symbols = document.createElement("template");
function symbol(path) {
  symbols.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return symbols.content.firstChild;
}

function why({ bucket, due }) {
  const days = Math.round((Date.parse(due) - Date.parse(today)) / 864e5);
  const when = days < 0 ? `逾期 ${-days} 天` : days === 0 ? "今天到期" : days === 1 ? "明天到期" : `${days} 天后到期`;
  return bucket === "urgent" ? `转诊复查 · ${when}` : when;
}

function draw(card, at) {
  const { person } = card;
  const last = card.last_bp ? `血压 ${card.last_bp.sbp}/${card.last_bp.dbp}` : "还没有测量记录";
  const words = element(
    "span",
    { class: "words" },
    element("strong", {}, `${person.name} ${person.age} 岁`),
    element("span", { class: "muted" }, [card.title.zh, last, person.village].join(" · ")),
  );
  const status = element("span", { class: "status" }, symbol("M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5"), element("span", {}, why(card)));
  const visit = element(
    "a",
    { href: `/staff/residents/${person.resident_id}/follow-up/${card.programme}` },
    words,
    element("span", { class: "end" }, status, element("strong", {}, "随访")),
    symbol("M9 4.5l7.5 7.5L9 19.5"),
  );
  const call = element(
    "a",
    { class: "call", href: `/staff/residents/${person.resident_id}/call/${card.programme}`, "aria-label": `电话 ${person.name}` },
    symbol("M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.2-1 2-2 2A16.5 16.5 0 0 1 4 5.5c0-1 .8-2 2-2Z"),
    element("span", {}, "电话"),
  );
  return element("li", { "data-at": at, "aria-posinset": at + 1, "aria-setsize": found.length }, visit, call);
}

let asked = false;
function soon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    look();
  });
}
addEventListener("scroll", soon);
addEventListener("resize", soon);
document.querySelector("input").addEventListener("input", filter);
load();
