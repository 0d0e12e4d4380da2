// What staff leave to colleagues: their own record, and what their family asks of the team. The
// screen says so and says who can do it; a colleague does.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newId } from "./support/ids.mjs";
import { office, openRecord, signedIn, staffOf, stranger } from "./support/colleagues.mjs";
import * as people from "./support/people.mjs";
import { DESK, assertNoFaults, useBrowser } from "./support/stage.mjs";

const LEAVE_IT = "请让同事来办，这是您本人或家人的";
/** A doctor of the team who is a resident herself, and her father. No other spec knows them. */
const DAUGHTER = { name: "周敏", nationalId: stranger("19850612", "992"), phone: "13800000011" };
const FATHER = { name: "周大山", nationalId: stranger("19550312"), phone: "13800000010" };

describe("colleagues", () => {
  const stage = useBrowser();

  test("a doctor leaves the own record to a colleague, who opens it", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    const oneself = await openRecord(desk, DAUGHTER);
    await hireDaughter(stage);

    const daughter = await signedIn(stage, "gp.daughter");
    await daughter.goto(`/staff/residents/${oneself.resident_id}`);
    await daughter.getByText(LEAVE_IT).waitFor();
    assert.equal(await daughter.getByRole("button", { name: "再试一次" }).count(), 0);
    assert.equal(await daughter.getByText("基本信息").count(), 0);
    await daughter.goto(`/staff/residents/${oneself.resident_id}/follow-up/hypertension`);
    await daughter.getByText(LEAVE_IT).waitFor();
    assert.equal(await daughter.getByRole("button", { name: "保存随访" }).count(), 0);

    const doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    await doctor.goto(`/staff/residents/${oneself.resident_id}`);
    await doctor.getByText("基本信息").first().waitFor();
    assertNoFaults(desk, daughter, doctor);
  });

  test("a doctor leaves the father's request for a contract to a colleague, who answers it", async () => {
    const desk = await people.asStaff(stage, people.DESK_LOGIN, { viewport: DESK });
    const { resident_id: fatherId } = await openRecord(desk, FATHER);
    const [father, own] = [await holder(stage, FATHER), await holder(stage, DAUGHTER)];
    const { code } = await people.send(father, `/residents/${fatherId}/invitations`, {
      id: newId(), functions: ["contract"], ends: "2027-05-01",
    });
    await people.send(own, "/grants", { code, name: FATHER.name, relation: "parent" });
    await people.askForContract(father, "月塘街道家庭医生一团队");

    const daughter = await signedIn(stage, "gp.daughter");
    await openRequest(daughter);
    await daughter.getByText(LEAVE_IT).waitFor();
    await daughter.getByText("团队里别的医生、护士都能答复").waitFor();
    for (const name of ["接受签约", "不接受"]) {
      assert.equal(await daughter.getByRole("button", { name }).count(), 0, name);
    }
    // Nor does the service take it from her, whatever a screen shows.
    const contract = new URL(daughter.url()).pathname.split("/").pop();
    const tried = await daughter.context().request.post(`/api/v1/contracts/${contract}/acceptance`, {
      data: null, headers: { "idempotency-key": newId() },
    });
    assert.equal((await tried.json()).code, "own_family");

    const doctor = await people.asStaff(stage, people.DOCTOR, { viewport: DESK });
    await openRequest(doctor);
    assert.equal(await doctor.getByText(LEAVE_IT).count(), 0);
    await doctor.getByRole("button", { name: "接受签约" }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "接受签约" }).click();
    await doctor.getByText("已接受，服务计划已生成").waitFor();

    // She sees that it is answered; there is nothing left to leave to anybody.
    await daughter.reload();
    await daughter.getByText("生效中").first().waitFor();
    assert.equal(await daughter.getByText(LEAVE_IT).count(), 0);
    await father.goto("/contract");
    await father.getByText("生效中").first().waitFor();
    assertNoFaults(desk, daughter, doctor, father, own);
  });
});

async function hireDaughter(stage) {
  const { page: admin, hire } = await office(stage);
  const { teams } = await staffOf(admin, people.DOCTOR);
  await hire({ login: "gp.daughter", name: DAUGHTER.name, role: "gp", nationalId: DAUGHTER.nationalId, teams });
  assertNoFaults(admin);
}

/** Somebody's own phone, signed in, with their record linked to it. */
async function holder(stage, { name, nationalId, phone }) {
  const page = await stage.open();
  await page.goto("/sign-in");
  await people.signInByCode(page, phone);
  await page.getByText("这部手机还没有关联健康档案").waitFor();
  await people.send(page, "/persons", { name, national_id: nationalId, relation: "oneself" });
  await page.goto("/");
  await page.getByRole("heading", { name: `${name}，您好` }).waitFor();
  return page;
}

/** From the inbox of the team to the father's request. */
async function openRequest(page) {
  await page.goto("/staff/contracts");
  await page.getByRole("link", { name: FATHER.name }).click();
  await page.getByRole("heading", { name: "签约详情" }).waitFor();
}
