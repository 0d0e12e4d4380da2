//! Bookings (预约): a number (号源) in a doctor's session (出诊场次), from claim to attended.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::coordinates::Coordinates;
use crate::ids::{BookingId, ClinicSessionId, InstitutionId, ResidentId, ServiceId};
use crate::money::Fen;

/// Half of a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// 上午.
    Morning,
    /// 下午.
    Afternoon,
}

/// A session that numbers can be taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClinicSession {
    /// The session.
    pub session_id: ClinicSessionId,
    /// Day.
    pub date: NaiveDate,
    /// Half of the day.
    pub half: Half,
    /// Start, minutes after midnight.
    pub start: u16,
    /// End, minutes after midnight.
    pub end: u16,
    /// Doctor.
    pub doctor: String,
    /// Title of the doctor (主治医师).
    pub title: String,
    /// Clinic (全科, 高血压糖尿病门诊).
    pub clinic: String,
    /// Institution.
    pub institution: String,
    /// Numbers that can be booked on line.
    pub capacity: u16,
    /// Numbers left.
    pub left: u16,
    /// For the desk: numbers left of those that are kept for people without a phone.
    #[serde(default, skip_serializing_if = "none_kept")]
    pub kept_left: u16,
    /// Fee; contracted residents pay none for the general clinic.
    pub fee: Fen,
    /// Whether the doctor belongs to the resident's own team.
    pub own_team: bool,
    /// Whether the resident has a number in it already.
    pub booked: bool,
}

fn none_kept(left: &u16) -> bool {
    *left == 0
}

/// Which sessions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionQuery {
    /// Only this day; the whole window (14 days) when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Only this institution; the resident's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<InstitutionId>,
}

/// What the booking page needs: the days of the window and the sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenSessions {
    /// First and last day of the window.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The institution shown.
    pub institution_id: InstitutionId,
    /// Sessions, the resident's own team first, then by time.
    pub sessions: Vec<ClinicSession>,
    /// For whom, for the desk, which has come here from a search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonHeader>,
    /// Until when self-booking is paused after missed appointments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<NaiveDate>,
}

/// State of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// 已预约.
    Booked,
    /// 已到.
    Arrived,
    /// 已完成.
    Fulfilled,
    /// 已取消.
    Cancelled,
    /// 未到.
    NoShow,
}

/// A booking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Booking {
    /// The booking.
    pub booking_id: BookingId,
    /// The person.
    pub person: PersonHeader,
    /// Session it is in.
    pub session_id: ClinicSessionId,
    /// Day.
    pub date: NaiveDate,
    /// Start of the number's quarter of an hour, minutes after midnight.
    pub minute: u16,
    /// Number in the session.
    pub number: u16,
    /// Doctor.
    pub doctor: String,
    /// Clinic.
    pub clinic: String,
    /// Institution.
    pub institution: String,
    /// Its address.
    pub address: String,
    /// Where it stands, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// Its phone.
    pub phone: String,
    /// Fee.
    pub fee: Fen,
    /// What the resident wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// State.
    pub state: BookingState,
    /// When it was made.
    pub booked_at: DateTime<Utc>,
    /// Last moment to cancel.
    pub cancel_until: DateTime<Utc>,
    /// The service it became, once fulfilled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<ServiceId>,
    /// Whether that service can still be rated.
    pub can_rate: bool,
    /// What whoever asks may do now.
    pub allowed: Vec<BookingAction>,
    /// Version of the row.
    pub version: i64,
}

/// Something that can be done with a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingAction {
    /// Cancel it.
    Cancel,
    /// Mark as arrived.
    Arrive,
    /// Mark as done.
    Finish,
    /// Mark as not come.
    NoShow,
}

/// Takes a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookBody {
    /// Made by the client; the booking's own id.
    pub id: BookingId,
    /// For whom.
    pub resident_id: ResidentId,
    /// In which session.
    pub session_id: ClinicSessionId,
    /// What it is about, in the resident's words; may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Finishes a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FinishBody {
    /// What was done, shown to the resident and rated by them.
    pub summary: String,
}

/// Which day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayQuery {
    /// Day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// A day's list of one doctor or, for the desk, of the institution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayList {
    /// Day.
    pub date: NaiveDate,
    /// Sessions of the day with their bookings in the order of numbers.
    pub sessions: Vec<DaySession>,
}

/// A session with its bookings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaySession {
    /// The session.
    pub session: ClinicSession,
    /// Bookings by number, cancelled ones left out.
    pub bookings: Vec<Booking>,
}

crate::endpoints! {
    visit visit_bookings;
    #[doc = "Lists sessions with numbers left; the resident's own team comes first."]
    ListSessions = "list_sessions": Get "/residents/{resident}/sessions", SignedIn,
        path ResidentId, query SessionQuery, body (), reply OpenSessions, errors [];
    #[doc = "Takes a number in a session; the desk takes one for somebody who calls or comes, of those kept for that first."]
    Book = "book": Post "/bookings", SignedIn,
        path (), query (), body BookBody, reply Booking,
        errors [SessionFull, AlreadyBooked, SessionClosed, BookingPaused, WrongState];
    #[doc = "Lists a resident's bookings, upcoming first."]
    ListBookings = "list_bookings": Get "/residents/{resident}/bookings", SignedIn,
        path ResidentId, query (), body (), reply Vec<Booking>, errors [];
    #[doc = "Answers one booking."]
    GetBooking = "get_booking": Get "/bookings/{booking}", SignedIn,
        path BookingId, query (), body (), reply Booking, errors [];
    #[doc = "Cancels a booking; its number is free again at once."]
    CancelBooking = "cancel_booking": Post "/bookings/{booking}/cancellation", SignedIn,
        path BookingId, query (), body (), reply Booking, errors [WrongState, TooLateToCancel];
    #[doc = "Answers the day's list of one's own sessions (of the institution for the desk)."]
    GetDayList = "get_day_list": Get "/schedule", Staff,
        path (), query DayQuery, body (), reply DayList, errors [];
    #[doc = "Marks a booked resident as arrived."]
    MarkArrived = "mark_arrived": Post "/bookings/{booking}/arrival", Staff,
        path BookingId, query (), body (), reply Booking, errors [WrongState];
    #[doc = "Marks a visit as done; the service can be rated from then on."]
    FinishBooking = "finish_booking": Post "/bookings/{booking}/completion", Staff,
        path BookingId, query (), body FinishBody, reply Booking, errors [WrongState];
    #[doc = "Marks a resident as not having come."]
    MarkNoShow = "mark_no_show": Post "/bookings/{booking}/absence", Staff,
        path BookingId, query (), body (), reply Booking, errors [WrongState];
}
