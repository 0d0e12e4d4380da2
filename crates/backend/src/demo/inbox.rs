//! Messages in residents' inboxes: about answered contracts, follow-ups that are due, bookings and
//! services to rate.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::api::contracts::ContractState;
use domain::api::messages::MessageKind;
use domain::ids::{MessageId, ResidentId};

use super::chance::Chance;
use super::contracts::Draft;
use super::follow_up::FollowUp;
use super::history::{Setting, at_work};
use super::places::Team;
use crate::db::{DbError, Tx, Val};
use crate::district::DistrictId;

/// Answers younger than this are told in the inbox.
const TOLD: TimeDelta = TimeDelta::days(60);
/// Messages older than this have been read.
const READ: TimeDelta = TimeDelta::days(7);

/// A message in the inbox.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// Id of what it is about.
    pub about: Option<String>,
    /// Names that its sentence needs.
    pub words: Option<String>,
    /// A day that its sentence needs.
    pub day: Option<NaiveDate>,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
}

impl Message {
    /// What a contract's answer tells; `None` where nothing is told.
    #[must_use]
    pub fn of_contract(
        chance: &mut Chance,
        draft: &Draft,
        team: &Team,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let (sent_at, _) = draft.answered.filter(|(at, _)| now - *at < TOLD)?;
        let (kind, words, day) = match draft.state {
            ContractState::Declined => (
                MessageKind::ContractDeclined,
                draft.decline_reason.map(str::to_owned),
                None,
            ),
            _ => (
                MessageKind::ContractAccepted,
                Some(team.name.clone()),
                Some(draft.begins),
            ),
        };
        let about = Some(draft.id.to_string());
        Some(Self {
            id: chance.id(sent_at),
            kind,
            about,
            words,
            day,
            sent_at,
        })
    }

    /// Says the day before that the follow-up after this one is due.
    #[must_use]
    pub fn of_due(chance: &mut Chance, setting: &Setting<'_>, last: &FollowUp) -> Self {
        let yesterday = setting.today - Days::new(1);
        let sent_at = at_work(chance, yesterday, setting.now);
        Self {
            id: chance.id(sent_at),
            kind: MessageKind::FollowUpDue,
            about: None,
            words: None,
            day: last.next(),
            sent_at,
        }
    }

    /// Puts the message into the inbox; old ones have been read.
    pub fn write(
        &self,
        tx: &mut dyn Tx,
        district: &DistrictId,
        resident: ResidentId,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let read_at =
            Some(self.sent_at + TimeDelta::hours(5)).filter(|_| now - self.sent_at > READ);
        tx.exec(
            "INSERT INTO message
                 (district_id, resident_id, id, kind, about, words, day, sent_ms, read_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                district.into(),
                resident.into(),
                self.id.into(),
                Val::word(&self.kind)?,
                self.about.as_ref().into(),
                self.words.as_ref().into(),
                self.day.into(),
                self.sent_at.into(),
                read_at.into(),
            ],
        )?;
        Ok(())
    }
}
