//! The resident's "me": family, contract, messages, devices, settings, what is not sent yet.

mod own_record;
mod wechat;

use domain::codes::Function;
use leptos::prelude::*;

use crate::features::shared::{Devices, Settings, SignOut, UnsentPart};
use crate::i18n::Text;
use crate::i18n::texts::account as words;
use crate::routes::Route;
use crate::session;
use crate::ui::icon::{self, Glyph};
use crate::ui::{Actions, List, ListRow, Page};
use own_record::OwnRecord;
use wechat::WeChatPart;

/// The hub.
#[component]
pub fn MePage() -> impl IntoView {
    let phone = Signal::derive(|| {
        session::account()
            .map(|account| account.phone_masked)
            .unwrap_or_default()
    });
    let person = Signal::derive(|| {
        session::person()
            .map(|person| person.name)
            .unwrap_or_default()
    });
    let call = Signal::derive(|| ["tel:", &session::service_phone()].concat());
    view! {
        <Page title=words::ME>
            <UnsentPart page=Route::Unsent />
            <List>
                <ListRow title=words::PERSON detail=person glyph=icon::PEOPLE href=Route::Persons.href() />
                <ListRow title=words::FAMILY glyph=icon::SIGNED href=Route::Family.href() />
                {open(Function::Contract, words::CONTRACT, icon::SIGNED, Route::Contract)}
                {open(Function::Messages, words::MESSAGES, icon::MESSAGE, Route::Messages)}
                {open(Function::Rating, words::RATINGS, icon::STAR, Route::Ratings)}
                {open(Function::Readers, words::READERS, icon::EYE, Route::RecordReaders)}
            </List>
            <List>
                <ListRow title=words::SETTINGS glyph=icon::TEXT_SIZE href=Route::Settings.href() />
                <ListRow title=words::DEVICES detail=phone glyph=icon::ON_DEVICE href=Route::Devices.href() />
            </List>
            <OwnRecord />
            <Actions>
                <crate::ui::ButtonLink label=words::CALL_CENTRE glyph=icon::PHONE href=call />
                <SignOut after=Route::Home />
            </Actions>
        </Page>
    }
}

/// A row that is there while its function is open to this phone.
fn open(function: Function, title: Text, glyph: Glyph, route: Route) -> impl IntoView {
    move || {
        session::may(function)
            .then(|| view! { <ListRow title=title glyph=glyph href=route.href() /> })
    }
}

/// Devices signed in as this phone's holder.
#[component]
pub fn DevicesPage() -> impl IntoView {
    view! { <Page title=words::DEVICES back=Route::Me.href()><WeChatPart /><Devices /></Page> }
}

/// Text size, language, theme; open to everybody, signed in or not.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let back = if untrack(session::staff).is_some() {
        Route::StaffMe
    } else {
        Route::Me
    };
    view! { <Page title=words::SETTINGS back=back.href()><Settings /></Page> }
}
