//! The decision while one types: class, referral, reasons, next date; and what the doctor decides
//! otherwise.

use domain::codes::ControlClass;
use domain::rules::chronic::{Decision, Referral};
use leptos::prelude::*;

use super::Work;
use crate::features::follow_up::model::{NextDay, next_days};
use crate::features::shared::{class_tone, word};
use crate::i18n::texts::follow_up as words;
use crate::i18n::{format, t};
use crate::ui::{
    Banner, BannerKind, ButtonLink, ButtonLook, Card, Choice, DateChip, DateField, Disclosure, Opt,
    Section, Status, TextInput, Tone, icon,
};

/// What the rules say, and what the doctor adds to it.
#[component]
pub(in super::super) fn DecisionPart(
    /// The form.
    work: Work,
) -> impl IntoView {
    let decision = Memo::new(move |_| work.judged.with(|judged| judged.decision.clone()));
    let known = Memo::new(move |_| decision.with(Option::is_some));
    let referral =
        Memo::new(move |_| decision.with(|d| d.as_ref().map_or(Referral::No, |d| d.referral)));
    let said = move || match decision.get() {
        Some(decision) => view! { <Said work=work decision=decision /> }.into_any(),
        None => view! { <p class="muted">{t(words::DECISION_LATER)}</p> }.into_any(),
    };
    view! {
        <Section title=words::DECISION>
            {move || (referral.get() == Referral::Urgent).then(|| view! { <Urgent /> })}
            <Card>
                <div role="status">{said}</div>
                {move || (referral.get() != Referral::No).then(|| view! { <ReferralPart work=work decision=decision /> })}
                {move || known.get().then(|| view! {
                    <NextPart work=work decision=decision />
                    <ClassPart work=work decision=decision />
                })}
            </Card>
        </Section>
    }
}

#[component]
fn Urgent() -> impl IntoView {
    view! {
        <Banner kind=BannerKind::Error text=words::URGENT_BANNER>
            <ButtonLink
                label=words::CALL_120
                look=ButtonLook::Danger
                glyph=icon::PHONE
                href=Signal::stored("tel:120".to_owned())
            />
        </Banner>
    }
}

/// The decision in words.
#[component]
fn Said(work: Work, decision: Decision) -> impl IntoView {
    let Decision {
        class,
        referral,
        reasons,
        ..
    } = decision;
    let target = work.start.with_value(|start| start.target.clone());
    let tone = match referral {
        Referral::No => Tone::Ok,
        Referral::Advised => Tone::Warn,
        Referral::Urgent => Tone::Bad,
    };
    let reasons = reasons
        .into_iter()
        .map(|reason| view! { <li>{move || words::reason(reason, target.sbp_below, target.dbp_below)}</li> })
        .collect_view();
    view! {
        <div class="actions">
            <Status tone=class_tone(class) label=Signal::derive(move || word(class.zh(), class.en()).to_owned()) />
            <Status tone=tone label=words::referral(referral) />
        </div>
        <ul class="muted">{reasons}</ul>
    }
}

#[component]
fn ReferralPart(work: Work, decision: Memo<Option<Decision>>) -> impl IntoView {
    let fields = work.fields;
    // The reason follows the decision until somebody writes another one.
    Effect::new(move |suggested: Option<String>| {
        let reasons = decision.with(|d| d.as_ref().map(|d| d.reasons.clone()).unwrap_or_default());
        let next = words::referral_reason(&reasons)
            .map(|text| text.get().to_owned())
            .unwrap_or_default();
        let now = fields.referral_reason.get_untracked();
        if now.is_empty() || suggested.is_some_and(|suggested| suggested == now) {
            fields.referral_reason.set(next.clone());
        }
        next
    });
    view! {
        <TextInput
            label=words::REFERRAL_TO
            value=fields.referral_to
            error=work.error("referral_to")
            required=true
        />
        <TextInput label=words::REFERRAL_REASON value=fields.referral_reason error=work.error("referral_reason") />
    }
}

#[component]
fn NextPart(work: Work, decision: Memo<Option<Decision>>) -> impl IntoView {
    let fields = work.fields;
    let latest = Memo::new(move |_| decision.with(|d| d.as_ref().map(|d| d.latest_next)));
    let chips = move || {
        let Some((visit, latest)) = fields.visit_date.get().zip(latest.get()) else {
            return Vec::new();
        };
        let chip = |(name, day)| {
            let label = match name {
                NextDay::TwoWeeks => words::IN_TWO_WEEKS,
                NextDay::OneMonth => words::IN_A_MONTH,
                NextDay::ThreeMonths => words::IN_THREE_MONTHS,
            };
            DateChip::new(label, day)
        };
        next_days(visit, latest).into_iter().map(chip).collect()
    };
    let hint = Signal::derive(move || {
        latest
            .get()
            .map(|day| words::latest(&format::date(day)))
            .unwrap_or_default()
    });
    let least = Signal::derive(move || fields.visit_date.get().and_then(|day| day.succ_opt()));
    view! {
        <DateField
            label=words::NEXT_DATE
            hint=hint
            value=fields.next_date
            least=least
            most=latest
            chips=Signal::derive(chips)
            error=work.error("next_date")
            required=true
        />
    }
}

#[component]
fn ClassPart(work: Work, decision: Memo<Option<Decision>>) -> impl IntoView {
    let fields = work.fields;
    let options = ControlClass::ALL
        .iter()
        .map(|class| {
            Opt::new(
                *class,
                Signal::derive(|| word(class.zh(), class.en()).to_owned()),
            )
        })
        .collect();
    let departs = Memo::new(move |_| {
        let ours = decision.with(|d| d.as_ref().map(|d| d.class));
        fields
            .class
            .get()
            .is_some_and(|chosen| Some(chosen) != ours)
    });
    view! {
        <Disclosure summary=words::CHANGE_CLASS open=fields.class.with_untracked(Option::is_some)>
            <Choice label=words::CLASS options=options value=fields.class />
            {move || departs.get().then(|| view! {
                <TextInput
                    label=words::CLASS_REASON
                    value=fields.class_reason
                    error=work.error("class_reason")
                    required=true
                />
            })}
        </Disclosure>
    }
}
