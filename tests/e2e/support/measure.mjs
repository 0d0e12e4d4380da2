// What is measured of every page, beside what axe knows: the contract of docs/decisions/elder-mode.md in numbers.
//
// Everything is measured on the page as it stands, with what the browser computed, so that it does
// not matter which file of style/ is to blame.

/** Least sizes in px. Targets and text follow the Chinese norm for elders (MIIT, 2021). */
export const LIMITS = {
  normal: { text: 18, heading: 18, target: 44, contrast: 4.5, line: 1.3 },
  elder: { text: 24, heading: 30, target: 60, contrast: 4.5, line: 1.3 },
};

/** What breaks the limits, one line each; empty when nothing does. */
export function broken(page, limits) {
  return page.evaluate(measure, limits);
}

/** Runs inside the page. */
function measure(limits) {
  const ROUNDING = 0.5;
  const found = new Map();
  const tell = (kind, element, what) => {
    const line = `${kind}: ${what} — ${name(element)}`;
    found.set(line, (found.get(line) ?? 0) + 1);
  };
  const dialog = document.querySelector("dialog[open]");
  const shown = [...(dialog ?? document.body).querySelectorAll("*")].filter(visible);
  if (dialog) shown.push(dialog);

  for (const element of shown) {
    const style = getComputedStyle(element);
    const words = ownWords(element);
    if (words) judgeText(element, style, words);
    if (element.matches(TARGETS())) judgeTarget(element);
    cutOff(element, style);
  }
  if (!dialog) judgeHeadings();
  return [...found].map(([line, times]) => (times > 1 ? `${line} (${times} times)` : line));

  function TARGETS() {
    return "a[href], button, input, select, textarea, summary, [role=button], [role=radio], [role=checkbox], [role=switch], [role=tab]";
  }

  function visible(element) {
    if (["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TITLE", "PATH", "path"].includes(element.tagName)) return false;
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) return false;
    // Kept for screen readers, or until it has the focus.
    return !element.closest(".visually-hidden") && getComputedStyle(element).clipPath !== "inset(50%)";
  }

  function ownWords(element) {
    if (element.matches("input, textarea")) {
      return element.matches("[type=radio], [type=checkbox]") ? "" : element.value || element.placeholder;
    }
    if (element.matches("select")) return element.selectedOptions[0]?.textContent.trim() ?? "";
    return [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim())
      .join("");
  }

  function judgeText(element, style, words) {
    const size = parseFloat(style.fontSize);
    if (size < limits.text - 0.01) tell("text", element, `${size} px is less than ${limits.text}`);
    const line = style.lineHeight === "normal" ? 0 : parseFloat(style.lineHeight) / size;
    const oneLine = element.matches("input, select");
    if (!oneLine && line < limits.line - 0.005) tell("line", element, `height ${line.toFixed(2)} is less than ${limits.line}`);
    const typed = element.matches("input, textarea") && !element.value && words;
    const ink = colour((typed ? getComputedStyle(element, "::placeholder") : style).color);
    const ground = groundOf(element);
    if (!ground) return;
    const ratio = contrast(over(faded(ink, opacityOf(element)), ground), ground);
    if (ratio < limits.contrast) tell("contrast", element, `${ratio.toFixed(2)} is less than ${limits.contrast}`);
  }

  function judgeTarget(element) {
    const area = element.closest("label") ?? element;
    const field = element.matches("input:not([type=radio], [type=checkbox])") && element.closest(".number-field");
    const { width, height } = (field || area).getBoundingClientRect();
    if (Math.min(width, height) < limits.target - ROUNDING) {
      tell("target", element, `${Math.round(width)} × ${Math.round(height)} px, ${limits.target} wanted`);
    }
  }

  /** Words that the element holds and does not show, or that stand out of what is pressed. */
  function cutOff(element, style) {
    if (element.matches("a, button") && element.scrollWidth > element.clientWidth + 1 && style.display !== "inline") {
      tell("spilt", element, `${element.scrollWidth - element.clientWidth} px of it stand out`);
    }
    if (!["hidden", "clip"].includes(style.overflowX) || element.matches("input, textarea, select, html, body")) return;
    if (element.scrollWidth > element.clientWidth + 1 && element.textContent.trim()) {
      tell("cut", element, `${element.scrollWidth - element.clientWidth} px of it are out of sight`);
    }
  }

  function judgeHeadings() {
    const headings = shown.filter((element) => element.matches("h1"));
    if (headings.length !== 1) tell("heading", document.body, `${headings.length} of the first rank`);
    for (const heading of headings) {
      const size = parseFloat(getComputedStyle(heading).fontSize);
      if (size < limits.heading - 0.01) tell("heading", heading, `${size} px is less than ${limits.heading}`);
    }
    const main = shown.filter((element) => element.matches("main .button-primary"));
    if (main.length > 1) tell("main action", main[1], `${main.length} on one screen`);
    for (const button of main) {
      const size = parseFloat(getComputedStyle(button).fontSize);
      if (size < limits.heading - 0.01) tell("main action", button, `${size} px is less than ${limits.heading}`);
    }
  }

  function colour(text) {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  }

  function faded(ink, opacity) {
    return { ...ink, a: ink.a * opacity };
  }

  function over(top, under) {
    const mix = (key) => top[key] * top.a + under[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  }

  function opacityOf(element) {
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= parseFloat(getComputedStyle(at).opacity);
    return opacity;
  }

  /** What lies under the words; nothing where it is a picture. */
  function groundOf(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const layer = colour(style.backgroundColor);
      layers.push(layer);
      // What an input covers with is the card beside it.
      if (layer.a === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 });
  }

  function contrast(one, other) {
    const light = ({ r, g, b }) => {
      const [lr, lg, lb] = [r, g, b].map((part) => {
        const value = part / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
    };
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  function name(element) {
    const kind = `${element.tagName.toLowerCase()}${element.className?.trim?.() ? `.${element.className.trim().replaceAll(/\s+/g, ".")}` : ""}`;
    const holder = element.parentElement?.className?.trim?.().split(/\s+/)[0] ?? "";
    return `${holder && `${holder} > `}${kind} 「${(element.textContent || element.placeholder || "").trim().slice(0, 24)}」`;
  }
}

/**
 * Draws the words of the page larger and leaves everything else as it is, as WeChat does by its font
 * size (`text-size-adjust` on iOS, the text zoom of the web view on Android) and a browser by "text
 * only" zoom: lengths in rem stay, so this is harder on a layout than a larger root.
 */
export function enlargeWords(page, factor) {
  return page.evaluate((times) => {
    const all = [...document.body.querySelectorAll("*")];
    const sizes = all.map((element) => parseFloat(getComputedStyle(element).fontSize));
    all.forEach((element, place) => {
      element.style.fontSize = `${sizes[place] * times}px`;
    });
  }, factor);
}

/** Puts the words back. */
export function shrinkWords(page) {
  return page.evaluate(() => {
    for (const element of document.body.querySelectorAll("[style]")) {
      element.style.removeProperty("font-size");
      if (!element.getAttribute("style")) element.removeAttribute("style");
    }
  });
}
