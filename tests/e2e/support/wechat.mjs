// WeChat in a test: the browsers that call themselves so, and the stand-in that is asked instead of it.

import assert from "node:assert/strict";

const address = process.env.JIAYI_WECHAT;

/** WeChat's browser on Android, of 2025. */
export const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; V2307A Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 MMWEBSDK/20250201 MMWEBID/4421 " +
  "MicroMessenger/8.0.58.2800(0x28003A3D) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64";
/** WeChat's browser on an iPhone. */
export const IOS =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
  "Mobile/15E148 MicroMessenger/8.0.54(0x18003632) NetType/WIFI Language/zh_CN";
/** WeCom on an iPhone, which is not WeChat. */
export const WECOM =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
  "Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh ColorScheme/Light";

/** Changes how things stand in the stand-in: who holds the phone, what fails next. */
export async function change(what) {
  assert.ok(address, "JIAYI_WECHAT is not set; the suite is run by `cargo xtask test e2e`");
  const answer = await fetch(`${address}/sim/state`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(what),
  });
  assert.equal(answer.status, 204, await answer.text());
}

/** What has arrived in WeChat, and how often each of its paths was asked. */
export async function arrived() {
  return (await fetch(`${address}/sim/inbox`)).json();
}

/** The phone is held by somebody with this openid. */
export function heldBy(openid, more = {}) {
  return change({ person: { openid, ...more } });
}
