//! The parts of the program that are loaded when first needed.
//!
//! A part is a function that, once loaded, gives back the function that builds its pages: so a
//! page is built under the reactive owner of the place it stands in, and only the loading waits.
//! Without the feature `split` everything is in one piece and loading is done at once.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use super::{pages, titles};
use crate::i18n::Text;
use crate::platform::part::NotFetched;
use crate::platform::{boot, network, timer};
use crate::routes::{Part, Route};
use crate::session;

/// The pages of a part.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    /// Builds the page of a route.
    pub view: fn(&Route) -> AnyView,
    /// Its title.
    pub title: fn(&Route) -> Text,
    /// Fetches what its pages open later, which has to be there without network as well.
    pub ahead: fn(),
}

/// Most parts open nothing later.
fn nothing() {}

/// Where the loading of a part stands.
#[derive(Clone, Copy)]
pub(super) enum Loaded {
    Loading,
    Ready(Pages),
    Failed,
}

thread_local! {
    static STATES: [ArcRwSignal<Option<Loaded>>; LATER.len()] =
        std::array::from_fn(|_| ArcRwSignal::new(None));
}

fn state(part: Part) -> Option<ArcRwSignal<Option<Loaded>>> {
    let place = LATER.iter().position(|later| *later == part)?;
    STATES.with(|states| states.get(place).cloned())
}

/// Where the part stands, and its loading begun if it was not; reactive.
pub(super) fn loaded(part: Part) -> Loaded {
    let Some(state) = state(part) else {
        return Loaded::Ready(Pages {
            view: pages::main,
            title: titles::main,
            ahead: nothing,
        });
    };
    state.get().unwrap_or_else(|| {
        load(part);
        Loaded::Loading
    })
}

/// Loads the part, again if that failed before.
pub(super) fn load(part: Part) {
    let Some(state) = state(part) else { return };
    timer::spawn(async move {
        state.set(Some(Loaded::Loading));
        state.set(Some(match whole(part).await {
            Ok(pages) => Loaded::Ready(pages),
            Err(NotFetched) => Loaded::Failed,
        }));
    });
}

/// The part with the styles that it comes with.
async fn whole(part: Part) -> Result<Pages, NotFetched> {
    let styled = boot::styles();
    let pages = fetched(part).await;
    if styled.await { pages } else { Err(NotFetched) }
}

/// How long a page has the network for itself before other parts are loaded.
const QUIET_MS: i32 = 1_500;

/// Loads what may be opened next by whoever has this part before them: a tap finds it there, and a
/// doctor opens a form in a village without a network. What does not come now is fetched when it is
/// opened, and nothing comes unasked to a phone that saves data.
pub(super) fn load_beside(part: Part) {
    if network::sparing() {
        return;
    }
    let beside = beside(part);
    timer::spawn(async move {
        timer::sleep(QUIET_MS).await;
        for part in beside {
            let Some(state) = state(*part) else { continue };
            timer::idle().await;
            if state.get_untracked().is_none()
                && let Ok(pages) = whole(*part).await
                && state.get_untracked().is_none()
            {
                state.set(Some(Loaded::Ready(pages)));
                (pages.ahead)();
            }
        }
    });
}

/// The parts that may be opened from a page of this one, the likeliest first. Rating is none of them:
/// it comes after a visit, and once; nor is what one sets up, which costs a third as much as these together.
fn beside(part: Part) -> &'static [Part] {
    match part {
        Part::Main if session::account().is_none() => &[Part::SignIn],
        Part::Main | Part::Record | Part::Contract | Part::Booking | Part::Rating | Part::Me => {
            &[Part::Record, Part::Booking, Part::Contract]
        }
        Part::StaffSignIn => &[Part::Worklist],
        Part::Worklist
        | Part::Calls
        | Part::Residents
        | Part::FollowUp
        | Part::Round
        | Part::Team
        | Part::Clinic => &[
            Part::Worklist,
            Part::FollowUp,
            Part::Calls,
            Part::Residents,
            Part::Round,
            Part::Team,
            Part::Clinic,
            Part::StaffMe,
        ],
        Part::Desk => &[Part::Clinic, Part::StaffMe],
        Part::Correction | Part::Paper => &[Part::Worklist, Part::FollowUp],
        Part::StaffMe
        | Part::Accounts
        | Part::Rules
        | Part::SignIn
        | Part::WeChat
        | Part::People => &[],
    }
}

/// A part on its way.
type Fetching = Pin<Box<dyn Future<Output = Result<Pages, NotFetched>>>>;

/// The parts that are loaded later: each the function of its name in `pages` and in `titles`, cut
/// off behind a function of its own.
macro_rules! parts {
    (@ahead) => { super::nothing };
    (@ahead $ahead:ident) => { pages::$ahead };
    ($($part:ident $name:ident $(then $ahead:ident)?,)*) => {
        const LATER: &[Part] = &[$(Part::$part),*];

        /// Begins to fetch a part. In a box, since a task that holds the fetching of any part by itself
        /// is compiled to a third more.
        fn fetched(part: Part) -> Fetching {
            match part {
                Part::Main => Box::pin(async { Err(NotFetched) }),
                $(Part::$part => {
                    #[cfg(feature = "split")]
                    let pages = Box::pin(cut::$name());
                    #[cfg(not(feature = "split"))]
                    let pages = Box::pin(async { cut::$name() });
                    pages
                })*
            }
        }

        mod cut {
            use super::{NotFetched, Pages, pages, titles};

            $(
                #[cfg_attr(
                    feature = "split",
                    leptos::wasm_split::wasm_split($name, fallible, wasm_split_path = ::leptos::wasm_split)
                )]
                pub(super) fn $name() -> Result<Pages, NotFetched> {
                    Ok(Pages { view: pages::$name, title: titles::$name, ahead: parts!(@ahead $($ahead)?) })
                }
            )*
        }
    };
}

parts! {
    SignIn sign_in,
    StaffSignIn staff_sign_in,
    WeChat wechat,
    People people,
    Record record,
    Contract contract,
    Booking booking,
    Rating rating,
    Me me,
    Worklist worklist then fetch_worklist_more,
    Calls calls,
    Residents residents,
    FollowUp follow_up then fetch_more,
    Round round,
    Team team then fetch_signing,
    Clinic clinic,
    Desk desk,
    StaffMe staff_me,
    Accounts accounts,
    Correction correction,
    Paper paper,
    Rules rules,
}
