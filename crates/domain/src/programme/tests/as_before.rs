//! Hypertension and diabetes are judged as the rules in Rust judged them, on forms at random.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::*;
use crate::api::typed_follow_ups::{DiabetesForm, HypertensionForm};
use crate::codes::ControlClass;
use crate::person::Sex;
use crate::rules::chronic::Form;

/// An answer of a form, which may be missing.
type Member = BoxedStrategy<(String, Option<Json>)>;

fn always<S: Strategy<Value = Json> + 'static>(key: &'static str, value: S) -> Member {
    value
        .prop_map(move |value| (key.to_owned(), Some(value)))
        .boxed()
}

fn maybe<S: Strategy<Value = Json> + 'static>(key: &'static str, value: S) -> Member {
    prop::option::of(value)
        .prop_map(move |value| (key.to_owned(), value))
        .boxed()
}

fn number(most: u16) -> BoxedStrategy<Json> {
    (0..=most).prop_map(|number| json!(number)).boxed()
}

/// Numbers of which many lie on a boundary or beside one.
fn near(boundaries: &'static [u16], most: u16) -> BoxedStrategy<Json> {
    let beside = (prop::sample::select(boundaries), 0..3_u16);
    let beside = beside.prop_map(|(boundary, more)| json!(boundary + more - 1));
    prop_oneof![3 => beside, 1 => number(most)].boxed()
}

fn code(definition: &Definition, key: &str) -> BoxedStrategy<Json> {
    let codes: Vec<String> = definition
        .options(key)
        .iter()
        .map(|one| one.code.clone())
        .collect();
    prop::sample::select(codes)
        .prop_map(|code| json!(code))
        .boxed()
}

fn codes(definition: &Definition, key: &str, most: usize) -> BoxedStrategy<Json> {
    let codes: Vec<String> = definition
        .options(key)
        .iter()
        .map(|one| one.code.clone())
        .collect();
    prop::sample::subsequence(codes, 0..=most)
        .prop_map(|codes| json!(codes))
        .boxed()
}

fn text() -> BoxedStrategy<Json> {
    prop_oneof![Just(json!("")), Just(json!("  ")), Just(json!("皮疹"))].boxed()
}

fn date() -> BoxedStrategy<Json> {
    (0..120_u64)
        .prop_map(|days| json!(day("2026-11-10") + chrono::Days::new(days)))
        .boxed()
}

/// What both forms ask.
fn members(definition: &Definition, sex: Sex) -> Vec<Member> {
    let drug = Just(json!([{"name": "药", "times_a_day": 1, "dose": "5 mg"}]));
    // A man is not asked.
    let pregnant = any::<bool>().prop_map(move |yes| json!(yes && sex != Sex::Male));
    vec![
        always(
            "visit_date",
            (0..20_u64).prop_map(|days| json!(day("2026-11-10") + chrono::Days::new(days))),
        ),
        always("way", code(definition, "way")),
        always("symptoms", codes(definition, "symptoms", 3)),
        maybe("symptom_other", text()),
        always("sbp", near(&[50, 80, 140, 150, 180, 200, 300], 400)),
        always("dbp", near(&[20, 50, 90, 110, 120, 200], 250)),
        always("danger_signs", codes(definition, "danger_signs", 1)),
        always("pregnant_or_lactating", pregnant),
        maybe("weight", near(&[5, 300, 1500, 3000], 4000)),
        maybe("weight_target", number(4000)),
        maybe("smoke", near(&[60, 200], 300)),
        maybe("smoke_target", number(300)),
        maybe("drink", near(&[100, 500], 600)),
        maybe("drink_target", number(600)),
        maybe("exercise_times", near(&[21, 50], 60)),
        maybe("exercise_minutes", near(&[240, 600], 700)),
        maybe("exercise_times_target", number(60)),
        maybe("exercise_minutes_target", number(700)),
        maybe("psych", code(definition, "psych")),
        maybe("obey", code(definition, "obey")),
        maybe("sign_other", text()),
        maybe("aux_exam", text()),
        always("compliance", code(definition, "compliance")),
        maybe("adverse_reaction", text()),
        maybe("complication", text()),
        always(
            "class",
            prop::sample::select(ControlClass::ALL).prop_map(|class| json!(class)),
        ),
        maybe("class_reason", text()),
        always("drugs", prop_oneof![drug, Just(json!([]))]),
        maybe("referral_reason", text()),
        maybe("referral_to", text()),
        always("next_date", date()),
    ]
}

fn hypertension(definition: &Definition, sex: Sex) -> Vec<Member> {
    let mut members = members(definition, sex);
    members.push(maybe("heart_rate", near(&[20, 45, 120, 250], 300)));
    members.push(maybe("salt", code(definition, "salt")));
    members.push(maybe("salt_target", code(definition, "salt")));
    members
}

fn diabetes(definition: &Definition, sex: Sex) -> Vec<Member> {
    let mut members = members(definition, sex);
    members.extend([
        always(
            "fasting_glucose",
            near(&[5, 39, 61, 70, 166, 167, 500], 600),
        ),
        always("hypoglycaemia", code(definition, "hypoglycaemia")),
        maybe("hba1c", near(&[30, 40, 140, 200], 250)),
        maybe("hba1c_date", date()),
        maybe("staple", near(&[100, 800, 3000], 3500)),
        maybe("staple_target", number(3500)),
        maybe("dorsalis_pedis", code(definition, "dorsalis_pedis")),
        maybe("insulin_kind", text()),
        maybe("insulin_dose", text()),
    ]);
    members
}

/// A form with the person it is about and the class of the visit before.
type Visit = (Json, Sex, NaiveDate, Option<ControlClass>);

fn visits(
    members: fn(&Definition, Sex) -> Vec<Member>,
    programme: &'static str,
) -> BoxedStrategy<Visit> {
    let people = (
        prop::sample::select(vec![Sex::Male, Sex::Female, Sex::Unknown]),
        // From 60 to 70 years, and the days around the 65th birthday.
        (0..4000_u64).prop_map(|days| day("1956-11-01") + chrono::Days::new(days)),
        prop::option::of(prop::sample::select(ControlClass::ALL)),
    );
    people
        .prop_flat_map(move |(sex, born, previous)| {
            let form = members(definition(programme), sex).prop_map(|members| {
                let given = members
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value?)));
                Json::Object(given.collect::<Map<_, _>>())
            });
            (form, Just(sex), Just(born), Just(previous))
        })
        .boxed()
}

fn word(class: ControlClass) -> String {
    serde_json::to_value(class)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn same_as_before<F: Form>(definition: &Definition, (form, sex, born, previous): &Visit) {
    let typed: F = serde_json::from_value(form.clone()).unwrap();
    let answers: Answers = serde_json::from_value(form.clone()).unwrap();
    let known = Known {
        born: *born,
        sex: *sex,
        height: None,
    };

    let before = typed
        .decide(crate::RULES_VERSION, *born, *previous)
        .unwrap();
    let now = decide(definition, &answers, &known, previous.map(word).as_deref()).unwrap();
    assert_eq!(
        serde_json::to_value(&now).unwrap(),
        serde_json::to_value(&before).unwrap()
    );

    let today = day("2026-11-25");
    let sorted = |mut errors: Vec<crate::problem::FieldError>| {
        errors.sort_by(|a, b| (&a.field, &a.reason).cmp(&(&b.field, &b.reason)));
        errors
    };
    let told = check(definition, &answers, &known, Some(&now), today);
    assert_eq!(sorted(told), sorted(typed.check(&before, today)));

    let mut rare = unusual(definition, &answers);
    let mut rare_before = typed.unusual();
    rare.sort_unstable();
    rare_before.sort_unstable();
    assert_eq!(rare, rare_before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn hypertension_is_judged_as_before(visit in visits(hypertension, "hypertension")) {
        same_as_before::<HypertensionForm>(definition("hypertension"), &visit);
    }

    #[test]
    fn diabetes_is_judged_as_before(visit in visits(diabetes, "diabetes")) {
        same_as_before::<DiabetesForm>(definition("diabetes"), &visit);
    }
}
