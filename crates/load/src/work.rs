//! What is asked of a service, and with whose sign-ins: the same for every service.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Phones book numbers, each another one
    Book,
    /// The same, while the messages of a morning are made
    Morning,
    /// Phones read their own record
    Record,
    /// Doctors open the first page of their follow-up list
    List,
    /// Anybody reads the catalogue of packages
    Public,
    /// Nineteen records, then a booking
    Mixed,
    /// Staff sign in with their password
    SignIn,
}

/// Bookings that a run may take; more than it ever does.
const A_RUN: usize = 60_000;

/// Which booking the n-th request of a workload is, if it is one. No two workloads of a run, and no
/// two runs, take the same ones.
pub fn nth_booking(what: Kind, run: usize, n: usize) -> Option<usize> {
    let begin = run * A_RUN;
    match what {
        Kind::Book => Some(begin + n),
        Kind::Morning => Some(begin + A_RUN / 2 + n),
        Kind::Mixed if n % 20 == 19 => Some(begin + A_RUN / 10 * 9 + n / 20),
        _ => None,
    }
}

/// Whom a service knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Phones that are signed in.
    pub phones: Vec<Phone>,
    /// Doctors who are signed in.
    pub doctors: Vec<Doctor>,
    /// Sessions whose numbers are booked; no two are one doctor's on one day.
    pub sessions: Vec<String>,
    /// Numbers in each session.
    pub numbers: usize,
}

/// A signed-in phone and its one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phone {
    /// Cookie or token.
    pub token: String,
    /// The person.
    pub resident: String,
}

/// A signed-in doctor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Doctor {
    /// Cookie or token.
    pub token: String,
    /// Login name.
    pub login: String,
    /// Team.
    pub team: String,
}

impl Plan {
    /// Reads the plan that a preparation has written.
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).context("the sign-ins are not prepared")?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Writes it.
    pub fn write(&self, file: &Path) -> Result<()> {
        Ok(fs::write(file, serde_json::to_string(self)?)?)
    }

    /// Who asks the n-th time.
    pub fn phone(&self, n: usize) -> &Phone {
        &self.phones[n % self.phones.len()]
    }

    /// Which doctor asks the n-th time.
    pub fn doctor(&self, n: usize) -> &Doctor {
        &self.doctors[n % self.doctors.len()]
    }

    /// The n-th booking: a person, a session and a number, each such pair once. Numbers of few
    /// sessions are taken at a time, as on the morning when they are released.
    pub fn booking(&self, n: usize) -> (&Phone, &str, usize) {
        const HOT: usize = 20;
        let round = n / HOT;
        let session = n % HOT + (round / self.numbers) * HOT;
        let place = round % self.numbers;
        (
            self.phone(place),
            &self.sessions[session % self.sessions.len()],
            place + 1,
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_person_and_no_number_is_booked_twice() {
        let plan = Plan {
            phones: (0..50)
                .map(|n| Phone {
                    token: String::new(),
                    resident: n.to_string(),
                })
                .collect(),
            sessions: (0..40).map(|n| n.to_string()).collect(),
            numbers: 50,
            ..Plan::default()
        };
        let mut people = HashSet::new();
        let mut numbers = HashSet::new();
        for n in 0..40 * 50 {
            let (phone, session, number) = plan.booking(n);
            assert!(people.insert((phone.resident.clone(), session.to_owned())));
            assert!(numbers.insert((session.to_owned(), number)));
        }
    }
}
