//! What clients were told, and whether the storage agrees after a cut. Every write leaves three
//! things in one transaction (its effect, its audit row, its kept answer), all under its number,
//! so that a half or a doubled one shows.

use std::collections::{BTreeMap, BTreeSet};

use backend::db::Store;
use backend::failure::Failure;
use domain::ids::BookingId;

/// What a client asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A number, for this person in this session.
    Book { person: usize, session: usize },
    /// The number of an earlier order back.
    Cancel { booked: usize },
    /// An audit row that names everybody, as a list page leaves it.
    Look,
}

/// What a client was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Done.
    Done,
    /// Refused; nothing was changed.
    Refused,
    /// Nothing that says whether it was done.
    Nothing,
}

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Something acknowledged is not there.
    Lost(String),
    /// Anything else.
    Other(String),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Broken::Lost(what) => write!(f, "lost: {what}"),
            Broken::Other(what) => f.write_str(what),
        }
    }
}

/// All orders of a seed; an order's number is its place.
#[derive(Debug, Default)]
pub struct Ledger {
    orders: Vec<(Order, Told)>,
}

impl Ledger {
    /// Notes an order before it is sent; gives its number.
    pub fn send(&mut self, order: Order) -> usize {
        self.orders.push((order, Told::Nothing));
        self.orders.len() - 1
    }

    /// Notes what the client was told.
    pub fn tell(&mut self, number: usize, told: Told) {
        if let Some((_, known)) = self.orders.get_mut(number) {
            *known = told;
        }
    }

    /// Numbers of bookings that were done and not given back, as far as clients know.
    pub fn held(&self) -> Vec<usize> {
        let given_back: BTreeSet<usize> = self
            .orders
            .iter()
            .filter_map(|(order, _)| match order {
                Order::Cancel { booked } => Some(*booked),
                _ => None,
            })
            .collect();
        let held = self
            .orders
            .iter()
            .enumerate()
            .filter(|(number, (order, told))| {
                matches!(order, Order::Book { .. })
                    && *told == Told::Done
                    && !given_back.contains(number)
            });
        held.map(|(number, _)| number).collect()
    }

    /// Orders that were acknowledged.
    pub fn acknowledged(&self) -> u64 {
        self.orders
            .iter()
            .filter(|(_, told)| *told == Told::Done)
            .count() as u64
    }

    /// Holds the storage against what was told, and learns from it what became of the rest.
    pub fn compare(&mut self, store: &Store) -> Result<Result<(), Broken>, Failure> {
        let found = Found::read(store)?;
        for (number, (order, told)) in self.orders.iter_mut().enumerate() {
            let rows = found.audited.get(&request_id(number)).copied().unwrap_or(0);
            let kept = found.kept.contains(&request_id(number));
            match (&*told, rows) {
                (Told::Done, 0) => {
                    return Ok(Err(Broken::Lost(format!("order {number}, {order:?}"))));
                }
                (Told::Refused, 1..) => return other(format!("refused order {number} was done")),
                (_, 2..) => return other(format!("order {number} was done {rows} times")),
                _ => {}
            }
            if kept != (rows == 1) {
                return other(format!(
                    "order {number} is half there: audit {rows}, answer {kept}"
                ));
            }
            *told = if rows == 1 { Told::Done } else { Told::Refused };
        }
        Ok(self.bookings(&found))
    }

    /// The bookings must be those that the orders make.
    fn bookings(&self, found: &Found) -> Result<(), Broken> {
        let mut expected = BTreeMap::new();
        for (number, (order, told)) in self.orders.iter().enumerate() {
            match order {
                Order::Book { .. } if *told == Told::Done => {
                    expected.insert(booking_id(number), "booked");
                }
                Order::Cancel { booked } if *told == Told::Done => {
                    expected.insert(booking_id(*booked), "cancelled");
                }
                _ => {}
            }
        }
        let agree = expected.len() == found.bookings.len()
            && expected
                .iter()
                .all(|(id, state)| found.bookings.get(id).is_some_and(|found| found == state));
        if agree {
            Ok(())
        } else {
            Err(Broken::Other(
                "the bookings are not those that were made".to_owned(),
            ))
        }
    }
}

fn other(what: String) -> Result<Result<(), Broken>, Failure> {
    Ok(Err(Broken::Other(what)))
}

/// The id of the booking that an order makes.
pub fn booking_id(number: usize) -> BookingId {
    crate::town::id(9, number as u64)
}

/// How an order is called in the audit trail and among the kept answers.
pub fn request_id(number: usize) -> String {
    format!("order-{number}")
}

/// What the storage holds.
struct Found {
    audited: BTreeMap<String, i64>,
    kept: BTreeSet<String>,
    bookings: BTreeMap<BookingId, String>,
}

impl Found {
    fn read(store: &Store) -> Result<Self, Failure> {
        store.read_here(|tx| {
            let audited = tx.rows(
                "SELECT request_id, count(*) AS n FROM audit GROUP BY request_id",
                &[],
            )?;
            let kept = tx.rows("SELECT key FROM idempotency", &[])?;
            let bookings = tx.rows("SELECT id, state FROM booking", &[])?;
            Ok(Self {
                audited: audited
                    .iter()
                    .map(|row| Ok((row.get("request_id")?, row.get("n")?)))
                    .collect::<Result<_, Failure>>()?,
                kept: kept
                    .iter()
                    .map(|row| Ok(row.get("key")?))
                    .collect::<Result<_, Failure>>()?,
                bookings: bookings
                    .iter()
                    .map(|row| Ok((row.get("id")?, row.get("state")?)))
                    .collect::<Result<_, Failure>>()?,
            })
        })
    }
}
