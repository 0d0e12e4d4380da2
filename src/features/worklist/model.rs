//! What a row of the worklist says. Pure: the day comes in.

use chrono::NaiveDate;
use domain::api::calls::{CallOutcome, LastCall};
use domain::api::follow_ups::{Bucket, DueCard};

use crate::i18n::format;
use crate::i18n::texts::worklist as words;
use crate::ui::Tone;

/// Why this person now.
pub(super) fn why(card: &DueCard, today: NaiveDate) -> (Tone, String) {
    let days = (card.due - today).num_days();
    let when = match days {
        ..0 => words::overdue(-days),
        0 => words::TODAY.get().to_owned(),
        1 => words::TOMORROW.get().to_owned(),
        _ => words::due_in(days),
    };
    match card.bucket {
        Bucket::Urgent => {
            let what = if card.referral_check {
                words::REFERRAL_CHECK
            } else {
                words::AT_ONCE
            };
            (Tone::Bad, [what.get(), format::DOT, &when].concat())
        }
        Bucket::Overdue => (Tone::Warn, when),
        Bucket::Soon => (Tone::Info, when),
    }
}

/// What the last call came to, as a row says it; nothing where nobody has called since the visit.
pub(super) fn called(call: &LastCall) -> String {
    let on = |day: Option<NaiveDate>| day.map(format::date).unwrap_or_default();
    match call.outcome {
        CallOutcome::Agreed => words::agreed_on(&on(call.on)),
        CallOutcome::Later => words::call_again_on(&on(call.on)),
        CallOutcome::NotReached => words::not_reached(call.tries),
        CallOutcome::WrongNumber => words::OUTCOME_WRONG_NUMBER.get().to_owned(),
        CallOutcome::Moved | CallOutcome::Refused | CallOutcome::Died => String::new(),
    }
}

/// The value to compare with, where the programme is led by one.
pub(super) fn last_value(card: &DueCard) -> Option<String> {
    let glucose = || {
        let point = card.last_glucose.as_ref()?;
        Some(words::glucose(&format::tenths(point.tenths)))
    };
    let pressure = || {
        let bp = card.last_bp.as_ref()?;
        Some(words::pressure(bp.sbp, bp.dbp))
    };
    let value = match card.programme.as_str() {
        "diabetes" => glucose(),
        "hypertension" => pressure(),
        // The others are not led by one number.
        _ => return None,
    };
    Some(value.unwrap_or_else(|| words::NO_VALUE.get().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(bucket: &str, due: &str, referral_check: bool) -> DueCard {
        serde_json::from_value(serde_json::json!({
            "person": {
                "resident_id": "0198f0c0-0000-7000-8000-000000000001", "name": "王建国", "sex": "male",
                "age": 68, "village": "月塘社区", "groups": ["hypertension"],
            },
            "programme": "hypertension", "title": { "zh": "高血压", "en": "Hypertension" }, "bucket": bucket, "due": due, "referral_check": referral_check,
            "last_bp": { "date": "2026-08-20", "sbp": 152, "dbp": 94 }, "version": 1,
        }))
        .unwrap()
    }

    #[test]
    fn a_row_says_why_now_in_the_words_of_a_nurse() {
        let today = "2026-11-24".parse().unwrap();
        for (bucket, due, referral, tone, said) in [
            ("overdue", "2026-11-12", false, Tone::Warn, "逾期 12 天"),
            ("overdue", "2026-11-23", false, Tone::Warn, "逾期 1 天"),
            ("soon", "2026-11-24", false, Tone::Info, "今天到期"),
            ("soon", "2026-11-25", false, Tone::Info, "明天到期"),
            ("soon", "2026-11-27", false, Tone::Info, "3 天后到期"),
            (
                "urgent",
                "2026-11-26",
                true,
                Tone::Bad,
                "转诊复查\u{a0}· 2 天后到期",
            ),
            (
                "urgent",
                "2026-11-20",
                false,
                Tone::Bad,
                "尽快随访\u{a0}· 逾期 4 天",
            ),
        ] {
            assert_eq!(
                why(&card(bucket, due, referral), today),
                (tone, said.to_owned())
            );
        }
    }

    #[test]
    fn the_last_value_is_the_programmes_own() {
        let mut card = card("soon", "2026-11-24", false);
        assert_eq!(last_value(&card).as_deref(), Some("血压 152/94"));
        card.programme = "diabetes".parse().unwrap();
        assert_eq!(last_value(&card).as_deref(), Some("还没有测量记录"));
        card.programme = "tb".parse().unwrap();
        assert_eq!(last_value(&card), None);
    }
}
