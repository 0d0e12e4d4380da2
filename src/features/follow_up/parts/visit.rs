//! What every visit needs: the pressure first, then day, way, drugs taken, symptoms.

use domain::codes::{Compliance, DangerSign, HypertensionSymptom, PeopleGroup, VisitWay};
use domain::person::Sex;
use leptos::prelude::*;

use super::{Number, Work};
use crate::features::shared::word;
use crate::i18n::t;
use crate::i18n::texts::follow_up as words;
use crate::platform::clock;
use crate::ui::{
    Card, DateChip, DateField, Disclosure, MultiChoice, Opt, Segmented, Switch, TextArea, TextInput,
};

/// The pressure, with the limits of this person.
#[component]
pub(in super::super) fn PressurePart(
    /// The form.
    work: Work,
) -> impl IntoView {
    let target = work.start.with_value(|start| start.target.clone());
    view! {
        <Card>
            <div class="field-pair">
                <Number
                    work=work
                    name="sbp"
                    unit=words::MMHG
                    value=work.fields.sbp
                    before=|last| Some(last.sbp.to_string())
                    required=true
                />
                <Number
                    work=work
                    name="dbp"
                    unit=words::MMHG
                    value=work.fields.dbp
                    before=|last| Some(last.dbp.to_string())
                    required=true
                />
            </div>
            <p class="muted">{move || words::target(target.sbp_below, target.dbp_below)}</p>
        </Card>
    }
}

/// Day, way, drugs taken, symptoms.
#[component]
pub(in super::super) fn VisitPart(
    /// The form.
    work: Work,
) -> impl IntoView {
    let fields = work.fields;
    let today = clock::today();
    let chips = move || {
        let yesterday = today
            .pred_opt()
            .map(|day| DateChip::new(words::YESTERDAY, day));
        [Some(DateChip::new(words::TODAY, today)), yesterday]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    };
    let ways = VisitWay::ALL
        .iter()
        .map(|way| Opt::new(*way, Signal::derive(|| word(way.zh(), way.en()).to_owned())));
    let compliances = Compliance::ALL
        .iter()
        .map(|one| Opt::new(*one, Signal::derive(|| word(one.zh(), one.en()).to_owned())));
    let symptoms = HypertensionSymptom::ALL
        .iter()
        .map(|one| Opt::new(*one, Signal::derive(|| word(one.zh(), one.en()).to_owned())))
        .collect();
    let summary = Signal::derive(move || {
        let chosen: Vec<&str> = fields
            .symptoms
            .get()
            .into_iter()
            .map(|one| word(one.zh(), one.en()))
            .collect();
        [
            words::SYMPTOMS.get(),
            word("：", ": "),
            &chosen.join(word("、", ", ")),
        ]
        .concat()
    });
    let other = Memo::new(move |_| {
        fields
            .symptoms
            .with(|all| all.contains(&HypertensionSymptom::Other))
    });
    view! {
        <Card>
            <span class="field-legend" aria-hidden="true">{t(words::WAY)}</span>
            <Segmented label=words::WAY options=ways.collect() value=fields.way />
            <span class="field-legend" aria-hidden="true">{t(words::COMPLIANCE)}</span>
            <Segmented label=words::COMPLIANCE options=compliances.collect() value=fields.compliance />
            <DateField
                label=words::VISIT_DATE
                value=fields.visit_date
                most=Some(today)
                chips=Signal::derive(chips)
                error=work.error("visit_date")
                required=true
            />
            <Disclosure summary=summary>
                <MultiChoice
                    label=words::SYMPTOMS
                    options=symptoms
                    exclusive=HypertensionSymptom::None
                    value=fields.symptoms
                    error=work.error("symptoms")
                    required=true
                />
                {move || other.get().then(|| view! {
                    <TextInput
                        label=words::SYMPTOM_OTHER
                        value=fields.symptom_other
                        error=work.error("symptom_other")
                        required=true
                    />
                })}
            </Disclosure>
        </Card>
    }
}

/// Danger signs, reactions, complications: what changes the decision though the pressure is good.
#[component]
pub(in super::super) fn EventsPart(
    /// The form.
    work: Work,
) -> impl IntoView {
    let fields = work.fields;
    let signs = DangerSign::ALL
        .iter()
        .map(|sign| {
            Opt::new(
                *sign,
                Signal::derive(|| word(sign.zh(), sign.en()).to_owned()),
            )
        })
        .collect();
    let may_be_pregnant = work.start.with_value(|start| {
        let person = &start.person;
        person.groups.contains(&PeopleGroup::Pregnant)
            || (person.sex != Sex::Male && person.age < 60)
    });
    let limit = 500;
    view! {
        <Card>
            <Disclosure summary=words::DANGER>
                <MultiChoice label=words::DANGER_SIGNS options=signs value=fields.danger_signs />
            </Disclosure>
            {may_be_pregnant.then(|| view! { <Switch label=words::PREGNANT value=fields.pregnant_or_lactating /> })}
            <Disclosure summary=words::EVENTS>
                <TextArea
                    label=words::REACTION
                    hint=words::REACTION_HINT
                    limit=limit
                    value=fields.adverse_reaction
                    error=work.error("adverse_reaction")
                />
                <TextArea
                    label=words::COMPLICATION
                    hint=words::REACTION_HINT
                    limit=limit
                    value=fields.complication
                    error=work.error("complication")
                />
            </Disclosure>
        </Card>
    }
}
