//! The form: stars, aspects, words. Kept as a draft while it is filled in.

use domain::api::ratings::{Aspects, RateBody, RateService, WORDS_MAX};
use domain::ids::{RatingId, ServiceId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::features::shared::{Outcome, field_error};
use crate::i18n::texts::rating as words;
use crate::platform::{id, nav};
use crate::session;
use crate::store::{use_draft, use_submit};
use crate::ui::{
    Actions, Banner, Button, ButtonLook, Card, Disclosure, Form, Stars, Switch, TextArea,
    use_toasts,
};

/// What is kept while the form is filled in. The id is part of it: a rating that was sent twice,
/// once before a reload and once after, is one rating.
#[derive(Serialize, Deserialize)]
struct Content {
    id: RatingId,
    overall: Option<u8>,
    aspects: Aspects,
    words: String,
    anonymous: bool,
}

/// Asks for a rating and sends it.
#[component]
pub fn RateForm(
    /// The service.
    service: ServiceId,
) -> impl IntoView {
    let rating_id = RwSignal::new(id::new::<RatingId>());
    let overall = RwSignal::new(None::<u8>);
    let attitude = RwSignal::new(None::<u8>);
    let explanation = RwSignal::new(None::<u8>);
    let waiting = RwSignal::new(None::<u8>);
    let result = RwSignal::new(None::<u8>);
    let said = RwSignal::new(String::new());
    let anonymous = RwSignal::new(false);
    let overall_error = RwSignal::new(None::<String>);

    let content = move || Content {
        id: rating_id.get(),
        overall: overall.get(),
        aspects: Aspects {
            attitude: attitude.get(),
            explanation: explanation.get(),
            waiting: waiting.get(),
            result: result.get(),
        },
        words: said.get(),
        anonymous: anonymous.get(),
    };
    let restore = move |kept: Content| {
        rating_id.set(kept.id);
        overall.set(kept.overall);
        attitude.set(kept.aspects.attitude);
        explanation.set(kept.aspects.explanation);
        waiting.set(kept.aspects.waiting);
        result.set(kept.aspects.result);
        said.set(kept.words);
        anonymous.set(kept.anonymous);
    };
    let draft = use_draft(["rate ", &service.to_string()].concat(), content, restore);
    let send = use_submit::<RateService>();
    nav::use_leave_guard(move || draft.dirty() && !send.done());

    let toasts = use_toasts();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::THANKS);
        }
    });
    let submit = move || {
        let content = untrack(content);
        let Some(overall) = content.overall else {
            overall_error.set(Some(words::OVERALL_NEEDED.get().to_owned()));
            return;
        };
        overall_error.set(None);
        let said = content.words.trim();
        let body = RateBody {
            id: content.id,
            overall,
            aspects: content.aspects,
            words: (!said.is_empty()).then(|| said.to_owned()),
            anonymous: content.anonymous,
        };
        send.send_form(service, body, draft);
    };
    let limit = u32::try_from(WORDS_MAX).unwrap_or(u32::MAX);
    let words_error = field_error(send, "words");
    view! {
        {move || draft.restored().then(|| view! { <Banner text=words::RESTORED /> })}
        <Form on_submit=move |()| submit()>
            <Card>
                {move || session::person().map(|person| {
                    view! { <p><strong>{words::rating_for(&person.name)}</strong></p> }
                })}
                <Stars label=words::OVERALL value=overall error=overall_error required=true />
                <Disclosure summary=words::MORE>
                    <Stars label=words::ATTITUDE value=attitude />
                    <Stars label=words::EXPLANATION value=explanation />
                    <Stars label=words::WAIT value=waiting />
                    <Stars label=words::RESULT value=result />
                </Disclosure>
                <TextArea
                    label=words::WORDS
                    hint=words::WORDS_HINT
                    limit=limit
                    value=said
                    error=words_error
                />
                <Switch label=words::ANONYMOUS hint=words::ANONYMOUS_HINT value=anonymous />
            </Card>
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
