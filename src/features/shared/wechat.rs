//! WeChat's JS-SDK, ready for a page that wants something of it: the account and the signature come
//! from the backend, the script and its calls are `platform`'s. Out of WeChat nothing is loaded.

use std::cell::{Cell, RefCell};

use domain::api::wechat::{GetWeChat, SignWeChatPage, SignatureQuery, WeChatDoor};

use leptos::prelude::untrack;

use crate::api;
use crate::i18n::texts::wechat as words;
use crate::platform::wechat::{self, Signature, System};
use crate::platform::{page, timer};
use crate::session;
use crate::ui::Toasts;

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
    let query = SignatureQuery { url: url.clone() };
    let Ok(reply) = api::call::<SignWeChatPage>(&(), &query, &()).await else {
        return false;
    };
    let Some(signed) = reply.signed else {
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
    let accepted = wechat::configure(&signature).await.is_ok();
    if accepted {
        ACCEPTED.with_borrow_mut(|kept| *kept = Some(url));
    }
    accepted
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

/// Prints; in WeChat, which cannot, says where it can be done.
pub fn print(toasts: Toasts) {
    if wechat::system().is_some() {
        toasts.warn(words::NO_PRINT);
    } else {
        page::print();
    }
}
