//! Sealing anew: every field that an older key seals is opened and sealed with the current one, in
//! pieces that each hold the writer briefly. Owns the list of sealed columns and the walk along
//! them; the keys themselves are [`crate::seal`]'s.
//!
//! Fields are read and sealed outside of the writer. What changed in between is left as it is, and
//! found by the next walk. Nothing is remembered of a walk that was cut off: what is sealed with the
//! current key already is passed by. The key check of the district comes last, so that its key
//! tells whether anything may still be sealed with an older one.

mod fields;
mod follow;

use std::collections::{BTreeMap, BTreeSet};

use self::fields::{TABLES, Table};
use crate::db::{Row, Store, Tx, Val};
use crate::district::{self, DistrictId};
use crate::failure::Failure;
use crate::seal::{Keys, Place, number_of};

pub use follow::{Follow, FollowError, IN_FLIGHT};

/// Rows of a piece: some milliseconds of the writer.
const PIECE: usize = 200;

/// What a walk did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Rows with a field that was sealed anew.
    pub rows: u64,
    /// Fields that do not open; they stay as they are.
    pub unreadable: u64,
}

/// How many fields each key seals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    /// By number of the key.
    pub fields: BTreeMap<u16, u64>,
    /// Fields that name no key.
    pub unreadable: u64,
    /// The key that seals the key check: no older one seals new fields any more.
    pub settled: u16,
    /// Keys of the rows of the trail that wait in the spill file.
    pub spilled: BTreeSet<u16>,
}

/// Why a key is still needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Needed {
    /// The current key, or one that may still seal what is on its way.
    #[error(
        "new fields may still be sealed with key {0}; a running server settles two minutes after \
         `keys rotate`, without one run `keys reseal`"
    )]
    Unsettled(u16),
    /// Fields that only this key opens.
    #[error("{1} fields are still sealed with key {0}")]
    Fields(u16, u64),
    /// Rows of the trail that only this key opens.
    #[error("rows of the trail that the database has not taken yet are sealed with key {0}")]
    Spilled(u16),
}

impl InUse {
    /// Says why a key cannot be retired, if it cannot.
    pub fn may_retire(&self, number: u16) -> Result<(), Needed> {
        if self.settled <= number {
            return Err(Needed::Unsettled(number));
        }
        match self.fields.get(&number) {
            Some(fields) => Err(Needed::Fields(number, *fields)),
            None if self.spilled.contains(&number) => Err(Needed::Spilled(number)),
            None => Ok(()),
        }
    }
}

/// Counts the fields of a district.
pub fn in_use(tx: &mut dyn Tx, district: &DistrictId) -> Result<InUse, Failure> {
    let mut in_use = InUse {
        settled: district::key_of_check(tx, district)?,
        ..InUse::default()
    };
    for table in TABLES {
        let mut after = table.beginning();
        loop {
            let rows = page(tx, table, district, &after)?;
            for field in rows.iter().flat_map(|row| fields_of(table, row)) {
                match field?.as_deref().map(number_of) {
                    Some(Ok(number)) => *in_use.fields.entry(number).or_default() += 1,
                    Some(Err(_)) => in_use.unreadable += 1,
                    None => {}
                }
            }
            match rows.last() {
                Some(row) => after = key_of(table, row)?,
                None => break,
            }
        }
    }
    Ok(in_use)
}

/// Walks along all sealed fields once.
pub async fn walk(
    store: &Store,
    keys: &Keys,
    district: &DistrictId,
    mut progress: impl FnMut(&'static str, u64),
) -> Result<Walked, Failure> {
    let mut walked = Walked::default();
    for table in TABLES {
        let mut after = table.beginning();
        loop {
            let (reading, of) = (keys.clone(), district.clone());
            let piece = store
                .read(move |tx| Piece::read(tx, &reading, &of, table, &after))
                .await?;
            walked.unreadable += piece.unreadable;
            if !piece.changes.is_empty() {
                let changes = piece.changes;
                let put = move |tx: &mut dyn Tx| {
                    changes.iter().try_fold(0, |sum, change| {
                        Ok::<_, Failure>(sum + (table.put)(tx, change)?)
                    })
                };
                walked.rows += store.write_idempotent(put).await?;
                progress(table.name, walked.rows);
            }
            match piece.last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    Ok(walked)
}

/// [`walk`] on a place where nobody else writes, and the key check after it.
pub async fn all(
    store: &Store,
    keys: &Keys,
    district: &DistrictId,
    mut progress: impl FnMut(&'static str, u64),
) -> Result<Walked, Failure> {
    let walked = walk(store, keys, district, &mut progress).await?;
    settle(store, keys, district).await?;
    Ok(walked)
}

/// Seals the key check with the current key.
async fn settle(store: &Store, keys: &Keys, district: &DistrictId) -> Result<(), Failure> {
    let (keys, district) = (keys.clone(), district.clone());
    store
        .write_idempotent(move |tx| district::renew_key_check(tx, &keys, &district))
        .await
}

/// Rows with what is to change in them.
struct Piece {
    /// Parameters of [`Table::put`].
    changes: Vec<Vec<Val>>,
    /// Key of the last row; none where there was no row.
    last: Option<Vec<Val>>,
    unreadable: u64,
}

impl Piece {
    fn read(
        tx: &mut dyn Tx,
        keys: &Keys,
        district: &DistrictId,
        table: &Table,
        after: &[Val],
    ) -> Result<Self, Failure> {
        let rows = page(tx, table, district, after)?;
        let mut piece = Self {
            changes: Vec::new(),
            last: rows.last().map(|row| key_of(table, row)).transpose()?,
            unreadable: 0,
        };
        for row in &rows {
            let old = fields_of(table, row).collect::<Result<Vec<_>, _>>()?;
            let key = key_of(table, row)?;
            let mut new = old.clone();
            for (column, field) in table.columns.iter().zip(&mut new) {
                let Some(field) = field else { continue };
                match anew(keys, district, table, column, &key, field)? {
                    Anew::Sealed(sealed) => *field = sealed,
                    Anew::Current => {}
                    Anew::Unreadable => piece.unreadable += 1,
                }
            }
            if new != old {
                let fields = new.into_iter().chain(old).map(Val::from);
                let change = [district.into()].into_iter().chain(key).chain(fields);
                piece.changes.push(change.collect());
            }
        }
        Ok(piece)
    }
}

/// What becomes of a field.
enum Anew {
    Sealed(Vec<u8>),
    /// The current key seals it.
    Current,
    Unreadable,
}

fn anew(
    keys: &Keys,
    district: &DistrictId,
    table: &Table,
    column: &str,
    key: &[Val],
    field: &[u8],
) -> Result<Anew, Failure> {
    if number_of(field) == Ok(keys.current()) {
        return Ok(Anew::Current);
    }
    let place = Place {
        district: district.as_str(),
        table: table.name,
        column,
        row: match key.last() {
            Some(Val::Blob(bytes)) => bytes,
            Some(Val::Text(text)) => text.as_bytes(),
            _ => return Err(Failure::broken("a key that is neither bytes nor text")),
        },
    };
    match keys.open(place, field) {
        Ok(plain) => Ok(Anew::Sealed(keys.seal(place, &plain)?)),
        Err(error) => {
            tracing::error!(%error, table = table.name, column, "a field does not open");
            Ok(Anew::Unreadable)
        }
    }
}

fn page(
    tx: &mut dyn Tx,
    table: &Table,
    district: &DistrictId,
    after: &[Val],
) -> Result<Vec<Row>, Failure> {
    let mut params = vec![district.into()];
    params.extend_from_slice(after);
    params.push((PIECE as i64).into());
    Ok((table.page)(tx, &params)?)
}

fn key_of(table: &Table, row: &Row) -> Result<Vec<Val>, Failure> {
    let key = table.key.iter().map(|column| row.get(column));
    Ok(key.collect::<Result<_, _>>()?)
}

fn fields_of<'a>(
    table: &'a Table,
    row: &'a Row,
) -> impl Iterator<Item = Result<Option<Vec<u8>>, Failure>> + 'a {
    let columns = table.columns.iter();
    columns.map(|column| row.get(column).map_err(Failure::from))
}

#[cfg(test)]
mod tests;
