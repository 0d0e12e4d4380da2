//! A contract signed at the bedside: papers, packages, the agreement shown, a name; through the outbox where
//! there is no network, accepted later by the team.

use domain::api::bedside::{BedsideTerms, GetBedsideTerms, SignAtBedside, SignAtBedsideBody};
use domain::api::records::GetRecord;
use domain::api::residents::PersonHeader;
use domain::codes::{Signer, SignerProof};
use domain::grant::CHILD_BELOW;
use domain::ids::{ContractId, PackageId, ResidentId, TeamId};
use domain::rules::signature;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::features::shared::{
    Loaded, LoadedInOffice, Outcome, PersonBar, field_error, package_price, word,
};
use crate::i18n::texts::{bedside as words, contract};
use crate::i18n::{Text, t};
use crate::platform::{clock, id, nav};
use crate::routes::Route;
use crate::store::{use_draft, use_query, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Choice, ChoiceRow, Disclosure, Form,
    MultiChoice, Opt, Page, TextInput, TextKind, use_toasts,
};

/// Signing for one resident.
#[component]
pub fn BedsidePage(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let record = use_query::<GetRecord>(resident, ());
    let terms = use_query::<GetBedsideTerms>((), ());
    let person = Memo::new(move |_| record.data().map(|record| record.basic.person));
    view! {
        <Page title=words::TITLE back=Route::Resident(resident).href()>
            <LoadedInOffice query=record rows=2 let:_record>{None::<AnyView>}</LoadedInOffice>
            {move || person.get().map(|person| view! {
                <PersonBar person=person.clone() />
                <Loaded query=terms rows=8 let:terms>
                    {if terms.teams.is_empty() {
                        view! { <Banner kind=BannerKind::Warn text=words::NO_TEAM /> }.into_any()
                    } else {
                        view! { <SignForm person=person.clone() terms=terms /> }.into_any()
                    }}
                </Loaded>
            })}
        </Page>
    }
}

/// What is kept while the form is filled in. Consent and signature are given anew each time.
#[derive(Serialize, Deserialize)]
struct Content {
    id: ContractId,
    packages: Vec<PackageId>,
    team: Option<TeamId>,
    years: Option<u8>,
}

#[component]
fn SignForm(person: PersonHeader, terms: BedsideTerms) -> impl IntoView {
    let BedsideTerms {
        packages,
        teams,
        agreement,
    } = terms;
    let resident = person.resident_id;
    let (name, age) = (StoredValue::new(person.name.clone()), person.age);
    let contract_id = RwSignal::new(id::new::<ContractId>());
    let chosen = RwSignal::new(Vec::<PackageId>::new());
    let only_team = match teams.as_slice() {
        [one] => Some(one.team_id),
        _ => None,
    };
    let team = RwSignal::new(only_team);
    let years = RwSignal::new(Some(1_u8));
    let proof = RwSignal::new(None::<SignerProof>);
    let signer = RwSignal::new((age >= CHILD_BELOW).then_some(Signer::Oneself));
    let consent = RwSignal::new(Vec::<()>::new());
    let signed_by = RwSignal::new(String::new());
    let [
        package_error,
        team_error,
        proof_error,
        signer_error,
        consent_error,
        name_error,
    ] = std::array::from_fn(|_| RwSignal::new(None::<String>));

    let content = move || Content {
        id: contract_id.get(),
        packages: chosen.get(),
        team: team.get(),
        years: years.get(),
    };
    let restore = move |kept: Content| {
        contract_id.set(kept.id);
        chosen.set(kept.packages);
        team.set(kept.team);
        years.set(kept.years);
    };
    let key = ["bedside", &resident.to_string()].join(" ");
    let draft = use_draft(key, content, restore).about(&person.name);
    let send = use_submit::<SignAtBedside>();
    nav::use_leave_guard(move || draft.dirty() && !send.done());
    let toasts = use_toasts();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::SENT);
            nav::replace(&Route::Resident(resident).href());
        }
    });

    let version = StoredValue::new(agreement.version.clone());
    let submit = move || {
        let content = untrack(content);
        let missing = |missing: bool, text: Text| missing.then(|| text.get().to_owned());
        let written = signed_by.with_untracked(|name| name.trim().to_owned());
        let who = signer.get_untracked();
        let faults = who.map_or_else(Vec::new, |who| {
            name.with_value(|name| signature::faults(who, &written, name, age))
        });
        let wrong = |field: &str| faults.iter().find(|fault| fault.field == field);
        let (child, name_fault) = (wrong("signer").is_some(), wrong("signed_by"));
        package_error.set(missing(content.packages.is_empty(), words::NEEDED));
        team_error.set(missing(content.team.is_none(), words::NEEDED));
        proof_error.set(missing(proof.get_untracked().is_none(), words::NEEDED));
        signer_error
            .set(missing(who.is_none(), words::NEEDED).or_else(|| missing(child, words::GUARDIAN)));
        let agreed = consent.with_untracked(|ticked| !ticked.is_empty());
        consent_error.set(missing(!agreed, words::NEEDED));
        name_error.set(missing(written.is_empty(), words::NAME_NEEDED).or_else(|| {
            let text = name_fault.map(|fault| words::reason(&fault.reason));
            text.map(|text| text.get().to_owned())
        }));
        let (Some(team_id), Some(proof), Some(signer)) = (content.team, proof.get_untracked(), who)
        else {
            return;
        };
        if content.packages.is_empty() || !agreed || written.is_empty() || !faults.is_empty() {
            return;
        }
        let body = SignAtBedsideBody {
            id: content.id,
            team_id,
            package_ids: content.packages,
            agreement_version: version.get_value(),
            years: content.years.unwrap_or(1),
            consent: true,
            signer,
            signed_by: written,
            proof,
            signed_on: clock::today(),
        };
        send.send_form(resident, body, draft);
    };

    let package_answers = packages
        .iter()
        .map(|package| {
            let price = package.clone();
            Opt::new(package.package_id, Signal::stored(package.name.clone()))
                .note(Signal::derive(move || package_price(&price)))
        })
        .collect();
    let team_answers = teams
        .iter()
        .map(|team| Opt::new(team.team_id, Signal::stored(team.name.clone())))
        .collect();
    let year_answers = (1..=3)
        .map(|count| Opt::new(count, Signal::derive(move || contract::years(count))))
        .collect();
    let proofs = SignerProof::ALL.iter().map(|one| {
        let one = *one;
        Opt::new(
            one,
            Signal::derive(move || word(one.zh(), one.en()).to_owned()),
        )
    });
    let signers = Signer::ALL.iter().map(|one| {
        let one = *one;
        Opt::new(
            one,
            Signal::derive(move || word(one.zh(), one.en()).to_owned()),
        )
    });
    let sections = agreement.sections.into_iter().map(|section| {
        view! {
            <h3>{section.heading}</h3>
            <p>{section.text}</p>
        }
    });
    let sections = sections.collect_view();
    let refused_name = field_error(send, "signed_by");
    let name_fault = Signal::derive(move || name_error.get().or_else(|| refused_name.get()));
    view! {
        <p class="muted">{t(words::WHAT)}</p>
        <Form on_submit=move |()| submit()>
            <Card>
                <MultiChoice
                    label=words::PACKAGES
                    options=package_answers
                    value=chosen
                    error=package_error
                    required=true
                />
            </Card>
            <Card>
                <Choice
                    label=words::TEAM
                    options=team_answers
                    value=team
                    error=team_error
                    required=true
                />
                <ChoiceRow label=words::YEARS options=year_answers value=years />
            </Card>
            <Card>
                <Disclosure summary=words::AGREEMENT>
                    <h3>{agreement.title}</h3>
                    {sections}
                </Disclosure>
            </Card>
            <Card>
                <Choice
                    label=words::PROOF
                    options=proofs.collect()
                    value=proof
                    error=proof_error
                    required=true
                />
                <ChoiceRow
                    label=words::SIGNER
                    options=signers.collect()
                    value=signer
                    error=signer_error
                    required=true
                />
                <MultiChoice
                    label=words::AGREE
                    options=vec![Opt::new((), words::CONSENT)]
                    value=consent
                    error=consent_error
                    required=true
                />
                <TextInput
                    label=words::NAME
                    kind=TextKind::OtherName
                    value=signed_by
                    error=name_fault
                    required=true
                />
            </Card>
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::SIGN
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                    blocked=Signal::derive(move || send.done())
                />
            </Actions>
        </Form>
    }
}
