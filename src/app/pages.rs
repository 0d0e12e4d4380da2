//! Which view for which route, one table a part. A route that belongs to another part never gets
//! here, because `app` asks [`Route::part`] first.

use domain::codes::Function;
use leptos::prelude::*;

use super::not_found::NotFound;
use super::shell::LeaveQuestion;
use crate::features::accounts::{
    AccountPage, AccountsPage, HandedInPage, InstitutionPage, InstitutionsPage, InvitePage,
    RulesPage,
};
use crate::features::booking::{BookingPage, BookingsPage, SessionsPage};
use crate::features::contract::{ContractDetailPage, ContractPage, PackagesPage, RequestPage};
use crate::features::covers::CoversPage;
use crate::features::desk_booking::{BookForPage, DeskBookingPage};
use crate::features::family::{FamilyPage, GiveCodePage, NotOpen};
pub(super) use crate::features::follow_up::fetch_more;
use crate::features::follow_up::{CorrectVisitPage, FollowUpFormPage, VersionsPage};
use crate::features::grants_desk::{DeskGrantsPage, ResidentGrantsPage};
use crate::features::home::HomePage;
use crate::features::me::{DevicesPage, MePage, SettingsPage};
use crate::features::measure::MeasurePage;
use crate::features::messages::MessagesPage;
use crate::features::paper::{SheetPage, TablePage};
use crate::features::people::{LinkPage, PersonsPage, RegisterPage, TakeCodePage};
use crate::features::plan::PlanPage;
use crate::features::programmes::{ProgrammePage, ProgrammesPage};
use crate::features::pushes::PushesPage;
use crate::features::rating::{RatePage, RatingsPage};
use crate::features::record::{FollowUpPage, ReadersPage, RecordPage};
use crate::features::registrations::{NewRecordPage, RegistrationsPage};
use crate::features::residents::{ResidentPage, ResidentsPage, VisitPage};
use crate::features::round::RoundPage;
use crate::features::schedule::SchedulePage;
pub(super) use crate::features::shared::fetch_signing;
use crate::features::shared::{UnsentPage, share_in_wechat};
use crate::features::sign_in::{SignInPage, StaffSignInPage, UnlockPage, WeChatPage};
use crate::features::staff_me::{SecurityPage, StaffDevicesPage, StaffMePage};
use crate::features::suspects::SuspectsPage;
use crate::features::team_contracts::{BedsidePage, TeamContractPage, TeamContractsPage};
pub(super) use crate::features::worklist::fetch_worklist_more;
use crate::features::worklist::{CallPage, ClosedPage, WorklistPage};
use crate::routes::Route;
use crate::session;
use crate::ui::ConfirmProvider;

/// Pages that every first visit needs.
pub(super) fn main(route: &Route) -> AnyView {
    match route {
        Route::Home => view! { <HomePage /> }.into_any(),
        _ => not_found(),
    }
}

/// Signing in with a phone: the first page of everybody, which asks nothing either.
pub(super) fn sign_in(route: &Route) -> AnyView {
    match route {
        Route::SignIn => view! { <SignInPage /> }.into_any(),
        _ => not_found(),
    }
}

/// Signing in as a member of staff.
pub(super) fn staff_sign_in(route: &Route) -> AnyView {
    match route {
        Route::StaffSignIn => view! { <StaffSignInPage /> }.into_any(),
        Route::Unlock => view! { <UnlockPage /> }.into_any(),
        _ => not_found(),
    }
}

/// Binding a WeChat.
pub(super) fn wechat(route: &Route) -> AnyView {
    match route {
        Route::WeChat => view! { <WeChatPage /> }.into_any(),
        _ => not_found(),
    }
}

/// The people behind a phone.
pub(super) fn people(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Persons => view! { <PersonsPage /> }.into_any(),
            Route::LinkPerson => view! { <LinkPage /> }.into_any(),
            Route::TakeCode => view! { <TakeCodePage /> }.into_any(),
            Route::RegisterPerson => view! { <RegisterPage /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// A resident's own record.
pub(super) fn record(route: &Route) -> AnyView {
    of_resident(
        |route| match route {
            Route::Record => view! { <RecordPage /> }.into_any(),
            Route::FollowUp(follow_up) => {
                view! { <FollowUpPage follow_up=*follow_up /> }.into_any()
            }
            Route::Measure => view! { <MeasurePage /> }.into_any(),
            Route::Plan => view! { <PlanPage /> }.into_any(),
            Route::RecordReaders => view! { <ReadersPage /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// A resident's contract.
pub(super) fn contract(route: &Route) -> AnyView {
    of_resident(
        |route| match route {
            Route::Contract => view! { <ContractPage /> }.into_any(),
            Route::ContractDetail(contract) => {
                view! { <ContractDetailPage contract=*contract /> }.into_any()
            }
            Route::Packages => view! { <PackagesPage /> }.into_any(),
            Route::RequestContract => view! { <RequestPage /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// A resident's bookings.
pub(super) fn booking(route: &Route) -> AnyView {
    of_resident(
        |route| match route {
            Route::Bookings => view! { <BookingsPage /> }.into_any(),
            Route::Sessions => view! { <SessionsPage /> }.into_any(),
            Route::Booking(booking) => view! { <BookingPage booking=*booking /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// Rating what was done.
pub(super) fn rating(route: &Route) -> AnyView {
    of_resident(
        |route| match route {
            Route::Ratings => view! { <RatingsPage /> }.into_any(),
            Route::Rate(service) => view! { <RatePage service=*service /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// A resident's own things.
pub(super) fn me(route: &Route) -> AnyView {
    of_resident(
        |route| match route {
            Route::Family => view! { <FamilyPage /> }.into_any(),
            Route::GiveCode(resident) => view! { <GiveCodePage resident=*resident /> }.into_any(),
            Route::Me => view! { <MePage /> }.into_any(),
            Route::Devices => view! { <DevicesPage /> }.into_any(),
            Route::Settings => view! { <SettingsPage /> }.into_any(),
            Route::Messages => view! { <MessagesPage /> }.into_any(),
            Route::Unsent => view! { <UnsentPage back=Route::Me /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// Whose follow-up is due.
pub(super) fn worklist(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Worklist => view! { <WorklistPage /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// Calling them, what a call has closed, and suspected cases.
pub(super) fn calls(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::ClosedFollowUps => view! { <ClosedPage /> }.into_any(),
            Route::Suspects => view! { <SuspectsPage /> }.into_any(),
            Route::CallFor(resident, programme) => {
                view! { <CallPage resident=*resident programme=programme.clone() /> }.into_any()
            }
            _ => not_found(),
        },
        route,
    )
}

/// Residents and their records, as staff read them.
pub(super) fn residents(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Residents => view! { <ResidentsPage /> }.into_any(),
            Route::Resident(resident) => view! { <ResidentPage resident=*resident /> }.into_any(),
            Route::Visit(follow_up) => view! { <VisitPage follow_up=*follow_up /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// Follow-up forms.
pub(super) fn follow_up(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::FollowUpForm(resident, programme) => {
                view! { <FollowUpFormPage resident=*resident programme=programme.clone() /> }
                    .into_any()
            }
            _ => not_found(),
        },
        route,
    )
}

/// A round's quick entry, and two versions of a visit.
pub(super) fn round(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Round => view! { <RoundPage /> }.into_any(),
            Route::Versions => view! { <VersionsPage /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// What a team agrees on.
pub(super) fn team(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Pushes => view! { <PushesPage /> }.into_any(),
            Route::Bedside(resident) => view! { <BedsidePage resident=*resident /> }.into_any(),
            Route::StaffContracts => view! { <TeamContractsPage /> }.into_any(),
            Route::StaffContract(contract) => {
                view! { <TeamContractPage contract=*contract /> }.into_any()
            }
            _ => not_found(),
        },
        route,
    )
}

/// The day's bookings.
pub(super) fn clinic(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Schedule => view! { <SchedulePage /> }.into_any(),
            Route::DeskBooking => view! { <DeskBookingPage /> }.into_any(),
            Route::BookFor(resident) => view! { <BookForPage resident=*resident /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// What the desk checks and registers.
pub(super) fn desk(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Registrations => view! { <RegistrationsPage /> }.into_any(),
            Route::NewRecord => view! { <NewRecordPage /> }.into_any(),
            Route::DeskGrants => view! { <DeskGrantsPage /> }.into_any(),
            Route::ResidentGrants(resident) => {
                view! { <ResidentGrantsPage resident=*resident /> }.into_any()
            }
            _ => not_found(),
        },
        route,
    )
}

/// A member of staff's own things.
pub(super) fn staff_me(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Covers => view! { <CoversPage /> }.into_any(),
            Route::StaffMe => view! { <StaffMePage /> }.into_any(),
            Route::Security => view! { <SecurityPage /> }.into_any(),
            Route::StaffDevices => view! { <StaffDevicesPage /> }.into_any(),
            Route::StaffUnsent => view! { <UnsentPage back=Route::StaffMe /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// Accounts of staff.
pub(super) fn accounts(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::Accounts => view! { <AccountsPage /> }.into_any(),
            Route::Account(staff) => view! { <AccountPage staff=*staff /> }.into_any(),
            Route::Invite => view! { <InvitePage /> }.into_any(),
            Route::StaffRules => view! { <RulesPage /> }.into_any(),
            Route::HandedIn => view! { <HandedInPage /> }.into_any(),
            Route::Institutions => view! { <InstitutionsPage /> }.into_any(),
            Route::Institution(id) => view! { <InstitutionPage id=*id /> }.into_any(),
            _ => not_found(),
        },
        route,
    )
}

/// A visit that is corrected.
pub(super) fn correction(route: &Route) -> AnyView {
    with_questions(
        |route| match route {
            Route::CorrectVisit(visit) => {
                view! { <CorrectVisitPage follow_up=*visit /> }.into_any()
            }
            _ => not_found(),
        },
        route,
    )
}

/// Visits on paper, and as a table.
pub(super) fn paper(route: &Route) -> AnyView {
    match route {
        Route::FollowUpPaper(_) => of_resident(
            |route| match route {
                Route::FollowUpPaper(visit) => {
                    view! { <SheetPage follow_up=*visit back=Route::FollowUp(*visit) /> }.into_any()
                }
                _ => not_found(),
            },
            route,
        ),
        Route::VisitPaper(visit) => {
            view! { <SheetPage follow_up=*visit back=Route::Visit(*visit) /> }.into_any()
        }
        Route::VisitTable => view! { <TablePage /> }.into_any(),
        _ => not_found(),
    }
}

/// What programmes ask and by what they judge.
pub(super) fn rules(route: &Route) -> AnyView {
    match route {
        Route::Programmes => view! { <ProgrammesPage /> }.into_any(),
        Route::ProgrammeRules(programme) => {
            view! { <ProgrammePage programme=programme.clone() /> }.into_any()
        }
        _ => not_found(),
    }
}

/// What has to be opened to this phone before a page shows anything.
fn needs(route: &Route) -> Option<Function> {
    Some(match route {
        Route::Record
        | Route::FollowUp(_)
        | Route::FollowUpPaper(_)
        | Route::Measure
        | Route::Plan => Function::Record,
        Route::RecordReaders => Function::Readers,
        Route::Contract | Route::ContractDetail(_) | Route::RequestContract => Function::Contract,
        Route::Bookings | Route::Sessions | Route::Booking(_) => Function::Booking,
        Route::Ratings | Route::Rate(_) => Function::Rating,
        Route::Messages => Function::Messages,
        _ => return None,
    })
}

/// A page about a person, or what stands in its place where it is not opened to this phone.
fn of_resident(page: fn(&Route) -> AnyView, route: &Route) -> AnyView {
    share_in_wechat();
    let closed = needs(route).filter(|function| !session::may(*function));
    let page = move |route: &Route| match closed {
        Some(function) => view! { <NotOpen function=function /> }.into_any(),
        None => page(route),
    };
    questions(Box::new(page), route)
}

/// A page that may ask something: before a deed, and before a half-filled form is left. Not
/// around the home page, which asks nothing and must be there first.
fn with_questions(page: fn(&Route) -> AnyView, route: &Route) -> AnyView {
    questions(Box::new(page), route)
}

fn questions(page: Box<dyn Fn(&Route) -> AnyView + Send>, route: &Route) -> AnyView {
    let route = route.clone();
    view! {
        <ConfirmProvider>
            <LeaveQuestion />
            {page(&route)}
        </ConfirmProvider>
    }
    .into_any()
}

fn not_found() -> AnyView {
    view! { <NotFound /> }.into_any()
}
