//! Who may try a password now. Three counters, so that guessing is slow and yet nobody is locked
//! out by others:
//!
//! - one login from one address is tight: five tries in a quarter of an hour;
//! - one login from anywhere is loose: ten tries are free, then each wait is twice the one before,
//!   up to a quarter of an hour;
//! - one address, behind which a whole clinic may sit, is wide: it counts the logins that it
//!   failed with, not the tries.
//!
//! A browser in which somebody has signed in before has a counter of its own for them, and the
//! other three do not close it: strangers who guess at a login lock out strangers only.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::StaffId;

use super::throttle::{Growing, Limit, Throttle};
use super::token::Token;
use crate::db::{Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;

/// Tries for one login from one address.
const PAIR: Limit = Limit::new("door_pair", 5, 15);
/// Tries for one login in a browser that knows it.
const BROWSER: Limit = Limit::new("door_browser", 10, 15);
/// Logins that one address failed with.
const ADDRESS: Limit = Limit::new("door_address", 100, 60);
/// Whether a login counts for its address already.
const MARK: Limit = Limit::new("door_mark", i64::MAX, 60);
/// Tries for one login from anywhere.
const LOGIN: Growing = Growing {
    bucket: "door_login",
    free: 10,
    longest: TimeDelta::minutes(15),
    forgotten_after: TimeDelta::hours(24),
};

/// Browsers that are remembered for one member of staff.
const BROWSERS: i64 = 20;

/// One try at a door.
#[derive(Clone, Debug)]
pub struct Knock {
    /// Sign-in name, as it is compared.
    pub login: String,
    /// Address that the try comes from.
    pub address: String,
    /// The browser, if it knows this login.
    pub known: Option<Token>,
}

impl Knock {
    /// A try for this login; the browser counts as known only where `staff` has signed in with it.
    pub fn at(
        tx: &mut dyn Tx,
        district: &DistrictId,
        login: &str,
        address: &str,
        staff: Option<StaffId>,
        browser: Option<&Token>,
    ) -> Result<Self, Failure> {
        let known = match (staff, browser) {
            (Some(staff), Some(token)) => tx
                .one(
                    "SELECT 1 AS yes FROM known_browser
                     WHERE district_id = $1 AND staff_id = $2 AND token_hash = $3",
                    &[district.into(), staff.into(), token.hash().into()],
                )?
                .map(|_| token.clone()),
            _ => None,
        };
        Ok(Self {
            login: login.to_owned(),
            address: address.to_owned(),
            known,
        })
    }

    /// Counts the try, before it is known whether it is right, so that many at once are still
    /// many; or refuses it.
    pub fn count(&self, tx: &mut dyn Tx, throttle: &Throttle<'_>) -> Result<(), Failure> {
        if let Some(browser) = &self.known {
            return throttle.count(tx, BROWSER, &self.in_browser(browser));
        }
        let pair = self.pair();
        throttle.look(tx, PAIR, &pair)?;
        throttle.look_growing(tx, LOGIN, &self.login)?;
        if throttle.first(tx, MARK, &pair)? {
            throttle.count(tx, ADDRESS, &self.address)?;
        }
        throttle.add(tx, MARK, &pair)?;
        throttle.add(tx, PAIR, &pair)?;
        throttle.add_growing(tx, LOGIN, &self.login)
    }

    /// Forgets what was counted: whoever knocks has proved to be who they say.
    pub fn forget(&self, tx: &mut dyn Tx, throttle: &Throttle<'_>) -> Result<(), Failure> {
        if let Some(browser) = &self.known {
            throttle.forget(tx, BROWSER, &self.in_browser(browser))?;
        } else {
            let pair = self.pair();
            throttle.take_back(tx, ADDRESS.bucket, &self.address)?;
            throttle.forget(tx, MARK, &pair)?;
            throttle.forget(tx, PAIR, &pair)?;
        }
        throttle.forget_in(tx, LOGIN.bucket, &self.login)
    }

    /// Takes this one try back: the password was right, and what is missing was not asked yet.
    pub fn take_back(&self, tx: &mut dyn Tx, throttle: &Throttle<'_>) -> Result<(), Failure> {
        match &self.known {
            Some(browser) => throttle.take_back(tx, BROWSER.bucket, &self.in_browser(browser)),
            None => {
                throttle.take_back(tx, PAIR.bucket, &self.pair())?;
                throttle.take_back(tx, LOGIN.bucket, &self.login)
            }
        }
    }

    fn pair(&self) -> String {
        format!("{}|{}", self.login, self.address)
    }

    fn in_browser(&self, browser: &Token) -> String {
        format!("{}|{}", self.login, browser.text())
    }
}

/// Remembers that somebody signed in with this browser. Gives the token that the browser is to
/// keep from now on: its own, or a new one.
pub fn remember(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
    browser: Option<&Token>,
    now: DateTime<Utc>,
) -> Result<Token, Failure> {
    let token = match browser {
        Some(token) => token.clone(),
        None => Token::new()?,
    };
    tx.exec(
        "INSERT INTO known_browser (district_id, staff_id, token_hash, seen_ms)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (district_id, staff_id, token_hash) DO UPDATE SET seen_ms = excluded.seen_ms",
        &[
            district.into(),
            staff.into(),
            token.hash().into(),
            now.into(),
        ],
    )?;
    tx.exec(
        "DELETE FROM known_browser WHERE district_id = $1 AND staff_id = $2 AND token_hash NOT IN (
             SELECT token_hash FROM known_browser WHERE district_id = $1 AND staff_id = $2
             ORDER BY seen_ms DESC LIMIT $3)",
        &[district.into(), staff.into(), Val::Int(BROWSERS)],
    )?;
    Ok(token)
}

/// Forgets all browsers of somebody, as when their password was given away.
pub fn forget_browsers(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM known_browser WHERE district_id = $1 AND staff_id = $2",
        &[district.into(), staff.into()],
    )?;
    Ok(())
}
