// Somebody who works at two places: says at sign-in where today, and goes over to the other place in
// the middle of the day. What is seen is what belongs to that place.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CENTRE, PASSWORD, office, signedIn, stranger } from "./support/colleagues.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

const ELSEWHERE = "桂花街道社区卫生服务中心";
const LOGIN = "desk.two";

describe("somebody who works at two places", () => {
  const stage = useBrowser();

  test("says at sign-in where today", async () => {
    const { page: admin, hire } = await office(stage);
    // Of the desk, whose day list is that of the place.
    await hire({ login: LOGIN, name: "周静", role: "desk", nationalId: stranger("19900101"), sites: [ELSEWHERE] });
    const page = await stage.open({ viewport: DESK });
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, LOGIN, PASSWORD);
    const places = page.getByRole("radiogroup", { name: /今天在哪里上班/ });
    assert.ok(await places.getByRole("radio", { name: CENTRE }).isChecked());
    await places.getByRole("radio", { name: ELSEWHERE }).check();

    // Without the network the answer stays, and is sent by the next press.
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "开始工作" }).click();
    await page.getByText("请检查一下网络").waitFor();
    assert.ok(await places.getByRole("radio", { name: ELSEWHERE }).isChecked());
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "开始工作" }).click();
    await page.getByRole("navigation", { name: "主菜单" }).waitFor();
    assert.equal(await where(page), ELSEWHERE);
    assertNoFaults(admin, page);
  });

  test("is not asked again by a reload, and goes over to the other place later", async () => {
    const page = await stage.open({ viewport: DESK });
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, LOGIN, PASSWORD);
    await page.getByRole("radio", { name: ELSEWHERE }).check();
    await page.getByRole("button", { name: "开始工作" }).click();
    await page.getByRole("heading", { name: "出诊日程" }).waitFor();
    await page.getByRole("main").getByText(/\d+ 人预约|没有人预约/).first().waitFor();
    const there = await doctorsOfToday(page);
    await page.reload();
    await page.getByRole("heading", { name: "出诊日程" }).waitFor();
    assert.equal(await where(page), ELSEWHERE);

    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.getByRole("main").getByText(ELSEWHERE).waitFor();
    await page.getByRole("link", { name: "登录与安全" }).click();
    const places = page.getByRole("radiogroup", { name: /在哪里上班/ });
    assert.ok(await places.getByRole("radio", { name: ELSEWHERE }).isChecked());

    // Without the network nothing has changed, and the page does not say that it has.
    await page.context().setOffline(true);
    await places.getByRole("radio", { name: CENTRE }).click();
    await page.getByText("请检查一下网络").waitFor();
    await places.getByRole("radio", { name: ELSEWHERE, checked: true }).waitFor();
    await page.context().setOffline(false);
    assert.equal(await where(page), ELSEWHERE);

    await places.getByRole("radio", { name: CENTRE }).click();
    await page.getByText("换好了").waitFor();
    assert.equal(await where(page), CENTRE);
    assert.equal(await page.getByText("请检查一下网络").count(), 0);
    await page.getByRole("link", { name: "日程", exact: true }).click();
    await page.getByRole("heading", { name: "出诊日程" }).waitFor();
    await page.waitForFunction((before) => !document.querySelector("main").textContent.includes(before), there[0]);
    const here = await doctorsOfToday(page);
    assert.deepEqual(there.filter((doctor) => here.includes(doctor)), [], "the sessions are of the other place");
    await page.getByRole("main").getByText(here[0]).first().waitFor();
    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.getByRole("main").getByText(CENTRE).waitFor();
    assertNoFaults(page);
  });

  test("is at the first place again at the next sign-in, where it is asked anew", async () => {
    const page = await stage.open({ viewport: DESK });
    await page.goto("/staff/sign-in");
    await people.signInByPassword(page, LOGIN, PASSWORD);
    const places = page.getByRole("radiogroup", { name: /今天在哪里上班/ });
    assert.ok(await places.getByRole("radio", { name: CENTRE }).isChecked());
    await page.getByRole("button", { name: "开始工作" }).click();
    await page.getByRole("navigation", { name: "主菜单" }).waitFor();
    assert.equal(await where(page), CENTRE);
    assertNoFaults(page);
  });

  test("whoever works at one place is not asked", async () => {
    const { hire } = await office(stage);
    await hire({ login: "nurse.one", name: "周宁", role: "nurse", nationalId: stranger("19910101") });
    const nurse = await signedIn(stage, "nurse.one");
    assert.equal(await nurse.getByText("今天在哪里上班").count(), 0);
    await nurse.goto("/staff/me/sign-in");
    await nurse.getByText("动态验证码").first().waitFor();
    assert.equal(await nurse.getByText("在哪里上班").count(), 0);
    assertNoFaults(nurse);
  });
});

/** Where the session acts, as the service says. */
async function where(page) {
  const own = await people.ask(page, "/session/account");
  return own.sites.find((site) => site.here).name;
}

/** Who holds sessions on the day of the list. */
async function doctorsOfToday(page) {
  const { sessions } = await people.ask(page, "/schedule");
  return [...new Set(sessions.map(({ session }) => session.doctor))];
}
