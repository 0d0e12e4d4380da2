// An authenticator, as it runs on a phone beside the browser (RFC 6238, HMAC-SHA-1, 30 seconds).

import { createHmac } from "node:crypto";
import * as people from "./people.mjs";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits that an authenticator with this key shows at a time of the service's clock. */
function digits(key, milliseconds) {
  const bits = [...key.replaceAll(" ", "")].map((c) => LETTERS.indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const hash = createHmac("sha1", secret).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Those that it shows now to whoever is signed in on the page. */
export async function digitsNow(page, key) {
  return digits(key, Date.parse((await people.ask(page, "/session")).now));
}

/** Sets an authenticator up on the page of one's own sign-in; gives its key and the recovery codes. */
export async function setUp(page) {
  await page.getByRole("button", { name: "开始设置" }).click();
  const key = await page.locator("#authenticator-key").textContent();
  await page.getByLabel("验证器上的 6 位数字").fill(await digitsNow(page, key));
  await page.getByRole("button", { name: "确认" }).click();
  const recovery = await page.locator("#recovery-codes li").allTextContents();
  await page.getByRole("button", { name: "抄好了" }).click();
  await page.getByText(/备用码还剩 \d 个/).waitFor();
  return { key, recovery };
}
