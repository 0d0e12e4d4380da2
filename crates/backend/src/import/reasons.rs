//! Reasons for which a line is not imported, and doubts about one that is: their order, their
//! stable words in reports, and for a reason the Chinese sentence that says what to do now.

use chrono::{Datelike, NaiveDate};

/// Why a line is not imported. The order of the variants is that in which reasons are given;
/// the first one of a line counts in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A byte of the file stands for no character of its encoding, or for one of no text.
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
