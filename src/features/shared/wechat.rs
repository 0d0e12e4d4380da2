//! WeChat's JS-SDK, ready for a page that wants something of it: the account and the signature come
//! from the backend, the script and its calls are `platform`'s. Out of WeChat nothing is loaded.

use std::cell::{Cell, RefCell};

use domain::api::wechat::{GetWeChat, SignWeChatPage, SignatureQuery, WeChatDoor};

use leptos::prelude::*;

use crate::api;
use crate::i18n::Text;
use crate::i18n::texts::wechat as words;
use crate::platform::wechat::{self, Signature, System};
use crate::platform::{page, timer};
use crate::session;
use crate::ui::{Banner, Button, ButtonLook, icon};

thread_local! {
    /// The address that WeChat has accepted last.
    static ACCEPTED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether somebody is at it: the script is loaded and WeChat is asked by one at a time.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Whether WeChat was told what is shared.
    static SHARED: Cell<bool> = const { Cell::new(false) };
}

/// What can be done in this WeChat; `None` elsewhere, and where no account is set up.
pub async fn wechat_door() -> Option<WeChatDoor> {
    wechat::system()?;
    let door = api::call::<GetWeChat>(&(), &(), &()).await.ok()?;
    door.account.is_some().then_some(door)
}

/// Makes WeChat accept this page; whether it did. Signed anew only where WeChat looks at another
/// address than before.
pub async fn wechat_ready() -> bool {
    let Some(system) = wechat::system() else {
        return false;
    };
    while BUSY.replace(true) {
        timer::sleep(50).await;
    }
    let accepted = accepted_by(system).await;
    BUSY.set(false);
    accepted
}

async fn accepted_by(system: System) -> bool {
    let url = wechat::address_to_sign(system);
    if ACCEPTED.with_borrow(|accepted| accepted.as_ref() == Some(&url)) {
        return true;
    }
    let Some(account) = wechat_door().await.and_then(|door| door.account) else {
        return false;
    };
    let mut asked = SignatureQuery {
        url: url.clone(),
        refused: None,
    };
    // A second time, because WeChat may have ended what pages are signed with before its time.
    for _ in 0..2 {
        let reply = api::call::<SignWeChatPage>(&(), &asked, &()).await;
        let Some(signed) = reply.ok().and_then(|reply| reply.signed) else {
            return false;
        };
        if wechat::load(&account.sdk).await.is_err() {
            return false;
        }
        let signature = Signature {
            app_id: &signed.app_id,
            timestamp: signed.timestamp,
            nonce: &signed.nonce,
            signature: &signed.signature,
        };
        if wechat::configure(&signature).await.is_ok() {
            ACCEPTED.with_borrow_mut(|kept| *kept = Some(url));
            return true;
        }
        asked.refused = Some(signed.timestamp);
    }
    false
}

/// Lets whoever passes this page on in WeChat pass on the site alone: an address may name a record,
/// a title may say what somebody looked at.
pub fn share_in_wechat() {
    let signed_in = || untrack(session::account).is_some();
    if wechat::system().is_none() || !signed_in() || SHARED.replace(true) {
        return;
    }
    timer::spawn(async {
        if wechat_ready().await {
            let site = wechat::site();
            wechat::share(
                words::SHARE_TITLE.get(),
                words::SHARE_TEXT.get(),
                &[site.as_str(), "/"].concat(),
                &[site.as_str(), "/icon-180.png"].concat(),
            );
        } else {
            SHARED.set(false);
        }
    });
}

/// Prints the page; in WeChat, which cannot, says below it where it can be done, until the page is left.
///
/// `<PrintButton label=words::PRINT/>`
#[component]
pub fn PrintButton(
    /// What is printed.
    label: Text,
    /// How much it asks to be pressed.
    #[prop(optional)]
    look: ButtonLook,
) -> impl IntoView {
    let told = RwSignal::new(false);
    let press = move |()| match wechat::system() {
        Some(_) => told.set(true),
        None => page::print(),
    };
    view! {
        <Button label=label look=look glyph=icon::PRINT on_press=press />
        {move || told.get().then(|| view! { <Banner text=words::NO_PRINT /> })}
    }
}
