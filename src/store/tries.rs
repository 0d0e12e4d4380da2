//! How often a PIN may be tried: a few times at once, then ever more slowly, then never again. Pure.

/// Wrong tries in a row after which what is kept is wiped.
pub(super) const MOST: u32 = 10;

const MINUTE_MS: i64 = 60_000;

/// Wrong tries in a row, and when the last one was, by the phone's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tries {
    pub(super) wrong: u32,
    pub(super) last_ms: i64,
}

impl Tries {
    /// How long is waited after so many wrong ones.
    fn pause_ms(self) -> i64 {
        match self.wrong {
            0..=2 => 0,
            3 => MINUTE_MS / 2,
            4 => MINUTE_MS,
            5 => 5 * MINUTE_MS,
            6 => 15 * MINUTE_MS,
            7 => 60 * MINUTE_MS,
            _ => 180 * MINUTE_MS,
        }
    }

    /// Milliseconds until the next try. A clock that was put back begins the wait anew; one that was put
    /// forward ends it, which is why there is an end to all tries.
    pub(super) fn wait_ms(self, now_ms: i64) -> i64 {
        let passed = now_ms - self.last_ms;
        if passed < 0 {
            return self.pause_ms();
        }
        (self.pause_ms() - passed).max(0)
    }

    /// One more, counted before it is known whether it is wrong.
    pub(super) fn and_one(self, now_ms: i64) -> Self {
        Self {
            wrong: self.wrong.saturating_add(1),
            last_ms: now_ms,
        }
    }

    pub(super) fn text(self) -> String {
        [&self.wrong.to_string(), " ", &self.last_ms.to_string()].concat()
    }

    /// What [`Tries::text`] wrote; none where there is nothing. What cannot be read counts as many.
    pub(super) fn read(text: Option<&str>) -> Self {
        let Some(text) = text else {
            return Self::default();
        };
        let numbers = text.split_once(' ');
        let read = numbers.and_then(|(wrong, last)| {
            Some(Self {
                wrong: wrong.parse().ok()?,
                last_ms: last.parse().ok()?,
            })
        });
        read.unwrap_or(Self {
            wrong: MOST - 1,
            last_ms: 0,
        })
    }
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use super::*;

    fn after(wrong: u32) -> Tries {
        Tries {
            wrong,
            last_ms: 1_000_000,
        }
    }

    #[test]
    fn waits_grow_and_end_to_the_millisecond() {
        assert_eq!(after(2).wait_ms(1_000_000), 0);
        assert_eq!(after(3).wait_ms(1_000_000), 30_000);
        assert_eq!(after(3).wait_ms(1_029_999), 1);
        assert_eq!(after(3).wait_ms(1_030_000), 0);
        let waits: Vec<i64> = (0..MOST)
            .map(|wrong| after(wrong).wait_ms(1_000_000))
            .collect();
        assert!(waits.is_sorted(), "{waits:?}");
    }

    #[test]
    fn a_clock_that_is_put_back_gains_nothing() {
        assert_eq!(after(5).wait_ms(-1_000_000_000), 300_000);
    }

    #[test]
    fn what_is_kept_is_read_again_and_what_was_tampered_with_leaves_one_try() {
        let tries = Tries::default().and_one(7).and_one(9);
        assert_eq!(Tries::read(Some(&tries.text())), tries);
        assert_eq!(Tries::read(None), Tries::default());
        assert_eq!(Tries::read(Some("")).and_one(0).wrong, MOST);
    }
}
