//! What can be done with a visit that was written down wrongly: correct it on a page of its own, or void it here.

use domain::api::follow_ups::{CorrectFollowUp, FollowUp, VoidFollowUp, VoidFollowUpBody};
use leptos::prelude::*;

use crate::features::shared::{Outcome, field_error};
use crate::i18n::texts::visit as words;
use crate::platform::nav;
use crate::routes::Route;
use crate::store::{self, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Disclosure, Form, Question,
    Section, TextArea, icon, use_confirm, use_toasts,
};

/// Correcting and voiding a visit.
#[component]
pub(super) fn WrittenWrongly(
    /// The visit as it is now.
    visit: FollowUp,
) -> impl IntoView {
    let id = visit.follow_up_id;
    let waits = Memo::new(move |_| {
        store::standing_at::<CorrectFollowUp>(&id).is_some()
            || store::standing_at::<VoidFollowUp>(&id).is_some()
    });
    view! {
        <Section title=words::WRONG>
            <p class="muted">{move || words::KEPT.get()}</p>
            {move || if waits.get() {
                view! { <Banner kind=BannerKind::Offline text=words::WAITING /> }.into_any()
            } else {
                view! {
                    <Actions>
                        <ButtonLink
                            label=words::CORRECT
                            look=ButtonLook::Secondary
                            glyph=icon::PEN
                            href=Route::CorrectVisit(id).href()
                        />
                    </Actions>
                }
                .into_any()
            }}
            <Void visit=visit />
        </Section>
    }
}

#[component]
fn Void(visit: FollowUp) -> impl IntoView {
    let (id, version) = (visit.follow_up_id, visit.version);
    let back = Route::Resident(visit.person.resident_id).href();
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let void = use_submit::<VoidFollowUp>();
    let (confirm, toasts) = (use_confirm(), use_toasts());
    Effect::new(move |_| {
        if void.reply().is_some() {
            toasts.say(words::VOIDED_NOW);
            nav::back_or(&back);
        }
    });
    let ask = move |()| {
        let typed = reason.with_untracked(|reason| reason.trim().to_owned());
        let fault = match typed.chars().count() {
            0 => Some(words::REASON_NEEDED),
            201.. => Some(words::REASON_LONG),
            _ => None,
        };
        missing.set(fault.map(|words| words.get().to_owned()));
        if fault.is_some() {
            return;
        }
        let question = Question::new(words::VOID_ASK, words::VOID_TEXT, words::VOID_YES);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                let body = VoidFollowUpBody {
                    reason: typed.clone(),
                    based_on: Some(version),
                };
                void.send(id, body);
            }
        });
    };
    let refused = field_error(void, "reason");
    let error = Signal::derive(move || missing.get().or_else(|| refused.get()));
    view! {
        <Disclosure summary=words::VOID>
            <p class="muted">{move || words::VOID_WHEN.get()}</p>
            <Form on_submit=ask>
                <TextArea label=words::REASON required=true error=error value=reason />
                <Outcome action=void />
                <Actions>
                    <Button
                        label=words::VOID_YES
                        look=ButtonLook::Danger
                        submit=true
                        busy=Signal::derive(move || void.busy())
                        blocked=Signal::derive(move || void.done())
                    />
                </Actions>
            </Form>
        </Disclosure>
    }
}
