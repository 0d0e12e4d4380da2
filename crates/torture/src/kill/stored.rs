//! What the storage holds of orders: read whole, once, and then asked of each order.

use std::collections::{BTreeMap, BTreeSet};

use backend::db::Tx;
use backend::failure::Failure;
use domain::ids::Uuid;

use super::load::{Kind, Order};

/// Effects and kept answers.
pub struct Stored {
    /// How many messages of a kind are about something.
    messages: BTreeMap<(String, String), i64>,
    booked: BTreeSet<Uuid>,
    cancelled: BTreeSet<Uuid>,
    follow_ups: BTreeSet<Uuid>,
    ratings: BTreeSet<Uuid>,
    answers: BTreeSet<String>,
}

impl Stored {
    /// Reads it.
    pub fn read(tx: &mut dyn Tx) -> Result<Self, Failure> {
        let mut messages = BTreeMap::new();
        let told = "SELECT about, kind, count(*) AS n FROM message WHERE about IS NOT NULL
             GROUP BY about, kind";
        for row in tx.rows(told, &[])? {
            messages.insert((row.get("about")?, row.get("kind")?), row.get("n")?);
        }
        let kept = tx.rows("SELECT key FROM idempotency WHERE status < 300", &[])?;
        Ok(Self {
            messages,
            booked: ids(tx, "SELECT id FROM booking")?,
            cancelled: ids(tx, "SELECT id FROM booking WHERE state = 'cancelled'")?,
            follow_ups: ids(tx, "SELECT id FROM follow_up")?,
            ratings: ids(tx, "SELECT id FROM rating")?,
            answers: kept
                .iter()
                .map(|row| Ok(row.get("key")?))
                .collect::<Result<_, Failure>>()?,
        })
    }

    /// How many effects an order has left. A booking, its return and a follow-up each leave a
    /// message as well, which a second effect would double.
    pub fn effects(&self, order: &Order) -> i64 {
        let (rows, message) = match order.kind {
            Kind::Book => (&self.booked, "booked"),
            Kind::Cancel => (&self.cancelled, "booking_cancelled"),
            Kind::FollowUp => (&self.follow_ups, "follow_up_done"),
            Kind::Rate => return i64::from(self.ratings.contains(&order.id)),
        };
        let about = (order.id.to_string(), message.to_owned());
        match rows.contains(&order.id) {
            true => self.messages.get(&about).copied().unwrap_or_default(),
            false => 0,
        }
    }

    /// How many kept answers.
    pub fn answers(&self, order: &Order) -> i64 {
        i64::from(self.answers.contains(order.key()))
    }
}

fn ids(tx: &mut dyn Tx, sql: &'static str) -> Result<BTreeSet<Uuid>, Failure> {
    let rows = tx.rows(sql, &[])?;
    rows.iter().map(|row| Ok(row.get("id")?)).collect()
}
