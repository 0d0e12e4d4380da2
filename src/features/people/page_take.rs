//! Take up what a code gives: the eight digits, and the name of whoever gave them.

use domain::api::grants::{TakeBody, TakeInvitation};
use domain::codes::Relation;
use domain::problem::Code;
use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::features::shared::{error_text, name_fault, relation_options, wechat_ready};
use crate::i18n::texts::{family as words, people, wechat as wechat_words};
use crate::platform::{nav, timer, wechat};
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Choice, Form, Page, TextInput, TextKind,
    use_toasts,
};

const DIGITS: usize = 8;

/// Code, name, relation.
///
/// Not through the outbox: a code works for minutes, and an answer is needed now.
#[component]
pub fn TakeCodePage() -> impl IntoView {
    let code = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let relation = RwSignal::new(None::<Relation>);
    let code_error = RwSignal::new(None::<String>);
    let name_error = RwSignal::new(None::<String>);
    let relation_error = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let checked = move || {
        let missing =
            |missing: bool, text: crate::i18n::Text| missing.then(|| text.get().to_owned());
        let digits = code.with_untracked(|code| {
            let digits = code.chars().map(domain::person::half_width);
            digits.filter(char::is_ascii_digit).count()
        });
        let misnamed = name.with_untracked(|name| name_fault(name));
        let named = misnamed.is_none();
        code_error.set(missing(digits != DIGITS, words::CODE_NEEDED));
        name_error.set(misnamed);
        let relation = relation.get_untracked();
        relation_error.set(missing(relation.is_none(), people::CHOICE_NEEDED));
        let whole = digits == DIGITS && named;
        relation.filter(|_| whole).map(|relation| TakeBody {
            code: code.get_untracked(),
            name: name.get_untracked(),
            relation,
        })
    };
    let take = move || {
        let Some(body) = checked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        failure.set(None);
        timer::spawn(async move {
            let answer = api::call::<TakeInvitation>(&(), &(), &body).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(grant) => {
                    session::choose(grant.resident_id);
                    session::reload();
                    toasts.say(words::TAKEN);
                    nav::replace(&Route::Persons.href());
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let sentence = move |error: &ApiError| {
        if error.code() == Some(Code::WrongCode) {
            words::WRONG_CODE.get().to_owned()
        } else {
            error_text(error)
        }
    };
    view! {
        <Page title=words::TAKE back=Route::Persons.href()>
            <Form on_submit=move |()| take()>
                <Card>
                    <Scan code=code />
                    <TextInput
                        label=words::CODE_FIELD
                        kind=TextKind::SpokenCode
                        value=code
                        error=code_error
                        required=true
                    />
                    <TextInput
                        label=words::THEIR_NAME
                        kind=TextKind::OtherName
                        value=name
                        error=name_error
                        required=true
                    />
                    <Choice
                        label=people::RELATION
                        options=relation_options(|relation| relation != Relation::Oneself)
                        value=relation
                        error=relation_error
                        required=true
                    />
                </Card>
                {move || failure.get().map(|error| view! {
                    <Banner kind=BannerKind::Error text=Signal::derive(move || sentence(&error)) />
                })}
                <Actions>
                    <Button label=words::TAKE_NOW look=ButtonLook::Primary submit=true busy=busy />
                </Actions>
            </Form>
        </Page>
    }
}

/// WeChat's camera, where there is one: the code of a person stands on their page as a picture too.
#[component]
fn Scan(code: RwSignal<String>) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let scan = move |()| {
        busy.set(true);
        timer::spawn(async move {
            let found = match wechat_ready().await {
                true => wechat::scan().await,
                false => None,
            };
            if busy.try_set(false).is_some() {
                return;
            }
            let digits = found.filter(|text| {
                text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
            });
            match digits {
                Some(digits) => code.set(digits),
                None => toasts.warn(wechat_words::NOT_SCANNED),
            }
        });
    };
    wechat::system().map(|_| {
        view! { <Button label=wechat_words::SCAN busy=busy on_press=scan /> }
    })
}
