//! The covers that are not over, and below them the form of whoever may arrange one.

use domain::api::covers::{Cover, ListCovers, PostCoverEnd};
use domain::codes::Role;
use leptos::prelude::*;

use super::arrange::{Arrange, ArrangeForAny};
use super::hand_over::HandOverForm;
use crate::features::shared::{Loaded, use_deed};
use crate::i18n::format;
use crate::i18n::texts::covers as words;
use crate::routes::Route;
use crate::session;
use crate::store::{self, use_query};
use crate::ui::{Button, Card, Empty, Page, Question, Status, Tone, icon, use_confirm};

/// The list and the form.
#[component]
pub fn CoversPage() -> impl IntoView {
    let covers = use_query::<ListCovers>((), ());
    let card = untrack(session::staff);
    let office = untrack(session::in_office);
    let own = card
        .filter(|card| card.role == Role::Gp)
        .and_then(|card| card.team_id);
    view! {
        <Page title=words::TITLE back=Route::StaffMe.href()>
            <Loaded query=covers let:covers>
                {if covers.is_empty() {
                    view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::PEOPLE /> }.into_any()
                } else {
                    let all = covers.into_iter().map(|cover| view! { <One cover=cover /> });
                    all.collect_view().into_any()
                }}
            </Loaded>
            {office.then(|| view! { <ArrangeForAny /><HandOverForm /> })}
            {own.map(|team| view! { <Arrange team=team quiet=true /> })}
        </Page>
    }
}

#[component]
fn One(cover: Cover) -> impl IntoView {
    let Cover {
        cover_id,
        team,
        staff,
        from,
        until,
        today,
        may_end,
        version,
        ..
    } = cover;
    let end = use_deed::<PostCoverEnd>();
    let confirm = use_confirm();
    let ask = move |()| {
        let question = Question::new(words::END_ASK, words::END_TEXT, words::END).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                // Where somebody else was faster, the list says so.
                let after = || store::refresh();
                end.send_or(
                    Some(version),
                    cover_id,
                    (),
                    move |()| after(),
                    move |_| after(),
                );
            }
        });
    };
    let (tone, label) = if today {
        (Tone::Ok, words::NOW)
    } else {
        (Tone::Info, words::LATER)
    };
    view! {
        <Card>
            <p><strong>{move || words::who_for(&staff, &team)}</strong></p>
            <p class="muted">{move || words::days(&format::date(from), &format::date(until))}</p>
            <Status tone=tone label=label />
            {end.outcome(|_| None)}
            {may_end.then(|| view! { <Button label=words::END busy=end.busy() on_press=ask /> })}
        </Card>
    }
}
