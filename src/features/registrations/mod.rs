//! The desk's list of people who asked for a record: check the ID card, confirm or refuse.

mod page_new;

pub use page_new::NewRecordPage;

use domain::api::registrations::{
    DecideRegistration, DecideRegistrationAt, ListRegistrations, Registration, RegistrationQuery,
    RegistrationState,
};
use leptos::prelude::*;

use crate::features::shared::{Loaded, Outcome, Refusal, RefusalWords, word};
use crate::i18n::format;
use crate::i18n::texts::{newcomers, people as words};
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, Banner, Button, ButtonLink, ButtonLook, Card, Empty, KeyValue, KeyValues, Page,
    Question, icon, use_confirm, use_toasts,
};

const REFUSAL: RefusalWords = RefusalWords {
    verb: words::REFUSE,
    reason: words::REASON,
    needed: words::REASON_NEEDED,
};

/// The waiting registrations of one's own institution.
#[component]
pub fn RegistrationsPage() -> impl IntoView {
    let waiting = RegistrationQuery {
        state: Some(RegistrationState::Pending),
    };
    let registrations = use_query::<ListRegistrations>((), waiting);
    view! {
        <Page title=words::DESK back=Route::StaffMe.href()>
            <ButtonLink label=newcomers::TITLE href=Route::NewRecord.href() />
            <Loaded query=registrations let:registrations>
                {if registrations.is_empty() {
                    view! { <Empty title=words::DESK_EMPTY hint=words::DESK_EMPTY_HINT glyph=icon::FILE /> }.into_any()
                } else {
                    registrations
                        .into_iter()
                        .map(|registration| view! { <One registration=registration /> })
                        .collect_view()
                        .into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn One(registration: Registration) -> impl IntoView {
    let Registration {
        id,
        name,
        national_id_masked,
        phone_masked,
        relation,
        address,
        asked_at,
        resident_id,
        ..
    } = registration;
    let decide = use_submit::<DecideRegistrationAt>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    let refusing = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(reply) = decide.reply() {
            refusing.set(false);
            toasts.say(if reply.state == RegistrationState::Confirmed {
                words::CONFIRMED
            } else {
                words::REFUSED
            });
        }
    });
    let ask = move |()| {
        confirm.ask(
            Question::new(words::CONFIRM_ASK, words::CONFIRM_TEXT, words::CONFIRM),
            move |yes| {
                if yes {
                    decide.send(
                        id,
                        DecideRegistration {
                            confirm: true,
                            reason: None,
                        },
                    );
                }
            },
        );
    };
    let refuse = move |reason| {
        let no = DecideRegistration {
            confirm: false,
            reason: Some(reason),
        };
        decide.send(id, no);
    };
    view! {
        <Card>
            {resident_id.is_some().then(|| view! { <Banner text=words::HAS_RECORD /> })}
            <KeyValues>
                <KeyValue label=words::NAME>{name}</KeyValue>
                <KeyValue label=words::NATIONAL_ID>{national_id_masked}</KeyValue>
                <KeyValue label=words::PHONE>{phone_masked}</KeyValue>
                <KeyValue label=words::RELATION>{move || word(relation.zh(), relation.en())}</KeyValue>
                <KeyValue label=words::ADDRESS>{address}</KeyValue>
            </KeyValues>
            <p class="muted">{move || format::date_time(asked_at)}</p>
            <Outcome action=decide />
            <Actions>
                <Button
                    label=words::CONFIRM
                    look=ButtonLook::Primary
                    busy=Signal::derive(move || decide.busy())
                    on_press=ask
                />
                <Button label=words::REFUSE on_press=move |()| refusing.set(true) />
            </Actions>
            <Refusal open=refusing words=REFUSAL action=decide on_reason=refuse />
        </Card>
    }
}
