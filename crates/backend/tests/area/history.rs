//! Whatever happens in a town, and wherever a phone is cut off in between, its copy ends as the one
//! that a new phone would have.

use domain::api::contracts::{AcceptContract, RequestContract, RequestContractBody};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::handovers::{HandOver, PostHandover};
use domain::ids::{AccountId, ResidentId, StaffId, TeamId};
use oorandom::Rand32;

use crate::common::clinical::{form, hypertension, visit};
use crate::common::{Town, new_id};
use crate::phone::{Cut, Phone};

/// Days of a history, and what happens on each.
const DAYS: usize = 12;
const EVENTS: usize = 5;

struct World {
    town: Town,
    chance: Rand32,
    admin: StaffId,
    people: Vec<(AccountId, ResidentId)>,
    doctors: Vec<StaffId>,
    village_doctor: StaffId,
}

impl World {
    async fn new(seed: u64) -> Self {
        let town = Town::new().await;
        let ids = town.ids.clone();
        let mut people = town.crowd(12).await;
        people.extend([(ids.wang_phone, ids.wang), (ids.li_phone, ids.li)]);
        town.neighbours(230).await;
        let admin = town.hire("admin1", "institution_admin", ids.centre).await;
        let village_doctor = town.village_doctor(ids.team, &["601社区", "602社区"]).await;
        Self {
            doctors: vec![ids.gp, ids.nurse, ids.second_gp, village_doctor],
            town,
            chance: Rand32::new(seed),
            admin,
            people,
            village_doctor,
        }
    }

    fn below(&mut self, many: usize) -> usize {
        self.chance.rand_range(0..many as u32) as usize
    }

    fn team(&mut self) -> TeamId {
        let ids = self.town.ids.clone();
        [ids.team, ids.second_team][self.below(2)]
    }

    fn leader(&self, team: TeamId) -> StaffId {
        let ids = &self.town.ids;
        if team == ids.team {
            ids.gp
        } else {
            ids.second_gp
        }
    }

    /// Something happens; what a rule refuses changes nothing.
    async fn event(&mut self) {
        let at = self.below(self.people.len());
        let (phone, resident) = self.people[at];
        let team = self.team();
        match self.below(6) {
            0 | 1 => {
                let sbp = 110 + self.below(60) as u16;
                let body = visit(form("2026-11-24", sbp, 80), None);
                let doctor = self.town.signed_in(self.leader(team)).await;
                let _ = doctor
                    .send::<RecordFollowUp>(hypertension(resident), body)
                    .await;
            }
            2 => {
                let row = "SELECT CAST(record_no AS BIGINT) AS n FROM resident WHERE id = $1";
                let number = self.town.count(row, vec![resident.into()]).await;
                let body = HandOver {
                    to: team,
                    village: None,
                    records: vec![format!("{number:017}")],
                };
                let ids = self.town.ids.clone();
                let from = if team == ids.team {
                    ids.second_team
                } else {
                    ids.team
                };
                let admin = self.town.signed_in(self.admin).await;
                let _ = admin.send::<PostHandover>(from, body).await;
            }
            3 => {
                let body = RequestContractBody {
                    id: new_id(),
                    resident_id: resident,
                    team_id: team,
                    package_ids: vec![self.town.ids.basic],
                    agreement_version: "2026-01".to_owned(),
                    consent: true,
                    years: 1,
                };
                let phone = self.town.signed_in(phone).await;
                if let Ok(asked) = phone.send::<RequestContract>((), body).await {
                    let doctor = self.town.signed_in(self.leader(team)).await;
                    let answered = doctor.send::<AcceptContract>(asked.contract_id, ());
                    answered.await.unwrap();
                }
            }
            4 => {
                let put = if self.below(2) == 0 {
                    "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING"
                } else {
                    "DELETE FROM team_member WHERE district_id = $1 AND team_id = $2
                         AND staff_id = $3"
                };
                let who = self.town.ids.nurse;
                self.town.put(put, vec![team.into(), who.into()]).await;
            }
            _ => {
                let put = if self.below(2) == 0 {
                    "INSERT INTO staff_village (district_id, staff_id, village) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING"
                } else {
                    "DELETE FROM staff_village WHERE district_id = $1 AND staff_id = $2
                         AND village = $3"
                };
                let village = ["601社区", "602社区"][self.below(2)];
                let who = self.village_doctor;
                self.town.put(put, vec![who.into(), village.into()]).await;
            }
        }
    }
}

async fn history(seed: u64) {
    let mut world = World::new(seed).await;
    let mut phones: Vec<Phone> = world.doctors.iter().map(|_| Phone::default()).collect();
    for day in 0..DAYS {
        for _ in 0..EVENTS {
            world.event().await;
            // Somebody's phone has network for a page.
            let at = world.below(phones.len());
            let cut = [Cut::No, Cut::Lost, Cut::Twice][world.below(3)];
            let client = world.town.signed_in(world.doctors[at]).await;
            phones[at].page(&client, cut).await;
        }
        for (phone, doctor) in phones.iter_mut().zip(&world.doctors) {
            let client = world.town.signed_in(*doctor).await;
            if world.chance.rand_range(0..3) == 0 {
                phone.sync(&client).await;
                let fresh = Phone::fresh(&client).await;
                let differs = phone.differs(&fresh);
                assert!(differs.is_empty(), "seed {seed}, day {day}: {differs:?}");
                assert_eq!(phone.since, fresh.since, "seed {seed}, day {day}");
            }
        }
    }
    assert_eq!(world.town.broken().await, [""; 0]);
}

#[tokio::test]
async fn any_history_with_any_interruption_ends_in_the_copy_of_a_new_phone() {
    for seed in 1..=3 {
        history(seed).await;
    }
}
