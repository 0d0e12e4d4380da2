//! Takes people into the district: opens their records, makes up their lives and writes both, so
//! many at a time that the writer is never held long and memory stays small however many come.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::api::contracts::Package;
use domain::calendar::Calendar;
use domain::codes::PeopleGroup;
use domain::ids::ResidentId;
use domain::rules::contract::Applicant;

use super::chance::{Chance, Subject};
use super::contracts::{Draft, Wish};
use super::history::{History, Patient, Setting};
use super::inbox::Message;
use super::known::{Known, Part};
use super::people::Person;
use super::places::Places;
use super::record::{Life, Page};
use super::timetable::Standing;
use crate::clock::date_in_district;
use crate::db::Store;
use crate::district::DistrictId;
use crate::enrol::{Opened, Register, Sealed};
use crate::failure::Failure;
use crate::resources::contract_options::agreement;
use crate::seal::Keys;

/// People that share a transaction: some fifty milliseconds of the writer.
const BATCH: usize = 200;

/// What everybody's life depends on.
#[derive(Debug)]
pub struct World {
    /// District.
    pub district: DistrictId,
    /// Places and staff.
    pub places: Places,
    /// Catalogue.
    pub catalogue: Vec<Package>,
    /// Working days.
    pub calendar: Calendar,
    /// Where chance begins.
    pub seed: u64,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Who lives there now.
#[derive(Clone, Debug)]
pub struct Residents {
    /// Residents of each team, those left out whom the demo introduces by name.
    pub by_team: Vec<Vec<ResidentId>>,
    /// Those whom the demo introduces, with their team.
    pub known: Vec<(&'static Known, ResidentId, usize)>,
}

/// Everybody who has come, and the counters by which lives differ.
pub struct Intake<'a> {
    store: &'a Store,
    keys: &'a Keys,
    world: Arc<World>,
    register: Register,
    agreement: Arc<str>,
    counters: Vec<Counters>,
    waiting: Vec<Entry>,
    came: usize,
    residents: Residents,
}

/// How many of a kind a team has got.
#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    hypertension: usize,
    diabetes: usize,
    without_package: usize,
}

/// Somebody ready for the writer.
struct Entry {
    sealed: Sealed,
    team: usize,
    village: String,
    known: Option<&'static Known>,
    life: Life,
}

impl<'a> Intake<'a> {
    /// Opens the doors; places and catalogue have been written.
    pub fn open(store: &'a Store, keys: &'a Keys, world: Arc<World>) -> Result<Self, Failure> {
        let register = store.read_here(|tx| Register::load(tx, &world.district))?;
        let teams = world.places.teams.len();
        Ok(Self {
            store,
            keys,
            register,
            agreement: agreement()?.version.into(),
            counters: vec![Counters::default(); teams],
            waiting: Vec::with_capacity(BATCH),
            came: 0,
            residents: Residents {
                by_team: vec![Vec::new(); teams],
                known: Vec::new(),
            },
            world,
        })
    }

    /// Takes somebody in.
    pub fn add(&mut self, person: Person) -> Result<(), Failure> {
        let world = self.world.clone();
        let newcomer = &person.newcomer;
        let team = world
            .places
            .team_of(&newcomer.township, &newcomer.village)
            .ok_or_else(|| Failure::broken("a village of the register has no team"))?;
        // A millisecond each, and all of them before now.
        let age = i64::try_from(10_000_000_usize.saturating_sub(self.came)).unwrap_or(0);
        let made_at = world.now - TimeDelta::milliseconds(age);
        let sealed = newcomer.seal(&world.district, self.keys, made_at)?;
        let life = self.life(&world, &person, team, made_at)?;
        self.came += 1;
        let (village, known) = (person.newcomer.village, person.known);
        self.waiting.push(Entry {
            sealed,
            team,
            village,
            known,
            life,
        });
        if self.waiting.len() < BATCH {
            Ok(())
        } else {
            self.write()
        }
    }

    /// Writes whoever still waits.
    pub fn close(mut self) -> Result<Residents, Failure> {
        self.write()?;
        Ok(self.residents)
    }

    fn life(
        &mut self,
        world: &World,
        person: &Person,
        team: usize,
        made_at: DateTime<Utc>,
    ) -> Result<Life, Failure> {
        let newcomer = &person.newcomer;
        let part = person.known.map(|known| known.part);
        let ill = |group| newcomer.groups.contains(&group);
        let counters = &mut self.counters[team];
        let mut standing = |counter: fn(&mut Counters) -> &mut usize| {
            let n = counter(counters);
            *n += 1;
            if part.is_some() {
                Standing::Soon
            } else {
                Standing::of_nth(*n - 1)
            }
        };
        let patient = Patient {
            born: newcomer.national_id.birth_date(),
            sex: newcomer.sex,
            groups: &newcomer.groups,
            hypertension: ill(PeopleGroup::Hypertension)
                .then(|| standing(|counters| &mut counters.hypertension)),
            diabetes: ill(PeopleGroup::Diabetes)
                .then(|| standing(|counters| &mut counters.diabetes)),
        };
        let team_of = &world.places.teams[team];
        let setting = Setting {
            now: world.now,
            made_at,
            today: date_in_district(world.now),
            calendar: &world.calendar,
            team: team_of,
        };
        let history = History::of(
            &mut self.chance(world, Subject::History),
            &setting,
            &patient,
        )?;
        let mut chance = self.chance(world, Subject::Contract);
        let wish = self.wish(&mut chance, person, part, team);
        let applicant = Applicant {
            registered_here: newcomer.registered_here,
            months_resident: newcomer.months_resident,
            groups: newcomer.groups.clone(),
        };
        let contract = wish.and_then(|wish| {
            Draft::of(
                &mut chance,
                &setting,
                &world.catalogue,
                &applicant,
                &history,
                wish,
            )
        });
        let told = contract
            .as_ref()
            .and_then(|contract| Message::of_contract(&mut chance, contract, team_of, world.now));
        let mut messages = Vec::from_iter(told);
        if part.is_some() {
            let due = history.last_visits();
            messages.extend(due.map(|last| Message::of_due(&mut chance, &setting, last)));
        }
        Ok(Life {
            history,
            contract,
            messages,
        })
    }

    fn chance(&self, world: &World, subject: Subject) -> Chance {
        Chance::of(world.seed, subject, self.came)
    }

    /// What becomes of somebody's contract: as the register says, and for one of some among those
    /// without a package a request, a contract that is over, or a refusal.
    fn wish<'p>(
        &mut self,
        chance: &mut Chance,
        person: &'p Person,
        part: Option<Part>,
        team: usize,
    ) -> Option<Wish<'p>> {
        let days = match part {
            Some(Part::Herself | Part::Unlinked) => return None,
            Some(Part::Mother) => 200,
            Some(Part::Contracted) => 345,
            None => 5 + chance.below(355) as u64,
        };
        if let Some(package) = &person.package {
            return Some(Wish::InForce(package, days));
        }
        let nth = &mut self.counters[team].without_package;
        *nth += 1;
        match *nth % 24 {
            4 | 16 => Some(Wish::Asked),
            8 => Some(Wish::Over),
            20 => Some(Wish::Declined),
            _ => None,
        }
    }

    fn write(&mut self) -> Result<(), Failure> {
        let batch = Arc::new(std::mem::replace(
            &mut self.waiting,
            Vec::with_capacity(BATCH),
        ));
        let (world, entries) = (self.world.clone(), batch.clone());
        let (before, agreement) = (self.register.clone(), self.agreement.clone());
        let (register, ids) = self.store.write_here(move |tx| {
            // The closure may run again, so it counts from where the batch began.
            let mut register = before.clone();
            let mut ids = Vec::with_capacity(entries.len());
            for entry in entries.iter() {
                let Opened::New(resident) = register.open(tx, &entry.sealed, "demo", world.now)?
                else {
                    return Err(Failure::broken("somebody came twice"));
                };
                let page = Page {
                    district: &world.district,
                    resident,
                    team: &world.places.teams[entry.team],
                    village: &entry.village,
                    catalogue: &world.catalogue,
                    agreement: &agreement,
                    now: world.now,
                };
                page.write(tx, &entry.life)?;
                ids.push(resident);
            }
            Ok((register, ids))
        })?;
        self.register = register;
        for (entry, resident) in batch.iter().zip(ids) {
            match entry.known {
                Some(known) => self.residents.known.push((known, resident, entry.team)),
                None => self.residents.by_team[entry.team].push(resident),
            }
        }
        Ok(())
    }
}
