//! Two versions of one form, from one beginning: what only one side changed is taken over, what both
//! changed differently is asked. Nothing that somebody typed is left out without a word.

use crate::programme::{Answers, Value};

/// Under this key stands which answers were taken over from an earlier visit, and of which day they are.
const CARRIED: &str = "carried";

/// One side of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What this phone holds.
    Mine,
    /// What the service holds.
    Theirs,
}

/// What becomes of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Both say the same.
    Same,
    /// Only this side changed it, or answered it at all.
    From(Side),
    /// Both changed it, each in another way: a person decides.
    Open,
}

/// Two versions side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge<'a> {
    base: Option<&'a Answers>,
    mine: &'a Answers,
    theirs: &'a Answers,
}

impl<'a> Merge<'a> {
    /// `base` is what both began with. Without one, an answer that a side took over from an earlier visit
    /// gives way to one that was given afresh.
    #[must_use]
    pub fn new(base: Option<&'a Answers>, mine: &'a Answers, theirs: &'a Answers) -> Self {
        Self { base, mine, theirs }
    }

    /// Every key that a side answers, in the order of the keys, with what becomes of it.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'a str, Field)> {
        let mut keys: Vec<&str> = self.mine.iter().map(|(key, _)| key).collect();
        keys.extend(self.theirs.iter().map(|(key, _)| key));
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| *key != CARRIED);
        keys.into_iter().map(|key| (key, self.field(key))).collect()
    }

    /// What becomes of one field.
    #[must_use]
    pub fn field(&self, key: &str) -> Field {
        let (mine, theirs) = (self.mine.get(key), self.theirs.get(key));
        if mine == theirs {
            return Field::Same;
        }
        let (mine_stands, theirs_stands) = match self.base {
            Some(base) => (base.get(key) == mine, base.get(key) == theirs),
            None => (
                mine.is_none() || carried(self.mine, key).is_some(),
                theirs.is_none() || carried(self.theirs, key).is_some(),
            ),
        };
        match (mine_stands, theirs_stands) {
            (true, false) => Field::From(Side::Theirs),
            (false, true) => Field::From(Side::Mine),
            // Neither answered afresh, and yet they differ: the one that says something.
            (true, true) if mine.is_none() => Field::From(Side::Theirs),
            (true, true) if theirs.is_none() => Field::From(Side::Mine),
            _ => Field::Open,
        }
    }

    /// The two put together; `chosen` says whose answer holds where a person has to decide. `None` while
    /// one is undecided.
    #[must_use]
    pub fn settled(&self, chosen: impl Fn(&str) -> Option<Side>) -> Option<Answers> {
        let (mut put, mut days) = (Answers::default(), Answers::default());
        for (key, field) in self.fields() {
            let side = match field {
                Field::Same => Side::Mine,
                Field::From(side) => side,
                Field::Open => chosen(key)?,
            };
            let from = match side {
                Side::Mine => self.mine,
                Side::Theirs => self.theirs,
            };
            put.set(key, from.get(key).cloned());
            days.set(key, carried(from, key).cloned());
        }
        if days != Answers::default() {
            put.set(CARRIED, Some(Value::Map(days)));
        }
        Some(put)
    }
}

/// The day from which an answer was taken over.
fn carried<'a>(answers: &'a Answers, key: &str) -> Option<&'a Value> {
    match answers.get(CARRIED)? {
        Value::Map(days) => days.get(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(pairs: &[(&str, i32)]) -> Answers {
        let mut answers = Answers::default();
        for (key, value) in pairs {
            answers.set(key, Some(Value::Number(*value)));
        }
        answers
    }

    #[test]
    fn what_only_one_side_changed_is_taken_and_what_both_changed_is_asked() {
        let base = form(&[("sbp", 130), ("dbp", 80), ("weight", 600), ("pulse", 70)]);
        let mine = form(&[("sbp", 140), ("dbp", 80), ("weight", 610)]);
        let theirs = form(&[("sbp", 130), ("dbp", 90), ("weight", 620), ("pulse", 70)]);
        let merge = Merge::new(Some(&base), &mine, &theirs);
        let fields = merge.fields();
        assert_eq!(
            fields,
            [
                ("dbp", Field::From(Side::Theirs)),
                ("pulse", Field::From(Side::Mine)),
                ("sbp", Field::From(Side::Mine)),
                ("weight", Field::Open),
            ]
        );
        assert_eq!(merge.settled(|_| None), None);
        let put = merge.settled(|_| Some(Side::Theirs)).unwrap();
        assert_eq!(put, form(&[("sbp", 140), ("dbp", 90), ("weight", 620)]));
    }

    #[test]
    fn without_a_common_beginning_what_was_answered_afresh_stands_before_what_was_taken_over() {
        let day = Answers::default().with("smoke", "2026-08-20");
        let mine = form(&[("smoke", 5), ("sbp", 140)]).with(CARRIED, Value::Map(day.clone()));
        let theirs = form(&[("smoke", 0), ("dbp", 90)]);
        let put = Merge::new(None, &mine, &theirs).settled(|_| None).unwrap();
        assert_eq!(put, form(&[("smoke", 0), ("sbp", 140), ("dbp", 90)]));
        // Taken over by both, it is still of that day.
        let theirs = form(&[("smoke", 5)]).with(CARRIED, Value::Map(day.clone()));
        let put = Merge::new(None, &mine, &theirs).settled(|_| None).unwrap();
        assert_eq!(put.get(CARRIED), Some(&Value::Map(day)));
    }

    fn answers() -> impl Strategy<Value = Answers> {
        proptest::collection::vec(proptest::option::of(0..3_i32), 5).prop_map(|values| {
            let mut answers = Answers::default();
            for (key, value) in ["a", "b", "c", "d", "e"].into_iter().zip(values) {
                answers.set(key, value.map(Value::Number));
            }
            answers
        })
    }

    proptest! {
        /// Each change of either side is in what comes out, or was put before a person.
        #[test]
        fn no_change_is_lost(base in answers(), mine in answers(), theirs in answers(), common: bool) {
            let base = common.then_some(&base);
            let merge = Merge::new(base, &mine, &theirs);
            let put = merge.settled(|_| Some(Side::Theirs)).unwrap();
            for key in ["a", "b", "c", "d", "e"] {
                let asked = merge.field(key) == Field::Open;
                let began = base.and_then(|base| base.get(key));
                for side in [&mine, &theirs] {
                    let changed = side.get(key) != began;
                    prop_assert!(asked || !changed || put.get(key) == side.get(key), "{key}");
                }
            }
        }

        /// Whichever phone looks, the same fields are asked, and the same comes out.
        #[test]
        fn both_sides_see_the_same(base in answers(), one in answers(), other in answers()) {
            let here = Merge::new(Some(&base), &one, &other).settled(|_| Some(Side::Mine));
            let there = Merge::new(Some(&base), &other, &one).settled(|_| Some(Side::Theirs));
            prop_assert_eq!(here, there);
        }
    }
}
