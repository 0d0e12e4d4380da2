//! Pages of a list: how long one is, and the cursor that leads to the next. A cursor is the key of
//! the last row shown, so that rows that come or go in between are neither lost nor doubled. It
//! travels in addresses and therefore holds identifiers and dates only, never a name.

use std::fmt::Display;
use std::str::FromStr;

use domain::api::Page;
use domain::problem::{Code, FieldError, Problem};

use crate::failure::Failure;

/// Rows on a page.
pub const PAGE: usize = 30;

/// Rows to ask the storage for: one more than are shown says whether there is a next page.
pub const LIMIT: i64 = PAGE as i64 + 1;

/// Parts the cursor's values; stands in none of them.
const SEPARATOR: char = '~';

/// Cuts the rows to one page, with the cursor of its last row where more are there.
pub fn page<T>(items: Vec<T>, cursor: impl Fn(&T) -> String) -> Page<T> {
    page_of(PAGE, items, cursor)
}

/// The same for a page of another size.
pub fn page_of<T>(size: usize, mut items: Vec<T>, cursor: impl Fn(&T) -> String) -> Page<T> {
    let more = items.len() > size;
    items.truncate(size);
    let next = if more { items.last().map(cursor) } else { None };
    Page { items, next }
}

/// The cursor of these values.
#[must_use]
pub fn cursor(values: &[&dyn Display]) -> String {
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    texts.join(&SEPARATOR.to_string())
}

/// Reads a cursor of `N` values.
///
/// # Errors
/// `Malformed` where it is none of ours.
pub fn parts<const N: usize>(cursor: &str) -> Result<[&str; N], Failure> {
    let values: Vec<&str> = cursor.split(SEPARATOR).collect();
    values.try_into().map_err(|_| malformed())
}

/// Reads one value of a cursor.
///
/// # Errors
/// `Malformed` where it is none of ours: not readable, or in another form than [`cursor`] writes.
pub fn value<T: FromStr + Display>(text: &str) -> Result<T, Failure> {
    match text.parse::<T>() {
        Ok(value) if value.to_string() == text => Ok(value),
        _ => Err(malformed()),
    }
}

/// What a cursor that is none of ours is answered with.
#[must_use]
pub fn malformed() -> Failure {
    let errors = vec![FieldError::new("cursor", "not_a_cursor")];
    Problem {
        errors,
        ..Problem::new(Code::Malformed)
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_next_one_only_where_more_rows_are_there() {
        let rows = |n: usize| (0..n).collect::<Vec<_>>();
        let full = page(rows(PAGE), ToString::to_string);
        assert_eq!((full.items.len(), full.next), (PAGE, None));
        let more = page(rows(PAGE + 1), ToString::to_string);
        assert_eq!((more.items.len(), more.next.as_deref()), (PAGE, Some("29")));
    }

    #[test]
    fn a_cursor_is_read_back_and_a_strange_one_is_refused() {
        let text = cursor(&[&1, &"2026-11-24"]);
        assert_eq!(parts::<2>(&text).unwrap(), ["1", "2026-11-24"]);
        assert!(parts::<3>(&text).is_err());
        assert!(value::<u8>("x").is_err());
    }

    #[test]
    fn a_value_in_another_form_than_ours_is_refused() {
        use chrono::NaiveDate;
        use domain::ids::Uuid;
        assert_eq!(value::<i64>("7").unwrap(), 7);
        for strange in ["+7", "07", "-0"] {
            assert!(value::<i64>(strange).is_err(), "{strange}");
        }
        assert!(value::<NaiveDate>("2026-11-04").is_ok());
        for strange in ["2026-11-4", "+2026-11-04", " 2026-11-04"] {
            assert!(value::<NaiveDate>(strange).is_err(), "{strange}");
        }
        assert!(value::<Uuid>("0198F0C0-0000-7000-8000-000000000001").is_err());
    }
}
