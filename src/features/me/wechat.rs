//! The WeChat that this phone is bound to: binding, unbinding, and the reminders that were agreed to.

use domain::api::wechat::{
    AgreeToReminders, AgreeToWeChatReminders, GetWeChatLink, UnlinkWeChat, WeChatLink,
};
use leptos::prelude::*;

use crate::features::shared::{Loaded, Outcome, use_deed, wechat_door, wechat_ready};
use crate::i18n::texts::wechat as words;
use crate::i18n::{format, t};
use crate::platform::{encoded, timer, wechat};
use crate::routes::Route;
use crate::store::{self, use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLink, ButtonLook, Card, Question, Section, use_confirm, use_toasts,
};

/// Nothing where no WeChat is bound and this is none.
#[component]
pub(super) fn WeChatPart() -> impl IntoView {
    let link = use_query::<GetWeChatLink>((), ());
    let door = RwSignal::new(None);
    timer::spawn(async move {
        let found = wechat_door().await;
        let _ = door.try_set(found.and_then(|door| door.account));
    });
    view! {
        <Loaded query=link rows=1 let:link>
            {
                let there = link.clone();
                move || {
                    let here = door.get();
                    let template = here.as_ref().and_then(|account| account.template.clone());
                    (there.linked_at.is_some() || here.is_some())
                        .then(|| view! { <Part link=there.clone() template=template /> })
                }
            }
        </Loaded>
    }
}

#[component]
fn Part(link: WeChatLink, template: Option<String>) -> impl IntoView {
    let bound = link.linked_at;
    view! {
        <Section title=words::TITLE>
            <Card>
                {match bound {
                    Some(since) => view! {
                        <p>{move || words::bound_since(&format::date_time(since))}</p>
                        <Unbind />
                    }.into_any(),
                    None => view! {
                        <p>{t(words::UNBOUND)}</p>
                        <Actions>
                            <ButtonLink
                                label=words::BIND_THIS
                                look=ButtonLook::Primary
                                href=["/api/v1/wechat/sign-in?to=", &encoded(&Route::Devices.href())].concat()
                            />
                        </Actions>
                    }.into_any(),
                }}
            </Card>
        </Section>
        {bound.is_some().then(|| view! { <Reminders link=link template=template /> })}
    }
}

#[component]
fn Unbind() -> impl IntoView {
    let unlink = use_submit::<UnlinkWeChat>();
    let confirm = use_confirm();
    let ask = move |()| {
        let question = Question::new(words::UNBIND_ASK, words::UNBIND_TEXT, words::UNBIND);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                unlink.send((), ());
            }
        });
    };
    view! {
        <Button label=words::UNBIND busy=Signal::derive(move || unlink.busy()) on_press=ask />
        <Outcome action=unlink />
    }
}

#[component]
fn Reminders(link: WeChatLink, template: Option<String>) -> impl IntoView {
    let lasting = link.reminders_lasting;
    let left = link.reminders_left;
    let said = Signal::derive(move || {
        if lasting {
            words::LASTING.get().to_owned()
        } else {
            words::left(left)
        }
    });
    let offered = template.filter(|_| !lasting);
    (lasting || left > 0 || offered.is_some()).then(|| {
        view! {
            <Section title=words::REMINDERS>
                <Card>
                    <p>{t(words::REMINDERS_TEXT)}</p>
                    <p>{move || said.get()}</p>
                    {offered.map(|template| view! { <Agree template=template /> })}
                </Card>
            </Section>
        }
    })
}

/// WeChat's own button, once WeChat has accepted this page.
#[component]
fn Agree(template: String) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    let agree = use_deed::<AgreeToWeChatReminders>();
    let toasts = use_toasts();
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let template = template.clone();
        timer::spawn(async move {
            if !wechat_ready().await {
                return;
            }
            let agreed = template.clone();
            wechat::offer_reminders(&place, &template, words::AGREE.get(), move |yes| {
                if !yes {
                    toasts.warn(words::NOT_AGREED);
                    return;
                }
                let body = AgreeToReminders {
                    template: agreed.clone(),
                };
                agree.send(None, (), body, |_| store::refresh());
            });
        });
    });
    view! {
        <div class="wechat-button" node_ref=place></div>
        {agree.outcome(|_| None)}
    }
}
