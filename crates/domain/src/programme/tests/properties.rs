//! What holds of every programme, on answers at random: each further finding can only make the decision more
//! severe, the next visit lies after this one, and whatever stands in the answers ends in a judgement.

use proptest::prelude::*;

use super::*;
use crate::person::Sex;

/// An answer that the field could have, or none.
fn answer(definition: &Definition, field: &Field) -> BoxedStrategy<Option<Value>> {
    let codes = |key: &str| -> Vec<Value> {
        definition
            .options(key)
            .iter()
            .map(|one| Value::from(one.code.as_str()))
            .collect()
    };
    let some = match &field.kind {
        Kind::Number(kind) => {
            let [least, most] = kind.legal;
            (least..=most).prop_map(Value::Number).boxed()
        }
        Kind::Choice(_) => prop::sample::select(codes(&field.key)).boxed(),
        Kind::Choices(_) => {
            let codes = codes(&field.key);
            prop::sample::subsequence(codes, 0..=2)
                .prop_map(Value::List)
                .boxed()
        }
        Kind::Text => Just(Value::from("话")).boxed(),
        Kind::Day | Kind::AnyDay => (0..400_u64)
            .prop_map(|days| Value::from(day("2026-11-23") - chrono::Days::new(days)))
            .boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Class | Kind::Drugs | Kind::Computed(_) => return Just(None).boxed(),
    };
    prop::option::weighted(0.7, some).boxed()
}

fn answers(definition: &'static Definition) -> BoxedStrategy<Answers> {
    let fields: Vec<_> = definition.fields().collect();
    let each: Vec<_> = fields
        .iter()
        .map(|field| answer(definition, field))
        .collect();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    each.prop_map(move |values| {
        let mut answers = Answers::default();
        for (key, value) in keys.iter().zip(values) {
            answers.set(key, value);
        }
        answers.with("visit_date", "2026-11-23")
    })
    .boxed()
}

fn visits() -> BoxedStrategy<(&'static Definition, Answers, Known, Option<String>)> {
    let people = (
        prop::sample::select(vec![Sex::Male, Sex::Female, Sex::Unknown]),
        (0..36_000_u64).prop_map(|days| day("2026-11-23") - chrono::Days::new(days)),
    );
    (
        prop::sample::select(all().iter().collect::<Vec<_>>()),
        people,
    )
        .prop_flat_map(|(definition, (sex, born))| {
            let classes: Vec<_> = definition
                .classes
                .iter()
                .map(|one| one.code.clone())
                .collect();
            let known = Known {
                born,
                sex,
                height: Some(1650),
            };
            let previous = prop::option::of(prop::sample::select(classes));
            (Just(definition), answers(definition), Just(known), previous)
        })
        .boxed()
}

/// Keys of which a greater number is never better.
const WORSE: [&str; 4] = ["sbp", "dbp", "falls", "exacerbations"];
/// Keys of signs of danger.
const SIGNS: &str = "danger_signs";

fn milder(definition: &Definition, one: &Decision, other: &Decision) -> bool {
    let place = |code: &str| {
        definition
            .classes
            .iter()
            .position(|class| class.code == code)
    };
    let later = match (one.latest_next, other.latest_next) {
        (Some(before), Some(now)) => now > before,
        _ => false,
    };
    place(&other.class) < place(&one.class) || other.referral < one.referral || later
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_is_answered_is_judged_and_seen_again_later(
        (definition, answers, known, previous) in visits(),
    ) {
        let decision = decide(definition, &answers, &known, previous.as_deref()).unwrap();
        prop_assert!(definition.class(&decision.class).is_some());
        prop_assert!(decision.latest_next.is_none_or(|next| next > day("2026-11-23")));
        if decision.referral != Referral::No {
            let within = day("2026-11-23") + chrono::Days::new(14);
            prop_assert!(decision.latest_next.is_none_or(|next| next <= within), "{decision:?}");
        }
        let _ = check(definition, &answers, &known, Some(&decision), day("2026-11-23"));
        for id in &decision.reasons {
            let facts = Facts::new(definition, &answers, &known, previous.as_deref()).unwrap();
            let said = facts.say(&definition.rule(id).unwrap().zh);
            prop_assert!(!said.contains('{') && !said.contains("//"), "{said}");
        }
    }

    #[test]
    fn a_worse_number_or_another_sign_of_danger_is_never_judged_milder(
        (definition, answers, known, previous) in visits(),
        key in prop::sample::select(&WORSE[..]),
        more in 1..60,
    ) {
        let before = decide(definition, &answers, &known, previous.as_deref()).unwrap();
        let mut worse = answers.clone();
        if let Some(number) = answers.number(key) {
            worse.set(key, Some(Value::Number(number + more)));
        }
        let sign = definition.options(SIGNS).first().map(|one| one.code.clone());
        if let Some(sign) = sign {
            worse.set(SIGNS, Some(Value::List(vec![Value::Text(sign)])));
        }
        let now = decide(definition, &worse, &known, previous.as_deref()).unwrap();
        prop_assert!(!milder(definition, &before, &now), "{before:?} then {now:?}");
    }

    #[test]
    fn answers_come_back_from_json_as_they_were((_, answers, ..) in visits()) {
        let text = serde_json::to_string(&answers).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answers>(&text).unwrap(), answers);
    }
}
