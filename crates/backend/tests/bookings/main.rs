//! Bookings through the real router on a real file: numbers are taken, given back and come to
//! something on the day; and never sold twice.

#[path = "../common/mod.rs"]
mod common;

mod day;
mod desk;
mod guards;
mod keeping;
mod rush;
mod taking;

use common::{Town, new_id};
use domain::api::bookings::{Book, BookBody, Booking, DayQuery};
use domain::ids::{ClinicSessionId, ResidentId};
use domain::problem::{Code, Problem};

fn number(resident: ResidentId, session: ClinicSessionId) -> BookBody {
    BookBody {
        id: new_id(),
        resident_id: resident,
        session_id: session,
        note: None,
    }
}

fn on(date: &str) -> DayQuery {
    DayQuery {
        date: Some(date.parse().unwrap()),
    }
}

/// 王桂英 has a number with 彭海燕 tomorrow morning.
async fn booked(town: &Town) -> Booking {
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let body = BookBody {
        note: Some(" 头有点晕 ".to_owned()),
        ..number(town.ids.wang, session)
    };
    wang.send::<Book>((), body).await.unwrap()
}

fn code<T>(answer: Result<T, Problem>) -> Code {
    match answer {
        Ok(_) => panic!("answered"),
        Err(problem) => problem.code,
    }
}
