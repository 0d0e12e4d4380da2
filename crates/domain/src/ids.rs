//! Identifiers: UUIDv7 as 32 hex digits with hyphens, made once (often in the client) and kept
//! for ever. Each entity has its own type, so that a contract cannot be passed for a resident.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A UUID in its 16 bytes. New ones are version 7: they sort by the time they were made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

/// The text is not a UUID of 8-4-4-4-12 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identifier")
    }
}

impl Uuid {
    /// Version 7 from a time in milliseconds since 1970 and ten random bytes (RFC 9562 §5.7).
    #[must_use]
    pub fn v7(unix_ms: u64, random: [u8; 10]) -> Self {
        let [_, _, t0, t1, t2, t3, t4, t5] = unix_ms.to_be_bytes();
        let [a, b, c, d, e, f, g, h, i, j] = random;
        Self([
            t0,
            t1,
            t2,
            t3,
            t4,
            t5,
            (a & 0x0f) | 0x70,
            b,
            (c & 0x3f) | 0x80,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
        ])
    }

    /// The bytes, as they are stored.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 36];
        let places = text.iter_mut().enumerate();
        let places = places.filter(|(at, _)| !matches!(at, 8 | 13 | 18 | 23));
        let halves = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for ((_, place), half) in places.zip(halves) {
            *place = if half < 10 { b'0' } else { b'a' - 10 } + half;
        }
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Uuid {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut bytes = [0u8; 16];
        let mut digits = 0usize;
        for (i, c) in text.chars().enumerate() {
            if matches!(i, 8 | 13 | 18 | 23) {
                if c != '-' {
                    return Err(NotAnId);
                }
                continue;
            }
            let value = c.to_digit(16).ok_or(NotAnId)?;
            let byte = bytes.get_mut(digits / 2).ok_or(NotAnId)?;
            *byte = (*byte << 4) | u8::try_from(value).map_err(|_| NotAnId)?;
            digits += 1;
        }
        if digits == 32 && text.len() == 36 {
            Ok(Self(bytes))
        } else {
            Err(NotAnId)
        }
    }
}

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("expected an identifier (UUID)"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Uuid {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Uuid".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.parse().map($name)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// A resident's health record file (居民健康档案).
    ResidentId
    /// A phone account; it may be linked to several residents.
    AccountId
    /// A member of staff.
    StaffId
    /// A medical institution (community health centre, township hospital).
    InstitutionId
    /// A family-doctor team.
    TeamId
    /// Somebody covering for a team for some days (代班).
    CoverId
    /// A service package of the catalogue (签约服务包).
    PackageId
    /// A family-doctor contract (家庭医生签约).
    ContractId
    /// One promised service of a contract (履约项目).
    PlanItemId
    /// A doctor's bookable half-day (出诊场次).
    ClinicSessionId
    /// A booking of one number (预约).
    BookingId
    /// A service delivered to a resident, which can be rated.
    ServiceId
    /// A resident's rating of a service (满意度评价).
    RatingId
    /// A follow-up visit (随访记录).
    FollowUpId
    /// A person who is pushed to another level (推送).
    PushId
    /// A measurement that a resident made at home (自测).
    HomeMeasurementId
    /// A message in a resident's inbox.
    MessageId
    /// A request to be registered, checked at the desk (建档申请).
    RegistrationId
    /// A signed-in device.
    DeviceId
    /// What lets a phone act for a resident (授权).
    GrantId
    /// A code by which a resident lets somebody act for them.
    InvitationId
    /// People at one address (户).
    HouseholdId
    /// A call to a resident about a follow-up (电话随访联系).
    CallId
    /// Reminders that are sent to several residents at once.
    ReminderId
    /// What was entered of a person on a round (巡诊).
    RoundEntryId
    /// What was decided about somebody who may have a disease (疑似病例).
    SuspectDecisionId
    /// Follow-ups that were handed over to a colleague (交接).
    PassingOnId
    /// An operation that a device has kept and not sent.
    UnsentId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_7_sorts_by_time_and_survives_a_round_trip() {
        let early = Uuid::v7(1_764_000_000_000, [0xff; 10]);
        let late = Uuid::v7(1_764_000_000_001, [0; 10]);
        assert!(early < late);
        let text = early.to_string();
        assert_eq!(text.chars().nth(14), Some('7'));
        assert_eq!(text.parse(), Ok(early));
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        for bad in [
            "",
            "0",
            "0198f0c0-0000-7000-8000-00000000000",
            "0198f0c000007000800000000000000000000",
            "0198f0c0-0000-7000-8000-00000000000g",
            "0198f0c0-0000-7000-8000-0000000000000",
        ] {
            assert_eq!(bad.parse::<Uuid>(), Err(NotAnId), "{bad}");
        }
    }
}
