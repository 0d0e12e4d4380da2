//! The request form: packages, team, years, agreement, and all of it once more before sending.

use domain::api::contracts::{
    Agreement, ContractOptions, PackageOption, RequestContract, RequestContractBody,
};
use domain::ids::{ContractId, PackageId, TeamId};
use domain::money::Fen;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::features::shared::{Outcome, group_names, package_price};
use crate::i18n::texts::contract as words;
use crate::i18n::{format, t};
use crate::platform::{id, nav};
use crate::routes::Route;
use crate::session;
use crate::store::{use_draft, use_submit};
use crate::ui::{
    Actions, Banner, Button, ButtonLook, Card, Choice, Disclosure, Form, KeyValue, KeyValues,
    MultiChoice, Opt, Section, use_toasts,
};

/// What is kept while the form is filled in; its id makes a second sending the same request.
#[derive(Serialize, Deserialize)]
struct Content {
    id: ContractId,
    packages: Vec<PackageId>,
    team: Option<TeamId>,
    years: Option<u8>,
    consent: bool,
}

/// Packages as answers, those that do not fit blocked with the reason.
fn package_options(packages: &[PackageOption]) -> Vec<Opt<PackageId>> {
    let option = |option: &PackageOption| {
        let (package, recommended) = (option.package.clone(), option.recommended);
        let name = package.name.clone();
        let note = Signal::derive(move || {
            let fits = recommended.then(|| words::RECOMMENDED.get().to_owned());
            fits.into_iter()
                .chain([package_price(&package)])
                .collect::<Vec<_>>()
                .join(format::DOT)
        });
        let answer = Opt::new(option.package.package_id, Signal::stored(name)).note(note);
        match option.ineligible.clone() {
            None => answer,
            Some(why) => answer.blocked(Signal::derive(move || {
                words::ineligible(&why, &group_names(&why.groups))
            })),
        }
    };
    packages.iter().map(option).collect()
}

/// Asks for everything a request needs and sends it.
#[component]
pub(super) fn RequestForm(
    /// What this person may have.
    options: ContractOptions,
) -> impl IntoView {
    let ContractOptions {
        packages,
        teams,
        agreement,
        ..
    } = options;
    let request_id = RwSignal::new(id::new::<ContractId>());
    let chosen = RwSignal::new(Vec::<PackageId>::new());
    let team = RwSignal::new(None::<TeamId>);
    let years = RwSignal::new(Some(1_u8));
    let consent = RwSignal::new(Vec::<()>::new());
    let package_error = RwSignal::new(None::<String>);
    let team_error = RwSignal::new(None::<String>);
    let consent_error = RwSignal::new(None::<String>);

    let content = move || Content {
        id: request_id.get(),
        packages: chosen.get(),
        team: team.get(),
        years: years.get(),
        consent: consent.with(|ticked| !ticked.is_empty()),
    };
    let restore = move |kept: Content| {
        request_id.set(kept.id);
        chosen.set(kept.packages);
        team.set(kept.team);
        years.set(kept.years);
        // Consent is given anew each time.
    };
    let resident = untrack(session::resident_id);
    let key = resident.map_or_else(
        || "contract".to_owned(),
        |resident| ["contract ", &resident.to_string()].concat(),
    );
    let draft = use_draft(key, content, restore);
    let send = use_submit::<RequestContract>();
    nav::use_leave_guard(move || draft.dirty() && !send.done());
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(contract) = send.reply() {
            toasts.say(words::SENT);
            nav::replace(&Route::ContractDetail(contract.contract_id).href());
        }
    });

    let version = StoredValue::new(agreement.version.clone());
    let submit = move || {
        let content = untrack(content);
        let missing =
            |missing: bool, text: crate::i18n::Text| missing.then(|| text.get().to_owned());
        package_error.set(missing(content.packages.is_empty(), words::PACKAGE_NEEDED));
        team_error.set(missing(content.team.is_none(), words::TEAM_NEEDED));
        consent_error.set(missing(!content.consent, words::CONSENT_NEEDED));
        let (Some(resident_id), Some(team_id)) = (resident, content.team) else {
            return;
        };
        if content.packages.is_empty() || !content.consent {
            return;
        }
        let body = RequestContractBody {
            id: content.id,
            resident_id,
            team_id,
            package_ids: content.packages,
            agreement_version: version.get_value(),
            consent: true,
            years: content.years.unwrap_or(1),
        };
        send.send_form((), body, draft);
    };

    let package_answers = package_options(&packages);
    let packages = StoredValue::new(packages);
    let picked = Signal::derive(move || {
        packages.with_value(|packages| {
            let in_choice = |option: &&PackageOption| {
                chosen.with(|ids| ids.contains(&option.package.package_id))
            };
            packages
                .iter()
                .filter(in_choice)
                .map(|option| option.package.clone())
                .collect::<Vec<_>>()
        })
    });
    let team_answers = teams
        .iter()
        .map(|team| {
            let place = [
                team.institution.as_str(),
                &team.doctor,
                &team.villages.join("、"),
            ]
            .join(format::DOT);
            Opt::new(team.team_id, Signal::stored(team.name.clone())).note(Signal::stored(place))
        })
        .collect();
    let teams = StoredValue::new(teams);
    let team_name = move || {
        let id = team.get()?;
        teams.with_value(|teams| {
            teams
                .iter()
                .find(|team| team.team_id == id)
                .map(|team| team.name.clone())
        })
    };
    let year_answers = (1..=3)
        .map(|count| Opt::new(count, Signal::derive(move || words::years(count))))
        .collect();
    let names = move || {
        let names: Vec<String> = picked
            .get()
            .into_iter()
            .map(|package| package.name)
            .collect();
        if names.is_empty() {
            words::NOT_YET.get().to_owned()
        } else {
            names.join("、")
        }
    };
    let total = move || {
        format::money(
            picked
                .get()
                .iter()
                .map(|package| package.price)
                .sum::<Fen>(),
        )
    };
    view! {
        {move || draft.restored().then(|| view! { <Banner text=words::RESTORED /> })}
        <Form on_submit=move |()| submit()>
            <Card>
                <MultiChoice
                    label=words::CHOOSE_PACKAGES
                    options=package_answers
                    value=chosen
                    error=package_error
                    required=true
                />
            </Card>
            <Card>
                <Choice
                    label=words::CHOOSE_TEAM
                    options=team_answers
                    value=team
                    error=team_error
                    required=true
                />
            </Card>
            <Card>
                <Choice label=words::CHOOSE_YEARS options=year_answers value=years />
            </Card>
            <AgreementPart agreement=agreement />
            <Section title=words::REVIEW>
                <Card>
                    <KeyValues>
                        <KeyValue label=words::PERSON>
                            {move || session::person().map(|person| person.name)}
                        </KeyValue>
                        <KeyValue label=words::IN_PACKAGES>{names}</KeyValue>
                        <KeyValue label=words::TEAM>
                            {move || team_name().unwrap_or_else(|| words::NOT_YET.get().to_owned())}
                        </KeyValue>
                        <KeyValue label=words::PRICE>{total}</KeyValue>
                    </KeyValues>
                    <MultiChoice
                        label=words::AGREE
                        options=vec![Opt::new((), words::CONSENT)]
                        value=consent
                        error=consent_error
                        required=true
                    />
                </Card>
            </Section>
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::SEND
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                    blocked=Signal::derive(move || send.done())
                />
            </Actions>
        </Form>
    }
}

#[component]
fn AgreementPart(agreement: Agreement) -> impl IntoView {
    let sections = agreement.sections.into_iter().map(|section| {
        view! {
            <h3>{section.heading}</h3>
            <p>{section.text}</p>
        }
    });
    let sections = sections.collect_view();
    view! {
        <Card>
            <p><strong>{t(words::READ)}</strong></p>
            <Disclosure summary=words::READ_ALL>
                <h3>{agreement.title}</h3>
                {sections}
            </Disclosure>
        </Card>
    }
}
