//! Sessions: a device that is signed in as a phone account or as a member of staff. Finding,
//! beginning, ending and listing them. A session is an ordinary row, so it can be taken away at
//! any moment, on any device.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Actor;
use domain::api::session::Device;
use domain::endpoint::Gate;
use domain::ids::{AccountId, DeviceId, InstitutionId, StaffId, Uuid};
use domain::problem::Code;

use super::holder::{self, Found};
use super::policy;
use super::token::Token;
use crate::call::new_id;
use crate::clock::date_in_district;
use crate::db::{Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// A phone that was not used for so long is signed out.
    pub account_idle: TimeDelta,
    /// A phone is signed out after so long in any case.
    pub account_whole: TimeDelta,
    /// How much longer than the district's policy says a staff device may rest: its page warns,
    /// waits and signs out first, and tells of its use once in a few minutes.
    pub staff_grace: TimeDelta,
    /// A staff device is signed out after so long in any case.
    pub staff_whole: TimeDelta,
}

impl Default for SessionLimits {
    /// Residents keep their sign-in over months, since every sign-in costs them a text message;
    /// staff sign in for the day's work, and a device that rests is signed out (policy).
    fn default() -> Self {
        Self {
            account_idle: TimeDelta::days(30),
            account_whole: TimeDelta::days(180),
            staff_grace: TimeDelta::minutes(6),
            staff_whole: TimeDelta::days(7),
        }
    }
}

/// A resident's own phone locks itself long before; this is for one that was lent.
const ACCOUNT_LOCK: TimeDelta = TimeDelta::hours(12);

/// When use is written down again; more often would make every read a write.
const SEEN_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// A session that holds.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The device.
    pub device_id: DeviceId,
    /// As whom.
    pub actor: Actor,
    /// Whether the role must sign in with an authenticator and none is set up.
    pub second_factor_missing: bool,
    /// After how long without use the page signs itself out.
    pub idle: TimeDelta,
    /// When it ends if nothing is done.
    pub expires_at: DateTime<Utc>,
    /// Whether its last use is old enough to be written down again.
    pub stale: bool,
}

/// Who a device belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A phone account.
    Account(AccountId),
    /// A member of staff.
    Staff(StaffId),
}

impl Owner {
    /// The owner behind an actor; a visitor has none.
    #[must_use]
    pub fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Visitor => None,
            Actor::Account { account_id, .. } => Some(Owner::Account(*account_id)),
            Actor::Staff { staff_id, .. } => Some(Owner::Staff(*staff_id)),
        }
    }

    fn columns(self) -> (Option<AccountId>, Option<StaffId>) {
        match self {
            Owner::Account(id) => (Some(id), None),
            Owner::Staff(id) => (None, Some(id)),
        }
    }
}

/// The session of a token, if it holds at this moment.
pub fn find(
    tx: &mut dyn Tx,
    district: &DistrictId,
    token: &Token,
    now: DateTime<Utc>,
    limits: &SessionLimits,
) -> Result<Option<Signed>, Failure> {
    let found = tx.one(
        "SELECT id, account_id, staff_id, site_id, signed_in_ms, seen_ms FROM device
         WHERE district_id = $1 AND token_hash = $2 AND ended_ms IS NULL",
        &[district.into(), token.hash().into()],
    )?;
    let Some(row) = found else { return Ok(None) };
    let signed_in: DateTime<Utc> = row.get("signed_in_ms")?;
    let seen: DateTime<Utc> = row.get("seen_ms")?;
    let device_id = row.get("id")?;
    let (found, rests, whole) = match owner(&row)? {
        Owner::Account(id) => (
            Found {
                actor: holder::account(tx, district, id, date_in_district(now))?,
                second_factor_missing: false,
                idle: ACCOUNT_LOCK,
            },
            limits.account_idle,
            limits.account_whole,
        ),
        Owner::Staff(id) => {
            let site = row.get("site_id")?;
            let Some(found) = holder::staff(tx, district, id, site, date_in_district(now))? else {
                return Ok(None);
            };
            let rests = found.idle + limits.staff_grace;
            (found, rests, limits.staff_whole)
        }
    };
    if now >= seen + rests || now >= signed_in + whole {
        return Ok(None);
    }
    Ok(Some(Signed {
        device_id,
        actor: found.actor,
        second_factor_missing: found.second_factor_missing,
        idle: found.idle,
        expires_at: (now + rests).min(signed_in + whole),
        stale: now - seen >= SEEN_AGAIN,
    }))
}

/// Lets a visitor or a signed-in person through the first gate of an endpoint. Whoever must set up
/// an authenticator first gets no further.
pub fn pass(gate: Gate, signed: Option<&Signed>) -> Result<Actor, Failure> {
    let owing = signed.is_some_and(|signed| signed.second_factor_missing);
    match gate {
        Gate::SignedIn | Gate::Staff if owing => Err(Code::SecondFactorMissing.into()),
        _ => pass_owing(gate, signed),
    }
}

/// [`pass`] for what is open before the authenticator is set up: setting it up, signing out.
pub fn pass_owing(gate: Gate, signed: Option<&Signed>) -> Result<Actor, Failure> {
    let Some(signed) = signed else {
        return match gate {
            Gate::Open => Ok(Actor::Visitor),
            Gate::SignedIn | Gate::Resident | Gate::Staff => Err(Code::SignInRequired.into()),
        };
    };
    match (gate, &signed.actor) {
        (Gate::Open | Gate::SignedIn, _)
        | (Gate::Resident, Actor::Account { .. })
        | (Gate::Staff, Actor::Staff { .. }) => Ok(signed.actor.clone()),
        _ => Err(Code::Forbidden.into()),
    }
}

/// Begins a session, and ends the one that the device had before.
pub fn begin(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    label: &str,
    former: Option<&Token>,
    now: DateTime<Utc>,
) -> Result<Token, Failure> {
    begin_at(tx, district, owner, None, label, former, now)
}

/// [`begin`] for a member of staff who chooses where to act.
pub fn begin_at(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    site: Option<InstitutionId>,
    label: &str,
    former: Option<&Token>,
    now: DateTime<Utc>,
) -> Result<Token, Failure> {
    if let Some(former) = former {
        tx.exec(
            "UPDATE device SET ended_ms = $3
             WHERE district_id = $1 AND token_hash = $2 AND ended_ms IS NULL",
            &[district.into(), former.hash().into(), now.into()],
        )?;
    }
    let token = Token::new()?;
    let (account, staff) = owner.columns();
    tx.exec(
        "INSERT INTO device
             (district_id, id, token_hash, account_id, staff_id, site_id, label, signed_in_ms,
              seen_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        &[
            district.into(),
            new_id::<DeviceId>(now)?.into(),
            token.hash().into(),
            account.into(),
            staff.into(),
            site.into(),
            label.into(),
            now.into(),
        ],
    )?;
    Ok(token)
}

/// Gives a session another token; the old one is dead from now on. For every change of what the
/// session may do or how it is guarded.
pub fn renew(tx: &mut dyn Tx, district: &DistrictId, device: DeviceId) -> Result<Token, Failure> {
    let token = Token::new()?;
    tx.exec(
        "UPDATE device SET token_hash = $3
         WHERE district_id = $1 AND id = $2 AND ended_ms IS NULL",
        &[district.into(), device.into(), token.hash().into()],
    )?;
    Ok(token)
}

/// Lets a session of staff act at another of their places.
pub fn act_at(
    tx: &mut dyn Tx,
    district: &DistrictId,
    device: DeviceId,
    site: InstitutionId,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE device SET site_id = $3 WHERE district_id = $1 AND id = $2",
        &[district.into(), device.into(), site.into()],
    )?;
    Ok(())
}

/// Ends all sessions of an owner, or all but one.
pub fn end_all(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    but: Option<DeviceId>,
    now: DateTime<Utc>,
) -> Result<u64, Failure> {
    let values = |id: Uuid| [district.into(), id.into(), but.into(), now.into()];
    // A statement for each kind of owner: each reads along an index of its own.
    let ended = match owner {
        Owner::Account(id) => tx.exec(
            "UPDATE device SET ended_ms = $4
             WHERE district_id = $1 AND account_id = $2 AND ended_ms IS NULL
                 AND coalesce(id <> $3, TRUE)",
            &values(id.0),
        ),
        Owner::Staff(id) => tx.exec(
            "UPDATE device SET ended_ms = $4
             WHERE district_id = $1 AND staff_id = $2 AND ended_ms IS NULL
                 AND coalesce(id <> $3, TRUE)",
            &values(id.0),
        ),
    };
    Ok(ended?)
}

/// Whether a session was ended, by a sign-out elsewhere or with its account; one that only rested for
/// too long was not.
pub fn was_ended(tx: &mut dyn Tx, district: &DistrictId, token: &Token) -> Result<bool, Failure> {
    let found = tx.one(
        "SELECT id FROM device
         WHERE district_id = $1 AND token_hash = $2 AND ended_ms IS NOT NULL",
        &[district.into(), token.hash().into()],
    )?;
    Ok(found.is_some())
}

/// Device and owner of a token, where its session holds or was ended after `since`: one that was ended may
/// still hand in what it holds unsent.
pub fn known(
    tx: &mut dyn Tx,
    district: &DistrictId,
    token: &Token,
    since: DateTime<Utc>,
) -> Result<Option<(DeviceId, Owner)>, Failure> {
    let found = tx.one(
        "SELECT id, account_id, staff_id FROM device
         WHERE district_id = $1 AND token_hash = $2 AND coalesce(ended_ms > $3, TRUE)",
        &[district.into(), token.hash().into(), since.into()],
    )?;
    found
        .map(|row| Ok((row.get("id")?, owner(&row)?)))
        .transpose()
}

/// Writes down that a device was used.
pub fn seen(
    tx: &mut dyn Tx,
    district: &DistrictId,
    device: DeviceId,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE device SET seen_ms = $3 WHERE district_id = $1 AND id = $2 AND seen_ms < $3",
        &[district.into(), device.into(), now.into()],
    )?;
    Ok(())
}

/// Ends a session of this owner; `false` where there is none to end.
pub fn end(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    device: DeviceId,
    now: DateTime<Utc>,
) -> Result<bool, Failure> {
    let (account, staff) = owner.columns();
    let ended = tx.exec(
        "UPDATE device SET ended_ms = $5
         WHERE district_id = $1 AND id = $2 AND ended_ms IS NULL
             AND (account_id = $3 OR staff_id = $4)",
        &[
            district.into(),
            device.into(),
            account.into(),
            staff.into(),
            now.into(),
        ],
    )?;
    Ok(ended > 0)
}

/// The devices of an owner whose session holds, last used first. Which of them is asking, the
/// caller knows.
pub fn devices(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    now: DateTime<Utc>,
    limits: &SessionLimits,
) -> Result<Vec<Device>, Failure> {
    let (idle, whole) = match owner {
        Owner::Account(_) => (limits.account_idle, limits.account_whole),
        Owner::Staff(_) => (
            policy::load(tx, district)?.idle() + limits.staff_grace,
            limits.staff_whole,
        ),
    };
    let (account, staff) = owner.columns();
    tx.rows(
        "SELECT id, label, signed_in_ms, seen_ms FROM device
         WHERE district_id = $1 AND (account_id = $2 OR staff_id = $3) AND ended_ms IS NULL
             AND seen_ms > $4 AND signed_in_ms > $5
         ORDER BY seen_ms DESC, id DESC",
        &[
            district.into(),
            account.into(),
            staff.into(),
            (now - idle).into(),
            (now - whole).into(),
        ],
    )?
    .iter()
    .map(|row| {
        Ok(Device {
            device_id: row.get("id")?,
            label: row.get("label")?,
            signed_in_at: row.get("signed_in_ms")?,
            seen_at: row.get("seen_ms")?,
            this_one: false,
        })
    })
    .collect()
}

fn owner(row: &Row) -> Result<Owner, Failure> {
    match (row.get("account_id")?, row.get("staff_id")?) {
        (Some(account), None) => Ok(Owner::Account(account)),
        (None, Some(staff)) => Ok(Owner::Staff(staff)),
        _ => Err(Failure::broken("a device of nobody")),
    }
}
