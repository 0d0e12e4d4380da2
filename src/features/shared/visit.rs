//! One follow-up visit as resident and doctor read it: all that was written down, in the same words.

use chrono::NaiveDate;
use domain::api::records::Drug;
use domain::api::typed_follow_ups::{AnyFollowUp, DiabetesForm, FollowUp};
use domain::codes::{Compliance, ControlClass, Grade, Salt, VisitWay};
use domain::rules::chronic::{Common, Form, Words};
use leptos::prelude::*;

use super::words::{class_tone, word};
use crate::i18n::texts::follow_up as field;
use crate::i18n::texts::record as words;
use crate::i18n::{Text, format};
use crate::ui::{Card, KeyValue, KeyValues, Section, Status};

/// A recorded follow-up.
///
/// `<VisitFacts visit=follow_up/>`
#[component]
pub fn VisitFacts(
    /// The follow-up.
    visit: AnyFollowUp,
) -> impl IntoView {
    let told = match &visit {
        AnyFollowUp::Hypertension(visit) => Told::of(visit, Vec::new(), Vec::new()),
        AnyFollowUp::Diabetes(visit) => {
            let insulin = [
                said(field::INSULIN_KIND, visit.form.insulin_kind.clone()),
                said(field::INSULIN_DOSE, visit.form.insulin_dose.clone()),
            ];
            Told::of(visit, of_diabetes(&visit.form), insulin.to_vec())
        }
    };
    let Told {
        day,
        next,
        way,
        class,
        signed,
        decided,
        found,
        habits,
        compliance,
        drugs,
        medication,
    } = told;
    let (habits, any_habits) = rows(habits);
    view! {
        <Card>
            <Status tone=class_tone(class) label=Signal::derive(move || word(class.zh(), class.en()).to_owned()) />
            <KeyValues>
                <KeyValue label=words::WHEN>{move || format::full_date(day)}</KeyValue>
                <KeyValue label=words::WAY>{move || word(way.zh(), way.en())}</KeyValue>
                {rows(decided).0}
                <KeyValue label=words::NEXT>{move || format::full_date(next)}</KeyValue>
                <KeyValue label=words::DOCTOR>{signed}</KeyValue>
            </KeyValues>
        </Card>
        <Section title=words::FOUND><Card><KeyValues>{rows(found).0}</KeyValues></Card></Section>
        <Section title=words::DRUGS_THEN>
            <Card>
                <KeyValues>
                    <KeyValue label=words::COMPLIANCE>{move || word(compliance.zh(), compliance.en())}</KeyValue>
                    {taken(drugs)}
                    {rows(medication).0}
                </KeyValues>
            </Card>
        </Section>
        {any_habits.then(|| view! {
            <Section title=field::HABITS><Card><KeyValues>{habits}</KeyValues></Card></Section>
        })}
    }
}

/// What a visit tells, of whatever programme.
struct Told {
    day: NaiveDate,
    next: NaiveDate,
    way: VisitWay,
    class: ControlClass,
    signed: String,
    decided: Vec<Fact>,
    found: Vec<Fact>,
    habits: Vec<Fact>,
    compliance: Compliance,
    drugs: Vec<Drug>,
    medication: Vec<Fact>,
}

impl Told {
    /// `own` is what the programme alone asks, `more` what else is taken.
    fn of<F: Form>(visit: &FollowUp<F>, own: Vec<Fact>, more: Vec<Fact>) -> Self {
        let form = visit.form.common();
        let text = |label, field| said(label, form.text(field).map(str::to_owned));
        let mut medication = more;
        medication.push(text(field::REACTION, "adverse_reaction"));
        Self {
            day: form.visit_date,
            next: form.next_date,
            way: form.way,
            class: form.class,
            signed: [visit.doctor.as_str(), format::DOT, &visit.institution].concat(),
            decided: vec![
                text(field::CLASS_REASON, "class_reason"),
                text(words::REFERRAL, "referral_to"),
                text(field::REFERRAL_REASON, "referral_reason"),
            ],
            found: found(&form, own, visit.bmi_tenths),
            habits: habits(&visit.form, &form),
            compliance: form.compliance,
            drugs: form.drugs.to_vec(),
            medication,
        }
    }
}

/// What the form of diabetes alone asks.
fn of_diabetes(form: &DiabetesForm) -> Vec<Fact> {
    let pulse = form.dorsalis_pedis.map(|one| Text {
        zh: one.zh(),
        en: one.en(),
    });
    let reaction = Text {
        zh: form.hypoglycaemia.zh(),
        en: form.hypoglycaemia.en(),
    };
    let taken_on = form.hba1c_date;
    let hba1c = form.hba1c.map(|value| {
        let said = move || {
            let day = taken_on.map(|day| [format::DOT, &format::full_date(day)].concat());
            [&format::tenths(value), " %", &day.unwrap_or_default()].concat()
        };
        (field::HBA1C, Signal::derive(said))
    });
    let glucose = Some(format::tenths(form.fasting_glucose));
    vec![
        counted(field::GLUCOSE, glucose, None, field::MMOL),
        hba1c,
        coded(field::HYPOGLYCAEMIA, Some(reaction), None),
        coded(field::DORSALIS_PEDIS, pulse, None),
    ]
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

/// What was measured, seen and told; `own` is what the programme alone asks.
fn found(form: &Common<'_>, own: Vec<Fact>, bmi: Option<u16>) -> Vec<Fact> {
    let text = |label, field| said(label, form.text(field).map(str::to_owned));
    let (symptoms, other) = (form.symptoms.clone(), form.text("symptom_other"));
    let other = other.map(str::to_owned);
    let symptoms = Signal::derive(move || listed(&symptoms, other.clone()));
    let dangers = form.danger_signs.clone();
    let danger = (!dangers.is_empty()).then(|| {
        (
            field::DANGER,
            Signal::derive(move || listed(&dangers, None)),
        )
    });
    let pregnant = form
        .pregnant_or_lactating
        .then(|| (field::PREGNANT, words::YES.into()));
    let pressure = format::blood_pressure(form.sbp, form.dbp);
    let heart_rate = number(form.heart_rate);
    let mut facts = own;
    facts.extend([
        said(words::PRESSURE, Some(pressure)),
        counted(words::HEART_RATE, heart_rate, None, words::PER_MINUTE),
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
        text(field::SIGN_OTHER, "sign_other"),
        text(words::EXAMS, "aux_exam"),
        text(field::COMPLICATION, "complication"),
    ]);
    facts
}

/// What is lived by, and what was agreed on.
fn habits<F: Form>(form: &F, common: &Common<'_>) -> Vec<Fact> {
    let (now, agreed) = (form.habits(), form.targets());
    vec![
        counted(
            field::SMOKE,
            number(now.smoke),
            number(agreed.smoke),
            field::CIGARETTES,
        ),
        counted(
            field::DRINK,
            tenths(now.drink),
            tenths(agreed.drink),
            field::LIANG,
        ),
        counted(
            field::EXERCISE_TIMES,
            number(now.exercise_times),
            number(agreed.exercise_times),
            field::TIMES,
        ),
        counted(
            field::EXERCISE_MINUTES,
            number(now.exercise_minutes),
            number(agreed.exercise_minutes),
            field::MINUTES,
        ),
        coded(field::SALT, now.salt.map(salt), agreed.salt.map(salt)),
        counted(
            field::STAPLE,
            number(now.staple),
            number(agreed.staple),
            field::GRAMS,
        ),
        coded(field::PSYCH, common.psych.map(grade), None),
        coded(field::OBEY, common.obey.map(grade), None),
    ]
}

/// The drugs, where there are some.
fn taken(drugs: Vec<Drug>) -> impl IntoView {
    let line = |drug: Drug| view! { <p>{move || words::drug(&drug.name, drug.times_a_day, &drug.dose)}</p> };
    let lines = drugs.into_iter().map(line).collect_view();
    (!lines.is_empty()).then(|| view! { <KeyValue label=words::DRUGS>{lines}</KeyValue> })
}

fn listed(names: &[Words], other: Option<String>) -> String {
    let names = names.iter().map(|(zh, en)| word(zh, en).to_owned());
    names
        .chain(other)
        .collect::<Vec<_>>()
        .join(word("、", ", "))
}
