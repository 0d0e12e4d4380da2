//! Who lives in the demo district: the accepted lines of the register that stands beside the
//! code, and as many made-up people beyond them as are asked for, each like one of the register
//! in all that matters but with a name, an ID number, a phone and an address of their own.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use chrono::{Datelike, NaiveDate};
use domain::person::{NationalId, Sex};

use super::chance::{Chance, Subject};
use super::known::{self, Known};
use super::names;
use super::places::Places;
use crate::enrol::Newcomer;
use crate::failure::Failure;
use crate::import::{self, Step, Verdict};

/// 3,000 lines as messy as such files are. One copy in the project serves the import's tests and
/// the demo.
const REGISTER: &[u8] = include_bytes!("../../../../tests/fixtures/residents-hetang.csv");

/// Somebody with the package that they have under contract.
#[derive(Clone, Debug)]
pub struct Person {
    /// The person.
    pub newcomer: Newcomer,
    /// Name of the package.
    pub package: Option<String>,
    /// One of those whom the demo introduces by name.
    pub known: Option<&'static Known>,
}

/// The accepted lines of the register, in its order.
pub fn register(county: &str, today: NaiveDate) -> Result<Vec<Person>, Failure> {
    let mut people = Vec::new();
    let judged = import::judge(Cursor::new(REGISTER), county, today, |step| {
        if let Step::Line(_, Verdict::Accepted(accepted)) = step {
            people.push(Person {
                known: known::find(&accepted.person.national_id),
                newcomer: accepted.person,
                package: accepted.packages.into_iter().next(),
            });
        }
        Ok(())
    });
    judged.map_err(|error| Failure::broken(format!("residents-hetang.csv: {error}")))?;
    share_homes(&mut people);
    for person in &mut people {
        if let Some(phone) = person.known.and_then(|known| known.phone) {
            person.newcomer.phone = phone.parse().ok();
        }
    }
    Ok(people)
}

/// The register gives nearly everybody an address of their own. In the demo some of a village live
/// together, as people do: of each run of seven, two live together and three do.
fn share_homes(people: &mut [Person]) {
    let mut homes: HashMap<(String, String), (usize, String)> = HashMap::new();
    for person in people {
        let newcomer = &mut person.newcomer;
        let village = (newcomer.township.clone(), newcomer.village.clone());
        let (nth, address) = homes.entry(village).or_default();
        let with_the_one_before = matches!(*nth % 7, 1 | 3 | 4);
        if with_the_one_before && !address.is_empty() {
            newcomer.address.clone_from(address);
        } else {
            address.clone_from(&newcomer.address);
        }
        *nth += 1;
    }
}

/// Those of the register whom a smaller district keeps: the first, and whoever is introduced.
#[must_use]
pub fn first(people: Vec<Person>, wanted: usize) -> Vec<Person> {
    let introduced = people
        .iter()
        .filter(|person| person.known.is_some())
        .count();
    let mut room = wanted.saturating_sub(introduced);
    let mut stays = |person: &Person| {
        let fits = person.known.is_some() || room > 0;
        room = room.saturating_sub(usize::from(person.known.is_none()));
        fits
    };
    people.into_iter().filter(|person| stays(person)).collect()
}

/// Makes people up, after the register's example.
pub struct MadeUp<'a> {
    seed: u64,
    today: NaiveDate,
    places: &'a Places,
    examples: &'a [Person],
    /// ID numbers given, without their last character.
    given: HashSet<u64>,
    made: usize,
}

impl<'a> MadeUp<'a> {
    /// Makes nobody whose ID number one of the examples has.
    #[must_use]
    pub fn new(seed: u64, today: NaiveDate, places: &'a Places, examples: &'a [Person]) -> Self {
        let numbers = examples
            .iter()
            .map(|person| person.newcomer.national_id.as_str());
        let given = numbers
            .filter_map(|number| number.get(..17)?.parse().ok())
            .collect();
        Self {
            seed,
            today,
            places,
            examples,
            given,
            made: 0,
        }
    }

    fn person(&mut self) -> Option<Person> {
        let mut chance = Chance::of(self.seed, Subject::Newcomer, self.made);
        self.made += 1;
        let example = self.examples.get(chance.below(self.examples.len()))?;
        let like = &example.newcomer;
        let national_id = self.number(&mut chance, &like.national_id)?;
        let team = &self.places.teams[chance.below(self.places.teams.len())];
        let village = team.villages[chance.below(team.villages.len())].clone();
        let newcomer = Newcomer {
            name: names::person(&mut chance, national_id.sex()).parse().ok()?,
            sex: national_id.sex(),
            national_id,
            phone: phone(&mut chance).parse().ok(),
            township: team.township.clone(),
            village,
            address: format!(
                "{}栋{}单元{}号",
                chance.between(1, 40),
                chance.between(1, 4),
                door(chance.between(0, 35))
            ),
            ..like.clone()
        };
        Some(Person {
            newcomer,
            package: example.package.clone(),
            known: None,
        })
    }

    /// A free number of the same division, and of the same month, so that the age still fits the
    /// groups.
    fn number(&mut self, chance: &mut Chance, like: &NationalId) -> Option<NationalId> {
        let born = like.birth_date();
        let woman = chance.percent(50);
        (0..200).find_map(|_| {
            let day = born
                .with_day(1 + chance.below(28) as u32)
                .filter(|day| *day <= self.today);
            let sequence = chance.below(500) * 2 + usize::from(!woman);
            let body = format!(
                "{}{}{sequence:03}",
                like.division(),
                day.unwrap_or(born).format("%Y%m%d")
            );
            let id = with_check(&body)?;
            let expected = if woman { Sex::Female } else { Sex::Male };
            debug_assert_eq!(id.sex(), expected);
            self.given.insert(body.parse().ok()?).then_some(id)
        })
    }
}

impl Iterator for MadeUp<'_> {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        (0..10).find_map(|_| self.person())
    }
}

/// The number with the one last character that fits.
fn with_check(body: &str) -> Option<NationalId> {
    "0123456789X"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
}

/// The number of a door: two on each of eighteen floors.
fn door(nth: i32) -> i32 {
    100 * (1 + nth / 2) + 1 + nth % 2
}

fn phone(chance: &mut Chance) -> String {
    let prefix = chance.pick(&[
        "135", "136", "138", "139", "150", "151", "158", "187", "199",
    ]);
    format!("{prefix}{:08}", chance.below(100_000_000))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::codes::PeopleGroup;
    use domain::person::age_on;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn the_register_gives_2887_people_and_the_four_introduced_ones() {
        let people = register("430202", today()).unwrap();
        assert_eq!(people.len(), 2887);
        assert_eq!(
            people
                .iter()
                .filter(|person| person.known.is_some())
                .count(),
            4
        );
    }

    #[test]
    fn a_small_district_keeps_those_who_are_introduced() {
        let people = register("430202", today()).unwrap();
        for wanted in [4, 50, 2887, 5000] {
            let few = first(people.clone(), wanted);
            assert_eq!(few.len(), wanted.min(2887));
            assert_eq!(
                few.iter().filter(|person| person.known.is_some()).count(),
                4
            );
        }
    }

    #[test]
    fn made_up_people_have_numbers_of_their_own_and_the_age_of_their_groups() {
        let places = Places::read(1, DateTime::UNIX_EPOCH).unwrap();
        let examples = register("430202", today()).unwrap();
        let made: Vec<_> = MadeUp::new(1, today(), &places, &examples)
            .take(20_000)
            .collect();
        let all = examples
            .iter()
            .chain(&made)
            .map(|person| person.newcomer.national_id.as_str());
        assert_eq!(
            all.collect::<HashSet<_>>().len(),
            examples.len() + made.len()
        );
        let again = MadeUp::new(1, today(), &places, &examples).take(20_000);
        assert!(
            again
                .zip(&made)
                .all(|(again, made)| again.newcomer == made.newcomer)
        );
        for person in &made {
            let newcomer = &person.newcomer;
            assert!(newcomer.national_id.birth_date() <= today());
            assert_eq!(newcomer.sex, newcomer.national_id.sex());
            assert!(
                places
                    .team_of(&newcomer.township, &newcomer.village)
                    .is_some()
            );
        }
        // A few of the register's own lines contradict themselves, and so do those made like them.
        let old = made
            .iter()
            .filter(|person| person.newcomer.groups.contains(&PeopleGroup::Elderly));
        let ages = old.map(|person| age_on(person.newcomer.national_id.birth_date(), today()));
        let (of_age, young): (Vec<_>, Vec<_>) = ages.partition(|age| *age >= 65);
        assert!(
            young.len() * 50 < of_age.len(),
            "{} of {}",
            young.len(),
            of_age.len()
        );
        let share = |people: &[Person]| {
            let ill = people
                .iter()
                .filter(|person| person.newcomer.groups.contains(&PeopleGroup::Hypertension));
            ill.count() * 100 / people.len()
        };
        assert!(share(&made).abs_diff(share(&examples)) <= 1);
    }
}
