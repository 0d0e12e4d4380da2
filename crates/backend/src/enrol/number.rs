//! The number of a health record (健康档案编号, domain.md §2.9): 9 digits of the township, 3 of
//! the village, 5 in the order in which the village's records were opened.

use std::collections::HashMap;

use crate::townships;

/// The 17 digits of a record: 9 of the township, 3 of the village, 5 in sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordNumber {
    township: u32,
    village: u32,
    sequence: u32,
}

impl RecordNumber {
    fn read(text: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
        let read = Self {
            township: number(0..9)?,
            village: number(9..12)?,
            sequence: number(12..17)?,
        };
        (text.len() == 17).then_some(read)
    }
}

impl std::fmt::Display for RecordNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:09}{:03}{:05}",
            self.township, self.village, self.sequence
        )
    }
}

/// Codes of a kind of village in a township.
const CODES: u32 = 99;

/// Records of a village.
const SEQUENCES: u32 = 99_999;

/// Township and village, as they stand in a number.
type Code = (u32, u32);

/// The numbers that were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// Code of each village, by the names of its township and its own.
    villages: HashMap<(String, String), Code>,
    /// The last sequence given under each code.
    last: HashMap<Code, u32>,
}

impl Numbers {
    /// Takes note of the last number of a village; `None` where the text is no number.
    pub(super) fn given(&mut self, township: String, village: String, number: &str) -> Option<()> {
        let number = RecordNumber::read(number)?;
        let code = (number.township, number.village);
        self.villages.insert((township, village), code);
        let last = self.last.entry(code).or_default();
        *last = number.sequence.max(*last);
        Some(())
    }

    /// Gives the next number of a village; `None` where none is left.
    pub(super) fn next(
        &mut self,
        county: &str,
        township: &str,
        village: &str,
    ) -> Option<RecordNumber> {
        let place = (township.to_owned(), village.to_owned());
        let code = match self.villages.get(&place) {
            Some(code) => *code,
            None => self.code(county, township, village)?,
        };
        let last = self.last.get(&code).copied().unwrap_or_default();
        let sequence = (last < SEQUENCES).then_some(last + 1)?;
        self.villages.insert(place, code);
        self.last.insert(code, sequence);
        Some(RecordNumber {
            township: code.0,
            village: code.1,
            sequence,
        })
    }

    /// A new village takes the next code of its kind in its township, and where they are used up it
    /// shares the last one: nobody goes without a record because a hundred names were misspelt.
    /// Townships that the list does not know share the code 000 of the county.
    fn code(&self, county: &str, township: &str, village: &str) -> Option<Code> {
        let township = code_of_township(county, township)?;
        let kind = kind_of_village(village);
        let codes = self.last.keys().filter(|(of, _)| *of == township);
        let villages = codes.map(|(_, village)| *village);
        let newest = villages.filter(|village| village / 100 == kind / 100).max();
        let next = newest.map_or(kind + 1, |newest| (newest + 1).min(kind + CODES));
        Some((township, next))
    }
}

/// Where the numbers of the village of this number begin, and where they end.
pub(super) fn of_village(number: &str) -> (String, String) {
    let village = number.get(..12).unwrap_or(number);
    // A colon stands after the last digit.
    (village.to_owned(), format!("{village}:"))
}

/// Where the numbers of villages of this kind in this township begin, and where they end.
pub(super) fn of_kind(county: &str, township: &str, village: &str) -> (String, String) {
    let Some(township) = code_of_township(county, township) else {
        return of_village(county);
    };
    let kind = kind_of_village(village);
    let from = format!("{township:09}{kind:03}");
    let to = match kind {
        900 => format!("{:09}", township + 1),
        _ => format!("{township:09}{:03}", kind + 100),
    };
    (from, to)
}

fn code_of_township(county: &str, township: &str) -> Option<u32> {
    match townships::code(county, township) {
        Some(code) => code.parse().ok(),
        None => county.parse::<u32>().ok()?.checked_mul(1000),
    }
}

/// Residents' committees have 001–099, villages 101–199, others 901–999 (domain.md §2.9).
fn kind_of_village(name: &str) -> u32 {
    match name {
        name if name.ends_with("社区") || name.contains("居委会") => 0,
        name if name.ends_with('村') || name.contains("村委会") => 100,
        _ => 900,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTY: &str = "430202";

    #[test]
    fn numbers_follow_township_kind_of_village_and_order() {
        let mut numbers = Numbers::default();
        for (township, village, number) in [
            ("桂花街道", "桂花社区", "43020200400100001"),
            ("桂花街道", "桂花社区", "43020200400100002"),
            ("桂花街道", "茨菇塘社区", "43020200400200001"),
            ("桂花街道", "徐家塘村", "43020200410100001"),
            ("仙庾镇", "徐家塘村", "43020210010100001"),
            ("桂花街道", "林场", "43020200490100001"),
            ("桂花街道", "桂花社区", "43020200400100003"),
            ("别处", "某村", "43020200010100001"),
        ] {
            let given = numbers.next(COUNTY, township, village).unwrap();
            assert_eq!(given.to_string(), number, "{township} {village}");
            assert_eq!(RecordNumber::read(number), Some(given));
        }
    }

    #[test]
    fn numbering_goes_on_after_the_last_number_in_storage() {
        let mut numbers = Numbers::default();
        numbers
            .given("桂花街道".into(), "桂花社区".into(), "43020200400700012")
            .unwrap();
        for (village, number) in [
            ("桂花社区", "43020200400700013"),
            ("新社区", "43020200400800001"),
        ] {
            assert_eq!(
                numbers
                    .next(COUNTY, "桂花街道", village)
                    .unwrap()
                    .to_string(),
                number
            );
        }
        for text in [
            "",
            "4302020040070001",
            "430202004007000123",
            "4302020040070001X",
        ] {
            assert_eq!(
                numbers.given("桂花街道".into(), "桂花社区".into(), text),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn a_full_village_is_given_no_more_numbers() {
        let mut numbers = Numbers::default();
        numbers
            .given("桂花街道".into(), "桂花社区".into(), "43020200400199999")
            .unwrap();
        assert_eq!(numbers.next(COUNTY, "桂花街道", "桂花社区"), None);
        let next = numbers.next(COUNTY, "桂花街道", "茨菇塘社区").unwrap();
        assert_eq!(next.to_string(), "43020200400200001");
    }

    #[test]
    fn the_hundredth_village_of_a_kind_shares_the_last_code() {
        let mut numbers = Numbers::default();
        let mut next = |village: &str| numbers.next(COUNTY, "桂花街道", village).unwrap();
        for n in 1..=99 {
            assert_eq!(next(&format!("{n}社区")).village, n);
        }
        for (village, number) in [
            ("第一百社区", "43020200409900002"),
            ("第一百零一社区", "43020200409900003"),
            ("99社区", "43020200409900004"),
            ("第一百社区", "43020200409900005"),
            ("徐家塘村", "43020200410100001"),
        ] {
            assert_eq!(next(village).to_string(), number, "{village}");
        }
    }
}
