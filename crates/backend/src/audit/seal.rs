//! Sealing: each row of the trail gets the next number of its district and a keyed hash over the
//! row and the hash before it. Done in batches that are short enough to stand between other writes.

use std::collections::BTreeMap;

use domain::ids::Uuid;

use super::entry::{Entry, columns};
use crate::db::{Row, Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, Purpose};

/// Rows of a batch: keeping them takes about a millisecond.
const STEP: usize = 256;

/// The newest link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

impl Link {
    /// What the first row is chained to.
    #[must_use]
    pub fn origin(district: &str, keys: &Keys) -> Self {
        Self {
            seq: 0,
            hash: keys.index(Purpose::AuditChain, district.as_bytes()),
        }
    }

    /// The newest link that is stored.
    pub fn newest(tx: &mut dyn Tx, district: &DistrictId, keys: &Keys) -> Result<Self, Failure> {
        let found = tx.one(
            "SELECT seq, hash FROM audit_seal WHERE district_id = $1 AND seq > 0
             ORDER BY seq DESC LIMIT 1",
            &[district.into()],
        )?;
        match found {
            None => Ok(Self::origin(district.as_str(), keys)),
            Some(row) => Ok(Self {
                seq: row.get("seq")?,
                hash: row.get("hash")?,
            }),
        }
    }

    /// The link of this row after that one.
    pub(super) fn then(&self, entry: &Entry, keys: &Keys) -> Result<Self, Failure> {
        let seq = self.seq + 1;
        let mut chained = self.hash.clone();
        chained.extend_from_slice(&seq.to_be_bytes());
        chained.extend_from_slice(&entry.bytes()?);
        Ok(Self {
            seq,
            hash: keys.index(Purpose::AuditChain, &chained),
        })
    }
}

/// Rows that wait, with the links that they are to get.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The newest link when they were read.
    after: Link,
    links: Vec<(Uuid, Link)>,
}

/// Chains the oldest rows that wait, at most 256 of them: a read, so that hashing keeps no write
/// waiting. `None` where nothing waits; one whose row is gone waits for ever, and for `verify`. The
/// joins are `CROSS JOIN`, which SQLite takes in the order written: few rows wait, many are in the
/// trail, whatever its statistics say.
pub fn next(tx: &mut dyn Tx, district: &DistrictId, keys: &Keys) -> Result<Option<Batch>, Failure> {
    let rows = tx.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM audit_unsealed u
             CROSS JOIN audit a
             WHERE u.district_id = $1 AND a.district_id = u.district_id AND a.id = u.audit_id
             ORDER BY u.audit_id LIMIT $2"
        ),
        &[district.into(), limit(STEP)],
    )?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let last: Uuid = last.get("id")?;
    let about = tx.rows(
        "SELECT m.audit_id, m.resident_id FROM audit_unsealed u
         CROSS JOIN audit_resident m
         WHERE u.district_id = $1 AND u.audit_id <= $2
             AND m.district_id = u.district_id AND m.audit_id = u.audit_id
         ORDER BY u.audit_id, m.resident_id",
        &[district.into(), last.into()],
    )?;
    let mut about = grouped(&about)?;
    let after = Link::newest(tx, district, keys)?;
    let mut link = after.clone();
    let mut links = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: Uuid = row.get("id")?;
        let about = about.remove(&id).unwrap_or_default();
        link = link.then(&Entry::found(district.as_str(), row, about)?, keys)?;
        links.push((id, link.clone()));
    }
    Ok(Some(Batch { after, links }))
}

/// Keeps the links of a batch, and nothing where another was kept since it was read.
pub fn keep(
    tx: &mut dyn Tx,
    district: &DistrictId,
    keys: &Keys,
    batch: &Batch,
) -> Result<(), Failure> {
    if Link::newest(tx, district, keys)? != batch.after {
        return Ok(());
    }
    for (id, link) in &batch.links {
        tx.exec(
            "INSERT INTO audit_seal (district_id, seq, audit_id, hash) VALUES ($1, $2, $3, $4)",
            &[
                district.into(),
                link.seq.into(),
                (*id).into(),
                link.hash.clone().into(),
            ],
        )?;
        tx.exec(
            "DELETE FROM audit_unsealed WHERE district_id = $1 AND audit_id = $2",
            &[district.into(), (*id).into()],
        )?;
    }
    Ok(())
}

/// Residents by audit row, each list in the order it came in.
pub(super) fn grouped(rows: &[Row]) -> Result<BTreeMap<Uuid, Vec<Uuid>>, Failure> {
    let mut about: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        about
            .entry(row.get("audit_id")?)
            .or_default()
            .push(row.get("resident_id")?);
    }
    Ok(about)
}

pub(super) fn limit(rows: usize) -> Val {
    i64::try_from(rows).unwrap_or(i64::MAX).into()
}
