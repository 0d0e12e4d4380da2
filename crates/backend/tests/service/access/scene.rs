//! A town in which everything that an endpoint can be about exists once, hanging on 王桂英, and in
//! which every kind of actor of the table is signed in.

use std::collections::HashMap;
use std::sync::Arc;

use backend::auth::passwords;
use domain::api::bookings::{Book, FinishBody, FinishBooking};
use domain::api::contracts::{RequestContract, RequestContractBody};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::grants::{Invite, InviteBody};
use domain::api::quarantine::{HandIn, HandInUnsent, UnsentItem};
use domain::api::registrations::Register;
use domain::endpoint::Method;
use domain::grant::Functions;
use domain::ids::{
    BookingId, ClinicSessionId, ContractId, CoverId, DeviceId, FollowUpId, GrantId,
    HomeMeasurementId, HouseholdId, MessageId, PushId, RegistrationId, ReminderId, ServiceId,
    StaffId, UnsentId, Uuid,
};
use serde_json::{Value, json};

use super::cast::{
    actors, authenticator, booking, closed, cover, departed, grants, handed_over, home_measurement,
    household, message, newcomer, push, reminder, signed_at_bedside, spare, suspect, wechat,
};
use super::door::Door;
use crate::common::clinical::{diabetes_form, diabetes_visit, form, hypertension, visit};
use crate::common::{Ids, Town, new_id};
use crate::exchange::{Answer, post};

/// 11:00 in the district, the day after the town was made.
pub const LATER: &str = "2026-11-25T03:00:00Z";
/// ID number of somebody without a record.
const NEWCOMER: &str = "430202199003070026";
pub(super) const PASSWORD: &str = "荷塘 2026 青竹";
/// Code for another password.
pub(super) const CODE: &str = "BCDFG-23456";

pub struct Scene {
    door: Door,
    ids: Arc<Ids>,
    /// What each actor is signed in with; empty for a visitor.
    cookies: HashMap<&'static str, String>,
    code: String,
    contract: ContractId,
    today: BookingId,
    tomorrow: BookingId,
    free: ClinicSessionId,
    service: ServiceId,
    follow_up: FollowUpId,
    household: HouseholdId,
    reminder: ReminderId,
    message: MessageId,
    registration: RegistrationId,
    spare: StaffId,
    /// What a device of the GP has handed in.
    unsent: UnsentId,
    cover: CoverId,
    shown: String,
    invitation: String,
    push: PushId,
    home_measurement: HomeMeasurementId,
    grants: [GrantId; 4],
    /// What a browser carries in which a WeChat waits for a phone.
    wechat: String,
}

impl Scene {
    /// The scene in which an operation is tried.
    pub async fn new(operation: &str) -> Self {
        let yesterday = Town::new().await;
        let ids = yesterday.ids.clone();
        let wang = yesterday.signed_in(ids.wang_phone).await;
        let session = yesterday
            .open_session(ids.gp, "2026-11-25", "morning", 12)
            .await;
        let other = yesterday
            .open_session(ids.second_gp, "2026-11-25", "morning", 12)
            .await;
        let next = yesterday
            .open_session(ids.gp, "2026-11-26", "morning", 12)
            .await;
        let free = yesterday
            .open_session(ids.gp, "2026-11-27", "morning", 40)
            .await;
        let mut bookings = Vec::new();
        for session in [session, other, next] {
            let body = booking(&ids, session);
            bookings.push(wang.send::<Book>((), body).await.unwrap().booking_id);
        }
        let contract = RequestContractBody {
            id: new_id(),
            resident_id: ids.wang,
            team_id: ids.team,
            package_ids: vec![ids.basic],
            agreement_version: "2026-01".to_owned(),
            consent: true,
            years: 1,
        };
        let contract = match operation {
            // A second request would be refused for the first.
            "request_contract" => contract.id,
            _ => {
                let asked = wang.send::<RequestContract>((), contract).await;
                asked.unwrap().contract_id
            }
        };
        let registration = newcomer(&ids, "430202197512240039");
        let registration = wang.send::<Register>((), registration).await.unwrap().id;

        let town = yesterday.at(LATER);
        let gp = town.signed_in(ids.gp).await;
        let body = FinishBody {
            summary: "量血压".to_owned(),
        };
        let second = town.signed_in(ids.second_gp).await;
        let finished = second
            .send::<FinishBooking>(bookings[1], body)
            .await
            .unwrap();
        let follow_up = visit(form("2026-11-25", 128, 78), None);
        let follow_up = gp
            .send::<RecordFollowUp>(hypertension(ids.wang), follow_up)
            .await
            .unwrap();
        let hash = passwords::hash(PASSWORD).unwrap();
        town.put(
            "UPDATE staff SET password_hash = $2 WHERE district_id = $1",
            vec![hash.into()],
        )
        .await;
        let spare = spare(&town).await;
        let shown = authenticator(&town, operation, ids.gp, spare).await;
        let asked = r#"{"phone":"13812345671"}"#;
        let code = post(&town.router(), "/api/v1/codes", "", asked)
            .await
            .json();

        drop(wang);
        let wang = town.signed_in(ids.wang_phone).await;
        let invitation = InviteBody {
            id: new_id(),
            functions: Functions::ALL,
            ends: "2026-12-31".parse().unwrap(),
        };
        let invitation = wang.send::<Invite>(ids.wang, invitation).await.unwrap();
        if operation == "reopen_follow_up" {
            closed(&town).await;
        }
        match operation {
            "decide_suspect" => suspect(&town).await,
            "give_back" => handed_over(&town).await,
            "mark_departure" => departed(&town).await,
            "get_bedside_signature" => signed_at_bedside(&town, contract).await,
            _ => {}
        }
        let grants = grants(&town).await;
        let wechat = wechat(&town).await;
        let people = actors(&town).await;
        let cookies = people
            .iter()
            .map(|(name, client)| (*name, client.cookie().to_owned()))
            .collect();

        let mut scene = Self {
            door: Door::Closed,
            ids,
            cookies,
            invitation: invitation.code,
            grants,
            wechat,
            code: code["demo_code"].as_str().unwrap().to_owned(),
            contract,
            today: bookings[0],
            tomorrow: bookings[2],
            free,
            service: finished.service_id.unwrap(),
            follow_up: follow_up.follow_up_id,
            household: household(&town).await,
            reminder: reminder(&town).await,
            message: message(&town).await,
            registration,
            spare,
            cover: cover(&town).await,
            push: push(&town, operation).await,
            home_measurement: home_measurement(&town).await,
            unsent: unsent(&town).await,
            shown,
        };
        // The program takes the place over when nobody here holds it any more.
        drop((people, wang, gp, second, yesterday));
        scene.door = Door::open(town).await;
        scene
    }

    /// What it did for the newest requests, where that can be seen.
    pub fn statements(&self) -> Vec<String> {
        self.door.statements()
    }

    /// What an endpoint's GET is asked with.
    fn query(operation: &str) -> &'static str {
        match operation {
            "sign_wechat_page" => "?url=https://jiayi.example.cn/",
            "list_visit_table" => "?programme=hypertension&from=2026-11-01&until=2026-11-30",
            _ => "",
        }
    }

    /// The path of an operation, about what hangs on 王桂英, or a device.
    pub async fn fill(&self, operation: &str, template: &str, actor: &str) -> String {
        let booking = if operation == "cancel_booking" {
            self.tomorrow
        } else {
            self.today
        };
        let mut path = template
            .replace("{resident}", &self.ids.wang.to_string())
            .replace("{booking}", &booking.to_string())
            .replace("{contract}", &self.contract.to_string())
            .replace("{service}", &self.service.to_string())
            .replace("{follow_up}", &self.follow_up.to_string())
            .replace("{programme}", "hypertension")
            .replace("{edition}", domain::RULES_VERSION)
            .replace("{household}", &self.household.to_string())
            .replace("{reminder}", &self.reminder.to_string())
            .replace("{message}", &self.message.to_string())
            .replace("{registration}", &self.registration.to_string())
            .replace("{staff}", &self.spare.to_string())
            .replace("{cover}", &self.cover.to_string())
            .replace("{item}", &self.unsent.to_string())
            .replace("{grant}", &self.grant(operation, actor).to_string())
            .replace("{push}", &self.push.to_string())
            .replace("{home_measurement}", &self.home_measurement.to_string())
            .replace("{institution}", &self.ids.centre.to_string())
            .replace("{team}", &self.ids.team.to_string());
        if path.contains("{device}") {
            // The row means: one's own device for those in care, 王桂英's for the others.
            let own = !matches!(
                actor,
                "phone_other" | "gp_elsewhere" | "village_out" | "desk_elsewhere"
            );
            let owner = if own { actor } else { "phone_own" };
            path = path.replace("{device}", &self.device(owner).await.to_string());
        }
        assert!(!path.contains('{'), "{path}");
        path + Self::query(operation)
    }

    /// The grant that an actor tries to decide or to end.
    fn grant(&self, operation: &str, actor: &str) -> GrantId {
        let [of_helper, of_far_phone, of_li_phone, pending] = self.grants;
        match (operation, actor) {
            ("decide_grant", _) => pending,
            (_, "phone_helper") => of_helper,
            (_, "desk_here") => of_li_phone,
            _ => of_far_phone,
        }
    }

    /// The same path about something that does not exist.
    pub fn of_nothing(&self, path: &str) -> String {
        let parts = path.split('/').map(|part| match part.parse::<Uuid>() {
            Ok(_) => new_id::<Uuid>().to_string(),
            Err(_) => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The body of a POST.
    pub fn body(&self, operation: &str) -> String {
        let ids = &self.ids;
        let body: Value = match operation {
            "post_code" => json!({ "phone": "13812345679" }),
            "post_resident_session" => json!({ "phone": "13812345671", "code": self.code }),
            "post_staff_session" => json!({ "login": "gp", "password": PASSWORD }),
            "link_person" => json!({
                "name": "李建国", "national_id": "430202198001010017", "relation": "oneself",
            }),
            "invite" => json!({
                "id": new_id::<Uuid>(), "functions": ["booking"], "ends": "2026-12-31",
            }),
            "take_invitation" => {
                json!({ "code": self.invitation, "name": "王桂英", "relation": "parent" })
            }
            "give_grant" => json!({
                "id": new_id::<Uuid>(), "phone": "13812345688", "relation": "parent",
                "capacity": "helper", "functions": ["booking"], "ends": "2026-12-31",
                "given_by": "desk", "papers": ["persons_id"],
            }),
            "decide_grant" => json!({ "confirm": false, "reason": "证件不全" }),
            "register" => serde_json::to_value(newcomer(ids, NEWCOMER)).unwrap(),
            "decide_registration" => json!({ "confirm": true }),
            "request_contract" => json!({
                "id": new_id::<ContractId>(), "resident_id": ids.wang, "team_id": ids.team,
                "package_ids": [ids.basic], "agreement_version": "2026-01", "consent": true, "years": 1,
            }),
            "decline_contract" => json!({ "reason": "人数已满" }),
            "book" => serde_json::to_value(booking(ids, self.free)).unwrap(),
            "finish_booking" => json!({ "summary": "量血压" }),
            "rate_service" => json!({
                "id": new_id::<Uuid>(), "overall": 5, "aspects": {}, "anonymous": false,
            }),
            "record_hypertension" => {
                let body = visit(form("2026-11-25", 132, 80), Some("controlled"));
                serde_json::to_value(body).unwrap()
            }
            "record_follow_up" => json!({
                "id": new_id::<Uuid>(), "rules_version": domain::RULES_VERSION,
                "form": {
                    "visit_date": "2026-11-25", "way": "clinic", "symptoms": ["none"], "sbp": 132,
                    "dbp": 80, "compliance": "regular", "class": "controlled", "drugs": [],
                    "next_date": "2026-12-09",
                },
                "decision": {
                    "class": "controlled", "referral": "no", "latest_next": "2027-02-25",
                    "reasons": [],
                },
            }),
            "correct_follow_up" => json!({
                "reason": "记错了", "rules_version": domain::RULES_VERSION,
                "form": {
                    "visit_date": "2026-11-25", "way": "clinic", "symptoms": ["none"], "sbp": 134,
                    "dbp": 80, "compliance": "regular", "class": "controlled", "drugs": [],
                    "next_date": "2026-12-09",
                },
                "decision": {
                    "class": "controlled", "referral": "no", "latest_next": "2027-02-25",
                    "reasons": [],
                },
            }),
            "set_colour" => json!({ "colour": "green", "reason": "家里量的都好" }),
            "mark_departure" => {
                json!({ "how": "moved", "on": "2026-11-24", "reason": "邻居说搬走了" })
            }
            "send_push" => json!({ "id": new_id::<Uuid>(), "note": "补了一周的血压" }),
            "return_push" => json!({ "reason": "缺血压记录" }),
            "measure" => json!({
                "id": new_id::<Uuid>(),
                "reading": {
                    "kind": "blood_pressure", "value": 132, "second": 84, "taken_at": LATER,
                },
            }),
            "set_measure_reminders" => {
                json!({ "reminders": [{ "kind": "blood_pressure", "minute": 420 }] })
            }
            "record_call" => json!({
                "id": new_id::<Uuid>(), "programme": "hypertension",
                "called_at": "2026-11-25T02:30:00Z", "outcome": "not_reached",
            }),
            "place_household" => json!({}),
            "decide_suspect" => json!({
                "id": new_id::<Uuid>(), "verdict": "excluded", "seen_through": "2026-11-24",
                "reason": "not_confirmed",
            }),
            "pass_on" => json!({
                "id": new_id::<Uuid>(), "to": ids.nurse, "residents": [ids.wang],
                "reason": "away",
            }),
            "give_back" => json!({ "id": new_id::<Uuid>() }),
            "choose_reminders" => json!({ "id": new_id::<Uuid>(), "residents": [ids.wang] }),
            "void_follow_up" => json!({ "reason": "登到别人名下了" }),
            "decide_visit" => json!({
                "born": "1958-03-12", "sex": "female",
                "form": { "visit_date": "2026-11-25", "sbp": 132, "dbp": 80 },
            }),
            "record_diabetes" => {
                let body = diabetes_visit(diabetes_form("2026-11-25", 62), None);
                serde_json::to_value(body).unwrap()
            }
            "check_newcomer" => json!({ "name": "周小红", "national_id": NEWCOMER }),
            "open_record" => json!({
                "id": new_id::<Uuid>(), "name": "周小红", "national_id": NEWCOMER,
                "address": "3 栋 201",
            }),
            "arrange_cover" => json!({
                "id": new_id::<CoverId>(), "team_id": ids.team, "staff_id": ids.second_gp,
                "from": "2026-12-01", "until": "2026-12-05",
            }),
            "hand_over" => json!({ "to": ids.second_team, "village": "601社区" }),
            "record_round_entry" => json!({
                "id": new_id::<Uuid>(), "on": "2026-11-25", "sbp": 138, "dbp": 84,
            }),
            "sign_at_bedside" => json!({
                "id": self.contract, "team_id": ids.team, "package_ids": [ids.basic],
                "agreement_version": "2026-01", "years": 1, "consent": true, "signer": "oneself",
                "signed_by": "王桂英", "proof": "id_card", "signed_on": "2026-11-25",
            }),
            "hand_in_unsent" => json!({ "items": [] }),
            "discard_unsent" => json!({ "reason": "不是本人填的" }),
            "end_devices" => json!({ "this_one_too": false }),
            "invite_staff" => json!({
                "id": new_id::<StaffId>(), "login": "nurse9", "name": "周静", "role": "nurse",
                "national_id": NEWCOMER,
                "institution_id": ids.centre, "teams": [ids.team],
            }),
            "place_staff" => json!({
                "name": "周静静", "title": "护师", "institution_id": ids.centre, "sites": [],
                "teams": [ids.second_team],
            }),
            "set_staff_policy" => {
                json!({ "second_factor": ["district_admin"], "idle_minutes": 20 })
            }
            "set_level" => json!({ "level": "township" }),
            "place_institution" => json!({
                "address": "新塘路 88 号", "phone": "0731-22880001",
                "coordinates": {
                    "latitude_microdegrees": 27829351, "longitude_microdegrees": 113147102,
                },
            }),
            "activate_staff" => json!({
                "login": "spare", "code": CODE, "password": "小院七株桂花开了三年",
            }),
            "change_password" => json!({ "old": PASSWORD, "new": "小院七株桂花开了三年" }),
            "choose_site" => json!({ "institution_id": ids.centre }),
            "confirm_authenticator" => json!({ "code": self.shown }),
            "remove_authenticator" => json!({ "password": PASSWORD }),
            "agree_to_wechat_reminders" => json!({ "template": "none" }),
            _ => return String::new(),
        };
        body.to_string()
    }

    /// Sends a request as an actor.
    pub async fn send(&self, method: Method, path: &str, actor: &str, body: &str) -> Answer {
        let key = new_id::<Uuid>().to_string();
        let cookies = format!("{}; {}", self.cookies[actor], self.wechat);
        let headers = [
            ("cookie", cookies.trim_start_matches("; ")),
            ("content-type", "application/json"),
            ("idempotency-key", &key),
            // The version that the objects of the scene have; others are refused as changed.
            ("if-match", "\"1\""),
        ];
        self.door.send(method.as_str(), path, &headers, body).await
    }

    /// The device that an actor is signed in with; a visitor has none.
    async fn device(&self, actor: &str) -> DeviceId {
        let cookie = self.cookies[actor].as_str();
        if cookie.is_empty() {
            return new_id();
        }
        let path = "/api/v1/session/devices";
        let devices = self.door.send("GET", path, &[("cookie", cookie)], "").await;
        let devices = devices.json();
        let own = devices
            .as_array()
            .unwrap()
            .iter()
            .find(|device| device["this_one"] == true);
        serde_json::from_value(own.unwrap()["device_id"].clone()).unwrap()
    }
}

/// Something that a device of the GP handed in.
async fn unsent(town: &Town) -> UnsentId {
    let id = new_id();
    let gp = town.signed_in(town.ids.gp).await;
    let item = UnsentItem {
        id,
        operation: "record_follow_up".to_owned(),
        about: "王桂英".to_owned(),
        address: "/api/v1/residents/x".to_owned(),
        removes: false,
        body: None,
        edition: 1,
        objects: Vec::new(),
        typed_at: LATER.parse().unwrap(),
    };
    let items = vec![item];
    gp.send::<HandInUnsent>((), HandIn { items }).await.unwrap();
    id
}
