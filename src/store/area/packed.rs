//! The rows of a block as they lie on the phone: what many people share, such as the team or a title,
//! stands once, fields have names of one letter, and days are numbers. All rows are read at each start, on slow
//! phones as well; this way they are a quarter of the bytes, and no day is taken apart as text. Pure.

use chrono::{Datelike, NaiveDate};
use domain::api::area::{AreaDue, AreaPerson};
use domain::api::calls::LastCall;
use domain::api::follow_ups::ClassCard;
use domain::api::households::Home;
use domain::api::passing_on::FollowUpDoctor;
use domain::api::programmes::ProgrammeName;
use domain::api::records::{BloodPressurePoint, GlucosePoint};
use domain::api::residents::{PersonHeader, ResidentCard};
use domain::codes::PeopleGroup;
use domain::ids::{HouseholdId, ResidentId};
use domain::person::{Sex, age_on};
use domain::rules::departure::Departure;
use domain::rules::three_colours::Colour;
use serde::{Deserialize, Serialize};

/// All rows of a block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Packed {
    lanes: Vec<String>,
    teams: Vec<String>,
    villages: Vec<String>,
    doctors: Vec<FollowUpDoctor>,
    programmes: Vec<ProgrammeName>,
    classes: Vec<ClassCard>,
    rows: Vec<Row>,
}

/// Somebody; a number is a place in one of the lists above.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    #[serde(rename = "i")]
    resident_id: ResidentId,
    #[serde(rename = "n")]
    name: String,
    #[serde(rename = "s")]
    sex: Sex,
    #[serde(rename = "v")]
    village: usize,
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    groups: Vec<PeopleGroup>,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    phone_masked: Option<String>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    team: Option<usize>,
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    programmes: Vec<usize>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    colour: Option<Colour>,
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    departure: Option<Departure>,
    #[serde(rename = "r")]
    version: i64,
    #[serde(rename = "b")]
    birth_date: Day,
    #[serde(rename = "y")]
    initials: String,
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    home: Option<House>,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    doctor: Option<usize>,
    #[serde(rename = "l")]
    lane: usize,
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    due: Vec<Due>,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct House {
    #[serde(rename = "i")]
    household_id: HouseholdId,
    #[serde(rename = "n")]
    head: String,
    #[serde(rename = "p")]
    place: i64,
    #[serde(rename = "h", default, skip_serializing_if = "std::ops::Not::not")]
    by_hand: bool,
}

impl From<Home> for House {
    fn from(home: Home) -> Self {
        let Home {
            household_id,
            head,
            place,
            by_hand,
        } = home;
        Self {
            household_id,
            head,
            place,
            by_hand,
        }
    }
}

impl From<House> for Home {
    fn from(house: House) -> Self {
        Self {
            household_id: house.household_id,
            head: house.head,
            place: house.place,
            by_hand: house.by_hand,
        }
    }
}

/// A day, written as the number of days since the year 1 began. One that no calendar has is not read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
struct Day(NaiveDate);

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Day> for i32 {
    fn from(day: Day) -> Self {
        day.0.num_days_from_ce()
    }
}

impl TryFrom<i32> for Day {
    type Error = &'static str;

    fn try_from(days: i32) -> Result<Self, Self::Error> {
        let day = NaiveDate::from_num_days_from_ce_opt(days);
        day.map(Self).ok_or("expected a day")
    }
}

impl Day {
    fn date(self) -> NaiveDate {
        self.0
    }
}

/// The last blood pressure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Pressure {
    #[serde(rename = "d")]
    on: Day,
    #[serde(rename = "s")]
    sbp: u16,
    #[serde(rename = "p")]
    dbp: u16,
}

impl From<BloodPressurePoint> for Pressure {
    fn from(point: BloodPressurePoint) -> Self {
        let BloodPressurePoint { date, sbp, dbp } = point;
        Self {
            on: date.into(),
            sbp,
            dbp,
        }
    }
}

impl From<Pressure> for BloodPressurePoint {
    fn from(pressure: Pressure) -> Self {
        Self {
            date: pressure.on.date(),
            sbp: pressure.sbp,
            dbp: pressure.dbp,
        }
    }
}

/// The last fasting glucose.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Glucose {
    #[serde(rename = "d")]
    on: Day,
    #[serde(rename = "t")]
    tenths: u16,
}

impl From<GlucosePoint> for Glucose {
    fn from(point: GlucosePoint) -> Self {
        let GlucosePoint { date, tenths } = point;
        Self {
            on: date.into(),
            tenths,
        }
    }
}

impl From<Glucose> for GlucosePoint {
    fn from(glucose: Glucose) -> Self {
        Self {
            date: glucose.on.date(),
            tenths: glucose.tenths,
        }
    }
}

/// A planned follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Due {
    #[serde(rename = "p")]
    programme: usize,
    #[serde(rename = "d")]
    due: Day,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    was_due: Option<Day>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    call: Option<LastCall>,
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    urgent: bool,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    last_on: Option<Day>,
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    last_class: Option<usize>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    last_bp: Option<Pressure>,
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    last_glucose: Option<Glucose>,
    #[serde(rename = "r")]
    version: i64,
}

/// The place of a value in a list, to which it is added where it is not in it yet.
fn place<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T) -> usize {
    let known = list.iter().position(|one| one == value);
    known.unwrap_or_else(|| {
        list.push(value.clone());
        list.len() - 1
    })
}

impl Packed {
    /// Packs people, each without what only their own pages need.
    pub(super) fn of(rows: &[AreaPerson]) -> Self {
        let mut packed = Self::default();
        packed.rows = rows.iter().map(|row| packed.row(row)).collect();
        packed
    }

    // Each field by its name, so that a new one cannot be forgotten here.
    fn row(&mut self, row: &AreaPerson) -> Row {
        let AreaPerson {
            lane,
            card,
            birth_date,
            initials,
            home,
            doctor,
            due,
            contact: _,
            answers: _,
        } = row;
        let ResidentCard {
            person,
            phone_masked,
            team,
            programmes,
            colour,
            departure,
            version,
        } = card;
        let PersonHeader {
            resident_id,
            name,
            sex,
            age: _,
            village,
            groups,
        } = person;
        Row {
            resident_id: *resident_id,
            name: name.clone(),
            sex: *sex,
            village: place(&mut self.villages, village),
            groups: groups.clone(),
            phone_masked: phone_masked.clone(),
            team: team.as_ref().map(|team| place(&mut self.teams, team)),
            programmes: programmes
                .iter()
                .map(|one| place(&mut self.programmes, one))
                .collect(),
            colour: *colour,
            departure: *departure,
            version: *version,
            birth_date: (*birth_date).into(),
            initials: initials.clone(),
            home: home.clone().map(House::from),
            doctor: doctor.as_ref().map(|one| place(&mut self.doctors, one)),
            lane: place(&mut self.lanes, lane),
            due: due.iter().map(|one| self.due(one)).collect(),
        }
    }

    fn due(&mut self, due: &AreaDue) -> Due {
        let AreaDue {
            programme,
            title,
            due,
            was_due,
            call,
            urgent,
            last_on,
            last_class,
            last_bp,
            last_glucose,
            version,
        } = due;
        let programme = ProgrammeName {
            programme: programme.clone(),
            title: title.clone(),
        };
        Due {
            programme: place(&mut self.programmes, &programme),
            due: (*due).into(),
            was_due: was_due.map(Day::from),
            call: call.clone(),
            urgent: *urgent,
            last_on: last_on.map(Day::from),
            last_class: last_class.as_ref().map(|one| place(&mut self.classes, one)),
            last_bp: last_bp.clone().map(Pressure::from),
            last_glucose: last_glucose.clone().map(Glucose::from),
            version: *version,
        }
    }

    /// Whether every place is in its list.
    pub(super) fn is_sound(&self) -> bool {
        let due = |due: &Due| {
            due.programme < self.programmes.len()
                && due.last_class.is_none_or(|at| at < self.classes.len())
        };
        self.rows.iter().all(|row| {
            row.lane < self.lanes.len()
                && row.village < self.villages.len()
                && row.team.is_none_or(|at| at < self.teams.len())
                && row.doctor.is_none_or(|at| at < self.doctors.len())
                && row.programmes.iter().all(|at| *at < self.programmes.len())
                && row.due.iter().all(due)
        })
    }

    /// How many people.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Everybody.
    pub(super) fn people(&self) -> impl Iterator<Item = Person<'_>> {
        self.rows.iter().map(|row| Person { packed: self, row })
    }
}

/// Somebody of a block. What lists are searched and ordered by is looked up where it lies; nothing is copied for
/// the thousands who are not on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person<'a> {
    packed: &'a Packed,
    row: &'a Row,
}

/// A planned follow-up of somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'a> {
    packed: &'a Packed,
    due: &'a Due,
}

/// The text at a place; empty where there is none, which a sound block does not know.
fn text(list: &[String], at: usize) -> &str {
    list.get(at).map_or("", String::as_str)
}

impl<'a> Person<'a> {
    pub(super) fn id(self) -> ResidentId {
        self.row.resident_id
    }

    pub(super) fn name(self) -> &'a str {
        &self.row.name
    }

    pub(super) fn initials(self) -> &'a str {
        &self.row.initials
    }

    pub(super) fn phone_masked(self) -> Option<&'a str> {
        self.row.phone_masked.as_deref()
    }

    pub(super) fn village(self) -> &'a str {
        text(&self.packed.villages, self.row.village)
    }

    pub(super) fn lane(self) -> &'a str {
        text(&self.packed.lanes, self.row.lane)
    }

    pub(super) fn doctor(self) -> Option<&'a FollowUpDoctor> {
        self.packed.doctors.get(self.row.doctor?)
    }

    pub(super) fn home(self) -> Option<Home> {
        self.row.home.clone().map(Home::from)
    }

    pub(super) fn due(self) -> impl Iterator<Item = Planned<'a>> {
        let packed = self.packed;
        self.row.due.iter().map(move |due| Planned { packed, due })
    }

    /// The row in a list, on a day.
    pub(super) fn card(self, today: NaiveDate) -> ResidentCard {
        let Self { packed, row } = self;
        let named = |at: &usize| packed.programmes.get(*at).cloned();
        ResidentCard {
            person: PersonHeader {
                resident_id: row.resident_id,
                name: row.name.clone(),
                sex: row.sex,
                age: age_on(row.birth_date.date(), today),
                village: self.village().to_owned(),
                groups: row.groups.clone(),
            },
            phone_masked: row.phone_masked.clone(),
            team: row.team.and_then(|at| packed.teams.get(at)).cloned(),
            programmes: row.programmes.iter().filter_map(named).collect(),
            colour: row.colour,
            departure: row.departure,
            version: row.version,
        }
    }
}

impl<'a> Planned<'a> {
    pub(super) fn day(self) -> NaiveDate {
        self.due.due.date()
    }

    pub(super) fn urgent(self) -> bool {
        self.due.urgent
    }

    pub(super) fn last_on(self) -> Option<NaiveDate> {
        self.due.last_on.map(Day::date)
    }

    pub(super) fn programme(self) -> Option<&'a ProgrammeName> {
        self.packed.programmes.get(self.due.programme)
    }

    /// All of it.
    pub(super) fn whole(self) -> Option<AreaDue> {
        let ProgrammeName { programme, title } = self.programme()?.clone();
        let due = self.due.clone();
        let class = due.last_class.and_then(|at| self.packed.classes.get(at));
        Some(AreaDue {
            programme,
            title,
            due: due.due.date(),
            was_due: due.was_due.map(Day::date),
            call: due.call,
            urgent: due.urgent,
            last_on: due.last_on.map(Day::date),
            last_class: class.cloned(),
            last_bp: due.last_bp.map(BloodPressurePoint::from),
            last_glucose: due.last_glucose.map(GlucosePoint::from),
            version: due.version,
        })
    }
}
