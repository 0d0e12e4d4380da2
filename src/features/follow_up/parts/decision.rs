//! The decision while one types: class, referral, reasons, next date; and what the doctor decides
//! otherwise. `more` holds it: nothing of it shows before something is typed, and in short it stands at the foot.

use chrono::NaiveDate;
use domain::programme::{Decision, Referral, Rule};
use leptos::prelude::*;

use super::live::in_short;
use super::{Work, class};
use crate::features::follow_up::model::{NextDay, next_days};
use crate::features::follow_up::wording;
use crate::features::shared::{said, word};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Banner, BannerKind, Card, DateChip, DateField, TextInput};

/// What the rules say, and what the doctor adds to it.
pub(in super::super) fn decided(work: Work) -> AnyView {
    let decision = work.decision;
    let with = |holds: fn(&Decision) -> bool| {
        Memo::new(move |_| decision.with(|decision| decision.as_ref().is_some_and(holds)))
    };
    let urgent = with(|decision| decision.referral == Referral::Urgent);
    let referred = with(|decision| decision.referral != Referral::No);
    let follows = with(|decision| decision.latest_next.is_some());
    let known = with(|_| true);
    // Another judgement than the rules', where there is one.
    let own = work.definition.with_value(|form| form.classes.len() > 1);
    let text = move |decided: Option<Decision>| match decided {
        Some(decision) => said_of(work, decision),
        None => view! { <p class="muted">{awaited(work)}</p> }.into_any(),
    };
    view! {
        {move || urgent.get().then(|| at_once(work))}
        <Card>
            <div role="status">{move || text(decision.get())}</div>
            {move || referred.get().then(|| referral_part(work))}
            {move || follows.get().then(|| next_part(work))}
            {move || (known.get() && own).then(|| class::own(work))}
        </Card>
    }
    .into_any()
}

/// Names of fields that are told as missing; of more than these the number is.
const NAMED: usize = 3;

/// `填好收缩压、舒张压，这里就有结论`.
fn awaited(work: Work) -> impl Fn() -> String {
    move || {
        let keys = work.judged.with(|judged| judged.awaited.clone());
        if keys.len() > NAMED {
            return words::decision_after(keys.len());
        }
        let names: Vec<String> = work
            .definition
            .with_value(|form| keys.iter().map(|key| wording::name(form, key)).collect());
        words::decision_later(&names.join(word("、", ", ")))
    }
}

/// The rules that hold, the most pressing first.
fn holding(work: Work, decision: &Decision) -> Vec<Rule> {
    work.definition.with_value(|form| {
        let rules = decision.reasons.iter().filter_map(|id| form.rule(id));
        rules.cloned().collect()
    })
}

/// What to do at once.
fn at_once(work: Work) -> AnyView {
    let text = Signal::derive(move || {
        let rules = work.decision.get().map(|decision| holding(work, &decision));
        let mut rules = rules.unwrap_or_default().into_iter();
        let advice = rules
            .find(|rule| rule.referral == Referral::Urgent)
            .and_then(|rule| rule.advice);
        advice.map_or_else(String::new, |advice| work.say(&advice.zh, &advice.en))
    });
    view! { <Banner kind=BannerKind::Error text=text /> }.into_any()
}

/// The decision in words.
fn said_of(work: Work, decision: Decision) -> AnyView {
    let rules = holding(work, &decision);
    let referral = decision.referral;
    let mut advice: Vec<_> = rules
        .iter()
        .filter_map(|rule| rule.advice.clone())
        .collect();
    advice.dedup();
    let reasons = rules
        .into_iter()
        .map(|rule| view! { <li>{move || work.say(&rule.zh, &rule.en)}</li> })
        .collect_view();
    // What is urgent is said above.
    let advice = advice
        .into_iter()
        .take(usize::from(referral != Referral::Urgent));
    let advice = advice
        .map(|advice| view! { <p>{move || work.say(&advice.zh, &advice.en)}</p> })
        .collect_view();
    view! {
        <div class="live-decision">{in_short(work, &decision)}</div>
        <ul class="muted">{reasons}</ul>
        {advice}
    }
    .into_any()
}

/// Where to, and why.
fn referral_part(work: Work) -> AnyView {
    let decision = work.decision;
    // The reason follows the decision until somebody writes another one.
    let reason = work.fields.text("referral_reason");
    if let Some(reason) = reason {
        Effect::new(move |suggested: Option<String>| {
            let rules = decision.with(|d| d.as_ref().map(|d| holding(work, d)).unwrap_or_default());
            let next = rules.iter().find_map(|rule| rule.referral_reason.as_ref());
            let next = next.map(|next| said(next).to_owned()).unwrap_or_default();
            let now = reason.get_untracked();
            if now.is_empty() || suggested.is_some_and(|suggested| suggested == now) {
                reason.set(next.clone());
            }
            next
        });
    }
    let to = work.fields.text("referral_to").map(|to| {
        let error = work.error("referral_to");
        view! { <TextInput label=work.name("referral_to") value=to error=error required=true /> }
    });
    let reason = reason.map(|reason| {
        let error = work.error("referral_reason");
        view! { <TextInput label=work.name("referral_reason") value=reason error=error /> }
    });
    view! { {to} {reason} }.into_any()
}

/// When the person is seen again.
fn next_part(work: Work) -> AnyView {
    let decision = work.decision;
    let Some((visit, next)) = work
        .fields
        .day("visit_date")
        .zip(work.fields.day("next_date"))
    else {
        return ().into_any();
    };
    let latest: Memo<Option<NaiveDate>> =
        Memo::new(move |_| decision.with(|d| d.as_ref().and_then(|d| d.latest_next)));
    let chips = move || {
        let Some((visit, latest)) = visit.get().zip(latest.get()) else {
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
    let least = Signal::derive(move || visit.get().and_then(|day| day.succ_opt()));
    view! {
        <DateField
            label=work.name("next_date")
            hint=hint
            value=next
            least=least
            most=latest
            chips=Signal::derive(chips)
            error=work.error("next_date")
            required=true
        />
    }
    .into_any()
}
