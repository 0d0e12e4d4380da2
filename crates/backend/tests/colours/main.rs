//! The three colours, the pushes between the levels, and what residents measure at home, through the real
//! router on a real file.

#[path = "../common/mod.rs"]
mod common;

mod home;
mod levels;
mod pushes;

use std::sync::Arc;

use backend::jobs::Runner;
use common::clinical::day;
use common::{Client, Town, new_id};
use domain::api::colours::{ColourCard, GetColour};
use domain::api::follow_ups::{RecordFollowUp, RecordFollowUpBody};
use domain::ids::{FollowUpId, StaffId, TeamId};
use domain::person::Sex;
use domain::programme::{Answers, Known, ProgrammeCode, decide};
use serde_json::json;

pub(crate) fn hypertension() -> ProgrammeCode {
    "hypertension".parse().unwrap()
}

/// A visit of 王桂英 by a phone that knows the class of the visit before.
pub(crate) fn pressure(on: &str, sbp: u16, previous: Option<&str>) -> RecordFollowUpBody {
    let form = json!({
        "visit_date": on, "way": "clinic", "symptoms": ["none"], "sbp": sbp, "dbp": 84,
        "danger_signs": [], "pregnant_or_lactating": false, "compliance": "regular", "drugs": [],
        "next_date": day(on) + chrono::Days::new(14),
    });
    let mut form: Answers = serde_json::from_value(form).unwrap();
    let definition = backend::programmes::in_force(&hypertension(), day(on)).unwrap();
    let known = Known {
        born: day("1958-03-12"),
        sex: Sex::Female,
        height: None,
    };
    let decision = decide(definition, &form, &known, previous).unwrap();
    form = form.with("class", decision.class.as_str());
    if decision.referral != domain::programme::Referral::No {
        form = form.with("referral_to", "总医院 心内科");
    }
    RecordFollowUpBody {
        id: new_id(),
        form,
        rules_version: definition.edition.clone(),
        decision,
        base: None,
    }
}

/// Does everything that is owed at the town's moment.
pub(crate) async fn work_off(town: &Town) {
    let mut runner = Runner::new(Arc::new(town.app()));
    while runner.step().await.unwrap().done > 0 {}
}

/// A town in which every level is there for 王桂英.
pub(crate) struct Levels {
    pub(crate) town: Town,
    pub(crate) gp: Client,
    pub(crate) nurse: Client,
    pub(crate) village: Client,
    pub(crate) specialist: Client,
    pub(crate) upper: TeamId,
    pub(crate) village_doctor: StaffId,
}

impl Levels {
    pub(crate) async fn new() -> Self {
        let town = Town::new().await;
        let ids = town.ids.clone();
        let village = town.village_doctor(ids.team, &["601社区"]).await;
        let doctor: StaffId = town.hire("specialist", "specialist", ids.hospital).await;
        let upper: TeamId = new_id();
        town.put(
            "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
             VALUES ($1, $2, $3, '总医院慢病团队', '0731-28400009', $4, 9)",
            vec![upper.into(), ids.hospital.into(), doctor.into()],
        )
        .await;
        town.put(
            "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
            vec![upper.into(), doctor.into()],
        )
        .await;
        town.put(
            "INSERT INTO upper_team (district_id, institution_id, team_id) VALUES ($1, $2, $3)",
            vec![ids.centre.into(), upper.into()],
        )
        .await;
        Self {
            gp: town.signed_in(ids.gp).await,
            nurse: town.signed_in(ids.nurse).await,
            village: town.signed_in(village).await,
            village_doctor: village,
            specialist: town.signed_in(doctor).await,
            upper,
            town,
        }
    }

    /// Records a visit.
    pub(crate) async fn visit(&self, on: &str, sbp: u16, previous: Option<&str>) -> FollowUpId {
        let body = pressure(on, sbp, previous);
        let id = body.id;
        let at = (self.town.ids.wang, hypertension());
        self.gp.send::<RecordFollowUp>(at, body).await.unwrap();
        id
    }

    /// The colour as the own doctor sees it.
    pub(crate) async fn colour(&self) -> ColourCard {
        let wang = self.town.ids.wang;
        self.gp.ask::<GetColour>(wang, ()).await.unwrap()
    }
}
