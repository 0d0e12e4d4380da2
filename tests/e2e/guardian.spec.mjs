// A child's record: the mother asks by phone and waits for the desk, which sees the household
// register; the father is let in at the desk directly; both are told for whom they act, and the desk
// ends it at once.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as people from "./support/people.mjs";
import { DESK, PHONE, assertNoFaults, useBrowser } from "./support/stage.mjs";

/** Made for this spec by GB 11643; seven years old on the day of the suite. */
const CHILD = { name: "周小禾", nationalId: "430202201905120010" };
/** Phones that the demo does not know. */
const MOTHER_PHONE = "13800000005";
const MOTHER_MASKED = "138 **** 0005";
const FATHER_PHONE = "13800000006";
const FATHER_MASKED = "138 **** 0006";

describe("the guardian of a child", () => {
  const stage = useBrowser();

  test("asks by phone, waits for the papers, acts, and is stopped", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    await desk.goto("/staff/registrations/new");
    await desk.getByLabel("姓名").fill(CHILD.name);
    await desk.getByLabel("身份证号").fill(CHILD.nationalId);
    await desk.getByRole("button", { name: "查一下" }).click();
    await desk.getByLabel("住址").fill("5 栋 301");
    await desk.getByRole("button", { name: "建档", exact: true }).click();
    await desk.getByText("档案建好了").waitFor();

    const mother = await stage.open({ viewport: PHONE });
    await mother.goto("/persons/link");
    await people.signInByCode(mother, MOTHER_PHONE);
    await mother.getByLabel("姓名").fill(CHILD.name);
    await mother.getByLabel("身份证号").fill(CHILD.nationalId);
    await mother.getByRole("radio", { name: "子女", exact: true }).check();
    await mother.getByRole("button", { name: "核对并关联" }).click();
    await mother.getByText("等服务台核对").waitFor();
    await mother.getByText(/户口本（或出生医学证明）/).waitFor();
    await mother.goto("/record");
    await mother.getByText("这部手机还没有关联健康档案").waitFor();

    await desk.goto("/staff/grants");
    const asked = desk.locator(".card", { hasText: CHILD.name });
    await asked.getByRole("button", { name: "证件已核对" }).click();
    await asked.getByText("看过哪样勾哪样").waitFor();
    await asked.getByRole("checkbox", { name: "户口本" }).check();
    await asked.getByRole("button", { name: "证件已核对" }).click();
    await asked.waitFor({ state: "detached" });

    await mother.goto("/");
    await mother.getByText(new RegExp(`正在为.+ ${CHILD.name} 办理`)).waitFor();
    await mother.goto("/record");
    await mother.getByText("基本信息").first().waitFor();
    await mother.getByText(new RegExp(`正在为.+ ${CHILD.name} 办理`)).waitFor();

    await desk.getByRole("searchbox").fill(CHILD.name);
    await desk.getByRole("link", { name: CHILD.name }).click();
    await desk.getByText("现在谁能替这位办").waitFor();
    await desk.getByLabel("代办人的手机号").fill(FATHER_PHONE);
    await desk.getByRole("radio", { name: "子女", exact: true }).check();
    await desk.getByRole("checkbox", { name: "出生医学证明" }).check();
    await desk.getByRole("button", { name: "新办代办" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "新办代办" }).click();
    const given = desk.locator(".card", { hasText: FATHER_MASKED });
    await given.getByText("孩子的监护人").waitFor();

    const father = await stage.open({ viewport: PHONE });
    await father.goto("/sign-in");
    await people.signInByCode(father, FATHER_PHONE);
    await father.getByText(new RegExp(`正在为.+ ${CHILD.name} 办理`)).waitFor();

    await given.getByRole("button", { name: "停止代办" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "停止代办" }).click();
    await given.waitFor({ state: "detached" });
    await father.goto("/");
    await father.getByText("这部手机还没有关联健康档案").waitFor();
    // The mother still acts: each phone is ended by itself.
    await mother.goto("/");
    await mother.getByText(new RegExp(`正在为.+ ${CHILD.name} 办理`)).waitFor();
    assert.equal(await desk.locator(".card", { hasText: MOTHER_MASKED }).count(), 1);
    assertNoFaults(desk, mother, father);
  });
});
