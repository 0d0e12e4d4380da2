//! A contract signed at the bedside: papers, the packages that are open to the person, the agreement shown, a
//! name and a signature; through the outbox where there is no network, accepted later by the team.

use domain::api::bedside::{
    BedsideStanding, BedsideTerms, GetBedsideStanding, GetBedsideTerms, SignAtBedside,
    SignAtBedsideBody, StandingContract,
};
use domain::api::contracts::{ContractState, Package};
use domain::api::records::GetRecord;
use domain::api::residents::PersonHeader;
use domain::codes::{Signer, SignerProof};
use domain::grant::CHILD_BELOW;
use domain::ids::{ContractId, PackageId, ResidentId, TeamId};
use domain::rules::contract::eligibility;
use domain::rules::signature::{self, Drawing, drawing_faults};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::features::shared::{
    Loaded, LoadedInOffice, Outcome, PersonBar, field_error, group_names, package_price,
    signature_pad, word,
};
use crate::i18n::texts::{bedside as words, contract};
use crate::i18n::{Text, format, t};
use crate::platform::{clock, id, nav};
use crate::routes::Route;
use crate::store::{Load, use_draft, use_query, use_submit};
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
    let standing = use_query::<GetBedsideStanding>(resident, ());
    let standing = Memo::new(move |_| {
        standing.with(|load| match load {
            Load::Loading => Standing::Coming,
            Load::Ready { data, .. } => Standing::Known(data.clone()),
            Load::Failed(_) => Standing::Unknown,
        })
    });
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
                        view! { <SignForm person=person.clone() terms=terms standing=standing /> }.into_any()
                    }}
                </Loaded>
            })}
        </Page>
    }
}

/// What is known of what decides which packages are open.
#[derive(Clone, PartialEq)]
enum Standing {
    Coming,
    Known(BedsideStanding),
    /// Not here: the service judges when the contract arrives.
    Unknown,
}

impl Standing {
    /// Why the person may not have a package, as far as it is known.
    fn closed(&self, package: &Package) -> Option<String> {
        let Standing::Known(standing) = self else {
            return None;
        };
        let why = eligibility(&package.groups, &standing.applicant)?;
        Some(contract::ineligible(&why, &group_names(&why.groups)))
    }

    fn in_the_way(&self) -> Option<StandingContract> {
        match self {
            Standing::Known(standing) => standing.in_the_way(clock::today()),
            Standing::Coming | Standing::Unknown => None,
        }
    }
}

/// The packages, each with its price, and with why it is not open to the person.
fn package_answers(packages: &[Package], standing: &Standing) -> Vec<Opt<PackageId>> {
    let answer = |package: &Package| {
        let price = package.clone();
        let answer = Opt::new(package.package_id, Signal::stored(package.name.clone()))
            .note(Signal::derive(move || package_price(&price)));
        match standing.closed(package) {
            Some(why) => answer.blocked(Signal::stored(why)),
            None => answer,
        }
    };
    packages.iter().map(answer).collect()
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
fn SignForm(person: PersonHeader, terms: BedsideTerms, standing: Memo<Standing>) -> impl IntoView {
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
    let strokes = RwSignal::new(Vec::<Vec<u16>>::new());
    let [
        package_error,
        team_error,
        proof_error,
        signer_error,
        consent_error,
        name_error,
        drawing_error,
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
    let drawn = move || strokes.with(|strokes| !strokes.is_empty());
    nav::use_leave_guard(move || (draft.dirty() || drawn()) && !send.done());
    let toasts = use_toasts();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::SENT);
            nav::replace(&Route::Resident(resident).href());
        }
    });

    // What a draft or an earlier answer left chosen and is not open cannot be taken out by a press.
    let packages = StoredValue::new(packages);
    Effect::new(move |_| {
        let closed: Vec<PackageId> = standing.with(|standing| {
            packages.with_value(|packages| {
                let closed = packages.iter().filter(|one| standing.closed(one).is_some());
                closed.map(|one| one.package_id).collect()
            })
        });
        if chosen.with(|chosen| chosen.iter().any(|one| closed.contains(one))) {
            chosen.update(|chosen| chosen.retain(|one| !closed.contains(one)));
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
        let drawing = Some(Drawing {
            strokes: strokes.get_untracked(),
        })
        .filter(|drawing| !drawing.strokes.is_empty());
        let wrong_drawing = drawing.iter().flat_map(drawing_faults).next();
        drawing_error.set(
            wrong_drawing
                .as_ref()
                .map(|fault| words::drawing_reason(&fault.reason).get().to_owned()),
        );
        let (Some(team_id), Some(proof), Some(signer)) = (content.team, proof.get_untracked(), who)
        else {
            return;
        };
        let sound = faults.is_empty() && wrong_drawing.is_none();
        if content.packages.is_empty() || !agreed || written.is_empty() || !sound {
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
            drawing,
            signed_on: clock::today(),
        };
        send.send_form(resident, body, draft);
    };

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
    let there = Memo::new(move |_| standing.with(Standing::in_the_way));
    // Of a request that waits nobody knows yet what becomes of it; a contract in force excludes another.
    let excluded = Signal::derive(move || {
        there.with(|there| {
            let there = there.as_ref();
            there.is_some_and(|there| there.state != ContractState::Submitted)
        })
    });
    view! {
        <p class="muted">{t(words::WHAT)}</p>
        {move || there.get().map(|there| {
            let text = Signal::derive(move || {
                words::in_the_way(&there.team, there.state, &format::full_date(there.ends))
            });
            view! { <Banner kind=BannerKind::Warn text=text /> }
        })}
        <Form on_submit=move |()| submit()>
            <Card>
                {move || standing.with(|standing| {
                    let options = packages.with_value(|packages| package_answers(packages, standing));
                    view! {
                        <MultiChoice
                            label=words::PACKAGES
                            options=options
                            value=chosen
                            error=package_error
                            required=true
                        />
                        {(*standing == Standing::Unknown).then(|| view! {
                            <p class="muted">{t(words::NOT_KNOWN)}</p>
                        })}
                    }
                })}
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
                {signature_pad(strokes, drawing_error.into())}
            </Card>
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::SIGN
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                    blocked=Signal::derive(move || send.done() || excluded.get())
                />
            </Actions>
        </Form>
    }
}
