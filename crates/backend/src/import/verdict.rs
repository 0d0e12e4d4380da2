//! Whether a line becomes a resident. Owns the reasons for and against, their order and their
//! Chinese words, and remembers the ID numbers and phones of earlier lines. Writes nothing.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::codes::PeopleGroup;
use domain::person::{NameError, NationalId, NationalIdError, PersonName, Phone, age_on};

use super::fields::{self, IdFault, Normalised};
use super::headers::{Column, Header};
use super::read::Line;
use crate::enrol::Newcomer;
use crate::townships;

/// Why a line is not imported. The order of the variants is that in which reasons are given;
/// the first one of a line counts in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A byte of the file stands for no character of its encoding.
    Unreadable,
    /// No name.
    NameMissing,
    /// A name with characters that stand in no name, or too long.
    NameInvalid,
    /// No ID number.
    IdMissing,
    /// A spreadsheet kept only the first digits of the ID number.
    IdExcelMangled,
    /// So many characters instead of 18.
    IdLength(usize),
    /// Something other than digits and a last X.
    IdCharacters,
    /// A birth date inside the ID number that is none, or before 1900, or after today.
    IdBirthDate,
    /// The check character does not follow from the digits.
    IdCheckDigit,
    /// The line whose resident has this ID number.
    IdDuplicate(u64),
    /// A birth date in no known form.
    BirthDateUnreadable,
    /// Another birth date than the ID number's.
    BirthDateContradictsId(NaiveDate),
}

impl Reason {
    /// Each reason once, in order.
    pub const ORDER: [&'static str; 12] = [
        "unreadable_characters",
        "name_missing",
        "name_invalid",
        "id_missing",
        "id_excel_mangled",
        "id_length",
        "id_characters",
        "id_birth_date",
        "id_check_digit",
        "id_duplicate",
        "birth_date_unreadable",
        "birth_date_contradicts_id",
    ];

    /// The stable word in reports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable_characters",
            Self::NameMissing => "name_missing",
            Self::NameInvalid => "name_invalid",
            Self::IdMissing => "id_missing",
            Self::IdExcelMangled => "id_excel_mangled",
            Self::IdLength(_) => "id_length",
            Self::IdCharacters => "id_characters",
            Self::IdBirthDate => "id_birth_date",
            Self::IdCheckDigit => "id_check_digit",
            Self::IdDuplicate(_) => "id_duplicate",
            Self::BirthDateUnreadable => "birth_date_unreadable",
            Self::BirthDateContradictsId(_) => "birth_date_contradicts_id",
        }
    }

    /// What whoever keeps the table does now, and why.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::Unreadable => "请把认不出的字重新填写".to_owned(),
            Self::NameMissing => "请补上姓名".to_owned(),
            Self::NameInvalid => "请核对姓名：里面有数字、符号，或超过 50 个字".to_owned(),
            Self::IdMissing => "请补上身份证号".to_owned(),
            Self::IdExcelMangled => {
                "请把身份证号一列设为“文本”后重新填写：表格软件把它变成了科学计数".to_owned()
            }
            Self::IdLength(length) => format!("请核对身份证号：应为 18 位，这里是 {length} 位"),
            Self::IdCharacters => "请核对身份证号：只能是数字，最后一位可以是 X".to_owned(),
            Self::IdBirthDate => "请核对身份证号：其中的出生日期不对".to_owned(),
            Self::IdCheckDigit => "请核对身份证号：有一位填错了，校验位对不上".to_owned(),
            Self::IdDuplicate(line) => format!("请核对：身份证号与第 {line} 行相同"),
            Self::BirthDateUnreadable => "请按 1958-03-12 的写法填写出生日期".to_owned(),
            Self::BirthDateContradictsId(by_id) => format!(
                "请核对出生日期：身份证号上是 {}年{}月{}日",
                by_id.year(),
                by_id.month(),
                by_id.day()
            ),
        }
    }
}

/// Something about an imported line that a person should look at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// Another sex than the ID number's; the stated one is kept.
    SexContradictsId,
    /// A sex that is no word of the list; the ID number's is taken.
    SexUnreadable,
    /// No phone.
    PhoneMissing,
    /// A landline, which no text message reaches.
    PhoneNotMobile,
    /// A phone that cannot be called; it is left out.
    PhoneUnreadable,
    /// Elderly under 65, or a child of 7 and more.
    GroupContradictsAge,
    /// A word that names no group; it is left out.
    GroupUnknown,
    /// A street or town that is not of this district.
    TownshipUnknown,
    /// No community or village.
    CommunityMissing,
    /// A residence that is no word of the list; registered here is taken.
    ResidenceUnreadable,
    /// Months that are no number; left at none.
    MonthsUnreadable,
    /// An insurance that is no word of the list; it is left out.
    InsuranceUnknown,
}

impl Warning {
    /// The stable word in reports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SexContradictsId => "sex_contradicts_id",
            Self::SexUnreadable => "sex_unreadable",
            Self::PhoneMissing => "phone_missing",
            Self::PhoneNotMobile => "phone_not_mobile",
            Self::PhoneUnreadable => "phone_unreadable",
            Self::GroupContradictsAge => "group_contradicts_age",
            Self::GroupUnknown => "group_unknown",
            Self::TownshipUnknown => "township_unknown",
            Self::CommunityMissing => "community_missing",
            Self::ResidenceUnreadable => "residence_unreadable",
            Self::MonthsUnreadable => "months_unreadable",
            Self::InsuranceUnknown => "insurance_unknown",
        }
    }
}

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
        if line
            .cells
            .iter()
            .any(|cell| cell.contains(char::REPLACEMENT_CHARACTER))
        {
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
