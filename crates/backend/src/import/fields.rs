//! What stands in the cells of one line: dates, words and lists as people and spreadsheets
//! write them, brought into the types of the domain. Knows nothing of other lines and decides
//! nothing about the row; that is `verdict`.

use chrono::{Days, NaiveDate};
use domain::codes::{Insurance, PeopleGroup};
use domain::person::{NationalId, NationalIdError, Sex, half_width};

/// A change to what was written that keeps its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Normalised {
    /// Full-width digits in the ID number.
    FullwidthId,
    /// An apostrophe before the ID number, by which spreadsheets keep it a text.
    LeadingApostrophe,
    /// Spaces or a small x in the ID number.
    SpacesOrLowercaseId,
    /// An ID number of the first generation, 15 digits.
    FirstGenerationId,
    /// A birth date as `1990年4月27日`.
    BirthDateChinese,
    /// A birth date as `19900427`.
    BirthDateCompact,
    /// A birth date as a spreadsheet's day number.
    BirthDateSerial,
    /// Spaces or another separator in the name.
    NameSpacesOrDot,
}

impl Normalised {
    /// The stable word in reports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FullwidthId => "fullwidth_id",
            Self::LeadingApostrophe => "leading_apostrophe",
            Self::SpacesOrLowercaseId => "spaces_or_lowercase_id",
            Self::FirstGenerationId => "first_generation_id",
            Self::BirthDateChinese => "birth_date_chinese",
            Self::BirthDateCompact => "birth_date_compact",
            Self::BirthDateSerial => "birth_date_serial",
            Self::NameSpacesOrDot => "name_spaces_or_dot",
        }
    }
}

/// Why a cell holds no ID number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Nothing there.
    Missing,
    /// A spreadsheet took it for a number and kept the first digits: `4.30202E+17`.
    Mangled,
    /// Written out, but wrong.
    Wrong(NationalIdError),
}

/// Reads an ID number, and tells what was changed for it.
pub fn national_id(cell: &str, today: NaiveDate) -> (Result<NationalId, IdFault>, Vec<Normalised>) {
    let mut changes = Vec::new();
    let (text, apostrophe) = without_apostrophe(cell);
    if apostrophe {
        changes.push(Normalised::LeadingApostrophe);
    }
    let mut plain = String::with_capacity(text.len());
    let (mut wide, mut loose) = (false, cell.trim().len() != cell.len());
    for c in text.chars() {
        let half = half_width(c);
        wide |= half != c && !half.is_whitespace();
        loose |= half.is_whitespace() || half == 'x';
        plain.extend((!half.is_whitespace()).then_some(half));
    }
    if wide {
        changes.push(Normalised::FullwidthId);
    }
    if loose {
        changes.push(Normalised::SpacesOrLowercaseId);
    }
    if plain.is_empty() {
        return (Err(IdFault::Missing), changes);
    }
    if mangled(&plain) {
        return (Err(IdFault::Mangled), changes);
    }
    if plain.len() == 15 {
        changes.push(Normalised::FirstGenerationId);
    }
    let id = NationalId::parse_either_generation(&plain, today).map_err(IdFault::Wrong);
    (id, changes)
}

/// A number in scientific notation, as spreadsheets show long ones.
fn mangled(plain: &str) -> bool {
    plain.contains(['E', 'e'])
        && plain
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-' | b'E' | b'e'))
        && plain.parse::<f64>().is_ok()
}

fn without_apostrophe(cell: &str) -> (&str, bool) {
    let text = cell.trim();
    let rest = text.trim_start_matches(['\'', '＇', '‘', '’', '`']);
    (rest, rest.len() != text.len())
}

/// Reads a date in any of the ways it is written, and tells which where that is worth telling.
pub fn date(cell: &str) -> Option<(NaiveDate, Option<Normalised>)> {
    let (text, _) = without_apostrophe(cell);
    let half: String = text.chars().map(half_width).collect();
    // Spreadsheets append a time of day to dates.
    let day = match half.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => half.chars().filter(|c| !c.is_whitespace()).collect(),
    };
    if !day.is_empty() && day.bytes().all(|b| b.is_ascii_digit()) {
        return match day.len() {
            8 => compact(&day).map(|date| (date, Some(Normalised::BirthDateCompact))),
            ..=5 => serial(&day).map(|date| (date, Some(Normalised::BirthDateSerial))),
            _ => None,
        };
    }
    if day.contains('年') {
        let numbers = day.trim_end_matches(['日', '号']);
        return parts(numbers, ['年', '月']).map(|date| (date, Some(Normalised::BirthDateChinese)));
    }
    ['-', '/', '.']
        .iter()
        .find_map(|sign| parts(&day, [*sign; 2]))
        .map(|date| (date, None))
}

fn compact(digits: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(number(0..4)?).ok()?,
        number(4..6)?,
        number(6..8)?,
    )
}

/// Days since 1899-12-30, except that spreadsheets count a 29 February 1900 that never was.
fn serial(digits: &str) -> Option<NaiveDate> {
    let number: u64 = digits.parse().ok().filter(|n| *n > 0 && *n != 60)?;
    let shift = u64::from(number < 60);
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number + shift))
}

fn parts(text: &str, signs: [char; 2]) -> Option<NaiveDate> {
    let [first, second] = signs;
    let (year, rest) = text.split_once(first)?;
    let (month, day) = rest.split_once(second)?;
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let year = i32::try_from(number(year).filter(|_| year.len() == 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// A cell without the spaces and the widths that say nothing.
pub fn plain(cell: &str) -> String {
    cell.chars()
        .map(half_width)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Reads a sex by its word, its digit or its English letter.
pub fn sex(cell: &str) -> Option<Sex> {
    match plain(cell).as_str() {
        "男" | "男性" | "M" | "m" => Some(Sex::Male),
        "女" | "女性" | "F" | "f" => Some(Sex::Female),
        "未知" | "未知的性别" => Some(Sex::Unknown),
        "未说明" | "未说明的性别" => Some(Sex::Unstated),
        code => Sex::from_code(code),
    }
}

/// Whether the household is registered here.
pub fn registered_here(cell: &str) -> Option<bool> {
    match plain(cell).as_str() {
        "户籍" | "户籍人口" | "本地户籍" | "1" => Some(true),
        "非户籍" | "非户籍人口" | "外地户籍" | "流动人口" | "2" => Some(false),
        _ => None,
    }
}

/// Reads an insurance by its word or by a name it had before.
pub fn insurance(cell: &str) -> Option<Insurance> {
    let word = plain(cell);
    match word.as_str() {
        "城乡居民医保"
        | "城乡居民基本医疗保险"
        | "居民医保"
        | "城镇居民"
        | "新农合"
        | "新型农村合作医疗" => Some(Insurance::Resident),
        "城镇职工医保" | "城镇职工基本医疗保险" | "职工医保" | "职工" => {
            Some(Insurance::Employee)
        }
        "商业医疗保险" | "商保" => Some(Insurance::Commercial),
        "自费" | "无" => Some(Insurance::SelfPay),
        "全公费" | "公费医疗" => Some(Insurance::PublicFunded),
        word => Insurance::ALL
            .iter()
            .copied()
            .find(|entry| entry.zh() == word),
    }
}

/// Reads the groups of a cell; the second list is the words that name none.
pub fn groups(cell: &str) -> (Vec<PeopleGroup>, Vec<String>) {
    let (mut groups, mut unknown) = (Vec::new(), Vec::new());
    for word in list(cell) {
        match group(&word) {
            Some(group) if groups.contains(&group) => {}
            Some(group) => groups.push(group),
            None => unknown.push(word),
        }
    }
    (groups, unknown)
}

fn group(word: &str) -> Option<PeopleGroup> {
    match word {
        "慢性阻塞性肺疾病" | "慢阻肺患者" | "COPD" => Some(PeopleGroup::Copd),
        "高血压患者" => Some(PeopleGroup::Hypertension),
        "2型糖尿病" | "糖尿病患者" | "2型糖尿病患者" => Some(PeopleGroup::Diabetes),
        "65岁以上老年人" | "65岁及以上老年人" | "老人" => Some(PeopleGroup::Elderly),
        "儿童" | "0~6岁儿童" | "0—6岁儿童" => Some(PeopleGroup::Child),
        "孕妇" | "产妇" => Some(PeopleGroup::Pregnant),
        "严重精神障碍患者" | "重性精神病" => Some(PeopleGroup::SevereMental),
        "肺结核患者" | "结核病" => Some(PeopleGroup::Tuberculosis),
        "普通人群" => Some(PeopleGroup::General),
        "失能" | "半失能" | "失能老人" => Some(PeopleGroup::SelfCareLoss),
        word => PeopleGroup::ALL
            .iter()
            .copied()
            .find(|entry| entry.zh() == word),
    }
}

/// The words of a cell that holds several.
pub fn list(cell: &str) -> Vec<String> {
    plain(cell)
        .split([';', ',', '、', '|', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
