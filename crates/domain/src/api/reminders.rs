//! Reminders to several residents at once: chosen from the worklist, looked at before they are sent,
//! then sent by a job, into the inbox and to WeChat where that was agreed. Nobody gets more than one
//! a day, however many colleagues choose them. What was sent cannot be taken back.

use serde::{Deserialize, Serialize};

use crate::ids::{ReminderId, ResidentId};

/// Most residents that one request may choose.
pub const CHOSEN_MAX: usize = 200;

/// Chooses whom to remind; nothing is sent yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChooseBody {
    /// Made by the client; the reminders' own id.
    pub id: ReminderId,
    /// Whom to remind of the follow-up that is due.
    pub residents: Vec<ResidentId>,
}

/// Where reminders stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReminderState {
    /// Chosen and not sent.
    Chosen,
    /// Being sent.
    Sending,
    /// All are done.
    Done,
}

/// Reminders with their figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reminders {
    /// The reminders.
    pub reminder_id: ReminderId,
    /// Where they stand.
    pub state: ReminderState,
    /// Who gets one, or will.
    pub reached: u32,
    /// Of these, who has got one.
    pub sent: u32,
    /// Whom no phone speaks for: they are to be called.
    pub without_account: Vec<ResidentId>,
    /// Who got one today already.
    pub today_already: u32,
    /// Who has nothing due.
    pub nothing_due: u32,
}

crate::endpoints! {
    visit visit_reminders;
    #[doc = "Chooses residents to be reminded of a follow-up, and answers whom a reminder would reach."]
    ChooseReminders = "choose_reminders": Post "/follow-ups/reminders", Staff,
        path (), query (), body ChooseBody, reply Reminders, errors [];
    #[doc = "Sends reminders that were chosen."]
    SendReminders = "send_reminders": Post "/follow-ups/reminders/{reminder}/send", Staff,
        path ReminderId, query (), body (), reply Reminders, errors [];
    #[doc = "Answers how far reminders are."]
    GetReminders = "get_reminders": Get "/follow-ups/reminders/{reminder}", Staff,
        path ReminderId, query (), body (), reply Reminders, errors [];
}
