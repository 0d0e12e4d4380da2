//! The clients: each sends one thing after another, notes it before it is sent and what it was
//! told, and ends with the connection that the kill cuts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use domain::api::bookings::{Book, BookBody, CancelBooking, ListBookings};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::ratings::{Aspects, RateBody, RateService};
use domain::api::records::GetRecord;
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::{BookingId, ClinicSessionId, ResidentId, ServiceId, Uuid};
use oorandom::Rand64;
use serde_json::json;

use super::village::{Patient, Phone};
use crate::http::{Answer, Browser};

/// How soon a client comes again that was asked to; sooner than it was asked to.
const SHORTLY: Duration = Duration::from_millis(50);

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A number, under the booking's id.
    Book,
    /// A booking back, under its id.
    Cancel,
    /// A follow-up, under its id.
    FollowUp,
    /// A rating, under its id.
    Rate,
}

/// What the client was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Done.
    Done,
    /// Refused: nothing was changed.
    Refused,
    /// Nothing yet.
    Nothing,
}

/// Something that was sent.
#[derive(Clone, Debug)]
pub struct Order {
    /// What.
    pub kind: Kind,
    /// Id of the row.
    pub id: Uuid,
    /// What the client was told.
    pub told: Told,
    /// Path, body and key, to send it again.
    request: (String, String, String),
}

impl Order {
    /// Its idempotency key.
    pub fn key(&self) -> &str {
        &self.request.2
    }
}

/// Who sends.
#[derive(Clone, Debug)]
pub enum Role {
    /// Books, cancels, rates and looks.
    Phone(Phone, Vec<ClinicSessionId>),
    /// Records follow-ups and looks.
    Doctor(Vec<Patient>),
}

/// One client over all lives of the program.
pub struct Loader {
    /// Who it is.
    pub role: Role,
    /// Its cookie.
    pub cookie: String,
    /// Everything it sent.
    pub orders: Vec<Order>,
    /// Reads that were answered.
    pub reads: u64,
    /// Requests whose answer was cut off.
    pub cut_off: u64,
    /// Answers that asked to come again a little later.
    pub busy: u64,
    /// Answers that said that the service failed.
    pub server_errors: u64,
    random: Rand64,
    held: Vec<BookingId>,
    rated: usize,
    begun: usize,
}

impl Loader {
    /// A client that has sent nothing.
    pub fn new(role: Role, cookie: String, random: Rand64) -> Self {
        Self {
            role,
            cookie,
            orders: Vec::new(),
            reads: 0,
            cut_off: 0,
            busy: 0,
            server_errors: 0,
            random,
            held: Vec::new(),
            rated: 0,
            begun: 0,
        }
    }

    /// What was sent in the last life of the program.
    pub fn newest(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().skip(self.begun)
    }

    /// Sends until the program is gone, or it is told to stop. What was not answered is sent again
    /// as it was before anything else.
    pub fn run(mut self, port: u16, stop: &AtomicBool) -> Result<Self> {
        let browser = Browser {
            port,
            cookie: self.cookie.clone(),
        };
        self.begun = self.orders.len() - usize::from(self.is_waiting());
        while !stop.load(Ordering::Relaxed) {
            let going_on = if self.is_waiting() {
                self.send(&browser, self.orders.len() - 1)?
            } else if self.random.rand_range(0..3) == 0 {
                self.look(&browser)?
            } else {
                let order = self.next();
                self.orders.push(order);
                self.send(&browser, self.orders.len() - 1)?
            };
            if !going_on {
                break;
            }
        }
        Ok(self)
    }

    /// Whether the last thing sent is still without an answer.
    fn is_waiting(&self) -> bool {
        let last = self.orders.last();
        last.is_some_and(|order| order.told == Told::Nothing)
    }

    /// Counts an answer that says that the service cannot, or has failed.
    fn count_failure(&mut self, answer: &Answer) {
        if answer.is_busy() {
            self.busy += 1;
            thread::sleep(SHORTLY);
        } else if answer.status >= 500 {
            println!("{} {}", answer.status, answer.body);
            self.server_errors += 1;
        }
    }

    /// Sends an order; whether the program is still there.
    fn send(&mut self, browser: &Browser, at: usize) -> Result<bool> {
        let order = &mut self.orders[at];
        let (path, body, key) = &order.request;
        let Ok(answer) = browser.post(path, body, key) else {
            self.cut_off += 1;
            return Ok(false);
        };
        order.told = match answer.status {
            200 => Told::Done,
            400..500 => Told::Refused,
            _ => Told::Nothing,
        };
        if order.told == Told::Done && order.kind == Kind::Book {
            self.held.push(order.id.into());
        }
        self.count_failure(&answer);
        unexpected(&answer)?;
        Ok(true)
    }

    fn look(&mut self, browser: &Browser) -> Result<bool> {
        let path = match &self.role {
            Role::Phone(phone, _) => fill(ListBookings::PATH, &phone.resident.values()),
            Role::Doctor(patients) => {
                let patient = &patients[self.random.rand_range(0..patients.len() as u64) as usize];
                fill(GetRecord::PATH, &patient.resident.values())
            }
        };
        let Ok(answer) = browser.get(&path) else {
            self.cut_off += 1;
            return Ok(false);
        };
        self.count_failure(&answer);
        self.reads += u64::from(answer.status == 200);
        Ok(true)
    }

    fn next(&mut self) -> Order {
        let id = self.id();
        match &self.role {
            Role::Doctor(patients) => {
                let patient = &patients[self.random.rand_range(0..patients.len() as u64) as usize];
                follow_up(id, patient)
            }
            Role::Phone(phone, sessions) => {
                let phone = phone.clone();
                let session = sessions[self.random.rand_range(0..sessions.len() as u64) as usize];
                match self.random.rand_range(0..6) {
                    0 if self.rated < phone.services.len() => {
                        self.rated += 1;
                        rate(id, phone.services[self.rated - 1])
                    }
                    1..=2 if !self.held.is_empty() => {
                        let at = self.random.rand_range(0..self.held.len() as u64) as usize;
                        cancel(self.held.swap_remove(at))
                    }
                    _ => book(id, phone.resident, session),
                }
            }
        }
    }

    fn id(&mut self) -> Uuid {
        let [a, b, c, d, e, f, g, h] = self.random.rand_u64().to_be_bytes();
        let ms = 1_795_479_000_000 + self.orders.len() as u64;
        Uuid::v7(ms, [a, b, c, d, e, f, g, h, a, b])
    }
}

/// What no order of ours may be answered with: it would mean that the load itself is wrong.
fn unexpected(answer: &Answer) -> Result<()> {
    if matches!(answer.status, 400 | 401 | 405 | 413 | 415 | 428) {
        bail!("the load is wrong: {} {}", answer.status, answer.body);
    }
    Ok(())
}

fn order(kind: Kind, id: Uuid, path: String, body: String) -> Order {
    let key = format!("{id}-{kind:?}");
    Order {
        kind,
        id,
        told: Told::Nothing,
        request: (path, body, key),
    }
}

fn json<B: serde::Serialize>(body: &B) -> String {
    serde_json::to_string(body).unwrap_or_default()
}

fn book(id: Uuid, resident: ResidentId, session: ClinicSessionId) -> Order {
    let body = BookBody {
        id: id.into(),
        resident_id: resident,
        session_id: session,
        note: None,
    };
    order(Kind::Book, id, Book::PATH.to_owned(), json(&body))
}

fn cancel(booking: BookingId) -> Order {
    let path = fill(CancelBooking::PATH, &booking.values());
    order(Kind::Cancel, booking.0, path, "{}".to_owned())
}

fn rate(id: Uuid, service: ServiceId) -> Order {
    let body = RateBody {
        id: id.into(),
        overall: 5,
        aspects: Aspects::default(),
        words: Some("很耐心".to_owned()),
        anonymous: false,
    };
    let path = fill(RateService::PATH, &service.values());
    order(Kind::Rate, id, path, json(&body))
}

/// A sound visit under control.
fn follow_up(id: Uuid, patient: &Patient) -> Order {
    let body = json!({
        "id": id,
        "form": {
            "visit_date": "2026-11-24", "way": "clinic", "symptoms": ["none"], "sbp": 122,
            "dbp": 74, "danger_signs": [], "pregnant_or_lactating": false, "weight": 600,
            "heart_rate": 72, "smoke": 0, "salt": "medium", "compliance": "regular",
            "class": "controlled", "drugs": [{"name": "氨氯地平", "times_a_day": 1, "dose": "5 mg"}],
            "next_date": "2027-01-24",
        },
        "rules_version": domain::RULES_VERSION,
        "decision": {
            "class": "controlled", "referral": "no", "latest_next": "2027-02-24", "reasons": [],
        },
    });
    let values = [patient.resident.to_string(), "hypertension".to_owned()];
    let path = fill(RecordFollowUp::PATH, &values);
    order(Kind::FollowUp, id, path, body.to_string())
}
