// All screens on a few pictures, for looking at them side by side. Filled by `every_page.spec.mjs`;
// the pictures of docs/screens are made by it.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { small } from "./support/small_png.mjs";

const HEAD = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; padding: 16px; background: #cfd6d5; font: 15px/1.4 "Noto Sans CJK SC", sans-serif; color: #1b2221 }
  main { display: grid; gap: 16px; align-items: start }
  figure { margin: 0 } figcaption { padding: 0 0 4px } img { display: block }
</style>`;

/** Screens of one kind of person in one look. */
export class ContactSheet {
  #tiles = [];

  constructor(name, { width, columns }) {
    this.name = name;
    this.width = width;
    this.columns = columns;
  }

  /** Adds the page as it is on the screen now. */
  async add(page, caption) {
    this.#tiles.push({ caption, png: await page.screenshot({ animations: "disabled", caret: "hide" }) });
  }

  /** Puts all tiles on one picture in `folder`. */
  async write(browser, folder) {
    const figures = this.#tiles.map(
      ({ caption, png }) =>
        `<figure><figcaption>${caption}</figcaption><img width="${this.width}" src="data:image/png;base64,${png.toString("base64")}"></figure>`,
    );
    const columns = Math.min(this.columns, this.#tiles.length);
    const page = await browser.newPage({ viewport: { width: columns * (this.width + 16) + 16, height: 800 } });
    await page.setContent(
      `${HEAD}<style>main { grid-template-columns: repeat(${columns}, ${this.width}px) }</style><main>${figures.join("")}</main>`,
      { waitUntil: "load" },
    );
    mkdirSync(folder, { recursive: true });
    const png = small(await page.screenshot({ fullPage: true }));
    writeFileSync(join(folder, `${this.name}.png`), png);
    await page.close();
    return png.length;
  }
}
