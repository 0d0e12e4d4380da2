//! What stands around every page: navigation, the state of network and phone, and what a page
//! must not be left or left alone with.

use domain::codes::Relation;
use leptos::prelude::*;

use super::elder::SizeQuestion;
use super::seldom;
use crate::i18n::Text;
use crate::i18n::texts::shared as words;
use crate::platform::follow::follow;
use crate::platform::{nav, network};
use crate::routes::{Role, Route};
use crate::ui::{
    Banner, BannerKind, Button, ButtonLink, ButtonLook, Glyph, HelpPhone, NavItem, PlainShell,
    Question, Shell, icon, use_confirm,
};
use crate::{session, store};

/// Which frame a page stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Resident,
    Staff,
}

fn kind(route: &Route) -> Kind {
    let staff = session::staff().is_some();
    match (route, route.role()) {
        (Route::SignIn | Route::StaffSignIn | Route::Unlock, _) => Kind::Plain,
        (_, Role::Staff) if staff => Kind::Staff,
        (_, Role::Open) if staff => Kind::Staff,
        (_, Role::Open | Role::Account | Role::Resident) if session::account().is_some() => {
            Kind::Resident
        }
        _ => Kind::Plain,
    }
}

/// The frame around the page; it stays while pages change within it.
#[component]
pub(super) fn Frame(route: Memo<Route>, children: ChildrenFn) -> impl IntoView {
    provide_context(HelpPhone(Signal::derive(session::service_phone)));
    seldom::provide();
    let kind = Memo::new(move |_| route.with(kind));
    let here = Signal::derive(move || route.with(place));
    let frame = move || {
        let page = children.clone();
        let kind = kind.get();
        if kind == Kind::Plain {
            return view! { <PlainShell><Notices route=route />{page()}</PlainShell> }.into_any();
        }
        let side_bar = kind == Kind::Staff;
        view! {
            <Shell items=items(side_bar) here=here side_bar=side_bar>
                <Notices route=route />
                <SizeQuestion />
                <ForWhom route=route />
                {page()}
            </Shell>
        }
        .into_any()
    };
    view! { {move || frame()} }
}

/// Word, symbol and page of an entry of the navigation.
type Entry = (Text, Glyph, Route);

const RESIDENTS: [Entry; 4] = [
    (words::NAV_HOME, icon::HOME, Route::Home),
    (words::NAV_RECORD, icon::FILE, Route::Record),
    (words::NAV_BOOKING, icon::CALENDAR, Route::Bookings),
    (words::NAV_ME, icon::PERSON, Route::Me),
];

const CARE: [Entry; 4] = [
    (words::NAV_WORKLIST, icon::LIST, Route::Worklist),
    (words::NAV_RESIDENTS, icon::PEOPLE, Route::Residents),
    (words::NAV_SCHEDULE, icon::CALENDAR, Route::Schedule),
    (words::NAV_ME, icon::PERSON, Route::StaffMe),
];

const DESK: [Entry; 4] = [
    (words::NAV_SCHEDULE, icon::CALENDAR, Route::Schedule),
    (words::NAV_REGISTRATIONS, icon::FILE, Route::Registrations),
    (words::NAV_GRANTS, icon::PEOPLE, Route::DeskGrants),
    (words::NAV_ME, icon::PERSON, Route::StaffMe),
];

const OFFICE: [Entry; 2] = [
    (words::NAV_ACCOUNTS, icon::PEOPLE, Route::Accounts),
    (words::NAV_ME, icon::PERSON, Route::StaffMe),
];

fn items(staff: bool) -> Vec<NavItem> {
    let entries: &[Entry] = if !staff {
        &RESIDENTS
    } else if untrack(session::in_office) {
        &OFFICE
    } else if untrack(session::at_desk) {
        &DESK
    } else {
        &CARE
    };
    let item = |(word, glyph, page): &Entry| {
        let item = NavItem::new(*word, *glyph, page.href());
        match page {
            Route::Me | Route::StaffMe => item.count(unsent()),
            Route::Worklist => item.count(session::waiting()),
            _ => item,
        }
    };
    entries.iter().map(item).collect()
}

/// How much still has to leave this phone.
fn unsent() -> Signal<u32> {
    Signal::derive(|| u32::try_from(store::unsent().len()).unwrap_or(u32::MAX))
}

/// The place of a page in its navigation; reactive.
fn place(route: &Route) -> Option<usize> {
    if session::in_office() {
        return match route {
            Route::Accounts
            | Route::Account(_)
            | Route::Invite
            | Route::StaffRules
            | Route::HandedIn
            | Route::Institutions
            | Route::Institution(_) => Some(0),
            Route::NotFound(_) => None,
            _ => Some(1),
        };
    }
    if session::at_desk() {
        return match route {
            Route::Schedule | Route::DeskBooking | Route::BookFor(_) => Some(0),
            Route::Registrations | Route::NewRecord => Some(1),
            Route::DeskGrants | Route::ResidentGrants(_) => Some(2),
            Route::NotFound(_) => None,
            _ => Some(3),
        };
    }
    match route {
        Route::Home
        | Route::Worklist
        | Route::Pushes
        | Route::ClosedFollowUps
        | Route::Suspects
        | Route::CallFor(..)
        | Route::FollowUpForm(..) => Some(0),
        Route::Record
        | Route::Measure
        | Route::Plan
        | Route::FollowUp(_)
        | Route::RecordReaders
        | Route::Residents
        | Route::Resident(_)
        | Route::Visit(_)
        | Route::CorrectVisit(_)
        | Route::FollowUpPaper(_)
        | Route::VisitPaper(_) => Some(1),
        Route::Bookings | Route::Sessions | Route::Booking(_) | Route::Schedule => Some(2),
        Route::NotFound(_) | Route::SignIn | Route::StaffSignIn | Route::Unlock => None,
        _ => Some(3),
    }
}

/// For whom the phone acts, on every page about a person, while that is somebody else.
#[component]
fn ForWhom(route: Memo<Route>) -> impl IntoView {
    let other = Memo::new(move |_| {
        let about =
            route.with(|route| matches!(route, Route::Home) || route.role() == Role::Resident);
        session::person().filter(|person| about && person.relation != Relation::Oneself)
    });
    let band = move || {
        other.get().map(|person| {
            let relation = words::relation(person.relation, person.sex);
            view! {
                <div class="banner tone-info for-whom">
                    <strong class="banner-body">
                        {move || words::acting_for(relation, &person.name)}
                    </strong>
                    <ButtonLink
                        label=words::SWITCH_PERSON
                        look=ButtonLook::Quiet
                        href=Route::Persons.href()
                    />
                </div>
            }
            .into_any()
        })
    };
    view! { {move || band()} }
}

/// What a page can promise without a network: only some forms are kept while they are filled in.
fn without_network(route: &Route) -> Text {
    match route {
        Route::FollowUpForm(..)
        | Route::Round
        | Route::Bedside(_)
        | Route::CorrectVisit(_)
        | Route::CallFor(..)
        | Route::RequestContract
        | Route::Rate(_)
        | Route::Measure
        | Route::RegisterPerson => words::OFFLINE_KEPT,
        Route::SignIn | Route::StaffSignIn => words::OFFLINE_SIGN_IN,
        Route::LinkPerson
        | Route::TakeCode
        | Route::GiveCode(_)
        | Route::NewRecord
        | Route::Covers
        | Route::Security
        | Route::Account(_)
        | Route::Invite
        | Route::StaffRules
        | Route::Institution(_)
        | Route::VisitTable => words::OFFLINE_NOW,
        _ => words::OFFLINE,
    }
}

/// What is to be known on any page: no network, no cookie, nothing can be kept.
#[component]
fn Notices(route: Memo<Route>) -> impl IntoView {
    let notice = move || {
        if !network::online() {
            let text = route.with(without_network);
            Some(view! { <Banner kind=BannerKind::Offline text=text /> }.into_any())
        } else if session::not_kept() {
            Some(view! { <Banner kind=BannerKind::Warn text=words::NOT_KEPT /> }.into_any())
        } else if !store::durable() {
            Some(view! { <Banner kind=BannerKind::Warn text=words::NOT_DURABLE /> }.into_any())
        } else {
            None
        }
    };
    view! { {move || notice()} }
}

/// Asks before a half-filled form is left.
#[component]
pub(super) fn LeaveQuestion() -> impl IntoView {
    let confirm = use_confirm();
    follow(move || {
        if nav::leave_asked() {
            let question = Question::new(words::LEAVE_TITLE, words::LEAVE_TEXT, words::LEAVE);
            confirm.ask(question.or(words::STAY), |leave| {
                if leave {
                    nav::leave();
                } else {
                    nav::stay();
                }
            });
        }
    });
}

/// Warns before the page locks itself, over whatever stands on the page.
#[component]
pub(super) fn IdleWarning() -> impl IntoView {
    let warned = Memo::new(|_| session::locks_in().is_some());
    let warning = move || {
        warned.get().then(|| {
            let text = Signal::derive(|| words::idle_text(session::locks_in().unwrap_or_default()));
            view! {
                <div class="over-page">
                    <Banner kind=BannerKind::Warn text=text>
                        <Button
                            label=words::IDLE_STILL_HERE
                            look=ButtonLook::Primary
                            on_press=move |()| session::still_here()
                        />
                    </Banner>
                </div>
            }
            .into_any()
        })
    };
    view! { {move || warning()} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_the_navigation_are_those_without_a_way_back() {
        let residents = [RESIDENTS, CARE, DESK].into_iter().flatten();
        for (_, _, page) in residents.chain(OFFICE) {
            assert!(!page.has_way_back(), "{page:?}");
        }
        for page in [Route::Messages, Route::Pushes, Route::Settings] {
            assert!(page.has_way_back(), "{page:?}");
        }
    }
}
