//! The colour of a person (三色标, DF-10): from the latest visits of their programmes, the referral that is
//! still open and the next date that has passed. Which class makes which colour, and all figures, are data
//! ([`Rules`]): the report that the colours come from gives only words, so the mapping is a *proposal* that a
//! district looks at (docs/decisions/three-colours.md).
//!
//! Green is followed up in the village, yellow by the township, red by the hospital. Pure: whoever calls
//! brings the visits and the day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::programme::{ProgrammeCode, Referral, Status};

/// A colour, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 绿标: under control.
    Green,
    /// 黄标: not well controlled.
    Yellow,
    /// 红标: changing, hard to control.
    Red,
}

impl Colour {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::Green, Self::Yellow, Self::Red];

    /// Who follows such a person up, where every level is there.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Green => Level::Village,
            Self::Yellow => Level::Township,
            Self::Red => Level::Hospital,
        }
    }
}

/// A level of institutions, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 村卫生室: the village doctor.
    Village,
    /// 乡镇卫生院, 社区卫生服务中心: the family-doctor team.
    Township,
    /// 总医院: a team of the hospital that takes the institution's difficult cases.
    Hospital,
}

/// Why a programme makes the colour that it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The class of the last visit.
    Class,
    /// The next visit is long overdue.
    Overdue,
    /// The last visits running were all unsatisfactory.
    InARow,
    /// Referred, and the referral is not settled.
    Referred,
    /// An emergency at the last visit.
    Emergency,
}

/// What made a colour: one for each programme of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The programme.
    pub programme: ProgrammeCode,
    /// The colour that it makes.
    pub colour: Colour,
    /// Why.
    pub why: Why,
    /// Code of the class of the last visit.
    pub class: String,
    /// Day of the last visit.
    #[serde(deserialize_with = "crate::time::date")]
    pub on: NaiveDate,
}

/// A recorded visit, as far as colours go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visited {
    /// Its day.
    #[serde(deserialize_with = "crate::time::date")]
    pub on: NaiveDate,
    /// Code of the class that was recorded.
    pub class: String,
    /// Referral.
    pub referral: Referral,
}

/// A programme of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The programme.
    pub programme: ProgrammeCode,
    /// Its visits that hold, the newest first.
    pub visits: Vec<Visited>,
    /// When the next one is due; none where no visit follows.
    pub due: Option<NaiveDate>,
}

/// The mapping, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// What this mapping is called; kept with every colour that it made.
    pub edition: String,
    /// Where it comes from.
    pub source: String,
    /// How sure it is.
    pub status: Status,
    /// So many unsatisfactory visits running.
    pub in_a_row: InARow,
    /// While a referral is advised and not settled.
    pub advised: Colour,
    /// While an emergency referral is not settled.
    pub urgent: Colour,
    /// When the next visit is overdue.
    pub overdue: Overdue,
    /// Days after which a push that nobody accepted is late.
    pub push_days: u16,
    /// Whether a person goes up one level after the other.
    pub up_by_steps: bool,
    /// Whether a person goes down one level after the other.
    pub down_by_steps: bool,
    /// The programmes that make a colour.
    pub programmes: Vec<Mapping>,
}

/// What unsatisfactory visits running make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InARow {
    /// How many.
    pub visits: usize,
    /// The colour.
    pub colour: Colour,
}

/// What an overdue visit makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overdue {
    /// More than so many days.
    pub days: i64,
    /// The colour.
    pub colour: Colour,
}

impl Overdue {
    /// What a next date makes, where it has long passed.
    fn made(self, due: Option<NaiveDate>, today: NaiveDate) -> Option<Colour> {
        let late = (today - due?).num_days() > self.days;
        late.then_some(self.colour)
    }
}

/// What the classes of a programme make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The programme.
    pub programme: ProgrammeCode,
    /// Colours by the codes of the classes; a class that is not named is yellow, so that somebody looks.
    pub classes: BTreeMap<String, Colour>,
}

/// By what the colour of a visit is told while it is written down: the mapping of its programme, the visits
/// before it, and what the person's other programmes make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scale {
    /// Colours by the codes of the classes; a class that is not named is yellow.
    pub classes: BTreeMap<String, Colour>,
    /// So many unsatisfactory visits running.
    pub in_a_row: InARow,
    /// While a referral is advised.
    pub advised: Colour,
    /// While an emergency referral is.
    pub urgent: Colour,
    /// The last visits of the programme, the newest first: as many as decide.
    pub visits: Vec<Visited>,
    /// When the next visit of the programme is due, where one is.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
    /// What a next date makes that has long passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Overdue>,
    /// What each of the person's other programmes makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
}

/// What another programme of a person makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Beside {
    /// The programme.
    pub programme: ProgrammeCode,
    /// The colour.
    pub colour: Colour,
}

impl Scale {
    /// What the programme makes, were this visit recorded on that day with this next date.
    #[must_use]
    pub fn own(&self, visit: Visited, next: Option<NaiveDate>, today: NaiveDate) -> Colour {
        let mut visits = self.visits.clone();
        // One of the same day is the newer one.
        let at = visits.iter().position(|one| one.on <= visit.on);
        let at = at.unwrap_or(visits.len());
        visits.insert(at, visit);
        // A new date is agreed on with the newest visit alone.
        let due = if at == 0 { next } else { self.due };
        let late = self.late.and_then(|late| late.made(due, today));
        let referred = [self.advised, self.urgent];
        let found = made_by(&self.classes, self.in_a_row, referred, &visits);
        let found = found.into_iter().map(|(colour, _)| colour);
        found.chain(late).max().unwrap_or(Colour::Green)
    }

    /// The colour of the person where this programme makes `own`. Of programmes that are written down on the
    /// same sheet what is `typed` counts, of the others what is recorded.
    #[must_use]
    pub fn with(&self, own: Colour, typed: &[Beside]) -> Colour {
        let recorded = self.beside.iter().filter(|one| {
            let same = |other: &Beside| other.programme == one.programme;
            !typed.iter().any(same)
        });
        let others = recorded.chain(typed).map(|one| one.colour);
        others.fold(own, Colour::max)
    }
}

/// What the visits of a programme make, the newest first, each with why.
fn made_by(
    classes: &BTreeMap<String, Colour>,
    in_a_row: InARow,
    [advised, urgent]: [Colour; 2],
    visits: &[Visited],
) -> Vec<(Colour, Why)> {
    let Some(last) = visits.first() else {
        return Vec::new();
    };
    let of_class = |visit: &Visited| classes.get(&visit.class).copied().unwrap_or(Colour::Yellow);
    let running = visits
        .iter()
        .take_while(|visit| of_class(visit) != Colour::Green);
    let running = running.count() >= in_a_row.visits.max(1);
    let found = [
        Some((of_class(last), Why::Class)),
        running.then_some((in_a_row.colour, Why::InARow)),
        (last.referral == Referral::Advised).then_some((advised, Why::Referred)),
        (last.referral == Referral::Urgent).then_some((urgent, Why::Emergency)),
    ];
    found.into_iter().flatten().collect()
}

/// The mapping that holds where a district has none of its own, as JSON. Only the service holds it.
#[cfg(any(test, feature = "national"))]
pub const RULES: &str = include_str!("../../rules/three_colours-JIAYI-1.json");

impl Rules {
    /// Whether a programme makes a colour.
    #[must_use]
    pub fn counts(&self, programme: &ProgrammeCode) -> bool {
        self.mapping(programme).is_some()
    }

    fn mapping(&self, programme: &ProgrammeCode) -> Option<&Mapping> {
        self.programmes
            .iter()
            .find(|one| one.programme == *programme)
    }

    /// What each programme makes that has a visit and counts.
    #[must_use]
    pub fn sources(&self, courses: &[Course], today: NaiveDate) -> Vec<Source> {
        let each = courses.iter();
        each.filter_map(|course| self.source_of(course, today))
            .collect()
    }

    fn source_of(&self, course: &Course, today: NaiveDate) -> Option<Source> {
        let mapping = self.mapping(&course.programme)?;
        let last = course.visits.first()?;
        let referred = [self.advised, self.urgent];
        let found = made_by(&mapping.classes, self.in_a_row, referred, &course.visits);
        let late = self.overdue.made(course.due, today);
        let late = late.map(|colour| (colour, Why::Overdue));
        // Where two say the same colour, the more pressing reason is told.
        let (colour, why) = found.into_iter().chain(late).max()?;
        Some(Source {
            programme: course.programme.clone(),
            colour,
            why,
            class: last.class.clone(),
            on: last.on,
        })
    }

    /// By what a visit of a programme is weighed while it is written down; `None` where the programme makes no
    /// colour.
    #[must_use]
    pub fn scale(
        &self,
        programme: &ProgrammeCode,
        courses: &[Course],
        today: NaiveDate,
    ) -> Option<Scale> {
        let mapping = self.mapping(programme)?;
        let own = courses.iter().find(|course| course.programme == *programme);
        let visits = own
            .map(|course| course.visits.as_slice())
            .unwrap_or_default();
        let others = self.sources(courses, today).into_iter();
        let others = others.filter(|source| source.programme != *programme);
        let beside = others.map(|source| Beside {
            programme: source.programme,
            colour: source.colour,
        });
        Some(Scale {
            classes: mapping.classes.clone(),
            in_a_row: self.in_a_row,
            advised: self.advised,
            urgent: self.urgent,
            visits: visits
                .iter()
                .take(self.in_a_row.visits.max(1))
                .cloned()
                .collect(),
            due: own.and_then(|course| course.due),
            late: Some(self.overdue),
            beside: beside.collect(),
        })
    }

    /// The next level on the way from one to another, among those that there are; `None` where the person is
    /// there.
    #[must_use]
    pub fn step(&self, from: Level, to: Level, levels: &[Level]) -> Option<Level> {
        let between = |low: Level, high: Level| {
            let there = levels.iter().copied();
            there.filter(move |level| low < *level && *level < high)
        };
        let way = match from.cmp(&to) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less if self.up_by_steps => between(from, to).min(),
            std::cmp::Ordering::Greater if self.down_by_steps => between(to, from).max(),
            _ => None,
        };
        Some(way.unwrap_or(to))
    }
}

/// The colour of a person: the most severe of their programmes. `None` where no programme makes one.
#[must_use]
pub fn colour(sources: &[Source]) -> Option<Colour> {
    sources.iter().map(|source| source.colour).max()
}

/// Where somebody of this colour is followed up, of the levels that there are: a community has no village
/// doctor, and not every institution a hospital.
#[must_use]
pub fn level(colour: Colour, levels: &[Level]) -> Level {
    let wanted = colour.level();
    let there = || levels.iter().copied();
    let reached = there().filter(|level| *level <= wanted).max();
    reached.or_else(|| there().min()).unwrap_or(Level::Township)
}

#[cfg(test)]
#[path = "three_colours_tests.rs"]
mod tests;
