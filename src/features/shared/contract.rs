//! How a contract is shown, alike to the resident and to the team.

use domain::api::contracts::{Contract, ContractState, Package, PlanItem, PlanState};
use leptos::prelude::*;

use super::words::{group_names, word};
use crate::i18n::texts::contract as words;
use crate::i18n::{format, t};
use crate::ui::{
    Card, Disclosure, KeyValue, KeyValues, List, ListRow, Progress, Section, Status, Tone,
};

/// How good a contract's state is.
#[must_use]
pub fn contract_tone(state: ContractState) -> Tone {
    match state {
        ContractState::Active => Tone::Ok,
        ContractState::Submitted => Tone::Info,
        ContractState::Expiring => Tone::Warn,
        ContractState::Declined => Tone::Bad,
        ContractState::Withdrawn | ContractState::Expired | ContractState::Terminated => {
            Tone::Neutral
        }
    }
}

fn plan_tone(state: PlanState) -> Tone {
    match state {
        PlanState::Done => Tone::Ok,
        PlanState::Due => Tone::Warn,
        PlanState::Overdue => Tone::Bad,
        PlanState::Planned => Tone::Neutral,
    }
}

/// Price, value and saving of a package, in a line.
#[must_use]
pub fn package_price(package: &Package) -> String {
    words::price(
        &format::money(package.price),
        &format::money(package.value),
        &format::money(package.saving()),
    )
}

/// State, period once it is answered, price, and why it was declined.
///
/// `<ContractFacts contract=contract.clone()/>`
#[component]
pub fn ContractFacts(
    /// The contract.
    contract: Contract,
) -> impl IntoView {
    let Contract {
        state,
        begins,
        ends,
        price,
        asked_at,
        decline_reason,
        ..
    } = contract;
    view! {
        <Card>
            <Status tone=contract_tone(state) label=words::state(state) />
            <KeyValues>
                {decline_reason.map(|reason| view! {
                    <KeyValue label=words::DECLINED_BECAUSE>{reason}</KeyValue>
                })}
                {(state != ContractState::Submitted).then(|| view! {
                    <KeyValue label=words::PERIOD>
                        {move || [format::full_date(begins), " – ".to_owned(), format::full_date(ends)].concat()}
                    </KeyValue>
                })}
                <KeyValue label=words::PRICE>{move || format::money(price)}</KeyValue>
                <KeyValue label=words::ASKED>{move || format::date_time(asked_at)}</KeyValue>
            </KeyValues>
        </Card>
    }
}

/// A package with what is in it.
///
/// `<PackageCard package=package/>`
#[component]
pub fn PackageCard(
    /// The package.
    package: Package,
    /// Shows what is in it at once.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let price = package.clone();
    let Package {
        name,
        groups,
        items,
        source,
        class,
        ..
    } = package;
    let whom = move || {
        if groups.is_empty() {
            words::EVERYBODY.get().to_owned()
        } else {
            group_names(&groups)
        }
    };
    let rows = items.into_iter().map(|item| {
        let (times, mode, discount) = (item.times, item.mode, item.discount_tenths);
        let detail = Signal::derive(move || {
            let often = times.map_or_else(|| words::AS_NEEDED.get().to_owned(), words::times);
            let parts = [
                Some(word(mode.zh(), mode.en()).to_owned()),
                Some(often),
                discount.map(words::discount),
            ];
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(format::DOT)
        });
        view! { <ListRow title=Signal::stored(item.name) detail=detail /> }
    });
    let rows = rows.collect_view();
    let summary = Signal::derive(move || package_price(&price));
    view! {
        <Card>
            <strong>{name}</strong>
            <p class="muted">{move || word(class.zh(), class.en())} {format::DOT} {t(words::FOR_WHOM)} " " {whom}</p>
            <Disclosure summary=summary open=open>
                <List>{rows}</List>
                <p class="muted">{t(words::SOURCE)} {move || word("：", ": ")} {source}</p>
            </Disclosure>
        </Card>
    }
}

/// The promised services, checked off one by one.
///
/// `<Plan plan=contract.plan/>`
#[component]
pub fn Plan(
    /// The promises, by due date.
    plan: Vec<PlanItem>,
) -> impl IntoView {
    if plan.is_empty() {
        return view! {
            <Section title=words::PLAN><Card><p class="muted">{t(words::PLAN_LATER)}</p></Card></Section>
        }
        .into_any();
    }
    let of = plan.len();
    let done = plan
        .iter()
        .filter(|item| item.state == PlanState::Done)
        .count();
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let rows = plan
        .into_iter()
        .map(|item| view! { <PlanRow item=item /> })
        .collect_view();
    view! {
        <Section title=words::PLAN>
            <Card>
                <Progress
                    label=words::PLAN_DONE
                    value=Signal::stored(small(done))
                    of=Signal::stored(small(of))
                    text=Signal::derive(move || words::done_of(done, of))
                />
            </Card>
            <List>{rows}</List>
        </Section>
    }
    .into_any()
}

#[component]
fn PlanRow(item: PlanItem) -> impl IntoView {
    let PlanItem {
        name,
        package,
        mode,
        nth,
        of,
        due,
        state,
        done_on,
        done_by,
        ..
    } = item;
    let title = if of > 1 {
        [name.as_str(), " ", &nth.to_string(), "/", &of.to_string()].concat()
    } else {
        name
    };
    let detail = Signal::derive(move || {
        let when = match done_on {
            Some(day) => words::done_on(&format::date(day), done_by.as_deref().unwrap_or_default()),
            None => format::by(due),
        };
        [when.as_str(), word(mode.zh(), mode.en()), &package].join(format::DOT)
    });
    view! {
        <ListRow title=Signal::stored(title) detail=detail>
            <Status tone=plan_tone(state) label=words::plan_state(state) />
        </ListRow>
    }
}
