//! The demo district 荷塘区: seven institutions, 28 teams, the package catalogue, the people of
//! the register with lives that make sense, and the doctors' sessions. Everything comes from a
//! fixed start, so that the same seed and day make the same district.
//!
//! Pure parts make things up (`places`, `people`, `timetable`, `history`, `contracts`, `schedule`,
//! `bookings`), others write them (`district`, `record`, `clinic`, `colours`, `team_work`), and `intake` walks through the
//! people in batches. Called by the `demo` command and by tests; never touches a folder that holds
//! a district.

mod body;
mod bookings;
mod calls;
mod catalogue;
mod chance;
mod clinic;
mod colours;
mod contracts;
mod diabetes;
mod district;
mod follow_up;
mod history;
mod hypertension;
mod inbox;
mod intake;
mod known;
mod names;
mod people;
mod places;
mod programmes;
mod record;
mod said;
mod schedule;
mod sign_ins;
mod team_work;
mod timetable;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ResidentId;

pub use sign_ins::{PASSWORD, PhoneSignIn, SignIns, StaffSignIn, Unlinked};

use self::bookings::Wanted;
use self::chance::{Chance, Subject};
use self::clinic::Clinic;
use self::intake::{Intake, Residents, World};
use self::known::Part;
use self::people::MadeUp;
use self::places::Places;
use crate::auth::passwords;
use crate::clock::date_in_district;
use crate::db::Store;
use crate::district::DistrictId;
use crate::enrol::round::arrange;
use crate::failure::Failure;
use crate::seal::Keys;

/// Where chance begins unless another start is wanted.
pub const SEED: u64 = 430_202;

/// Sessions that share a transaction.
const BATCH: usize = 25;

/// Which demo.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many residents; those of the register when absent. The people whom the demo introduces
    /// are always among them.
    pub residents: Option<usize>,
    /// The instant that everything lies around.
    pub now: DateTime<Utc>,
    /// Where chance begins.
    pub seed: u64,
}

/// How far the making of a demo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being written.
    pub step: Step,
    /// How many are there.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// A part of the demo that takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Residents with their records.
    Residents,
    /// The schedule of each team.
    Schedules,
}

/// A demo that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Who can sign in.
    pub sign_ins: SignIns,
    /// Residents.
    pub residents: usize,
    /// Years of the schedule without a holiday notice, in which only weekends are free.
    pub years_without_notice: Vec<i32>,
}

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder holds a district.
    #[error("this folder holds a district already; nothing was changed")]
    NotEmpty,
    /// An earlier making was interrupted.
    #[error("an unfinished demo is in this folder; delete the folder and make the demo again")]
    Unfinished,
    /// The storage.
    #[error(transparent)]
    Write(#[from] Failure),
}

/// Makes the demo district in an empty store. Blocks; for commands that have no server around
/// them.
///
/// # Errors
/// Where the store is not empty, or cannot be written.
pub fn create(
    store: &Store,
    keys: &Arc<Keys>,
    options: Options,
    mut progress: impl FnMut(Progress),
) -> Result<Made, DemoError> {
    refuse_unless_empty(store)?;
    let Options { now, seed, .. } = options;
    let today = date_in_district(now);
    let places = Places::read(seed, now)?;
    let world = Arc::new(World {
        district: DistrictId::new(&places.code),
        catalogue: catalogue::packages(seed, now)?,
        calendar: schedule::calendar()?,
        places,
        seed,
        now,
    });
    let password_hash = passwords::hash(PASSWORD)?;
    let written = world.clone();
    store.write_here(move |tx| {
        written.write_places(tx, &password_hash)?;
        Ok(written.write_catalogue(tx)?)
    })?;

    let residents = settle(store, keys, &world, options.residents, today, &mut progress)?;
    rounds(store, keys, &world)?;
    let residents = Arc::new(residents);
    for team in 0..world.places.teams.len() {
        let (world, keys, residents) = (world.clone(), keys.clone(), residents.clone());
        store.write_here(move |tx| {
            calls::write(tx, &world, &keys, &residents, team)?;
            said::write(tx, &world, &residents, team)
        })?;
    }
    schedules(store, &world, &residents, today, &mut progress)?;
    colours::settle(store, keys, &world, &residents)?;
    team_work::settle(store, keys, &world, &residents)?;

    let count = residents.known.len() + residents.by_team.iter().map(Vec::len).sum::<usize>();
    let (keys, last) = (keys.clone(), world.clone());
    store.write_here(move |tx| last.write_district(tx, &keys, &residents))?;
    Ok(Made {
        sign_ins: SignIns::of_a_demo(),
        residents: count,
        years_without_notice: schedule::years_without_notice(&world.calendar, today),
    })
}

/// The district is written last, so institutions without one are an unfinished demo.
fn refuse_unless_empty(store: &Store) -> Result<(), DemoError> {
    let (districts, institutions) = store.read_here(|tx| {
        let found = |row: Option<crate::db::Row>| row.is_some();
        let district = tx.one("SELECT district_id FROM district", &[])?;
        let institution = tx.one("SELECT district_id FROM institution", &[])?;
        Ok((found(district), found(institution)))
    })?;
    match (districts, institutions) {
        (true, _) => Err(DemoError::NotEmpty),
        (false, true) => Err(DemoError::Unfinished),
        (false, false) => Ok(()),
    }
}

/// Everybody comes to live here.
fn settle(
    store: &Store,
    keys: &Keys,
    world: &Arc<World>,
    wanted: Option<usize>,
    today: NaiveDate,
    progress: &mut impl FnMut(Progress),
) -> Result<Residents, Failure> {
    let register = people::register(world.district.as_str(), today)?;
    let of = wanted.unwrap_or(register.len());
    let beyond = of.saturating_sub(register.len());
    let made_up: Vec<_> = if beyond > 0 {
        register.clone()
    } else {
        Vec::new()
    };
    let made_up = MadeUp::new(world.seed, today, &world.places, &made_up).take(beyond);
    let mut intake = Intake::open(store, keys, world.clone())?;
    for (before, person) in people::first(register, of)
        .into_iter()
        .chain(made_up)
        .enumerate()
    {
        intake.add(person)?;
        progress(Progress {
            step: Step::Residents,
            done: before + 1,
            of,
        });
    }
    intake.close()
}

/// Every household gets its place in the round through its village.
fn rounds(store: &Store, keys: &Arc<Keys>, world: &Arc<World>) -> Result<(), Failure> {
    /// Households that share a transaction.
    const DOORS: usize = 500;
    for team in &world.places.teams {
        for village in &team.villages {
            let mut whole = false;
            while !whole {
                let (keys, world) = (keys.clone(), world.clone());
                let of = (team.township.clone(), village.clone());
                let arranged = store.write_here(move |tx| {
                    let of = (of.0.as_str(), of.1.as_str());
                    arrange(tx, &world.district, &keys, of, DOORS)
                })?;
                whole = arranged.whole;
            }
        }
    }
    Ok(())
}

/// Every team's doctor gets sessions, and residents take numbers in them.
fn schedules(
    store: &Store,
    world: &Arc<World>,
    residents: &Residents,
    today: NaiveDate,
    progress: &mut impl FnMut(Progress),
) -> Result<(), Failure> {
    let of = world.places.teams.len();
    for team in 0..of {
        let mut chance = Chance::of(world.seed, Subject::Bookings, team);
        let sessions = schedule::sessions(&mut chance, &world.calendar, &world.places, team, today);
        let days: Vec<_> = sessions.iter().map(|session| session.date).collect();
        let wanted = wanted(&days, residents, team, today);
        let bookings = bookings::drafts(
            &mut chance,
            &sessions,
            &residents.by_team[team],
            &wanted,
            world.now,
        );
        let held: Vec<_> = sessions.into_iter().zip(bookings).collect();
        for part in held.chunks(BATCH) {
            let (part, world) = (part.to_vec(), world.clone());
            store.write_here(move |tx| {
                let team = &world.places.teams[team];
                let doctor = world
                    .places
                    .staff
                    .iter()
                    .find(|staff| staff.id == team.doctor());
                let clinic = Clinic {
                    district: &world.district,
                    team,
                    doctor: doctor.map_or("", |doctor| doctor.name.as_str()),
                    now: world.now,
                };
                for (session, bookings) in &part {
                    clinic.write(tx, session, bookings)?;
                }
                Ok(())
            })?;
        }
        progress(Progress {
            step: Step::Schedules,
            done: team + 1,
            of,
        });
    }
    Ok(())
}

/// The visits that the introduced people have with their doctor: those under contract one today
/// (or when the doctor next sits), one next week, and one to rate; the one without had one long
/// ago.
fn wanted(days: &[NaiveDate], residents: &Residents, team: usize, today: NaiveDate) -> Vec<Wanted> {
    let mut days = days.to_vec();
    days.dedup();
    let next = days.partition_point(|day| *day < today);
    let mut wanted = Vec::new();
    for (known, resident, _) in residents.known.iter().filter(|(_, _, of)| *of == team) {
        let visits: &[(usize, bool)] = match known.part {
            Part::Herself => &[(next.saturating_sub(15), true)],
            Part::Mother => &[
                (next, false),
                (next + 5, false),
                (next.saturating_sub(3), false),
            ],
            Part::Contracted => &[(next, false), (next.saturating_sub(2), false)],
            Part::Unlinked => &[],
        };
        let on = |(day, rated): &(usize, bool)| -> Option<Wanted> {
            let (resident, rated): (ResidentId, bool) = (*resident, *rated);
            days.get(*day).map(|on| Wanted {
                resident,
                on: *on,
                rated,
            })
        };
        wanted.extend(visits.iter().filter_map(on));
    }
    wanted
}
