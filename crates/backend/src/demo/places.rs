//! The demo district's seven institutions with their 28 teams, the villages and communities that
//! each team serves, and who works there. Read from `data/district-hetang.json`; names of staff
//! come from chance.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::codes::Role;
use domain::coordinates::Coordinates;
use domain::ids::{InstitutionId, StaffId, TeamId};
use domain::person::Sex;
use serde::Deserialize;

use super::chance::{Chance, Subject};
use super::names;
use crate::failure::Failure;

const FILE: &str = include_str!("../../data/district-hetang.json");

/// Teams of each institution: one for the villages, the others share the communities.
const TEAM_WORDS: [&str; 4] = ["一", "二", "三", "四"];

#[derive(Deserialize)]
struct File {
    code: String,
    name: String,
    service_phone: String,
    communities: Vec<String>,
    villages: Vec<String>,
    institutions: Vec<Entry>,
    hospital: Entry,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    login: String,
    township: String,
    address: String,
    phone: String,
    coordinates: Coordinates,
}

/// The district and everything in it that does not move.
#[derive(Clone, Debug)]
pub struct Places {
    /// Division code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Phone of the service centre.
    pub service_phone: String,
    /// Institutions in their order.
    pub institutions: Vec<Institution>,
    /// Teams, those of one institution side by side.
    pub teams: Vec<Team>,
    /// The hospital that takes those who are hard to control, with its team; no village is its own.
    pub hospital: Option<(Institution, Team)>,
    /// Everybody who works there.
    pub staff: Vec<Staff>,
    served_by: HashMap<(String, String), usize>,
}

/// A community health centre or township hospital.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its id.
    pub id: InstitutionId,
    /// Name.
    pub name: String,
    /// Street or town it serves.
    pub township: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Where it might stand: plausible, not the real place.
    pub coordinates: Coordinates,
}

/// A family-doctor team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its institution.
    pub institution: InstitutionId,
    /// Name.
    pub name: String,
    /// Phone that is answered.
    pub phone: String,
    /// Street or town.
    pub township: String,
    /// Villages and communities it serves.
    pub villages: Vec<String>,
    /// Members, the leading doctor first.
    pub members: Vec<StaffId>,
}

impl Team {
    /// The leading doctor, who also holds the team's sessions.
    #[must_use]
    pub fn doctor(&self) -> StaffId {
        self.members[0]
    }

    /// Whether the team serves villages, and so has a village doctor.
    #[must_use]
    pub fn serves_villages(&self) -> bool {
        self.villages.iter().any(|name| name.ends_with('村'))
    }
}

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// 职称.
    pub title: Option<&'static str>,
    /// Role.
    pub role: Role,
    /// Institution of work.
    pub institution: InstitutionId,
    /// A village doctor's villages; nobody else has any of their own.
    pub villages: Vec<String>,
}

impl Places {
    /// Reads the district and staffs it.
    pub fn read(seed: u64, now: DateTime<Utc>) -> Result<Self, Failure> {
        let file: File = serde_json::from_str(FILE)
            .map_err(|error| Failure::broken(format!("district-hetang.json: {error}")))?;
        let mut places = Self {
            code: file.code,
            name: file.name,
            service_phone: file.service_phone,
            institutions: Vec::new(),
            teams: Vec::new(),
            hospital: None,
            staff: Vec::new(),
            served_by: HashMap::new(),
        };
        let mut chance = Chance::of(seed, Subject::Staff, 0);
        for entry in file.institutions {
            let communities = own_first(&file.communities, &entry.township);
            places.add(&mut chance, now, entry, &file.villages, &communities);
        }
        places.appoint(&mut chance, now);
        places.found_hospital(&mut Chance::of(seed, Subject::Staff, 1), now, file.hospital);
        Ok(places)
    }

    /// The team that serves a village or community of a township.
    #[must_use]
    pub fn team_of(&self, township: &str, village: &str) -> Option<usize> {
        self.served_by
            .get(&(township.to_owned(), village.to_owned()))
            .copied()
    }

    fn add(
        &mut self,
        chance: &mut Chance,
        now: DateTime<Utc>,
        entry: Entry,
        villages: &[String],
        communities: &[String],
    ) {
        let institution: InstitutionId = chance.id(now);
        let share = communities.len().div_ceil(TEAM_WORDS.len() - 1).max(1);
        let parts = std::iter::once(villages).chain(communities.chunks(share));
        for (at, (word, served)) in TEAM_WORDS.iter().zip(parts).enumerate() {
            let mut team = Team {
                id: chance.id(now),
                institution,
                name: format!("{}家庭医生{word}团队", entry.township),
                phone: numbered_phone(&entry.phone, at + 1),
                township: entry.township.clone(),
                villages: served.to_vec(),
                members: Vec::new(),
            };
            let core = [
                (Role::Gp, "gp"),
                (Role::Nurse, "nurse"),
                (Role::PublicHealth, "ph"),
            ];
            let village_doctor = team
                .serves_villages()
                .then_some((Role::VillageDoctor, "village"));
            for (role, word) in core.into_iter().chain(village_doctor) {
                let number = if at == 0 {
                    String::new()
                } else {
                    (at + 1).to_string()
                };
                let login = format!("{word}{number}.{}", entry.login);
                let own = if role == Role::VillageDoctor {
                    served
                } else {
                    &[]
                };
                team.members
                    .push(self.hire(chance, now, institution, role, login, own));
            }
            for village in served {
                let place = (entry.township.clone(), village.clone());
                self.served_by.insert(place, self.teams.len());
            }
            self.teams.push(team);
        }
        let login = format!("desk.{}", entry.login);
        self.hire(chance, now, institution, Role::Desk, login, &[]);
        self.institutions.push(Institution {
            id: institution,
            name: entry.name,
            township: entry.township,
            address: entry.address,
            phone: entry.phone,
            coordinates: entry.coordinates,
        });
    }

    /// Those who keep the accounts: one for the district, one for the first institution.
    fn appoint(&mut self, chance: &mut Chance, now: DateTime<Utc>) {
        let Some(first) = self.institutions.first().map(|place| place.id) else {
            return;
        };
        for (role, login) in [
            (Role::DistrictAdmin, "admin.hetang"),
            (Role::InstitutionAdmin, "admin.yuetang"),
        ] {
            self.hire(chance, now, first, role, login.to_owned(), &[]);
        }
    }

    /// The hospital has people of its own, whoever else is hired.
    fn found_hospital(&mut self, chance: &mut Chance, now: DateTime<Utc>, entry: Entry) {
        let institution: InstitutionId = chance.id(now);
        let mut team = Team {
            id: chance.id(now),
            institution,
            name: "总医院慢病管理团队".to_owned(),
            phone: numbered_phone(&entry.phone, 1),
            township: entry.township.clone(),
            villages: Vec::new(),
            members: Vec::new(),
        };
        for (role, word) in [
            (Role::Specialist, "specialist"),
            (Role::Specialist, "specialist2"),
            (Role::Nurse, "nurse"),
        ] {
            let login = format!("{word}.{}", entry.login);
            team.members
                .push(self.hire(chance, now, institution, role, login, &[]));
        }
        let place = Institution {
            id: institution,
            name: entry.name,
            township: entry.township,
            address: entry.address,
            phone: entry.phone,
            coordinates: entry.coordinates,
        };
        self.hospital = Some((place, team));
    }

    fn hire(
        &mut self,
        chance: &mut Chance,
        now: DateTime<Utc>,
        institution: InstitutionId,
        role: Role,
        login: String,
        villages: &[String],
    ) -> StaffId {
        let id = chance.id(now);
        let woman = role == Role::Nurse || chance.percent(50);
        let name = names::person(chance, if woman { Sex::Female } else { Sex::Male });
        let villages = villages.to_vec();
        self.staff.push(Staff {
            id,
            login,
            name,
            title: title(role),
            role,
            institution,
            villages,
        });
        id
    }
}

/// The title that is usual in a role.
fn title(role: Role) -> Option<&'static str> {
    match role {
        Role::Gp | Role::Specialist => Some("主治医师"),
        Role::Nurse => Some("主管护师"),
        Role::PublicHealth => Some("公卫医师"),
        Role::VillageDoctor => Some("乡村医生"),
        Role::Desk | Role::InstitutionAdmin | Role::DistrictAdmin => None,
    }
}

/// The communities, beginning with the one that the township is named after.
fn own_first(communities: &[String], township: &str) -> Vec<String> {
    let stem = township.trim_end_matches("街道").trim_end_matches('镇');
    let own = communities
        .iter()
        .position(|name| name.starts_with(stem))
        .unwrap_or(0);
    communities
        .iter()
        .cycle()
        .skip(own)
        .take(communities.len())
        .cloned()
        .collect()
}

/// The institution's number with another end.
fn numbered_phone(phone: &str, number: usize) -> String {
    let stem = phone
        .get(..phone.len().saturating_sub(1))
        .unwrap_or_default();
    format!("{stem}{number}")
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
