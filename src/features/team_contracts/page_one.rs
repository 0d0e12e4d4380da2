//! One contract on the team's side: accept it, or decline it with a reason.

use domain::api::contracts::{
    AcceptContract, Contract, ContractAction, ContractState, DeclineBody, DeclineContract,
    GetContract,
};
use domain::ids::ContractId;
use leptos::prelude::*;

use crate::features::shared::{
    ContractFacts, Loaded, Outcome, PackageCard, PersonBar, Plan, PrintButton, Refusal,
    RefusalWords, signed_at_bedside,
};
use crate::i18n::t;
use crate::i18n::texts::{contract as words, problem};
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, Banner, Button, ButtonLook, Page, Question, Section, use_confirm, use_toasts,
};

const REFUSAL: RefusalWords = RefusalWords {
    verb: words::DECLINE,
    reason: words::REASON,
    needed: words::REASON_NEEDED,
};

/// A contract and the team's answer.
#[component]
pub fn TeamContractPage(
    /// The contract.
    contract: ContractId,
) -> impl IntoView {
    let contract = use_query::<GetContract>(contract, ());
    view! {
        <Page title=words::ONE back=Route::StaffContracts.href()>
            <Loaded query=contract rows=6 let:contract>
                <Content contract=contract />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(contract: Contract) -> impl IntoView {
    let facts = contract.clone();
    let Contract {
        contract_id,
        person,
        packages,
        state,
        plan,
        allowed,
        own_family,
        at_bedside,
        ..
    } = contract;
    // Once it is answered there is nothing left to leave to a colleague.
    let for_colleagues = own_family && state == ContractState::Submitted;
    let answers = [ContractAction::Accept, ContractAction::Decline]
        .iter()
        .all(|action| allowed.contains(action));
    let packages = packages
        .into_iter()
        .map(|package| view! { <PackageCard package=package open=true /> })
        .collect_view();
    view! {
        <PersonBar person=person />
        <ContractFacts contract=facts />
        {for_colleagues.then(|| view! {
            <Banner text=problem::OWN_FAMILY><p>{t(words::COLLEAGUES_ANSWER)}</p></Banner>
        })}
        {answers.then(|| view! { <Answer contract=contract_id /> })}
        <Section title=words::IN_PACKAGES>{packages}</Section>
        <Plan plan=plan />
        {at_bedside.then(|| view! {
            {signed_at_bedside(contract_id)}
            <Actions><PrintButton label=words::PRINT /></Actions>
        })}
    }
}

#[component]
fn Answer(contract: ContractId) -> impl IntoView {
    let accept = use_submit::<AcceptContract>();
    let decline = use_submit::<DeclineContract>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    let declining = RwSignal::new(false);
    Effect::new(move |_| {
        if accept.reply().is_some() {
            toasts.say(words::ACCEPTED);
        }
    });
    Effect::new(move |_| {
        if decline.reply().is_some() {
            declining.set(false);
            toasts.say(words::DECLINED);
        }
    });
    let ask = move |()| {
        confirm.ask(
            Question::new(words::ACCEPT_ASK, words::ACCEPT_TEXT, words::ACCEPT),
            move |yes| {
                if yes {
                    accept.send(contract, ());
                }
            },
        );
    };
    view! {
        <Outcome action=accept />
        <Actions>
            <Button
                label=words::ACCEPT
                look=ButtonLook::Primary
                busy=Signal::derive(move || accept.busy())
                on_press=ask
            />
            <Button label=words::DECLINE on_press=move |()| declining.set(true) />
        </Actions>
        <Refusal
            open=declining
            words=REFUSAL
            action=decline
            on_reason=move |reason| decline.send(contract, DeclineBody { reason })
        />
    }
}
