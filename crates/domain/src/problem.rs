//! What the backend answers when it cannot do what was asked: RFC 9457 problem details with a
//! stable code. The client chooses its sentence by the code, in the user's language; `detail`
//! is for whoever reads a log.

use serde::{Deserialize, Serialize};

use crate::api::conflicts::Present;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// A stable error code. Never renamed; a new meaning gets a new code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $name,)* }

        impl Code {
            /// Every code, for the published document and for the test that each has a sentence.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it stands in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text),* }
            }

            /// The HTTP status that always goes with this code.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status),* }
            }
        }
    };
}

codes! {
    /// The body, a query or a path value cannot be read at all.
    Malformed = "malformed", 400;
    /// Some fields are out of range; `errors` names them.
    Invalid = "invalid", 422;
    /// No session, or it has expired: sign in, then try again.
    SignInRequired = "sign_in_required", 401;
    /// Signed in, and the object is known to exist for this person, but this is not theirs to do.
    Forbidden = "forbidden", 403;
    /// Staff do not do this for themselves or their family; a colleague does.
    OwnFamily = "own_family", 403;
    /// No such thing, or nothing that this person may know of. The two are never told apart.
    NotFound = "not_found", 404;
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405;
    /// A POST came without its `Idempotency-Key`.
    KeyMissing = "key_missing", 400;
    /// The key was used for another request.
    KeyReused = "key_reused", 422;
    /// The same request is still being worked on; try again shortly.
    Running = "running", 409;
    /// The object was changed by somebody else in the meantime.
    Conflict = "conflict", 409;
    /// `If-Match` is needed to change this object.
    VersionMissing = "version_missing", 428;
    /// Too many tries; `retry_after` seconds.
    TooMany = "too_many", 429;
    /// The body is larger than allowed.
    TooLarge = "too_large", 413;
    /// The backend cannot take work now; `retry_after` seconds.
    Busy = "busy", 503;
    /// Something failed on our side. Nothing was changed.
    Internal = "internal", 500;

    /// The code from the text message is wrong.
    WrongCode = "wrong_code", 422;
    /// The code has expired or was used; ask for a new one.
    CodeExpired = "code_expired", 422;
    /// Unknown login name or wrong password; the two are never told apart.
    WrongPassword = "wrong_password", 422;
    /// The password is right; the code of the authenticator is asked for too.
    SecondFactorNeeded = "second_factor_needed", 422;
    /// This role must sign in with an authenticator, and none is set up: set it up first.
    SecondFactorMissing = "second_factor_missing", 403;
    /// The activation code is wrong, used or expired; which of them is not told.
    WrongActivation = "wrong_activation", 422;
    /// The sign-in name belongs to somebody.
    LoginTaken = "login_taken", 409;
    /// Without this account nobody could keep the accounts any more.
    LastAdministrator = "last_administrator", 409;
    /// Nobody does this to their own account.
    NotOneself = "not_oneself", 409;
    /// Name and ID number do not belong to a record here. Says nothing about which was wrong.
    NotMatched = "not_matched", 422;
    /// This person is linked to the account already.
    AlreadyLinked = "already_linked", 409;
    /// The ID number has a record already.
    RecordExists = "record_exists", 409;
    /// Somebody of the same name and birth date has a record: look, then say that it is another.
    MaybeSame = "maybe_same", 409;
    /// This person has to agree first: by a code from their phone, by a call, or at the desk.
    ConsentNeeded = "consent_needed", 409;
    /// A registration for this person is waiting at the desk.
    RegistrationPending = "registration_pending", 409;

    /// The resident has a contract in force or under way.
    AlreadyContracted = "already_contracted", 409;
    /// The resident may not have one of the packages; `errors` says which and why.
    NotEligible = "not_eligible", 422;
    /// The agreement has a newer version; read it again.
    AgreementChanged = "agreement_changed", 409;
    /// The object is not in a state that allows this.
    WrongState = "wrong_state", 409;

    /// No number is left in this session; `detail` may name the next free one.
    SessionFull = "session_full", 409;
    /// The resident has a number with this doctor on this day already.
    AlreadyBooked = "already_booked", 409;
    /// The session has begun, or is outside the booking window.
    SessionClosed = "session_closed", 409;
    /// Too many missed appointments: booking is paused until the date in `detail`.
    BookingPaused = "booking_paused", 403;
    /// Cancelling was possible until 17:00 of the day before.
    TooLateToCancel = "too_late_to_cancel", 409;

    /// This service has been rated already.
    AlreadyRated = "already_rated", 409;
    /// Rating closes 15 days after the service.
    RatingClosed = "rating_closed", 409;
    /// The decision of the backend differs from the one shown on the phone; a person must look.
    NeedsYou = "needs_you", 409;
}

/// One field that needs attention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Name of the field in the request, dotted where nested (`bp.sbp`).
    pub field: String,
    /// Why, as a stable word: `required`, `too_low`, `too_high`, `not_a_date`, …
    pub reason: String,
    /// The limit that was crossed, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl FieldError {
    /// A field and the reason it was refused for.
    #[must_use]
    pub fn new(field: &str, reason: &str) -> Self {
        Self {
            field: field.to_owned(),
            reason: reason.to_owned(),
            limit: None,
        }
    }

    /// The same, with the limit that was crossed.
    #[must_use]
    pub fn with_limit(mut self, limit: impl ToString) -> Self {
        self.limit = Some(limit.to_string());
        self
    }
}

/// The body of every answer that is not a success (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `about:blank#<code>`; kept because RFC 9457 asks for it.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status again.
    pub status: u16,
    /// What happened, for a program.
    pub code: Code,
    /// What happened, for whoever reads a log (English, no personal data).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields that need attention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds to wait before another try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Number to quote to whoever runs the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Box<str>>,
    /// What stands there now, where a visit was written or changed by somebody else meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Box<Present>>,
}

impl Problem {
    /// A problem that its code explains.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("about:blank#{}", code.as_str()),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            request_id: None,
            present: None,
        }
    }

    /// Fields that were refused.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(Code::Invalid)
        }
    }

    /// Adds a detail without personal data.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the time to wait.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
