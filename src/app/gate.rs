//! Whether a page may be shown now, or what has to come first. Pure.

use crate::routes::{Role, Route};

/// What is known of whoever holds the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Not asked yet.
    Unknown,
    /// Asked, without an answer.
    Unreachable,
    /// Somebody who has to enter their PIN first.
    Locked,
    /// Nobody is signed in.
    Visitor,
    /// A phone; `chosen` when it is clear for whom it acts.
    Account {
        /// Whether a person is chosen.
        chosen: bool,
    },
    /// A member of staff.
    Staff(Post),
}

/// What a member of staff begins the day with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Post {
    /// Follow-ups.
    Care,
    /// The day's bookings.
    Desk,
    /// Accounts.
    Office,
    /// An authenticator, which has to be set up before anything else.
    Unguarded,
}

impl Post {
    fn first(self) -> Route {
        match self {
            Post::Care => Route::Worklist,
            Post::Desk => Route::Schedule,
            Post::Office => Route::Accounts,
            Post::Unguarded => Route::Security,
        }
    }
}

/// The answer for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// Show it.
    Open,
    /// Wait until it is known who this is.
    Wait,
    /// Say that it could not be found out, and offer to try again.
    Unreachable,
    /// Go there first; `keep` when the page comes back afterwards.
    First {
        /// Where to go.
        to: Route,
        /// Whether to come back to the page.
        keep: bool,
    },
}

/// Whether `route` may be shown to `who`.
pub(super) fn gate(route: &Route, who: Who) -> Gate {
    let first = |to, keep| Gate::First { to, keep };
    match (route, route.role(), who) {
        (Route::Unlock, _, Who::Locked) => Gate::Open,
        (Route::Home | Route::StaffSignIn, _, Who::Locked) => first(Route::Unlock, false),
        (_, Role::Staff | Role::Account | Role::Resident, Who::Locked) => {
            first(Route::Unlock, true)
        }
        (Route::Unlock, _, Who::Staff(post)) => first(post.first(), false),
        (Route::Unlock, _, Who::Unknown) => Gate::Wait,
        (Route::Unlock, _, _) => first(Route::StaffSignIn, false),
        (Route::SignIn, _, Who::Account { .. }) => first(Route::Home, false),
        (Route::Security, _, Who::Staff(Post::Unguarded)) => Gate::Open,
        (_, Role::Staff, Who::Staff(Post::Unguarded)) => first(Route::Security, false),
        (Route::Worklist, _, Who::Staff(Post::Care)) => Gate::Open,
        (Route::Home | Route::StaffSignIn | Route::Worklist, _, Who::Staff(post)) => {
            first(post.first(), false)
        }
        (Route::Home, _, Who::Unknown) => Gate::Wait,
        (Route::Home, _, Who::Unreachable) => Gate::Unreachable,
        (Route::Home, _, Who::Account { chosen: false }) => first(Route::Persons, false),
        (_, Role::Open, _) => Gate::Open,
        (_, _, Who::Unknown) => Gate::Wait,
        (_, _, Who::Unreachable) => Gate::Unreachable,
        (_, Role::Staff, Who::Staff(_)) | (_, Role::Account, Who::Account { .. }) => Gate::Open,
        (_, Role::Resident, Who::Account { chosen: true }) => Gate::Open,
        (_, Role::Resident, Who::Account { chosen: false }) => first(Route::Persons, true),
        (_, Role::Staff, Who::Visitor | Who::Account { .. }) => first(Route::StaffSignIn, true),
        (_, Role::Account | Role::Resident, Who::Visitor | Who::Staff(_)) => {
            first(Route::SignIn, true)
        }
    }
}

/// Where to go from a page that has to come second; `here` is its address, `to` what its own
/// `?to=` said.
pub(super) fn target(to: &Route, keep: bool, here: &str, wanted: Option<String>) -> String {
    match (keep, wanted) {
        (true, _) => to.href_with(&[("to", here)]),
        (false, Some(wanted)) => wanted,
        (false, None) => to.href(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_person_is_led_to_what_has_to_come_first() {
        let chosen = Who::Account { chosen: true };
        let unchosen = Who::Account { chosen: false };
        let (doctor, desk) = (Who::Staff(Post::Care), Who::Staff(Post::Desk));
        let (office, unguarded) = (Who::Staff(Post::Office), Who::Staff(Post::Unguarded));
        let first = |to, keep| Gate::First { to, keep };
        for (route, who, expected) in [
            (Route::Worklist, Who::Locked, first(Route::Unlock, true)),
            (Route::Home, Who::Locked, first(Route::Unlock, false)),
            (Route::Unlock, Who::Locked, Gate::Open),
            (Route::Unlock, doctor, first(Route::Worklist, false)),
            (
                Route::Unlock,
                Who::Visitor,
                first(Route::StaffSignIn, false),
            ),
            (Route::Record, Who::Unknown, Gate::Wait),
            (Route::Record, Who::Unreachable, Gate::Unreachable),
            (Route::Record, Who::Visitor, first(Route::SignIn, true)),
            (Route::Record, unchosen, first(Route::Persons, true)),
            (Route::Record, chosen, Gate::Open),
            (Route::Record, doctor, first(Route::SignIn, true)),
            (Route::Me, unchosen, Gate::Open),
            (
                Route::Worklist,
                Who::Visitor,
                first(Route::StaffSignIn, true),
            ),
            (Route::Worklist, chosen, first(Route::StaffSignIn, true)),
            (Route::Worklist, doctor, Gate::Open),
            (Route::Worklist, desk, first(Route::Schedule, false)),
            (Route::Home, desk, first(Route::Schedule, false)),
            (Route::Registrations, desk, Gate::Open),
            (Route::Worklist, office, first(Route::Accounts, false)),
            (Route::Accounts, office, Gate::Open),
            (Route::Worklist, unguarded, first(Route::Security, false)),
            (Route::StaffSignIn, unguarded, first(Route::Security, false)),
            (Route::Security, unguarded, Gate::Open),
            (Route::Home, Who::Visitor, Gate::Open),
            (Route::Home, doctor, first(Route::Worklist, false)),
            (Route::Home, unchosen, first(Route::Persons, false)),
            (Route::SignIn, chosen, first(Route::Home, false)),
            (Route::SignIn, Who::Unknown, Gate::Open),
            (Route::Settings, Who::Unreachable, Gate::Open),
            (Route::NotFound("/x".to_owned()), Who::Unknown, Gate::Open),
        ] {
            assert_eq!(gate(&route, who), expected, "{route:?} for {who:?}");
        }
    }

    #[test]
    fn a_deep_link_is_kept_through_sign_in() {
        let kept = target(
            &Route::SignIn,
            true,
            "/booking/sessions?date=2026-11-26",
            None,
        );
        assert_eq!(kept, "/sign-in?to=/booking/sessions%3Fdate%3D2026-11-26");
        let back = Route::inside("/booking/sessions?date=2026-11-26");
        assert_eq!(
            target(&Route::Home, false, &kept, back),
            "/booking/sessions?date=2026-11-26"
        );
        assert_eq!(target(&Route::Home, false, "/sign-in", None), "/");
    }
}
