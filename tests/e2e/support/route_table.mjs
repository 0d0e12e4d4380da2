// The product's one table of pages, read out of src/routes.rs, and an address for each: so that a
// page which is added there is walked without anybody remembering it.

import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import * as people from "./people.mjs";

const SOURCE = new URL("../../../src/routes.rs", import.meta.url);
const LINE = /^ {4}(\w+)(?:\(([\w, ]+)\))? = "(\/[^"]*)", (\w+), (\w+);$/gm;

/** Pages of the table: `name`, `path` with a `{}` for each of its `holes`, and who may open it (`role`). */
export const ROUTES = [...readFileSync(SOURCE, "utf8").matchAll(LINE)].map(([, name, holes, path, role]) => ({
  name,
  holes: holes?.split(", ") ?? [],
  path,
  role,
}));
assert.ok(ROUTES.length >= 45, `only ${ROUTES.length} routes read: src/routes.rs is written otherwise now`);
assert.ok(ROUTES.every(({ holes, path }) => path.split("{}").length === holes.length + 1));

/** Whose pages a member of staff of another post sees; everything else is the doctor's. */
const DESK = ["DeskBooking", "BookFor", "NewRecord", "Registrations", "DeskGrants", "ResidentGrants"];
const OFFICE = ["Accounts", "Account", "Invite", "StaffRules", "Institutions", "Institution", "HandedIn"];
/** Pages of residents that say more to somebody without a contract. */
const WITHOUT_CONTRACT = ["Record", "FollowUp", "FollowUpPaper", "Packages", "RequestContract", "GiveCode"];
/** Pages that are open to everybody and say more to a resident. */
const ALSO_SIGNED_IN = ["Home", "Settings"];

/** Pages that stand before nobody who was not locked out first: pin.spec.mjs judges them in every dress. */
export const LOCKED = ["Unlock"];

/** Which pages each kind of person walks; together they are the whole table but for LOCKED. */
export const WALKS = {
  visitor: ROUTES.filter(({ name, role }) => role === "Open" && !LOCKED.includes(name)),
  herself: ROUTES.filter(({ name }) => WITHOUT_CONTRACT.includes(name)),
  mother: ROUTES.filter(
    ({ name, role }) =>
      (["Account", "Resident"].includes(role) && !WITHOUT_CONTRACT.includes(name)) || ALSO_SIGNED_IN.includes(name),
  ),
  doctor: ROUTES.filter(({ name, role }) => role === "Staff" && ![...DESK, ...OFFICE].includes(name)),
  desk: ROUTES.filter(({ name }) => DESK.includes(name)),
  office: ROUTES.filter(({ name }) => OFFICE.includes(name)),
};

/** What fills the hole of an address, by its type, for a resident of this id. */
export async function residentIds(page, id) {
  const asked = (what) => people.ask(page, `/residents/${id}/${what}`);
  const [record, bookings, services, contracts] = [
    await asked("record"),
    await asked("bookings"),
    await asked("services"),
    await asked("contracts"),
  ];
  return {
    ResidentId: id,
    FollowUpId: record.follow_ups[0]?.follow_up_id,
    BookingId: bookings.find((booking) => booking.allowed.includes("cancel"))?.booking_id,
    ServiceId: services.find((service) => service.can_rate)?.service_id,
    ContractId: contracts[0]?.contract_id,
  };
}

/** The same for somebody of staff who cares for residents. */
export async function doctorIds(page) {
  const due = await people.ask(page, "/follow-ups/due");
  const waiting = await people.ask(page, "/contracts?state=submitted");
  const { resident_id } = due.items.find((card) => card.programme === "hypertension").person;
  const record = await people.ask(page, `/residents/${resident_id}/record`);
  return {
    ResidentId: resident_id,
    ProgrammeCode: "hypertension",
    FollowUpId: record.follow_ups.find((visit) => visit.programme === "hypertension").follow_up_id,
    ContractId: waiting.items[0].contract_id,
  };
}

/** The same for the desk. */
export async function deskIds(page) {
  const found = await people.ask(page, `/residents?q=${encodeURIComponent(people.MOTHER)}`);
  return { ResidentId: found.items[0].person.resident_id };
}

/** The same for whoever keeps the accounts. */
export async function officeIds(page) {
  const staff = await people.ask(page, `/staff?q=${people.DOCTOR}`);
  const [institution] = await people.ask(page, "/institutions");
  return { StaffId: staff.items[0].staff_id, InstitutionId: institution.institution_id };
}

/** The address of a page. */
export function addressOf({ name, path, holes }, ids) {
  return holes.reduce((address, hole) => {
    assert.ok(ids[hole], `nothing to open ${name} with: no ${hole}`);
    return address.replace("{}", ids[hole]);
  }, path);
}
