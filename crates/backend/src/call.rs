//! What a handler knows of the request besides its path and body: who calls, when, in which
//! district, with which keys. Collects what must be audited; writes nothing itself.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{self, Action, Actor, Care, Object, Verdict};
use domain::codes::Capacity;
use domain::grant::HelperTerm;
use domain::ids::{DeviceId, ResidentId, StaffId, Uuid};
use domain::problem::Code;

use crate::audit::{self, Note};
use crate::clock::date_in_district;
use crate::db::{DbError, Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{self, Keys, Place};
use crate::wechat::Template;

/// Columns of the table `resident` under the name `r` that [`care`] reads. Whatever is found by
/// another id than the resident's own brings them along: one more look for who cares for the person
/// would tell by the clock that something was found.
macro_rules! care_columns {
    () => {
        "r.id AS care_resident, r.institution_id AS care_institution, r.team_id AS care_team, \
         r.village AS care_village, r.raised_team_id AS care_raised"
    };
}
pub(crate) use care_columns;

/// Who cares for the resident of a row that has the columns of `care_columns!`.
pub(crate) fn care(row: &Row) -> Result<Care, DbError> {
    Ok(Care {
        resident_id: row.get("care_resident")?,
        institution_id: row.get("care_institution")?,
        team_id: row.get("care_team")?,
        village: row.get("care_village")?,
        raised_team_id: row.get("care_raised")?,
    })
}

/// Where a request came from, for the audit trail.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Operation id of the endpoint.
    pub operation: &'static str,
    /// Number of the request, also answered to the caller.
    pub request_id: String,
    /// Signed-in device.
    pub device: Option<DeviceId>,
    /// Network address.
    pub address: String,
    /// Client, in words (`微信 · 安卓`).
    pub client: String,
}

/// One request, as a handler sees it.
#[derive(Debug)]
pub struct Call {
    /// Who calls.
    pub actor: Actor,
    /// The instant of the request; the only clock a handler may use.
    pub now: DateTime<Utc>,
    /// The date of that instant in the district.
    pub today: NaiveDate,
    /// District, first value of every key.
    pub district: DistrictId,
    /// Keys for sealed fields.
    pub keys: Arc<Keys>,
    /// Where the request came from.
    pub origin: Origin,
    /// How long a helper may act, in this district.
    pub helper_term: HelperTerm,
    /// Template of the reminders that are sent in WeChat, where one is set up.
    pub reminders: Option<Template>,
    /// Version in `If-Match`, where it was sent.
    pub if_match: Option<i64>,
    /// Whether the service itself acts, and nobody has called.
    by_itself: bool,
    notes: RefCell<Vec<Note>>,
    version: Cell<Option<i64>>,
}

impl Call {
    /// A request at an instant.
    #[must_use]
    pub fn new(
        actor: Actor,
        now: DateTime<Utc>,
        district: DistrictId,
        keys: Arc<Keys>,
        origin: Origin,
    ) -> Self {
        Self {
            actor,
            now,
            today: date_in_district(now),
            district,
            keys,
            origin,
            helper_term: HelperTerm::default(),
            reminders: None,
            if_match: None,
            by_itself: false,
            notes: RefCell::new(Vec::new()),
            version: Cell::new(None),
        }
    }

    /// What the service does of itself, under this name in the trail.
    #[must_use]
    pub fn of_the_service(
        operation: &'static str,
        now: DateTime<Utc>,
        district: DistrictId,
        keys: Arc<Keys>,
    ) -> Self {
        let origin = Origin {
            operation,
            request_id: String::new(),
            device: None,
            address: String::new(),
            client: String::new(),
        };
        Self {
            by_itself: true,
            ..Self::new(Actor::Visitor, now, district, keys, origin)
        }
    }

    pub(crate) fn by_itself(&self) -> bool {
        self.by_itself
    }

    /// Writes into the trail that the service has told these residents something.
    pub(crate) fn tells(&self, tx: &mut dyn Tx, residents: &[ResidentId]) -> Result<(), Failure> {
        if residents.is_empty() {
            return Ok(());
        }
        let note = Note {
            residents: residents.to_vec(),
            staff: None,
            action: Action::Remind,
            purpose: "message_sent",
        };
        audit::write(tx, self, &[note], audit::OK)
    }

    /// Notes that this request read or changed a resident's data. The note is durable before the
    /// reply is sent.
    pub fn audit(&self, resident: ResidentId, action: Action, purpose: &'static str) {
        self.audit_page(&[resident], action, purpose);
    }

    /// Notes that this request showed these residents in one page: one row in the trail.
    pub fn audit_page(&self, residents: &[ResidentId], action: Action, purpose: &'static str) {
        let note = Note {
            residents: residents.to_vec(),
            staff: None,
            action,
            purpose,
        };
        self.notes.borrow_mut().push(note);
    }

    /// Notes that this request changed an account of staff, or tried to.
    pub fn audit_staff(&self, staff: StaffId, purpose: &'static str) {
        let note = Note {
            residents: Vec::new(),
            staff: Some(staff),
            action: Action::ManageStaff,
            purpose,
        };
        self.notes.borrow_mut().push(note);
    }

    /// Asks [`domain::access::may`]. A refusal is answered as the verdict says, and noted.
    pub fn require(&self, action: Action, object: &Object<'_>) -> Result<(), Failure> {
        let code = match access::may(&self.actor, action, object) {
            Verdict::Allow => return Ok(()),
            Verdict::Hidden => Code::NotFound,
            Verdict::Denied => Code::Forbidden,
            Verdict::OwnFamily => Code::OwnFamily,
        };
        if let Object::Resident(care)
        | Object::Contract { care, .. }
        | Object::Booking { care, .. } = object
        {
            self.audit(care.resident_id, action, "refused");
        }
        Err(code.into())
    }

    /// Whether [`domain::access::may`] allows an action with a resident; asks without refusing.
    #[must_use]
    pub fn may(&self, action: Action, care: &Care) -> bool {
        access::may(&self.actor, action, &Object::Resident(care)) == Verdict::Allow
    }

    /// Whether the caller only helps the resident, and so learns nothing of what the law keeps
    /// secret ([`domain::rules::secrecy`]).
    #[must_use]
    pub fn only_helps(&self, resident: ResidentId) -> bool {
        self.actor
            .grant(resident)
            .is_some_and(|grant| grant.capacity == Capacity::Helper)
    }

    /// Finds a resident, asks whether this may be done with them, and notes it: the first line
    /// of nearly every handler. Unknown and hidden residents are answered alike.
    pub fn open_resident(
        &self,
        tx: &mut dyn Tx,
        resident: ResidentId,
        action: Action,
        purpose: &'static str,
    ) -> Result<Care, Failure> {
        let care = self.care(tx, resident)?;
        self.open(&care, action, purpose)?;
        Ok(care)
    }

    /// The same about a resident who was found with something of theirs.
    pub fn open(&self, care: &Care, action: Action, purpose: &'static str) -> Result<(), Failure> {
        self.require(action, &Object::Resident(care))?;
        self.audit(care.resident_id, action, purpose);
        Ok(())
    }

    /// Who cares for a resident. Decides nothing; ask [`Call::require`] with what comes back.
    pub fn care(&self, tx: &mut dyn Tx, resident: ResidentId) -> Result<Care, Failure> {
        let row = tx
            .one(
                concat!(
                    "SELECT ",
                    care_columns!(),
                    " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
                ),
                &[(&self.district).into(), resident.into()],
            )?
            .ok_or(Code::NotFound)?;
        Ok(care(&row)?)
    }

    /// A new identifier for something that the server makes.
    pub fn new_id<T: From<Uuid>>(&self) -> Result<T, Failure> {
        new_id(self.now)
    }

    /// Place of a sealed field of this district.
    #[must_use]
    pub fn place<'a>(&'a self, table: &'a str, column: &'a str, row: &'a [u8]) -> Place<'a> {
        Place {
            district: self.district.as_str(),
            table,
            column,
            row,
        }
    }

    /// The version in `If-Match`; refused where the caller sent none.
    pub fn expected_version(&self) -> Result<i64, Failure> {
        self.if_match.ok_or_else(|| Code::VersionMissing.into())
    }

    /// Answers with this version as `ETag`.
    pub fn answer_version(&self, version: i64) {
        self.version.set(Some(version));
    }

    pub(crate) fn answered_version(&self) -> Option<i64> {
        self.version.get()
    }

    pub(crate) fn take_notes(&self) -> Vec<Note> {
        self.notes.take()
    }
}

/// A new identifier that sorts by `now`.
pub fn new_id<T: From<Uuid>>(now: DateTime<Utc>) -> Result<T, Failure> {
    let ms = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Ok(Uuid::v7(ms, seal::random()?).into())
}
