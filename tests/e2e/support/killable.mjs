// A browser that can end as a phone's does when its battery is empty: at once, with whatever was not on
// disk lost. Playwright's own browsers end politely, so this one is started here.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, PATIENCE, PHONE, listened, needed } from "./stage.mjs";

/** A phone: its folder outlives its browser. */
export function phone() {
  const folder = mkdtempSync(join(tmpdir(), "jiayi-phone-"));
  let running = null;

  /** Starts the browser, without network where that is wished for; gives its context. */
  async function start({ offline = false } = {}) {
    const program = spawn(
      needed("JIAYI_CHROMIUM"),
      [...FLAGS, "--headless", "--lang=zh-CN", `--user-data-dir=${folder}`, "--remote-debugging-port=0", "about:blank"],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const address = await new Promise((resolve, reject) => {
      let said = "";
      program.stderr.on("data", (bytes) => {
        said += bytes;
        const found = said.match(/DevTools listening on (ws:\S+)/);
        if (found) resolve(found[1]);
      });
      program.once("exit", () => reject(new Error(`the browser did not start:\n${said}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const context = browser.contexts()[0];
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(() => {
      if (!localStorage.getItem("jiayi.size")) localStorage.setItem("jiayi.size", "standard");
    });
    await context.setOffline(offline);
    running = { program, browser };
    return context;
  }

  /** Ends the browser without a word, all its processes. */
  async function kill() {
    if (!running) return;
    const { program, browser } = running;
    running = null;
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.kill("SIGKILL");
    await ended;
    await browser.close().catch(() => {});
  }

  /** Ends it, and forgets the phone. */
  async function dispose() {
    await kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  return { start, kill, dispose };
}

/** A page of a context, of a phone's size, that collects its faults. */
export async function openPage(context) {
  const page = listened(await context.newPage());
  await page.setViewportSize(PHONE);
  return page;
}
