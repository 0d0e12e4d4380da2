//! Real streets and towns with their division codes, as data: the ministry owns the codes and
//! changes them.

/// `code,name,county_code,county`, one a line.
const LIST: &str = include_str!("../data/townships.csv");

/// A street or town.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Township {
    /// Division code, nine digits.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

/// The streets and towns of a county, by its division code of six digits.
pub fn of_county(county: &str) -> impl Iterator<Item = Township> {
    LIST.lines().skip(1).filter_map(move |line| {
        let mut cells = line.split(',');
        let (code, name, of) = (cells.next()?, cells.next()?, cells.next()?);
        (of == county).then_some(Township { code, name })
    })
}

/// The division code of a county's street or town.
#[must_use]
pub fn code(county: &str, name: &str) -> Option<&'static str> {
    of_county(county)
        .find(|township| township.name == name)
        .map(|township| township.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_up_in_its_own_county() {
        assert_eq!(code("430202", "金山街道"), Some("430202005"));
        assert_eq!(code("321111", "金山街道"), Some("321111003"));
        assert_eq!(code("430202", "正东路街道"), None);
        assert_eq!(of_county("430202").count(), 7);
    }

    #[test]
    fn every_code_begins_with_its_county() {
        for line in LIST.lines().skip(1) {
            let cells: Vec<_> = line.split(',').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(
                cells[0].len() == 9 && cells[0].starts_with(cells[2]),
                "{line}"
            );
        }
    }
}
