//! The own area on this phone: keep it, how far that is, bring it up to date, remove it.

use domain::codes::Role;
use leptos::prelude::*;

use crate::i18n::texts::area as words;
use crate::i18n::{format, t};
use crate::platform::timer;
use crate::session;
use crate::store::{self, Area, Kept};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Progress, Question, Section, use_confirm,
};

/// The section, for whoever follows residents up.
#[component]
pub(super) fn AreaPart() -> impl IntoView {
    let follows_up = untrack(session::staff).is_some_and(|card| {
        matches!(
            card.role,
            Role::Gp | Role::Nurse | Role::PublicHealth | Role::VillageDoctor
        )
    });
    follows_up.then(|| {
        // Numbers that move do not build the section anew, under the finger of whoever presses.
        let area = Memo::new(|_| store::area());
        let kept = Memo::new(move |_| match area.get() {
            Area::Kept(kept) => Some(kept),
            _ => None,
        });
        let here = Memo::new(move |_| kept.get().is_some());
        let why = Memo::new(move |_| match area.get() {
            Area::NoRoom => Some(words::NO_ROOM),
            Area::TooOld => Some(words::TOO_OLD),
            Area::Broken => Some(words::BROKEN),
            Area::Off | Area::Kept(_) => None,
        });
        view! {
            <Section title=words::TITLE>
                {move || why.get().map(|text| view! {
                    <Banner kind=BannerKind::Warn text=text />
                })}
                {move || if here.get() {
                    view! { <Here kept=kept /> }.into_any()
                } else {
                    view! { <Offer /> }.into_any()
                }}
            </Section>
        }
    })
}

fn keep() {
    timer::spawn(store::keep_area());
}

#[component]
fn Offer() -> impl IntoView {
    view! {
        <Card>
            <p>{t(words::WHAT)}</p>
            <p class="muted">{t(words::LOST)}</p>
            <Actions><Button label=words::KEEP on_press=move |()| keep() /></Actions>
        </Card>
    }
}

#[component]
fn Here(kept: Memo<Option<Kept>>) -> impl IntoView {
    let of = move |part: fn(&Kept) -> u32| {
        Signal::derive(move || kept.with(|kept| kept.as_ref().map_or(0, part)))
    };
    let begun = Memo::new(move |_| kept.get().is_none_or(|kept| kept.as_of.is_none()));
    // Nobody reads that nobody is here yet.
    let fetching = Memo::new(move |_| {
        kept.get()
            .is_some_and(|kept| kept.busy && (kept.left > 0 || begun.get()))
    });
    let size = move || {
        let kept = kept.get()?;
        Some(words::here(kept.people, kept.bytes))
    };
    let age = move || {
        let as_of = kept.get()?.as_of?;
        Some(words::until(&format::date_time(as_of)))
    };
    let confirm = use_confirm();
    let forget = move |()| {
        let question =
            Question::new(words::FORGET_ASK, words::FORGET_TEXT, words::FORGET).dangerous();
        confirm.ask(question, |yes| {
            if yes {
                timer::spawn(store::forget_area());
            }
        });
    };
    view! {
        <Card>
            {move || if fetching.get() {
                let (people, all) = (of(|kept| kept.people), of(|kept| kept.people.saturating_add(kept.left)));
                let left = of(|kept| kept.left);
                let text = Signal::derive(move || words::so_far(people.get(), left.get()));
                view! { <Progress label=words::FETCHING value=people of=all text=text /> }.into_any()
            } else {
                view! {
                    <p><strong>{size}</strong></p>
                    <p class="muted">{age}</p>
                    {move || begun.get().then(|| view! { <p class="muted">{t(words::NOT_WHOLE)}</p> })}
                }.into_any()
            }}
            <Actions>
                <Button label=words::UPDATE on_press=move |()| keep() />
                <Button label=words::FORGET look=ButtonLook::Danger on_press=forget />
            </Actions>
        </Card>
    }
}
