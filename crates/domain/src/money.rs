//! Money in whole fen (分), so that no price is ever a fraction of a binary float.
//!
//! Owns arithmetic and how an amount is written. It must never know a price: prices are data of
//! the catalogue. Called by the contract and booking types and by the screens that show them.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// An amount in fen; 100 fen are one yuan. In JSON a plain integer.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Nothing to pay.
    pub const ZERO: Fen = Fen(0);

    /// Whole yuan.
    #[must_use]
    pub const fn yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// The sum, held at the largest amount.
    #[must_use]
    pub const fn saturating_add(self, other: Fen) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, held at the smallest amount.
    #[must_use]
    pub const fn saturating_sub(self, other: Fen) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times the amount.
    #[must_use]
    pub const fn times(self, count: u16) -> Self {
        Self(self.0.saturating_mul(count as i64))
    }

    /// The price at a discount said in tenths, as Chinese does: 8 is 八折, four fifths of the full
    /// price. Half a fen is rounded away from zero; more than ten tenths is the full price.
    #[must_use]
    pub fn at_tenths(self, tenths: u8) -> Self {
        let share = i128::from(self.0) * i128::from(tenths.min(10));
        let rounded = (share + 5 * share.signum()) / 10;
        Self(i64::try_from(rounded).unwrap_or(self.0))
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(amounts: I) -> Self {
        amounts.fold(Fen::ZERO, Fen::saturating_add)
    }
}

/// Yuan without a unit: whole amounts as `8`, others with two places as `8.50`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        match fen % 100 {
            0 => write!(f, "{sign}{}", fen / 100),
            rest => write!(f, "{sign}{}.{rest:02}", fen / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_yuan_are_written_without_places() {
        for (fen, text) in [
            (0, "0"),
            (1, "0.01"),
            (99, "0.99"),
            (100, "1"),
            (800, "8"),
            (850, "8.50"),
            (805, "8.05"),
            (-850, "-8.50"),
            (-5, "-0.05"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            assert_eq!(Fen(fen).to_string(), text);
        }
    }

    #[test]
    fn a_discount_is_said_in_tenths_of_the_price() {
        for (full, tenths, pays) in [
            (Fen::yuan(120), 8, Fen::yuan(96)),
            (Fen(999), 10, Fen(999)),
            (Fen(999), 0, Fen::ZERO),
            (Fen(14), 5, Fen(7)),
            (Fen(15), 5, Fen(8)),
            (Fen(-15), 5, Fen(-8)),
            (Fen(999), 11, Fen(999)),
        ] {
            assert_eq!(full.at_tenths(tenths), pays, "{full} at {tenths} tenths");
        }
    }

    #[test]
    fn an_amount_is_a_plain_integer_in_json() {
        assert_eq!(serde_json::to_string(&Fen(850)).unwrap(), "850");
        assert_eq!(serde_json::from_str::<Fen>("850").unwrap(), Fen(850));
        assert!(serde_json::from_str::<Fen>("8.5").is_err());
    }

    proptest! {
        #[test]
        fn a_discount_never_costs_more_than_the_full_price(fen in 0..=i64::MAX, tenths in 0u8..=20) {
            let pays = Fen(fen).at_tenths(tenths);
            prop_assert!(pays >= Fen::ZERO && pays <= Fen(fen));
        }

        #[test]
        fn what_is_written_is_the_amount(fen in any::<i64>()) {
            let text = Fen(fen).to_string();
            let digits: String = text.chars().filter(|c| *c != '.').collect();
            let read: i128 = digits.parse().unwrap();
            let scale = if text.contains('.') { 1 } else { 100 };
            prop_assert_eq!(read * scale, i128::from(fen));
        }
    }
}
