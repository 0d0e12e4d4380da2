//! My contract: the current one whole, earlier ones as a list; and one contract by its address.

use domain::api::contracts::{
    Contract, ContractAction, ContractLine, ContractState, GetContract, ListResidentContracts,
    WithdrawContract,
};
use domain::ids::ContractId;
use domain::rules::contract::excludes_another;
use leptos::prelude::*;

use crate::features::shared::{
    AskedButton, ContractFacts, Loaded, PackageCard, Plan, PrintButton, contract_tone,
    signed_at_bedside,
};
use crate::i18n::format;
use crate::i18n::texts::contract as words;
use crate::routes::Route;
use crate::session;
use crate::store::{use_query, use_query_of, use_submit};
use crate::ui::{
    Actions, ButtonLink, ButtonLook, Empty, List, ListRow, Page, Question, Section, Status, icon,
};

/// The contract in force or under way, or an invitation.
#[component]
pub fn ContractPage() -> impl IntoView {
    let contracts = use_query_of::<ListResidentContracts>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::TITLE back=Route::Home.href()>
            <Loaded query=contracts let:contracts>
                <Contracts contracts=contracts />
            </Loaded>
        </Page>
    }
}

#[component]
fn Contracts(contracts: Vec<ContractLine>) -> impl IntoView {
    let (current, earlier): (Vec<_>, Vec<_>) = contracts
        .into_iter()
        .partition(|line| excludes_another(line.state));
    let top = match current.first() {
        Some(line) => view! { <OneContract contract=line.contract_id /> }.into_any(),
        None => view! {
            <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::SIGNED>
                <Actions>
                    <ButtonLink
                        label=words::REQUEST
                        look=ButtonLook::Primary
                        href=Route::RequestContract.href()
                    />
                    <ButtonLink label=words::SEE_PACKAGES href=Route::Packages.href() />
                </Actions>
            </Empty>
        }
        .into_any(),
    };
    let rows = earlier
        .into_iter()
        .map(|line| view! { <Line line=line /> })
        .collect_view();
    let earlier = (!rows.is_empty())
        .then(|| view! { <Section title=words::EARLIER><List>{rows}</List></Section> });
    view! {
        {top}
        {earlier}
    }
}

#[component]
fn Line(line: ContractLine) -> impl IntoView {
    let ContractLine {
        contract_id,
        team,
        packages,
        state,
        begins,
        ends,
        ..
    } = line;
    let detail = Signal::derive(move || {
        let period = [
            format::full_date(begins),
            "–".to_owned(),
            format::full_date(ends),
        ]
        .concat();
        [packages.join("、"), period].join(format::DOT)
    });
    view! {
        <ListRow title=Signal::stored(team) detail=detail href=Route::ContractDetail(contract_id).href()>
            <Status tone=contract_tone(state) label=words::state(state) />
        </ListRow>
    }
}

/// One contract.
#[component]
pub fn ContractDetailPage(
    /// The contract.
    contract: ContractId,
) -> impl IntoView {
    view! {
        <Page title=words::ONE back=Route::Contract.href()>
            <OneContract contract=contract />
        </Page>
    }
}

#[component]
fn OneContract(contract: ContractId) -> impl IntoView {
    let contract = use_query::<GetContract>(contract, ());
    view! {
        <Loaded query=contract rows=6 let:contract>
            <Content contract=contract />
        </Loaded>
    }
}

#[component]
fn Content(contract: Contract) -> impl IntoView {
    let facts = contract.clone();
    let name = contract.person.name.clone();
    let withdraw_ask = Signal::derive(move || words::withdraw_ask(&name));
    let Contract {
        contract_id,
        team,
        packages,
        state,
        plan,
        allowed,
        at_bedside,
        ..
    } = contract;
    let call = ["tel:", &team.phone].concat();
    let place = [team.name.as_str(), &team.institution].join(format::DOT);
    let again = matches!(
        state,
        ContractState::Declined
            | ContractState::Withdrawn
            | ContractState::Expired
            | ContractState::Expiring
    );
    let packages = packages
        .into_iter()
        .map(|package| view! { <PackageCard package=package /> })
        .collect_view();
    view! {
        <ContractFacts contract=facts />
        <Section title=words::TEAM>
            <List>
                <ListRow
                    title=Signal::stored(team.doctor.clone())
                    detail=Signal::stored(place)
                    avatar=team.doctor
                />
            </List>
        </Section>
        <Actions>
            {again.then(|| view! {
                <ButtonLink
                    label=words::REQUEST
                    look=ButtonLook::Primary
                    href=Route::RequestContract.href()
                />
            })}
            <ButtonLink label=words::CALL glyph=icon::PHONE href=Signal::stored(call) />
            {at_bedside.then(|| view! { <PrintButton label=words::PRINT /> })}
            {allowed.contains(&ContractAction::Withdraw).then(|| view! {
                <AskedButton
                    action={use_submit::<WithdrawContract>()}
                    path=contract_id
                    question=Question::new(withdraw_ask, words::WITHDRAW_TEXT, words::WITHDRAW)
                    done=words::WITHDRAWN
                />
            })}
        </Actions>
        <Plan plan=plan />
        <Section title=words::IN_PACKAGES>{packages}</Section>
        {at_bedside.then(|| signed_at_bedside(contract_id))}
    }
}
