//! How long to wait before another attempt.

/// The first wait, milliseconds.
const FIRST_MS: i64 = 2_000;

/// Waits while the line is down: long enough for a dead network, short enough for a lift.
pub(super) const LINE_MOST_MS: i64 = 60_000;

/// Waits for one operation that the service cannot take.
pub(super) const ITEM_MOST_MS: i64 = 300_000;

/// The wait after so many failures in a row: twice as long each time up to a bound, of which the second
/// half is left to chance.
pub(super) fn wait_ms(failures: u32, most_ms: i64, chance: u32) -> i64 {
    let doublings = failures.saturating_sub(1).min(16);
    let full = (FIRST_MS << doublings).min(most_ms);
    full / 2 + i64::from(chance) % (full / 2 + 1)
}
