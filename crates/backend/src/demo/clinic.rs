//! Writes the doctors' sessions with their numbers, and who took them. Statements only; what they
//! say is decided in `schedule` and `bookings`.

use chrono::{DateTime, Utc};
use domain::api::bookings::BookingState;
use domain::api::messages::MessageKind;
use domain::ids::{BookingId, MessageId};
use domain::rules::rating::rate_until;

use super::bookings::{Draft, Rating, Service};
use super::inbox::Message;
use super::places::Team;
use super::schedule::Session;
use crate::clock::date_in_district;
use crate::db::{DbError, Tx, Val};
use crate::district::DistrictId;

/// Where sessions are written.
#[derive(Clone, Copy, Debug)]
pub struct Clinic<'a> {
    /// District.
    pub district: &'a DistrictId,
    /// The team whose doctor holds them.
    pub team: &'a Team,
    /// Name of that doctor.
    pub doctor: &'a str,
    /// The instant of writing.
    pub now: DateTime<Utc>,
}

impl Clinic<'_> {
    /// Writes a session with its numbers and bookings.
    pub fn write(
        &self,
        tx: &mut dyn Tx,
        session: &Session,
        bookings: &[Draft],
    ) -> Result<(), DbError> {
        let holders: Vec<_> = bookings
            .iter()
            .filter(|booking| booking.state != BookingState::Cancelled)
            .collect();
        let taken = i64::try_from(holders.len()).unwrap_or(i64::MAX);
        tx.exec(
            "INSERT INTO clinic_session (district_id, id, institution_id, team_id, doctor_id, clinic,
                 held_on, half, start_minute, end_minute, fee_fen, capacity, taken, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
            &[
                self.district.into(),
                session.id.into(),
                self.team.institution.into(),
                self.team.id.into(),
                self.team.doctor().into(),
                session.clinic.into(),
                session.date.into(),
                Val::word(&session.half)?,
                session.start.into(),
                session.end.into(),
                session.fee.0.into(),
                session.capacity.into(),
                taken.into(),
            ],
        )?;
        for number in 1..=session.capacity {
            let holder = holders.iter().find(|booking| booking.number == number);
            self.ticket(tx, session, number, holder.map(|booking| booking.id))?;
        }
        for booking in bookings {
            self.booking(tx, session, booking)?;
        }
        Ok(())
    }

    fn ticket(
        &self,
        tx: &mut dyn Tx,
        session: &Session,
        number: u16,
        holder: Option<BookingId>,
    ) -> Result<(), DbError> {
        tx.exec(
            "INSERT INTO ticket (district_id, session_id, number, booking_id)
             VALUES ($1, $2, $3, $4)",
            &[
                self.district.into(),
                session.id.into(),
                number.into(),
                holder.into(),
            ],
        )?;
        Ok(())
    }

    fn booking(&self, tx: &mut dyn Tx, session: &Session, draft: &Draft) -> Result<(), DbError> {
        tx.exec(
            "INSERT INTO booking (district_id, id, resident_id, session_id, number, held_on,
                 start_minute, doctor_id, note, state, booked_ms, changed_ms, service_id, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
            &[
                self.district.into(),
                draft.id.into(),
                draft.resident.into(),
                session.id.into(),
                draft.number.into(),
                session.date.into(),
                draft.minute.into(),
                self.team.doctor().into(),
                draft.note.into(),
                Val::word(&draft.state)?,
                draft.booked_at.into(),
                draft.changed_at.into(),
                draft.service.as_ref().map(|service| service.id).into(),
            ],
        )?;
        if draft.state == BookingState::Booked {
            let about = draft.id.to_string();
            self.tell(tx, session, draft, draft.told, MessageKind::Booked, about)?;
        }
        if let Some(service) = &draft.service {
            self.service(tx, session, draft, service)?;
        }
        Ok(())
    }

    fn service(
        &self,
        tx: &mut dyn Tx,
        session: &Session,
        booking: &Draft,
        service: &Service,
    ) -> Result<(), DbError> {
        tx.exec(
            "INSERT INTO service (district_id, id, resident_id, name, summary, given_on, doctor_id,
                 institution_id, booking_id, recorded_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &[
                self.district.into(),
                service.id.into(),
                booking.resident.into(),
                session.clinic.into(),
                service.summary.into(),
                session.date.into(),
                self.team.doctor().into(),
                self.team.institution.into(),
                booking.id.into(),
                booking.changed_at.into(),
            ],
        )?;
        match &service.rating {
            Some(rating) => self.rating(tx, booking, service, rating),
            None if date_in_district(self.now) <= rate_until(session.date) => {
                let about = service.id.to_string();
                self.tell(
                    tx,
                    session,
                    booking,
                    service.told,
                    MessageKind::RateService,
                    about,
                )
            }
            None => Ok(()),
        }
    }

    fn rating(
        &self,
        tx: &mut dyn Tx,
        booking: &Draft,
        service: &Service,
        rating: &Rating,
    ) -> Result<(), DbError> {
        let [overall, attitude, explanation, waiting, result] = rating.steps;
        tx.exec(
            "INSERT INTO rating (district_id, id, service_id, resident_id, doctor_id,
                 institution_id, overall, attitude, explanation, waiting, result, words, anonymous,
                 rated_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            &[
                self.district.into(),
                rating.id.into(),
                service.id.into(),
                booking.resident.into(),
                self.team.doctor().into(),
                self.team.institution.into(),
                overall.into(),
                attitude.into(),
                explanation.into(),
                waiting.into(),
                result.into(),
                rating.words.into(),
                rating.anonymous.into(),
                rating.rated_at.into(),
            ],
        )?;
        Ok(())
    }

    /// Tells what happened, at the moment when it did.
    fn tell(
        &self,
        tx: &mut dyn Tx,
        session: &Session,
        booking: &Draft,
        id: MessageId,
        kind: MessageKind,
        about: String,
    ) -> Result<(), DbError> {
        let message = Message {
            id,
            kind,
            about: Some(about),
            words: Some(self.doctor.to_owned()),
            day: Some(session.date),
            sent_at: booking.changed_at,
        };
        message.write(tx, self.district, booking.resident, self.now)
    }
}
