//! One follow-up visit as resident and doctor read it: all that was written down, in the same words.

use domain::api::follow_ups::{HypertensionFollowUp, HypertensionForm};
use domain::codes::{Grade, Salt};
use leptos::prelude::*;

use super::words::{class_tone, word};
use crate::i18n::texts::follow_up as field;
use crate::i18n::texts::record as words;
use crate::i18n::{Text, format};
use crate::ui::{Card, KeyValue, KeyValues, Section, Status};

/// A recorded hypertension follow-up.
///
/// `<VisitFacts visit=follow_up/>`
#[component]
pub fn VisitFacts(
    /// The follow-up.
    visit: HypertensionFollowUp,
) -> impl IntoView {
    let HypertensionFollowUp {
        form,
        bmi_tenths,
        doctor,
        institution,
        ..
    } = visit;
    let (day, next, way, class) = (form.visit_date, form.next_date, form.way, form.class);
    let decided = [
        said(field::CLASS_REASON, form.class_reason.clone()),
        said(words::REFERRAL, form.referral_to.clone()),
        said(field::REFERRAL_REASON, form.referral_reason.clone()),
    ];
    let found = found(&form, bmi_tenths);
    let (habits, any_habits) = rows(habits(&form));
    view! {
        <Card>
            <Status tone=class_tone(class) label=Signal::derive(move || word(class.zh(), class.en()).to_owned()) />
            <KeyValues>
                <KeyValue label=words::WHEN>{move || format::full_date(day)}</KeyValue>
                <KeyValue label=words::WAY>{move || word(way.zh(), way.en())}</KeyValue>
                {rows(decided).0}
                <KeyValue label=words::NEXT>{move || format::full_date(next)}</KeyValue>
                <KeyValue label=words::DOCTOR>{doctor} " · " {institution}</KeyValue>
            </KeyValues>
        </Card>
        <Section title=words::FOUND><Card><KeyValues>{rows(found).0}</KeyValues></Card></Section>
        <Section title=words::DRUGS_THEN><Card><KeyValues>{drugs(form)}</KeyValues></Card></Section>
        {any_habits.then(|| view! {
            <Section title=field::HABITS><Card><KeyValues>{habits}</KeyValues></Card></Section>
        })}
    }
}

/// A fact: what it is, and how it is said in the language in use.
type Fact = Option<(Text, Signal<String>)>;

/// The facts that there are, and whether there is one.
fn rows(facts: impl IntoIterator<Item = Fact>) -> (impl IntoView, bool) {
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    let any = !facts.is_empty();
    let row = |(label, said): (Text, Signal<String>)| {
        view! { <KeyValue label=label>{move || said.get()}</KeyValue> }
    };
    (facts.into_iter().map(row).collect_view(), any)
}

/// Words that somebody wrote: the same in every language.
fn said(label: Text, written: Option<String>) -> Fact {
    written.map(|text| (label, Signal::stored(text)))
}

/// A number with its unit, and what was agreed on where something was: 5 支，目标 0 支.
fn counted(label: Text, now: Option<String>, target: Option<String>, unit: Text) -> Fact {
    if now.is_none() && target.is_none() {
        return None;
    }
    let said = move || {
        let with_unit = |number: &String| [number.as_str(), " ", unit.get()].concat();
        words::with_target(now.as_ref().map(with_unit), target.as_ref().map(with_unit))
    };
    Some((label, Signal::derive(said)))
}

/// A code as its word, and what was agreed on where something was.
fn coded(label: Text, now: Option<Text>, target: Option<Text>) -> Fact {
    if now.is_none() && target.is_none() {
        return None;
    }
    let own = |text: Text| text.get().to_owned();
    let said = move || words::with_target(now.map(own), target.map(own));
    Some((label, Signal::derive(said)))
}

fn number(value: Option<u16>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn tenths(value: Option<u16>) -> Option<String> {
    value.map(format::short_tenths)
}

fn salt(salt: Salt) -> Text {
    Text {
        zh: salt.zh(),
        en: salt.en(),
    }
}

fn grade(grade: Grade) -> Text {
    Text {
        zh: grade.zh(),
        en: grade.en(),
    }
}

/// What was measured, seen and told.
fn found(form: &HypertensionForm, bmi: Option<u16>) -> Vec<Fact> {
    let (symptoms, other) = (form.symptoms.clone(), form.symptom_other.clone());
    let symptoms = Signal::derive(move || {
        let names = symptoms
            .iter()
            .map(|one| word(one.zh(), one.en()).to_owned());
        listed(names.chain(other.clone()))
    });
    let dangers = form.danger_signs.clone();
    let danger = (!dangers.is_empty()).then(|| {
        let said = Signal::derive(move || {
            listed(
                dangers
                    .iter()
                    .map(|one| word(one.zh(), one.en()).to_owned()),
            )
        });
        (field::DANGER, said)
    });
    let pregnant = form
        .pregnant_or_lactating
        .then(|| (field::PREGNANT, words::YES.into()));
    vec![
        said(
            words::PRESSURE,
            Some(format::blood_pressure(form.sbp, form.dbp)),
        ),
        counted(
            words::HEART_RATE,
            number(form.heart_rate),
            None,
            words::PER_MINUTE,
        ),
        counted(
            words::WEIGHT,
            tenths(form.weight),
            tenths(form.weight_target),
            field::KG,
        ),
        said(field::BMI, bmi.map(format::tenths)),
        Some((words::SYMPTOMS, symptoms)),
        danger,
        pregnant,
        said(field::SIGN_OTHER, form.sign_other.clone()),
        said(words::EXAMS, form.aux_exam.clone()),
        said(field::COMPLICATION, form.complication.clone()),
    ]
}

/// What is lived by, and what was agreed on.
fn habits(form: &HypertensionForm) -> Vec<Fact> {
    vec![
        counted(
            field::SMOKE,
            number(form.smoke),
            number(form.smoke_target),
            field::CIGARETTES,
        ),
        counted(
            field::DRINK,
            tenths(form.drink),
            tenths(form.drink_target),
            field::LIANG,
        ),
        counted(
            field::EXERCISE_TIMES,
            number(form.exercise_times),
            number(form.exercise_times_target),
            field::TIMES,
        ),
        counted(
            field::EXERCISE_MINUTES,
            number(form.exercise_minutes),
            number(form.exercise_minutes_target),
            field::MINUTES,
        ),
        coded(field::SALT, form.salt.map(salt), form.salt_target.map(salt)),
        coded(field::PSYCH, form.psych.map(grade), None),
        coded(field::OBEY, form.obey.map(grade), None),
    ]
}

/// How the drugs are taken, which, and how they are borne.
fn drugs(form: HypertensionForm) -> impl IntoView {
    let compliance = form.compliance;
    let drugs = form
        .drugs
        .into_iter()
        .map(
            |drug| view! { <p>{move || words::drug(&drug.name, drug.times_a_day, &drug.dose)}</p> },
        )
        .collect_view();
    let any = !drugs.is_empty();
    let reaction = form.adverse_reaction;
    view! {
        <KeyValue label=words::COMPLIANCE>{move || word(compliance.zh(), compliance.en())}</KeyValue>
        {any.then(|| view! { <KeyValue label=words::DRUGS>{drugs}</KeyValue> })}
        {rows([said(field::REACTION, reaction)]).0}
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(word("、", ", "))
}
