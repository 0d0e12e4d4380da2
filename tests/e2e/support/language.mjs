// Whether a page speaks one language: words of the other one may only be what somebody wrote, that is
// what the service answered, or stand in the short list of what is written the same in both.

/** Written in Latin letters by Chinese readers too. */
const LATIN_IN_CHINESE = ["mmHg", "mmol", "BMI", "English", "Language", "CPU", "SMS", "ID", "PIN"];
/** A language is named in itself. */
const HAN_IN_ENGLISH = ["中文", "语言"];

const RUNS = { en: /\p{Script=Han}+/gu, zh: /[A-Za-z]{3,}/g };

/** Words of the other language that nobody's data brought, one line each. */
export async function strangeWords(page, language, heard) {
  const said = await page.evaluate(() => document.querySelector("main").innerText);
  const known = language === "en" ? HAN_IN_ENGLISH : LATIN_IN_CHINESE;
  const data = heard.join("\n");
  const runs = new Set(said.match(RUNS[language]) ?? []);
  return [...runs].filter((run) => !known.includes(run) && !broughtBy(data, run)).map((run) => `not in this language: ${run}`);
}

/** Whether words were answered by the service, as one or as several that stand beside each other. */
function broughtBy(data, run) {
  for (let rest = run; rest; ) {
    let length = rest.length;
    while (length > 0 && !data.includes(rest.slice(0, length))) length -= 1;
    if (length < Math.min(2, rest.length)) return false;
    rest = rest.slice(length);
  }
  return true;
}
