//! Sign-in codes: six digits by text message, for five minutes, for one use, for five tries. A
//! new code ends the one before it. Storage has a keyed hash of phone and code, so that a copy of
//! the database lets nobody in.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::Uuid;
use domain::person::Phone;
use domain::problem::Code;

use super::throttle::{Limit, Throttle};
use crate::call::new_id;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::seal::{Purpose, random};

/// How long a code is good for.
pub const GOOD_FOR: TimeDelta = TimeDelta::minutes(5);
/// Wrong tries that a code bears.
const TRIES: i64 = 5;
/// Codes are removed when they are this old, a few with each new one.
const KEPT: TimeDelta = TimeDelta::days(1);
const SWEEP: i64 = 16;

/// How often codes may be asked for and tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeLimits {
    /// Seconds between two codes for one phone.
    pub again_in: u32,
    /// Codes for one phone.
    pub phone: Limit,
    /// Codes asked for from one address. A whole town may share one (carrier NAT).
    pub address: Limit,
    /// Sign-ins that failed from one address.
    pub tries: Limit,
}

impl CodeLimits {
    /// The limits of a district. A demo is signed in to again and again, and sends nothing.
    #[must_use]
    pub fn of(demo: bool) -> Self {
        let (again_in, phone) = if demo { (1, 1000) } else { (60, 5) };
        Self {
            again_in,
            phone: Limit::new("code_phone", phone, 60),
            address: Limit::new("code_address", if demo { 5000 } else { 100 }, 60),
            tries: Limit::new("code_try", if demo { 5000 } else { 200 }, 60),
        }
    }
}

/// Makes a code for a phone. Called inside of a transaction; the message is sent after it.
pub fn issue(
    tx: &mut dyn Tx,
    throttle: &Throttle<'_>,
    limits: &CodeLimits,
    phone: &Phone,
    address: &str,
) -> Result<String, Failure> {
    let again = Limit {
        bucket: "code_again",
        tries: 1,
        window: TimeDelta::seconds(i64::from(limits.again_in)),
    };
    throttle.count(tx, again, phone.as_str())?;
    throttle.count(tx, limits.phone, phone.as_str())?;
    throttle.count(tx, limits.address, address)?;

    let (district, now) = (throttle.district, throttle.now);
    let phone_index = throttle
        .keys
        .index(Purpose::Phone, phone.as_str().as_bytes());
    tx.exec(
        "UPDATE login_code SET expires_ms = $3
         WHERE district_id = $1 AND phone_index = $2 AND used_ms IS NULL AND expires_ms > $3",
        &[district.into(), phone_index.clone().into(), now.into()],
    )?;
    let code = six_digits()?;
    tx.exec(
        "INSERT INTO login_code (district_id, id, phone_index, code_hash, sent_ms, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            district.into(),
            new_id::<Uuid>(now)?.into(),
            phone_index.into(),
            hash(throttle, phone, &code).into(),
            now.into(),
            (now + GOOD_FOR).into(),
        ],
    )?;
    tx.exec(
        "DELETE FROM login_code WHERE district_id = $1 AND id IN (
             SELECT id FROM login_code WHERE district_id = $1 AND expires_ms < $2
             ORDER BY expires_ms LIMIT $3)",
        &[district.into(), (now - KEPT).into(), Val::Int(SWEEP)],
    )?;
    Ok(code)
}

/// Proves a phone by its code and uses the code up. A wrong try is counted and kept; right ones
/// cost their address nothing, for a whole clinic or town may share it.
pub fn prove(
    tx: &mut dyn Tx,
    throttle: &Throttle<'_>,
    limits: &CodeLimits,
    phone: &Phone,
    code: &str,
    address: &str,
) -> Result<(), Failure> {
    throttle.look(tx, limits.tries, address)?;
    let (district, now) = (throttle.district, throttle.now);
    let phone_index = throttle
        .keys
        .index(Purpose::Phone, phone.as_str().as_bytes());
    let newest = tx.one(
        "SELECT id, code_hash, expires_ms, tries FROM login_code
         WHERE district_id = $1 AND phone_index = $2 AND used_ms IS NULL
         ORDER BY sent_ms DESC, id DESC LIMIT 1",
        &[district.into(), phone_index.into()],
    )?;
    let Some(row) = newest else {
        throttle.add(tx, limits.tries, address)?;
        return Err(Failure::kept(Code::CodeExpired));
    };
    let id: Uuid = row.get("id")?;
    if now >= row.get::<DateTime<Utc>>("expires_ms")? || row.get::<i64>("tries")? >= TRIES {
        throttle.add(tx, limits.tries, address)?;
        return Err(Failure::kept(Code::CodeExpired));
    }
    if row.get::<Vec<u8>>("code_hash")? != hash(throttle, phone, code) {
        tx.exec(
            "UPDATE login_code SET tries = tries + 1 WHERE district_id = $1 AND id = $2",
            &[district.into(), id.into()],
        )?;
        throttle.add(tx, limits.tries, address)?;
        return Err(Failure::kept(Code::WrongCode));
    }
    tx.exec(
        "UPDATE login_code SET used_ms = $3 WHERE district_id = $1 AND id = $2",
        &[district.into(), id.into(), now.into()],
    )?;
    Ok(())
}

fn hash(throttle: &Throttle<'_>, phone: &Phone, code: &str) -> Vec<u8> {
    let together = format!("{}|{code}", phone.as_str());
    throttle.keys.index(Purpose::Code, together.as_bytes())
}

/// Six digits, all equally likely.
fn six_digits() -> Result<String, Failure> {
    const CODES: u32 = 1_000_000;
    const FAIR: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let number = u32::from_be_bytes(random()?);
        if number < FAIR {
            return Ok(format!("{:06}", number % CODES));
        }
    }
}
