//! Everybody and everything of the scene besides the town: who is signed in, and what there is to be
//! tried on that no request of the scene makes.

use std::collections::HashMap;

use backend::auth::one_time::{self, Opens};
use backend::auth::passwords;
use backend::auth::token::Token;
use backend::auth::totp::Secret;
use backend::db::Val;
use backend::http::cookie::SessionCookie;
use backend::seal::Place;
use domain::api::bookings::BookBody;
use domain::api::registrations::RegisterBody;
use domain::codes::Relation;
use domain::ids::{
    AccountId, CallId, ClinicSessionId, ContractId, CoverId, GrantId, HomeMeasurementId,
    HouseholdId, InstitutionId, MessageId, PassingOnId, PushId, ReminderId, StaffId, Uuid,
};

use super::scene::{CODE, LATER, PASSWORD};
use crate::common::{Client, Ids, Town, new_id};

/// Everybody of the table's head, signed in.
pub(super) async fn actors(town: &Town) -> HashMap<&'static str, Client> {
    let ids = &town.ids;
    let far_desk: StaffId = new_id();
    town.put(
        "INSERT INTO staff (district_id, id, login, name, role, institution_id, password_hash)
         VALUES ($1, $2, 'desk2', '何丽二', 'desk', $3, '')",
        vec![far_desk.into(), ids.hospital.into()],
    )
    .await;
    let village_in = town.village_doctor(ids.team, &["601社区"]).await;
    let village_out = town.village_doctor(ids.team, &["602社区"]).await;
    HashMap::from([
        ("visitor", town.visitor()),
        ("phone_own", town.signed_in(ids.wang_phone).await),
        ("phone_other", town.signed_in(ids.zhao_phone).await),
        ("phone_helper", town.signed_in(helper(0)).await),
        ("gp_care", town.signed_in(ids.gp).await),
        ("gp_elsewhere", town.signed_in(ids.far_gp).await),
        ("nurse_care", town.signed_in(ids.nurse).await),
        ("village_in", town.signed_in(village_in).await),
        ("village_out", town.signed_in(village_out).await),
        ("desk_here", town.signed_in(ids.desk).await),
        ("desk_elsewhere", town.signed_in(far_desk).await),
        (
            "admin_here",
            administrator(town, "admin1", "institution_admin", ids.centre).await,
        ),
        (
            "admin_elsewhere",
            administrator(town, "admin2", "institution_admin", ids.hospital).await,
        ),
        (
            "admin_district",
            administrator(town, "admin3", "district_admin", ids.hospital).await,
        ),
    ])
}

async fn administrator(town: &Town, login: &str, role: &str, institution: InstitutionId) -> Client {
    let admin = town.hire(login, role, institution).await;
    let hash = passwords::hash(PASSWORD).unwrap();
    town.put(
        "UPDATE staff SET password_hash = $2 WHERE district_id = $1 AND id = $3",
        vec![hash.into(), admin.into()],
    )
    .await;
    town.signed_in(admin).await
}

/// 周建华 covers for 王桂英's team, later.
pub(super) async fn cover(town: &Town) -> CoverId {
    let cover: CoverId = new_id();
    let (team, second) = (town.ids.team, town.ids.second_gp);
    town.put(
        "INSERT INTO team_cover (district_id, id, team_id, staff_id, from_day, until_day,
             arranged_by, arranged_ms)
         VALUES ($1, $2, $3, $4, '2026-12-01', '2026-12-05', $4, 0)",
        vec![cover.into(), team.into(), second.into()],
    )
    .await;
    cover
}

/// A nurse of the centre whom nobody in the table is, with a code for another password.
pub(super) async fn spare(town: &Town) -> StaffId {
    let spare = town.hire("spare", "nurse", town.ids.centre).await;
    let hash = one_time::hash(&town.keys(), Opens::Password, spare, CODE);
    town.put(
        "INSERT INTO staff_code (district_id, staff_id, code_hash, made_ms, expires_ms)
         VALUES ($1, $2, $3, 0, 9000000000000)",
        vec![spare.into(), hash.into()],
    )
    .await;
    spare
}

/// The authenticators that an operation is about; gives what 彭海燕's shows.
pub(super) async fn authenticator(
    town: &Town,
    operation: &str,
    gp: StaffId,
    spare: StaffId,
) -> String {
    let confirmed = operation != "confirm_authenticator";
    let wanted = [
        "confirm_authenticator",
        "remove_authenticator",
        "reset_second_factor",
    ];
    if !wanted.contains(&operation) {
        return String::new();
    }
    let secret = Secret::new().unwrap();
    for staff in [gp, spare] {
        let row = staff.0.bytes();
        let place = Place {
            district: "430202",
            table: "staff_totp",
            column: "secret_sealed",
            row: &row,
        };
        let sealed = town.keys().seal(place, secret.bytes()).unwrap();
        town.put(
            "INSERT INTO staff_totp (district_id, staff_id, secret_sealed, made_ms, confirmed_ms)
             VALUES ($1, $2, $3, 0, $4)",
            vec![
                staff.into(),
                sealed.into(),
                confirmed.then_some(0_i64).into(),
            ],
        )
        .await;
    }
    secret.digits(LATER.parse().unwrap())
}

/// The n-th phone that acts for 王桂英.
fn helper(n: u8) -> AccountId {
    Uuid::v7(1_700_000_000_000, [91 + n; 10]).into()
}

/// Phones that act for 王桂英 with bookings alone: one of the table's head, two whose grants are
/// ended, and one that waits for the desk.
pub(super) async fn grants(town: &Town) -> [GrantId; 4] {
    let mut grants = Vec::new();
    for (n, state) in [
        (0_u8, "holding"),
        (1, "holding"),
        (2, "holding"),
        (3, "pending"),
    ] {
        let account = helper(n);
        town.put(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
             VALUES ($1, $2, $2, '139****0000', $2, 0)",
            vec![account.into()],
        )
        .await;
        let grant: GrantId = new_id();
        town.put(
            r#"INSERT INTO access_grant (district_id, id, account_id, resident_id, relation,
                 capacity, functions, given_by, papers, giver_kind, given_ms, state, ends)
             VALUES ($1, $2, $3, $4, 'parent', 'helper', '["booking"]', 'code', '[]', 'system', 0,
                 $5, '2026-12-31')"#,
            vec![
                grant.into(),
                account.into(),
                town.ids.wang.into(),
                state.into(),
            ],
        )
        .await;
        grants.push(grant);
    }
    grants.try_into().unwrap()
}

pub(super) fn booking(ids: &Ids, session: ClinicSessionId) -> BookBody {
    BookBody {
        id: new_id(),
        resident_id: ids.wang,
        session_id: session,
        note: None,
    }
}

pub(super) fn newcomer(ids: &Ids, national_id: &str) -> RegisterBody {
    RegisterBody {
        id: new_id(),
        name: "周小红".to_owned(),
        national_id: national_id.to_owned(),
        relation: Relation::Child,
        institution_id: ids.centre,
        address: "月塘街道麻园社区 3 栋".to_owned(),
    }
}

/// The newest message of 王桂英.
pub(super) async fn message(town: &Town) -> MessageId {
    let wang: Val = town.ids.wang.into();
    town.write(move |tx| {
        let newest = tx.one(
            "SELECT id FROM message WHERE resident_id = $1 ORDER BY id DESC LIMIT 1",
            std::slice::from_ref(&wang),
        )?;
        Ok(newest.unwrap().get("id")?)
    })
    .await
}

/// A WeChat that has signed in, in a browser that carries this cookie, and that no phone is bound to.
pub(super) async fn wechat(town: &Town) -> String {
    let (id, browser) = (new_id::<Uuid>(), Token::new().unwrap());
    let bytes = id.bytes();
    let place = Place {
        district: town.district.as_str(),
        table: "wechat_visit",
        column: "openid_sealed",
        row: &bytes,
    };
    let sealed = town.keys().seal_text(place, "o-scene").unwrap();
    town.put(
        "INSERT INTO wechat_visit (district_id, id, state_hash, browser_hash, return_to,
             expires_ms, used_ms, openid_sealed, openid_index)
         VALUES ($1, $2, $3, $4, '/', $5, 1, $6, $3)",
        vec![
            id.into(),
            Token::new().unwrap().hash().into(),
            browser.hash().into(),
            Val::Int(4_000_000_000_000),
            sealed.into(),
        ],
    )
    .await;
    format!(
        "{}={}",
        SessionCookie::Loopback.wechat_name(),
        browser.text()
    )
}

/// 王桂英 is yellow, followed up in the village, and pushed to the township: waiting, or returned where she is
/// to be pushed again.
pub(super) async fn push(town: &Town, operation: &str) -> PushId {
    let (push, team, wang) = (new_id::<PushId>(), town.ids.team, town.ids.wang);
    town.put(
        "INSERT INTO colour (district_id, resident_id, colour, computed, sources, rules, level, since_ms,
             version)
         VALUES ($1, $2, 'yellow', 'yellow', '[]', 'JIAYI-1', 'village', 0, 1)
         ON CONFLICT (district_id, resident_id) DO UPDATE SET
             colour = 'yellow', computed = 'yellow', level = 'village', version = 1",
        vec![wang.into()],
    )
    .await;
    let state = if operation == "send_push" {
        "returned"
    } else {
        "waiting"
    };
    town.put(
        "INSERT INTO push (district_id, id, resident_id, village, from_level, from_team, to_level,
             to_team, colour, sources, state, open, made_ms, version)
         VALUES ($1, $2, $3, '601社区', 'village', $4, 'township', $4, 'yellow', '[]', $5, 1, 0, 1)",
        vec![push.into(), wang.into(), team.into(), state.into()],
    )
    .await;
    push
}

/// What 王桂英 measured at home, an emergency that nobody has looked at.
pub(super) async fn home_measurement(town: &Town) -> HomeMeasurementId {
    let (id, ids) = (new_id::<HomeMeasurementId>(), &town.ids);
    town.put(
        "INSERT INTO home_measurement (district_id, id, resident_id, kind, value, second, taken_ms,
             unusual, entered_by, entered_ms, alert, team_id, village)
         VALUES ($1, $2, $3, 'blood_pressure', 184, 104, 1764000000000, 0, $4, 0, 'pressure_high', $5,
             '601社区')",
        vec![
            id.into(),
            ids.wang.into(),
            ids.wang_phone.into(),
            ids.team.into(),
        ],
    )
    .await;
    id
}

/// The pressures of 王桂英 wait for a decision, and she is in no programme any more.
pub(super) async fn suspect(town: &Town) {
    let wang: Val = town.ids.wang.into();
    for ended in [
        "DELETE FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2",
        "DELETE FROM follow_up WHERE district_id = $1 AND resident_id = $2",
    ] {
        town.put(ended, vec![wang.clone()]).await;
    }
    town.recount().await;
    // A service that has just begun looks at everybody once: the readings have to say so.
    for on in ["2026-11-22", "2026-11-23", "2026-11-24"] {
        town.measured(town.ids.wang, "blood_pressure", on, 152, Some(96))
            .await;
    }
    town.put(
        "INSERT INTO suspect (district_id, resident_id, programme, team_id, village, newest_on,
             evidence, rules)
         VALUES ($1, $2, 'hypertension', $3, '601社区', '2026-11-24', '[]', 'test')",
        vec![wang, town.ids.team.into()],
    )
    .await;
}

/// The nurse has handed 王桂英 over to the doctor.
pub(super) async fn handed_over(town: &Town) {
    let ids = &town.ids;
    let passing: Val = new_id::<PassingOnId>().into();
    town.put(
        "INSERT INTO passing_on (district_id, resident_id, at_ms, id, to_staff, by_staff, reason)
         VALUES ($1, $2, 0, $3, $4, $5, 'away')",
        vec![
            ids.wang.into(),
            passing.clone(),
            ids.gp.into(),
            ids.nurse.into(),
        ],
    )
    .await;
    town.put(
        "INSERT INTO follow_up_doctor (district_id, resident_id, team_id, staff_id, passing_on_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id, resident_id) DO UPDATE SET
             passing_on_id = excluded.passing_on_id",
        vec![ids.wang.into(), ids.team.into(), ids.gp.into(), passing],
    )
    .await;
}

/// The household of 王桂英.
pub(super) async fn household(town: &Town) -> HouseholdId {
    let household: HouseholdId = new_id();
    let (id, wang): (Val, Val) = (household.into(), town.ids.wang.into());
    town.put(
        "INSERT INTO household
             (district_id, id, township, village, address_index, place, by_hand, version)
         SELECT district_id, $2, township, village, $2, 1024, 0, 1 FROM resident
         WHERE district_id = $1 AND id = $3",
        vec![id.clone(), wang.clone()],
    )
    .await;
    town.put(
        "UPDATE resident SET household_id = $2 WHERE district_id = $1 AND id = $3",
        vec![id, wang],
    )
    .await;
    household
}

/// Reminders that the doctor in care has chosen.
pub(super) async fn reminder(town: &Town) -> ReminderId {
    let reminder: ReminderId = new_id();
    town.put(
        "INSERT INTO reminder (district_id, id, staff_id, chosen_ms) VALUES ($1, $2, $3, 0)",
        vec![reminder.into(), town.ids.gp.into()],
    )
    .await;
    reminder
}

/// 王桂英 is marked as having moved away: the version that the scene's requests are for.
pub(super) async fn departed(town: &Town) {
    town.put(
        "INSERT INTO departure (district_id, resident_id, version, id, how, left_on, known_on, source,
             marked_by, marked_ms, follow_ups, bookings)
         VALUES ($1, $2, 1, $3, 'moved', '2026-11-20', '2026-11-20', 'marked', $4, 0, 0, 0)",
        vec![
            town.ids.wang.into(),
            new_id::<Uuid>().into(),
            town.ids.gp.into(),
        ],
    )
    .await;
    town.put(
        "UPDATE resident SET left_how = 'moved', left_on = '2026-11-20', left_known_on = '2026-11-20'
         WHERE district_id = $1 AND id = $2",
        vec![town.ids.wang.into()],
    )
    .await;
}

/// The follow-up of 王桂英 is closed.
pub(super) async fn closed(town: &Town) {
    town.put(
        "INSERT INTO follow_up_closed (district_id, call_id, programme, resident_id, team_id, village,
             reason, closed_on, closed_by, due, urgent)
         SELECT district_id, $3, programme, resident_id, team_id, village, 'moved', '2026-11-25', $4,
             due, urgent
         FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2",
        vec![
            town.ids.wang.into(),
            new_id::<CallId>().into(),
            town.ids.gp.into(),
        ],
    )
    .await;
    town.put(
        "DELETE FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2",
        vec![town.ids.wang.into()],
    )
    .await;
    town.recount().await;
}

/// The contract was signed before the GP.
pub(super) async fn signed_at_bedside(town: &Town, contract: ContractId) {
    town.put(
        "INSERT INTO contract_signature (district_id, contract_id, signer, signed_by, proof,
             signed_on, witness_id, recorded_ms)
         VALUES ($1, $2, 'oneself', '王桂英', 'id_card', '2026-11-24', $3, 0)",
        vec![contract.into(), town.ids.gp.into()],
    )
    .await;
}
