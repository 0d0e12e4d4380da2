//! The resident's inbox. A message says what happened and where to look; it carries no
//! diagnosis.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::residents::CursorQuery;
use crate::ids::{MessageId, ResidentId};
use crate::rules::departure::Leaving;

/// What a message is about; the client has the words and the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The team accepted the contract.
    ContractAccepted,
    /// The team declined, with a reason.
    ContractDeclined,
    /// A booking was made.
    Booked,
    /// A booking was cancelled.
    BookingCancelled,
    /// A service was finished and can be rated.
    RateService,
    /// A registration was confirmed at the desk.
    RegistrationConfirmed,
    /// A follow-up was recorded; the next date stands in `date`.
    FollowUpDone,
    /// A follow-up is due.
    FollowUpDue,
    /// A booked visit is tomorrow.
    BookingReminder,
    /// The contract ends on `date`, and can be renewed.
    ContractEnding,
    /// Somebody may act for the person from now on; their masked phone stands in `words`.
    GrantGiven,
    /// Somebody may no longer act for the person.
    GrantEnded,
    /// Somebody may act until `date` and no longer.
    GrantEnding,
    /// Another level follows the person up from now on; its name stands in `words`.
    CareMoved,
    /// It is time to measure at home.
    MeasureReminder,
    /// To a member of staff: somebody was pushed to their team and nobody has answered in time. It names nobody.
    PushLate,
}

impl MessageKind {
    /// Whether it is still sent about somebody who has left. Who may act for a person concerns their record,
    /// which stays. Whoever has moved hears of what they do here; nobody is told anything else of the dead.
    #[must_use]
    pub fn goes_to(self, left: Leaving) -> bool {
        match self {
            Self::GrantGiven
            | Self::GrantEnded
            | Self::GrantEnding
            | Self::RegistrationConfirmed => true,
            Self::ContractAccepted
            | Self::ContractDeclined
            | Self::Booked
            | Self::BookingCancelled
            | Self::BookingReminder
            | Self::RateService
            | Self::FollowUpDone => left == Leaving::Moved,
            Self::FollowUpDue
            | Self::ContractEnding
            | Self::CareMoved
            | Self::MeasureReminder
            | Self::PushLate => false,
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// The message.
    pub message_id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// Whether it has been read.
    pub read: bool,
    /// Id of what it is about, for the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Names and words that the sentence needs (team, doctor, reason).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// A day the sentence needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<chrono::NaiveDate>,
}

crate::endpoints! {
    visit visit_messages;
    #[doc = "Lists a resident's messages, newest first."]
    ListMessages = "list_messages": Get "/residents/{resident}/messages", Resident,
        path ResidentId, query CursorQuery, body (), reply Page<Message>, errors [];
    #[doc = "Marks a message as read."]
    ReadMessage = "read_message": Post "/messages/{message}/read", Resident,
        path MessageId, query (), body (), reply (), errors [];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_reminded_of_whoever_has_left() {
        for (kind, moved, died) in [
            (MessageKind::FollowUpDue, false, false),
            (MessageKind::MeasureReminder, false, false),
            (MessageKind::ContractEnding, false, false),
            (MessageKind::CareMoved, false, false),
            (MessageKind::BookingCancelled, true, false),
            (MessageKind::FollowUpDone, true, false),
            (MessageKind::GrantGiven, true, true),
            (MessageKind::GrantEnded, true, true),
        ] {
            assert_eq!(kind.goes_to(Leaving::Moved), moved, "{kind:?}");
            assert_eq!(kind.goes_to(Leaving::Died), died, "{kind:?}");
        }
    }
}
