//! Sessions: a device that is signed in as a phone account or as a member of staff. Finding,
//! beginning, ending and listing them. A session is an ordinary row, so it can be taken away at
//! any moment, on any device.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Actor;
use domain::api::session::Device;
use domain::codes::Role;
use domain::endpoint::Gate;
use domain::ids::{AccountId, DeviceId, InstitutionId, ResidentId, StaffId, TeamId};
use domain::problem::Code;

use super::token::Token;
use crate::call::new_id;
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
    /// A staff device that was not used for so long is signed out.
    pub staff_idle: TimeDelta,
    /// A staff device is signed out after so long in any case.
    pub staff_whole: TimeDelta,
}

impl Default for SessionLimits {
    /// Residents keep their sign-in over months, since every sign-in costs them a text message;
    /// staff sign in for the day's work.
    fn default() -> Self {
        Self {
            account_idle: TimeDelta::days(30),
            account_whole: TimeDelta::days(180),
            staff_idle: TimeDelta::hours(12),
            staff_whole: TimeDelta::days(7),
        }
    }
}

impl SessionLimits {
    /// How long a session of this owner lasts: unused, and in any case.
    fn of(&self, owner: Owner) -> (TimeDelta, TimeDelta) {
        match owner {
            Owner::Account(_) => (self.account_idle, self.account_whole),
            Owner::Staff(_) => (self.staff_idle, self.staff_whole),
        }
    }
}

/// When use is written down again; more often would make every read a write.
const SEEN_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// A session that holds.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The device.
    pub device_id: DeviceId,
    /// As whom.
    pub actor: Actor,
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
        "SELECT id, account_id, staff_id, signed_in_ms, seen_ms FROM device
         WHERE district_id = $1 AND token_hash = $2 AND ended_ms IS NULL",
        &[district.into(), token.hash().into()],
    )?;
    let Some(row) = found else { return Ok(None) };
    let signed_in: DateTime<Utc> = row.get("signed_in_ms")?;
    let seen: DateTime<Utc> = row.get("seen_ms")?;
    let device_id = row.get("id")?;
    let owner = owner(&row)?;
    let (idle, whole) = limits.of(owner);
    if now >= seen + idle || now >= signed_in + whole {
        return Ok(None);
    }
    let actor = match owner {
        Owner::Account(id) => Some(account(tx, district, id)?),
        Owner::Staff(id) => staff(tx, district, id)?,
    };
    Ok(actor.map(|actor| Signed {
        device_id,
        actor,
        expires_at: (now + idle).min(signed_in + whole),
        stale: now - seen >= SEEN_AGAIN,
    }))
}

/// Lets a visitor or a signed-in person through the first gate of an endpoint.
pub fn pass(gate: Gate, signed: Option<&Signed>) -> Result<Actor, Failure> {
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
             (district_id, id, token_hash, account_id, staff_id, label, signed_in_ms, seen_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        &[
            district.into(),
            new_id::<DeviceId>(now)?.into(),
            token.hash().into(),
            account.into(),
            staff.into(),
            label.into(),
            now.into(),
        ],
    )?;
    Ok(token)
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
    let (idle, whole) = limits.of(owner);
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

fn account(
    tx: &mut dyn Tx,
    district: &DistrictId,
    account_id: AccountId,
) -> Result<Actor, Failure> {
    let persons = tx
        .rows(
            "SELECT resident_id FROM account_person WHERE district_id = $1 AND account_id = $2
             ORDER BY linked_ms, resident_id",
            &[district.into(), account_id.into()],
        )?
        .iter()
        .map(|row| row.get::<ResidentId>("resident_id"))
        .collect::<Result<_, _>>()?;
    Ok(Actor::Account {
        account_id,
        persons,
    })
}

fn staff(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff_id: StaffId,
) -> Result<Option<Actor>, Failure> {
    let key = [district.into(), staff_id.into()];
    let found = tx.one(
        "SELECT role, institution_id FROM staff
         WHERE district_id = $1 AND id = $2 AND active = 1",
        &key,
    )?;
    let Some(row) = found else { return Ok(None) };
    let role: Role = row.word("role")?;
    let institution_id: InstitutionId = row.get("institution_id")?;
    let teams = tx
        .rows(
            "SELECT team_id FROM team_member WHERE district_id = $1 AND staff_id = $2
             ORDER BY team_id",
            &key,
        )?
        .iter()
        .map(|row| row.get::<TeamId>("team_id"))
        .collect::<Result<_, _>>()?;
    let villages = match role {
        Role::VillageDoctor => Some(
            tx.rows(
                "SELECT village FROM staff_village WHERE district_id = $1 AND staff_id = $2
                 ORDER BY village",
                &key,
            )?
            .iter()
            .map(|row| row.get("village"))
            .collect::<Result<_, _>>()?,
        ),
        _ => None,
    };
    Ok(Some(Actor::Staff {
        staff_id,
        role,
        institution_id,
        teams,
        villages,
    }))
}
