//! Letting somebody act by a code: what they may do, until when, and then eight digits to show or
//! to say.

use domain::api::grants::{Invitation, Invite, InviteBody, ListMyGrants};
use domain::ids::{InvitationId, ResidentId};
use leptos::prelude::*;

use crate::features::shared::{Loaded, TermFields, Terms, use_deed};
use crate::i18n::texts::family as words;
use crate::i18n::{format, t};
use crate::platform::id;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Form, Page, Qr, Section,
};

/// The form, and the code below it once it is made.
///
/// Not through the outbox: the code is needed now, and is not kept on the phone.
#[component]
pub fn GiveCodePage(
    /// For whom.
    resident: ResidentId,
) -> impl IntoView {
    let mine = use_query::<ListMyGrants>((), ());
    view! {
        <Page title=words::GIVE back=Route::Family.href()>
            <Loaded query=mine let:mine>
                {
                    let name = mine
                        .into_iter()
                        .find(|grant| grant.resident_id == resident)
                        .map(|grant| grant.name);
                    view! { <GiveForm resident=resident name=name.unwrap_or_default() /> }
                }
            </Loaded>
        </Page>
    }
}

#[component]
fn GiveForm(resident: ResidentId, name: String) -> impl IntoView {
    let terms = Terms::usual();
    let made = RwSignal::new(None::<Invitation>);
    let invite = use_deed::<Invite>();
    let make = move || {
        let Some((functions, ends)) = terms.checked() else {
            return;
        };
        made.set(None);
        let body = InviteBody {
            id: id::new::<InvitationId>(),
            functions,
            ends,
        };
        invite.send(None, resident, body, move |invitation| {
            made.set(Some(invitation))
        });
    };
    let verb = Signal::derive(move || {
        let verb = if made.with(Option::is_some) {
            words::MAKE_ANOTHER
        } else {
            words::MAKE
        };
        verb.get().to_owned()
    });
    view! {
        <Section title=Signal::derive(move || words::give_for(&name))>
            <p>{t(words::CODE_LEAD)}</p>
            {move || made.get().map(|invitation| view! { <Code invitation=invitation /> })}
            <Form on_submit=move |()| make()>
                <Card>
                    <TermFields terms=terms />
                </Card>
                {invite.outcome(|_| None)}
                <Actions>
                    <Button label=verb look=ButtonLook::Primary submit=true busy=invite.busy() />
                    <ButtonLink label=words::SEE_WHO href=Route::Family.href() />
                </Actions>
            </Form>
        </Section>
    }
}

/// The code, large and in two groups, as one says it.
#[component]
fn Code(invitation: Invitation) -> impl IntoView {
    let Invitation {
        code,
        expires_at,
        side,
        path,
    } = invitation;
    let spoken = match code.split_at_checked(4) {
        Some((first, rest)) => [first, " ", rest].concat(),
        None => code,
    };
    view! {
        <Card>
            <p class="muted">{t(words::CODE)}</p>
            <p class="grant-code number" role="status">{spoken}</p>
            <Qr label=words::CODE_PICTURE side=side path=path />
            <p>{move || words::works_until(&format::time(expires_at))}</p>
            <p>{t(words::CODE_HOW)}</p>
            <Banner kind=BannerKind::Warn text=words::CODE_CARE />
        </Card>
    }
}
