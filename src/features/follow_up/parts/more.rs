//! The rest of the form, folded away: signs, habits with their targets, examinations.

use domain::codes::{Grade, Salt};
use domain::rules::chronic::bmi_tenths;
use leptos::prelude::*;

use super::{Number, Work};
use crate::features::shared::word;
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Card, Choice, Disclosure, Opt, TextArea, TextInput, plain_number};

fn salts() -> Vec<Opt<Salt>> {
    Salt::ALL
        .iter()
        .map(|one| Opt::new(*one, Signal::derive(|| word(one.zh(), one.en()).to_owned())))
        .collect()
}

fn grades() -> Vec<Opt<Grade>> {
    Grade::ALL
        .iter()
        .map(|one| Opt::new(*one, Signal::derive(|| word(one.zh(), one.en()).to_owned())))
        .collect()
}

/// Signs, habits, examinations.
#[component]
pub(in super::super) fn MorePart(
    /// The form.
    work: Work,
) -> impl IntoView {
    view! {
        <Card>
            <SignsPart work=work />
            <HabitsPart work=work />
            <Disclosure summary=words::EXAMS>
                <TextArea
                    label=words::AUX_EXAM
                    limit=500
                    value=work.fields.aux_exam
                    error=work.error("aux_exam")
                />
            </Disclosure>
        </Card>
    }
}

#[component]
fn SignsPart(work: Work) -> impl IntoView {
    let fields = work.fields;
    let height = work.start.with_value(|start| start.height_tenths);
    let bmi = move || {
        let typed = plain_number(&fields.weight.get())
            .parse::<f64>()
            .ok()
            .filter(|kg| (0.5..=300.0).contains(kg))?;
        // Within the bounds above the tenths fit.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenths = (typed * 10.0).round() as u16;
        let bmi = bmi_tenths(tenths, height?)?;
        Some(view! { <p class="muted">{words::BMI.get()} " " {format::tenths(bmi)}</p> })
    };
    view! {
        <Disclosure summary=words::SIGNS>
            <div class="field-pair">
                <Number
                    work=work
                    name="weight"
                    unit=words::KG
                    value=fields.weight
                    before=|last| last.weight.map(format::short_tenths)
                    decimal=true
                />
                <Number
                    work=work
                    name="weight_target"
                    unit=words::KG
                    value=fields.weight_target
                    before=|last| last.weight_target.map(format::short_tenths)
                    decimal=true
                />
            </div>
            {bmi}
            <Number
                work=work
                name="heart_rate"
                unit=words::PER_MINUTE
                value=fields.heart_rate
                before=|last| last.heart_rate.map(|rate| rate.to_string())
            />
            <TextInput label=words::SIGN_OTHER value=fields.sign_other error=work.error("sign_other") />
        </Disclosure>
    }
}

#[component]
fn HabitsPart(work: Work) -> impl IntoView {
    let fields = work.fields;
    view! {
        <Disclosure summary=words::HABITS>
            <div class="field-pair">
                <Number work=work name="smoke" unit=words::CIGARETTES value=fields.smoke
                    before=|last| last.smoke.map(|n| n.to_string()) />
                <Number work=work name="smoke_target" unit=words::CIGARETTES value=fields.smoke_target
                    before=|last| last.smoke_target.map(|n| n.to_string()) />
            </div>
            <div class="field-pair">
                <Number work=work name="drink" unit=words::LIANG value=fields.drink decimal=true
                    before=|last| last.drink.map(format::short_tenths) />
                <Number work=work name="drink_target" unit=words::LIANG value=fields.drink_target decimal=true
                    before=|last| last.drink_target.map(format::short_tenths) />
            </div>
            <div class="field-pair">
                <Number work=work name="exercise_times" unit=words::TIMES value=fields.exercise_times
                    before=|last| last.exercise_times.map(|n| n.to_string()) />
                <Number work=work name="exercise_times_target" unit=words::TIMES value=fields.exercise_times_target
                    before=|last| last.exercise_times_target.map(|n| n.to_string()) />
            </div>
            <div class="field-pair">
                <Number work=work name="exercise_minutes" unit=words::MINUTES value=fields.exercise_minutes
                    before=|last| last.exercise_minutes.map(|n| n.to_string()) />
                <Number work=work name="exercise_minutes_target" unit=words::MINUTES
                    value=fields.exercise_minutes_target
                    before=|last| last.exercise_minutes_target.map(|n| n.to_string()) />
            </div>
            <div class="field-pair">
                <Choice label=words::SALT options=salts() value=fields.salt />
                <Choice label=words::SALT_TARGET options=salts() value=fields.salt_target />
            </div>
            <div class="field-pair">
                <Choice label=words::PSYCH options=grades() value=fields.psych />
                <Choice label=words::OBEY options=grades() value=fields.obey />
            </div>
        </Disclosure>
    }
}
