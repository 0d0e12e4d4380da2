//! The district that a data folder belongs to. Read once at start; whether it is a demo is a
//! property of its data, so that no flag can make a real district show sign-in codes.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::seal::{Keys, Place, number_of};

/// What the key check seals.
const KEY_CHECK: &[u8] = b"jiayi";

/// Division code of the district; first column of every key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictId(Arc<str>);

impl DistrictId {
    /// A district by its division code.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self(code.into())
    }

    /// The division code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DistrictId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&DistrictId> for Val {
    fn from(district: &DistrictId) -> Self {
        Val::Text(district.0.as_ref().to_owned())
    }
}

/// The district of a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Division code.
    pub id: DistrictId,
    /// Name.
    pub name: String,
    /// Phone of the service centre, shown on every page.
    pub service_phone: String,
    /// Whether sign-in codes are shown and `--now` is allowed.
    pub demo: bool,
}

impl District {
    /// Writes the district of a new folder. Seals the key check, so that later starts notice
    /// wrong keys before they write anything.
    pub fn create(&self, tx: &mut dyn Tx, keys: &Keys, now: DateTime<Utc>) -> Result<(), Failure> {
        let check = key_check(keys, &self.id)?;
        tx.exec(
            "INSERT INTO district (district_id, name, service_phone, demo, key_check, created_ms)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                (&self.id).into(),
                (&self.name).into(),
                (&self.service_phone).into(),
                self.demo.into(),
                check.into(),
                now.into(),
            ],
        )?;
        Ok(())
    }

    /// The district of a folder, or `None` in a new one. Fails where the keys are not its own.
    pub fn load(tx: &mut dyn Tx, keys: &Keys) -> Result<Option<Self>, Failure> {
        let found = tx.one(
            "SELECT district_id, name, service_phone, demo, key_check FROM district
             ORDER BY district_id",
            &[],
        )?;
        let Some(row) = found else { return Ok(None) };
        let id: String = row.get("district_id")?;
        let check: Vec<u8> = row.get("key_check")?;
        if keys.open(key_check_place(&id), &check)? != KEY_CHECK {
            return Err(Failure::broken("the key check holds something else"));
        }
        Ok(Some(Self {
            id: DistrictId::new(&id),
            name: row.get("name")?,
            service_phone: row.get("service_phone")?,
            demo: row.get("demo")?,
        }))
    }
}

/// Seals the key check of a district anew: nothing is sealed with an older key from now on.
pub(crate) fn renew_key_check(
    tx: &mut dyn Tx,
    keys: &Keys,
    district: &DistrictId,
) -> Result<(), Failure> {
    let check = key_check(keys, district)?;
    tx.exec(
        "UPDATE district SET key_check = $2 WHERE district_id = $1",
        &[district.into(), check.into()],
    )?;
    Ok(())
}

/// Number of the key that the key check of a district is sealed with.
pub(crate) fn key_of_check(tx: &mut dyn Tx, district: &DistrictId) -> Result<u16, Failure> {
    let row = tx
        .one(
            "SELECT key_check FROM district WHERE district_id = $1",
            &[district.into()],
        )?
        .ok_or_else(|| Failure::broken("the district is gone"))?;
    Ok(number_of(&row.get::<Vec<u8>>("key_check")?)?)
}

fn key_check(keys: &Keys, district: &DistrictId) -> Result<Vec<u8>, Failure> {
    Ok(keys.seal(key_check_place(district.as_str()), KEY_CHECK)?)
}

fn key_check_place(district: &str) -> Place<'_> {
    Place {
        district,
        table: "district",
        column: "key_check",
        row: district.as_bytes(),
    }
}
