//! The whole page: what stands around the views, and which view stands now.
//!
//! Owns start-up, the shell, the guard before each page, and the two questions that any page may
//! meet (leave a half-filled form? still there?). It draws nothing that a page could draw and
//! fetches nothing. The only module that knows all features.

mod elder;
mod gate;
mod not_found;
mod pages;
mod part;
mod seldom;
mod shell;
mod titles;

use std::cell::{Cell, RefCell};

use domain::api::session::Session;
use domain::codes::Role;
use leptos::prelude::*;

use crate::i18n::texts::shared as words;
use crate::platform::follow::follow;
use crate::platform::{clock, nav, network, page, settings, timer};
use crate::routes::{Route, query_value};
use crate::ui::{Failed, Loading, Page, PageProps, ToastProvider};
use crate::{i18n, session, store};
use gate::{Gate, Post, Who, gate, target};
use part::Loaded;

/// Starts the program in the page.
pub fn start() {
    settings::start();
    clock::start();
    i18n::start();
    network::start();
    nav::start();
    leptos::mount::mount_to_body(App);
}

/// Everything on the page.
#[component]
pub fn App() -> impl IntoView {
    store::start();
    session::start();
    elder::start();
    let route = Memo::new(|_| Route::parse(&nav::path()));
    let gate = Memo::new(move |_| gate(&route.get(), who()));
    follow(move || {
        if let Gate::First { to, keep } = gate.get() {
            let wanted = query_value(&untrack(nav::query), "to").and_then(|to| Route::inside(&to));
            nav::replace(&target(&to, keep, &nav::here(), wanted));
        }
    });
    follow(move || {
        let route = route.get();
        if gate.get() == Gate::Open
            && let Loaded::Ready(pages) = part::loaded(route.part())
        {
            let title = (pages.title)(&route).get();
            page::set_title(&[title, " · ", words::PRODUCT.get()].concat());
            untrack(|| part::load_beside(route.part()));
        }
    });
    // Until it is known who this is and their page is there, the boot shell stands: it has the first
    // page's shape, and on the page of signing in its field.
    let begun = Memo::new(move |begun| begun == Some(&true) || !waits(&route.get(), &gate.get()));
    let painted = RwSignal::new(false);
    follow(move || {
        if begun.get() {
            // Once the page stands: it takes over what was typed in the shell.
            timer::spawn(async { page::remove_boot_shell() });
        }
    });
    view! {
        <ToastProvider>
            {move || {
                begun
                    .get()
                    .then(|| {
                        view! {
                            <shell::Frame route=route>{move || view_of(route, gate, painted)}</shell::Frame>
                        }
                    })
            }}
            <shell::IdleWarning />
        </ToastProvider>
    }
}

/// The view of the page, keyed by its path: a change of the query does not build it anew. A page that takes the
/// place of another is built in two steps: its head answers the tap in the next frame, and whatever else it has
/// follows when that is painted (a slow phone takes longer than 0.1 s for all of it).
fn view_of(route: Memo<Route>, gate: Memo<Gate>, painted: RwSignal<bool>) -> AnyView {
    // The route first: read after the gate, which follows it, a change of the route that leaves the
    // gate as it was would be taken as no change at all (reactive_graph 0.2.16).
    let route = route.get();
    match gate.get() {
        Gate::Wait | Gate::First { .. } => view! { <Loading /> }.into_any(),
        Gate::Unreachable => {
            view! { <Failed text=words::UNREACHABLE on_retry=move |()| session::reload() /> }
                .into_any()
        }
        Gate::Open => {
            let part = route.part();
            // Also while the part is fetched: what says so has answered the tap.
            let stands = turned(painted);
            match part::loaded(part) {
                Loaded::Loading => view! { <Loading /> }.into_any(),
                Loaded::Failed => {
                    view! { <Failed text=words::PART_FAILED on_retry=move |()| part::load(part) /> }
                        .into_any()
                }
                Loaded::Ready(pages) if stands => untrack(|| (pages.view)(&route)),
                Loaded::Ready(pages) => {
                    let title = (pages.title)(&route).into();
                    let back = route.has_way_back().then(String::new);
                    let children = Box::new(|| view! { <Loading /> }.into_any());
                    Page(PageProps {
                        title,
                        back,
                        children,
                    })
                    .into_any()
                }
            }
        }
    }
}

/// Longer than it takes until a frame is painted.
const FRAME_MS: i32 = 20;

thread_local! {
    /// The path whose page stands there, or is being built.
    static BUILT: RefCell<String> = const { RefCell::new(String::new()) };
    /// Whether its head alone stands there.
    static HEAD: Cell<bool> = const { Cell::new(false) };
}

/// Whether the rest of the page may be built: nothing stands there whose place it takes, or its head has been
/// painted; reactive by `painted`.
fn turned(painted: RwSignal<bool>) -> bool {
    painted.track();
    let path = untrack(nav::path);
    let before = BUILT.replace(path);
    let stands = before.is_empty() || BUILT.with_borrow(|path| *path == before);
    HEAD.set(!stands);
    if !stands {
        timer::later(FRAME_MS, move || {
            if HEAD.take() {
                painted.set(true);
            }
        });
    }
    stands
}

/// Whether there is nothing to show yet of the first page; reactive.
fn waits(route: &Route, gate: &Gate) -> bool {
    match gate {
        Gate::Wait | Gate::First { .. } => true,
        Gate::Unreachable => false,
        Gate::Open => matches!(part::loaded(route.part()), Loaded::Loading),
    }
}

/// What is known of whoever holds the phone; reactive.
fn who() -> Who {
    if session::locked() {
        return Who::Locked;
    }
    match session::current() {
        None if session::failed().is_some() => Who::Unreachable,
        None => Who::Unknown,
        Some(Session {
            staff: Some(card), ..
        }) => Who::Staff(match card.role {
            _ if card.second_factor_missing => Post::Unguarded,
            Role::Desk => Post::Desk,
            role if role.keeps_accounts() => Post::Office,
            _ => Post::Care,
        }),
        Some(known) if known.account.is_some() => Who::Account {
            chosen: session::resident_id().is_some(),
        },
        Some(_) => Who::Visitor,
    }
}
