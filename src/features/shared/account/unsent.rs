//! What has not left this phone yet: where each thing stands, why, and what can be done about it.

use leptos::prelude::*;

use super::super::room::LittleRoom;
use super::super::sending::sync_state;
use super::quarantine::OwnQuarantine;
use crate::i18n::format;
use crate::i18n::texts::{problem, shared, unsent as words};
use crate::platform::{clock, nav, timer, wechat};
use crate::routes::Route;
use crate::store::{self, Standing, Unsent};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Empty, List, ListRow,
    Loading, Page, Question, Section, SyncMark, icon, use_confirm, use_toasts,
};

/// The row that leads to the list; nothing while nothing is unsent.
#[component]
pub fn UnsentPart(
    /// The list's page.
    page: Route,
) -> impl IntoView {
    let href = page.href();
    let some = Memo::new(|_| !store::unsent().is_empty());
    let count = Signal::derive(|| words::count(store::unsent().len()));
    move || {
        let href = href.clone();
        some.get().then(|| {
            view! {
                <List>
                    <ListRow title=words::UNSENT detail=count glyph=icon::ON_DEVICE href=href />
                </List>
            }
        })
    }
}

/// The page of what waits, with what was sent since it was opened.
#[component]
pub fn UnsentPage(
    /// The page before it.
    back: Route,
) -> impl IntoView {
    let waits = Memo::new(|_| store::unsent());
    let sent = Memo::new(|_| store::sent());
    let now = RwSignal::new(clock::elapsed_ms());
    let ticker = timer::every(1_000, move || {
        let _ = now.try_set(clock::elapsed_ms());
    });
    let ticker = StoredValue::new_local(ticker);
    on_cleanup(move || ticker.dispose());
    let nothing = move || waits.with(Vec::is_empty) && sent.with(Vec::is_empty);
    view! {
        <Page title=words::UNSENT back=back.href()>
            <LittleRoom />
            {move || (!store::durable() && waits.with(|waits| !waits.is_empty())).then(|| view! {
                <Banner kind=BannerKind::Warn text=words::NOT_KEPT />
            })}
            {move || nothing().then(|| if store::has_looked() {
                view! { <Empty title=words::NOTHING hint=words::NOTHING_HINT /> }.into_any()
            } else {
                view! { <Loading /> }.into_any()
            })}
            {move || waits.with(|waits| {
                let stuck = |item: &&Unsent| matches!(item.standing, Standing::Refused(_));
                let (stuck, others): (Vec<_>, Vec<_>) = waits.iter().partition(stuck);
                view! {
                    {part(words::NEEDS_YOU, stuck, now)}
                    {part(words::WAITS, others, now)}
                }
            })}
            <Unreadable />
            <OwnQuarantine />
            {move || waits.with(|waits| !waits.is_empty()).then(|| view! { <ForAll /> })}
            {move || sent.with(|sent| part(words::SENT, sent.iter().collect(), now))}
        </Page>
    }
}

fn part(
    title: crate::i18n::Text,
    items: Vec<&Unsent>,
    now: RwSignal<i64>,
) -> Option<impl IntoView + use<>> {
    let items: Vec<Unsent> = items.into_iter().cloned().collect();
    (!items.is_empty()).then(|| {
        let items = items
            .into_iter()
            .map(move |item| view! { <Item item=item now=now /> });
        view! { <Section title=title>{items.collect_view()}</Section> }
    })
}

/// What lies on this phone and does not open: told, and saved as far as it can be read.
#[component]
fn Unreadable() -> impl IntoView {
    let stuck = Memo::new(|_| store::stuck());
    let toasts = use_toasts();
    let save = move |()| {
        if !store::save_stuck() {
            toasts.warn(words::NOT_SAVED);
        }
    };
    move || {
        let stuck = stuck.get();
        let text = Signal::derive(move || words::stuck(stuck.sealed, stuck.newer));
        (stuck.sealed + stuck.newer > 0).then(|| view! {
            <Banner kind=BannerKind::Warn text=text>
                {(stuck.newer > 0).then(|| view! { <Button label=words::SAVE on_press=save /> })}
            </Banner>
        })
    }
}

/// What can be done with all of it: sent now, or saved to a file where the phone is to be given away or
/// cannot keep it.
#[component]
fn ForAll() -> impl IntoView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let save = move |()| {
        let question = Question::new(words::SAVE_ASK, words::SAVE_TEXT, words::SAVE);
        confirm.ask(question, move |yes| {
            if !yes {
                return;
            }
            if !store::save_unsent() {
                toasts.warn(words::NOT_SAVED);
            } else if wechat::system().is_some() {
                toasts.say(words::COPIED);
            }
        });
    };
    view! {
        <Actions>
            <Button
                label=words::SEND_NOW
                look=ButtonLook::Primary
                on_press=|()| timer::spawn(store::hurry())
            />
            <Button label=words::SAVE on_press=save />
        </Actions>
    }
}

#[component]
fn Item(item: Unsent, now: RwSignal<i64>) -> impl IntoView {
    let state = sync_state(&item.standing);
    let what = shared::operation(&item.operation);
    let about = item.about.clone();
    let title = move || match about.as_str() {
        "" => what.get().to_owned(),
        name => [name, " · ", what.get()].concat(),
    };
    let created_at = item.created_at;
    let line = StoredValue::new(item.clone());
    // Only what counts down follows the clock.
    let counts = item.next_try_at.is_some();
    let left = move || {
        let at = line.with_value(|item| item.next_try_at)?;
        let now = if counts { now.get() } else { 0 };
        Some((at - now).max(0))
    };
    view! {
        <Card>
            <p><strong>{title}</strong> " " <SyncMark state=state /></p>
            <p class="muted">{move || words::written(&format::date_time(created_at))}</p>
            <p class="muted">{move || line.with_value(|item| progress(item, left()))}</p>
            <What item=item />
        </Card>
    }
}

/// How far it has come, or why it does not go on.
fn progress(item: &Unsent, left_ms: Option<i64>) -> String {
    match &item.standing {
        Standing::Refused(problem) => problem::sentence(problem),
        Standing::Accepted(at) => words::accepted(&format::time(*at)),
        Standing::Sending => String::new(),
        Standing::Here => words::tried(item.attempts, left_ms.map(|ms| ms / 1_000)),
    }
}

/// What can be done with one thing: whatever may have arrived already cannot be taken back.
#[component]
fn What(item: Unsent) -> impl IntoView {
    let Unsent { id, has_form, .. } = item;
    let refused = matches!(item.standing, Standing::Refused(_));
    let both = matches!(&item.standing, Standing::Refused(problem) if problem.present.is_some());
    let untried = item.standing == Standing::Here && item.attempts == 0;
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let discard = move |()| {
        let question =
            Question::new(words::DISCARD_ASK, words::DISCARD_TEXT, words::DISCARD).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                timer::spawn(async move {
                    if !store::discard(id).await {
                        toasts.warn(words::CANNOT_TAKE_BACK);
                    }
                });
            }
        });
    };
    let reopen = move |()| {
        timer::spawn(async move {
            match store::reopen(id).await {
                Some(page) => nav::go(&page),
                None => toasts.warn(words::CANNOT_OPEN),
            }
        });
    };
    let retry = move |()| timer::spawn(store::retry(id));
    (refused || untried).then(|| {
        view! {
            <Actions>
                {both.then(|| view! {
                    <ButtonLink
                        label=words::SIDE_BY_SIDE
                        look=ButtonLook::Primary
                        href=Route::Versions.href()
                    />
                })}
                {(refused && has_form && !both).then(|| view! {
                    <Button label=words::REOPEN look=ButtonLook::Primary on_press=reopen />
                })}
                {(refused && !both).then(|| view! { <Button label=words::RETRY on_press=retry /> })}
                <Button label=words::DISCARD look=ButtonLook::Danger on_press=discard />
            </Actions>
        }
    })
}
