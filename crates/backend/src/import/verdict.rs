//! Whether a line becomes a resident. Weighs all its cells, and remembers the ID numbers and
//! phones of earlier lines. Writes nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::codes::PeopleGroup;
use domain::person::{NameError, NationalId, NationalIdError, PersonName, Phone, age_on};

use super::fields::{self, IdFault, Normalised};
use super::headers::{Column, Header};
use super::read::Line;
use super::reasons::{Reason, Warning};
use crate::enrol::Newcomer;
use crate::townships;

/// A line that becomes a resident.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The resident.
    pub person: Newcomer,
    /// Names of the packages that the table says are under contract.
    pub packages: Vec<String>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// What was changed without changing its meaning.
    pub normalised: Vec<Normalised>,
}

/// What becomes of a line.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It becomes a resident.
    Accepted(Box<Accepted>),
    /// It does not; all reasons, in their order.
    Rejected(Vec<Reason>),
}

/// Judges the lines of one table, one after the other.
#[derive(Debug)]
pub struct Judge {
    header: Header,
    county: String,
    today: NaiveDate,
    residents: HashMap<NationalId, u64>,
    phones: HashMap<Phone, u32>,
}

impl Judge {
    /// For a table with this header, of a county by its division code.
    #[must_use]
    pub fn new(header: Header, county: &str, today: NaiveDate) -> Self {
        Self {
            header,
            county: county.to_owned(),
            today,
            residents: HashMap::new(),
            phones: HashMap::new(),
        }
    }

    /// How many phones stand in more than one line, imported or not.
    #[must_use]
    pub fn shared_phones(&self) -> usize {
        self.phones.values().filter(|lines| **lines > 1).count()
    }

    /// Judges the next line.
    pub fn judge(&mut self, line: &Line) -> Verdict {
        let mut reasons = Vec::new();
        // The one is what stands for a byte that is no letter; the other one of the two engines
        // keeps in no text.
        let unread = [char::REPLACEMENT_CHARACTER, '\0'];
        if line.cells.iter().any(|cell| cell.contains(unread)) {
            reasons.push(Reason::Unreadable);
        }
        let phone = self.phone(line);
        let mut normalised = Vec::new();
        let name = self
            .name(line, &mut normalised)
            .map_err(|reason| reasons.push(reason))
            .ok();
        let id = self
            .national_id(line, &mut normalised)
            .map_err(|reason| reasons.push(reason))
            .ok();
        if let Some(earlier) = id.as_ref().and_then(|id| self.residents.get(id)) {
            reasons.push(Reason::IdDuplicate(*earlier));
        }
        if let Err(reason) = self.birth_date(line, id.as_ref(), &mut normalised) {
            reasons.push(reason);
        }
        match (name, id) {
            (Some(name), Some(national_id)) if reasons.is_empty() => {
                self.residents.insert(national_id.clone(), line.number);
                Verdict::Accepted(Box::new(self.accept(
                    line,
                    name,
                    national_id,
                    phone,
                    normalised,
                )))
            }
            _ => Verdict::Rejected(reasons),
        }
    }

    fn cell<'a>(&self, line: &'a Line, column: Column) -> &'a str {
        self.header.cell(&line.cells, column)
    }

    fn name(&self, line: &Line, changes: &mut Vec<Normalised>) -> Result<PersonName, Reason> {
        let cell = self.cell(line, Column::Name);
        let name: PersonName = cell.parse().map_err(|fault| match fault {
            NameError::Missing => Reason::NameMissing,
            NameError::TooLong | NameError::Character(_) | NameError::Separator => {
                Reason::NameInvalid
            }
        })?;
        if name.as_str() != cell {
            changes.push(Normalised::NameSpacesOrDot);
        }
        Ok(name)
    }

    fn national_id(
        &self,
        line: &Line,
        changes: &mut Vec<Normalised>,
    ) -> Result<NationalId, Reason> {
        let (id, found) = fields::national_id(self.cell(line, Column::NationalId), self.today);
        changes.extend(found);
        id.map_err(|fault| match fault {
            IdFault::Missing => Reason::IdMissing,
            IdFault::Mangled => Reason::IdExcelMangled,
            IdFault::Wrong(NationalIdError::Length(length)) => Reason::IdLength(length),
            IdFault::Wrong(NationalIdError::Characters) => Reason::IdCharacters,
            IdFault::Wrong(NationalIdError::BirthDate | NationalIdError::BornInFuture) => {
                Reason::IdBirthDate
            }
            IdFault::Wrong(NationalIdError::CheckDigit) => Reason::IdCheckDigit,
        })
    }

    /// Fails where the cell holds no date, or another one than the ID number.
    fn birth_date(
        &self,
        line: &Line,
        id: Option<&NationalId>,
        changes: &mut Vec<Normalised>,
    ) -> Result<(), Reason> {
        let cell = self.cell(line, Column::BirthDate);
        if cell.trim().is_empty() {
            return Ok(());
        }
        let (stated, how) = fields::date(cell).ok_or(Reason::BirthDateUnreadable)?;
        changes.extend(how);
        match id.map(NationalId::birth_date) {
            Some(by_id) if by_id != stated => Err(Reason::BirthDateContradictsId(by_id)),
            _ => Ok(()),
        }
    }

    /// The phone, counted; `None` in an empty cell.
    fn phone(&mut self, line: &Line) -> Option<Result<Phone, Warning>> {
        let cell = self.cell(line, Column::Phone);
        if cell.trim().is_empty() {
            return None;
        }
        let phone = cell.trim_start_matches('\'').parse::<Phone>();
        if let Ok(phone) = &phone {
            let lines = self.phones.entry(phone.clone()).or_default();
            *lines = lines.saturating_add(1);
        }
        Some(phone.map_err(|_| Warning::PhoneUnreadable))
    }

    fn accept(
        &self,
        line: &Line,
        name: PersonName,
        national_id: NationalId,
        phone: Option<Result<Phone, Warning>>,
        normalised: Vec<Normalised>,
    ) -> Accepted {
        let mut warnings = Vec::new();
        let mut warn = |warning, when: bool| warnings.extend(when.then_some(warning));
        let filled = |column| Some(self.cell(line, column)).filter(|cell| !cell.trim().is_empty());

        let stated = filled(Column::Sex).map(fields::sex);
        warn(Warning::SexUnreadable, stated == Some(None));
        let sex = stated.flatten().unwrap_or(national_id.sex());
        warn(
            Warning::SexContradictsId,
            sex.contradicts(national_id.sex()),
        );

        warn(Warning::PhoneMissing, phone.is_none());
        warn(Warning::PhoneUnreadable, matches!(phone, Some(Err(_))));
        let phone = phone.and_then(Result::ok);
        warn(
            Warning::PhoneNotMobile,
            phone.as_ref().is_some_and(|phone| !phone.is_mobile()),
        );

        let age = age_on(national_id.birth_date(), self.today);
        let (groups, unknown) = fields::groups(self.cell(line, Column::Groups));
        warn(Warning::GroupContradictsAge, contradict_age(&groups, age));
        warn(Warning::GroupUnknown, !unknown.is_empty());

        let township = fields::plain(self.cell(line, Column::Township));
        warn(
            Warning::TownshipUnknown,
            townships::code(&self.county, &township).is_none(),
        );
        let village = fields::plain(self.cell(line, Column::Community));
        warn(Warning::CommunityMissing, village.is_empty());

        let residence = filled(Column::Residence).map(fields::registered_here);
        warn(Warning::ResidenceUnreadable, residence == Some(None));
        let months = filled(Column::Months).map(|cell| fields::plain(cell).parse::<u16>().ok());
        warn(Warning::MonthsUnreadable, months == Some(None));
        let insurance = filled(Column::Insurance).map(fields::insurance);
        warn(Warning::InsuranceUnknown, insurance == Some(None));

        Accepted {
            person: Newcomer {
                name,
                sex,
                national_id,
                phone,
                township,
                village,
                address: fields::plain(self.cell(line, Column::Address)),
                registered_here: residence.flatten().unwrap_or(true),
                months_resident: months.flatten().unwrap_or(0),
                insurance: insurance.flatten(),
                groups,
            },
            packages: fields::list(self.cell(line, Column::Packages)),
            warnings,
            normalised,
        }
    }
}

/// Elderly means 65 and over, a child is under 7 (NBPHS-3-2017).
fn contradict_age(groups: &[PeopleGroup], age: u16) -> bool {
    groups.iter().any(|group| match group {
        PeopleGroup::Elderly => age < 65,
        PeopleGroup::Child => age >= 7,
        _ => false,
    })
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
