//! Where signing in by WeChat ends when it did not simply work: the first time, to bind the WeChat
//! to a proved phone, and when something went wrong, to say so. It goes nowhere by itself.

use domain::api::wechat::{GetWeChat, LinkWeChat, WeChatDoor, WeChatTrouble};
use domain::problem::Code;
use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::features::shared::{error_text, use_deed, wechat_door};
use crate::i18n::t;
use crate::i18n::texts::wechat as words;
use crate::platform::{encoded, nav, timer, wechat};
use crate::routes::{Route, query_value};
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Failed, Loading, Page,
    use_toasts,
};

/// The address that begins to sign in by WeChat; the backend sends the browser on.
pub(super) fn way_in(to: &str) -> String {
    ["/api/v1/wechat/sign-in?to=", &encoded(to)].concat()
}

/// Binding, or what went wrong.
#[component]
pub fn WeChatPage() -> impl IntoView {
    let trouble = query_value(&untrack(nav::query), "trouble");
    view! {
        <Page title=words::TITLE>
            {match trouble {
                Some(word) => {
                    let trouble = WeChatTrouble::parse(&word).unwrap_or(WeChatTrouble::Expired);
                    view! { <Trouble trouble=trouble /> }.into_any()
                }
                None => view! { <Waiting /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Trouble(trouble: WeChatTrouble) -> impl IntoView {
    let again = matches!(
        trouble,
        WeChatTrouble::Expired | WeChatTrouble::Busy | WeChatTrouble::Refused
    );
    let signed_in = move || session::account().is_some() || session::staff().is_some();
    view! {
        <Banner kind=BannerKind::Warn text=words::of_trouble(trouble) />
        <Actions>
            {again.then(|| view! {
                <ButtonLink label=words::AGAIN look=ButtonLook::Primary href=way_in("/") />
            })}
            {move || if signed_in() {
                view! { <ButtonLink label=words::HOME href=Route::Home.href() /> }.into_any()
            } else {
                view! { <ButtonLink label=words::BY_PHONE href=Route::SignIn.href() /> }.into_any()
            }}
            {wechat::system().map(|_| view! {
                <Button label=words::CLOSE on_press=move |()| wechat::close() />
            })}
        </Actions>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    // Asked anew each time: what the phone remembers of it is never right.
    let door = RwSignal::new(None::<Result<WeChatDoor, ApiError>>);
    let ask = move || {
        door.set(None);
        timer::spawn(async move {
            let reply = api::call::<GetWeChat>(&(), &(), &()).await;
            let _ = door.try_set(Some(reply));
        });
    };
    ask();
    move || match door.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Err(error)) => {
            let text = Signal::derive(move || error_text(&error));
            view! { <Failed text=text on_retry=move |()| ask() /> }.into_any()
        }
        Some(Ok(WeChatDoor {
            waiting_for: Some(to),
            ..
        })) => view! { <Bind to=to /> }.into_any(),
        Some(Ok(_)) => view! {
            <Banner text=words::NOTHING />
            <Actions><ButtonLink label=words::HOME href=Route::Home.href() /></Actions>
        }
        .into_any(),
    }
}

#[component]
fn Bind(to: String) -> impl IntoView {
    let staff = Memo::new(|_| session::staff().is_some());
    let phone = Memo::new(|_| session::account().map(|account| account.phone_masked));
    let to = StoredValue::new(to);
    move || match (staff.get(), phone.get()) {
        (true, _) => view! { <Banner kind=BannerKind::Warn text=words::STAFF_HERE /> }.into_any(),
        (_, Some(phone)) => view! { <Consent phone=phone to=to.get_value() /> }.into_any(),
        (_, None) => {
            let here = ["?to=", &encoded(&Route::WeChat.href())].concat();
            let href = [Route::SignIn.href(), here].concat();
            view! {
                <Banner text=words::PROVE_FIRST />
                <Actions>
                    <ButtonLink label=words::PROVE look=ButtonLook::Primary href=href />
                </Actions>
            }
            .into_any()
        }
    }
}

#[component]
fn Consent(phone: String, to: String) -> impl IntoView {
    let link = use_deed::<LinkWeChat>();
    let toasts = use_toasts();
    let onward = Route::inside(&to).unwrap_or_else(|| Route::Home.href());
    let bind = {
        let onward = onward.clone();
        move |()| {
            let onward = onward.clone();
            link.send(None, (), (), move |_| {
                toasts.say(words::BOUND);
                nav::replace(&onward);
            });
        }
    };
    view! {
        <Card>
            <p><strong>{t(words::BIND_ASK)}</strong></p>
            <p class="number">{phone}</p>
            <p>{t(words::BIND_TEXT)}</p>
            <p>{t(words::BIND_WARN)}</p>
        </Card>
        {link.outcome(|code| (code == Code::WrongState).then_some(words::NOT_BOUND))}
        <Actions>
            <Button label=words::BIND look=ButtonLook::Primary busy=link.busy() on_press=bind />
            <ButtonLink label=words::NOT_NOW href=onward />
        </Actions>
    }
}

/// The way in by WeChat, on the page of signing in: there in WeChat only, where an account is set up.
#[component]
pub(super) fn WayIn(
    /// Becomes true where it is there.
    offered: RwSignal<bool>,
) -> impl IntoView {
    wechat::system().map(|_| view! { <InWeChat there=offered /> })
}

#[component]
fn InWeChat(there: RwSignal<bool>) -> impl IntoView {
    let to = query_value(&untrack(nav::query), "to").unwrap_or_else(|| Route::Home.href());
    // Whoever was sent here to prove a phone is not sent back into the same circle.
    if to != Route::WeChat.href() {
        timer::spawn(async move {
            let found = wechat_door().await.is_some();
            let _ = there.try_set(found);
        });
    }
    let href = StoredValue::new(way_in(&to));
    move || {
        there.get().then(|| {
            view! {
                <Actions>
                    <ButtonLink label=words::SIGN_IN look=ButtonLook::Primary href=href.get_value() />
                </Actions>
                <p class="muted">{t(words::OR_PHONE)}</p>
            }
        })
    }
}
