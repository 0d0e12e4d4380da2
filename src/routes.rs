//! The one table of pages: route ↔ path ↔ who may open it ↔ the part of the code it lives in.
//!
//! Owns parsing and writing of addresses, and nothing else: no views, no browser. A query is
//! decoded exactly once. `app` asks which page to show, everybody else writes links by
//! [`Route::href`].

use std::fmt::Display;

use domain::ids::{
    BookingId, ContractId, FollowUpId, InstitutionId, ResidentId, ServiceId, StaffId,
};
use domain::programme::ProgrammeCode;

/// Who may open a page, before anything is known of what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Anybody.
    Open,
    /// A signed-in phone, even before a person is chosen.
    Account,
    /// A signed-in phone that acts for a chosen person.
    Resident,
    /// A member of staff.
    Staff,
}

/// The piece of the program that holds a page; all but the first are loaded when first needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Shell and the resident's home.
    Main,
    /// Signing in with a phone.
    SignIn,
    /// Signing in as a member of staff.
    StaffSignIn,
    /// Binding a WeChat.
    WeChat,
    /// The people behind a phone.
    People,
    /// A resident's own record, what they measure at home, and what comes next.
    Record,
    /// A resident's contract.
    Contract,
    /// A resident's bookings.
    Booking,
    /// Rating what was done.
    Rating,
    /// A resident's own things: messages, family, devices, settings.
    Me,
    /// The doctors' day: what is due.
    Worklist,
    /// Calling people whose follow-up is due, what that has closed, and suspected cases.
    Calls,
    /// Residents and their records, as staff read them.
    Residents,
    /// Follow-up forms.
    FollowUp,
    /// A round's quick entry, and two versions of a visit.
    Round,
    /// Contracts of a team.
    Team,
    /// The day's bookings, and booking for somebody.
    Clinic,
    /// New records, and who may act for whom, at the desk.
    Desk,
    /// A member of staff's own things, and who covers for whom.
    StaffMe,
    /// Accounts of staff.
    Accounts,
    /// A visit that is corrected.
    Correction,
    /// Visits on paper, and as a table.
    Paper,
    /// What programmes ask and by what they judge.
    Rules,
}

/// A row of the table.
struct Row {
    pattern: &'static str,
    role: Role,
    part: Part,
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident $(($($value:ty),+))? = $pattern:literal, $role:ident, $part:ident;)*) => {
        /// A page of the product.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Route {
            $($(#[$doc])* $name $(($($value),+))?,)*
            /// No page has this path.
            NotFound(String),
        }

        /// The place of each page in the table.
        #[derive(Clone, Copy)]
        enum Place {
            $($name,)*
        }

        /// In the order of [`Place`].
        const ROWS: &[Row] = &[$(Row { pattern: $pattern, role: Role::$role, part: Part::$part },)*];

        impl Route {
            /// Every pattern of the table, for tests.
            pub const PATTERNS: &'static [&'static str] = &[$($pattern),*];

            fn place(&self) -> Option<Place> {
                match self { $(Self::$name { .. } => Some(Place::$name),)* Self::NotFound(_) => None }
            }

            /// The page in this place, if its pattern's holes can be read.
            fn read(place: Place, holes: (&str, &str)) -> Option<Self> {
                match place { $(Place::$name => routes!(@read holes $name $($($value),+)?),)* }
            }

            /// What stands in the pattern's holes; where there is no page, the path.
            fn holes(&self) -> (&dyn Display, &dyn Display) {
                match self {
                    $(routes!(@pattern one other $name $($($value),+)?) => routes!(@write one other $($($value),+)?),)*
                    Self::NotFound(path) => (path, &""),
                }
            }
        }

        const PLACES: &[Place] = &[$(Place::$name,)*];
    };
    (@read $holes:ident $name:ident) => { Some(Self::$name) };
    (@read $holes:ident $name:ident $value:ty) => { $holes.0.parse::<$value>().ok().map(Self::$name) };
    (@read $holes:ident $name:ident $one:ty, $other:ty) => {
        $holes.0.parse::<$one>().ok().zip($holes.1.parse::<$other>().ok()).map(|(one, other)| Self::$name(one, other))
    };
    (@pattern $one:ident $other:ident $name:ident) => { Self::$name };
    (@pattern $one:ident $other:ident $name:ident $value:ty) => { Self::$name($one) };
    (@pattern $one:ident $other:ident $name:ident $first:ty, $second:ty) => { Self::$name($one, $other) };
    (@write $one:ident $other:ident) => { (&"", &"") };
    (@write $one:ident $other:ident $value:ty) => { ($one, &"") };
    (@write $one:ident $other:ident $first:ty, $second:ty) => { ($one, $other) };
}

routes! {
    /// The resident's home; a visitor is invited to sign in here.
    Home = "/", Open, Main;
    /// Sign in with a phone; `?to=` is where to go afterwards.
    SignIn = "/sign-in", Open, SignIn;
    /// Bind a WeChat to a phone, or say why signing in by WeChat did not work; `?trouble=`.
    WeChat = "/wechat", Open, WeChat;
    /// Choose for whom this phone acts now.
    Persons = "/persons", Account, People;
    /// Prove by name and ID number that a record may be opened here.
    LinkPerson = "/persons/link", Account, People;
    /// Enter a code by which somebody lets this phone act for them.
    TakeCode = "/persons/code", Account, People;
    /// Ask for a new record.
    RegisterPerson = "/persons/register", Account, People;
    /// My health record.
    Record = "/record", Resident, Record;
    /// One follow-up visit in plain words.
    FollowUp(FollowUpId) = "/record/follow-ups/{}", Resident, Record;
    /// One follow-up visit on paper.
    FollowUpPaper(FollowUpId) = "/record/follow-ups/{}/paper", Resident, Paper;
    /// Who has read my record.
    RecordReaders = "/record/readers", Resident, Record;
    /// What I measure at home.
    Measure = "/measure", Resident, Record;
    /// What comes next, and who cares for me now.
    Plan = "/plan", Resident, Record;
    /// My contract and what it promises.
    Contract = "/contract", Resident, Contract;
    /// The catalogue of packages.
    Packages = "/contract/packages", Resident, Contract;
    /// Request a contract.
    RequestContract = "/contract/request", Resident, Contract;
    /// One contract.
    ContractDetail(ContractId) = "/contract/{}", Resident, Contract;
    /// My bookings.
    Bookings = "/booking", Resident, Booking;
    /// Doctors, sessions and the numbers left; `?date=`.
    Sessions = "/booking/sessions", Resident, Booking;
    /// One booking.
    Booking(BookingId) = "/booking/{}", Resident, Booking;
    /// Services that can be rated.
    Ratings = "/rate", Resident, Rating;
    /// Rate one service.
    Rate(ServiceId) = "/rate/{}", Resident, Rating;
    /// Messages to me.
    Messages = "/messages", Resident, Me;
    /// Me: family, devices, settings.
    Me = "/me", Account, Me;
    /// Who may act for whom.
    Family = "/me/family", Account, Me;
    /// Make a code by which somebody may act for a person.
    GiveCode(ResidentId) = "/me/family/{}/code", Account, Me;
    /// Devices that are signed in as me.
    Devices = "/me/devices", Account, Me;
    /// What has not left this phone yet.
    Unsent = "/me/unsent", Account, Me;
    /// Text size, language, theme.
    Settings = "/me/settings", Open, Me;

    /// Staff home: what is due, most urgent first; `?due=`, `?programme=`, `?village=`,
    /// `?colour=`, `?doctor=`, `?order=`.
    Worklist = "/staff", Staff, Worklist;
    /// Follow-ups that a call has closed, to be opened again.
    ClosedFollowUps = "/staff/closed", Staff, Calls;
    /// People who may have a disease and are in no programme of it; `?programme=`.
    Suspects = "/staff/suspects", Staff, Calls;
    /// Calling a resident about a programme's follow-up.
    CallFor(ResidentId, ProgrammeCode) = "/staff/residents/{}/call/{}", Staff, Calls;
    /// Staff sign in with name and password; `?to=`.
    StaffSignIn = "/staff/sign-in", Open, StaffSignIn;
    /// Enter the PIN that guards what is kept on this phone; `?to=` is where to go afterwards.
    Unlock = "/unlock", Open, StaffSignIn;
    /// Search residents; `?q=`.
    Residents = "/staff/residents", Staff, Residents;
    /// One resident, as staff see them.
    Resident(ResidentId) = "/staff/residents/{}", Staff, Residents;
    /// One follow-up visit, as staff read it.
    Visit(FollowUpId) = "/staff/follow-ups/{}", Staff, Residents;
    /// One follow-up visit that was written down wrongly.
    CorrectVisit(FollowUpId) = "/staff/follow-ups/{}/correct", Staff, Correction;
    /// One follow-up visit on paper, or all of its year.
    VisitPaper(FollowUpId) = "/staff/follow-ups/{}/paper", Staff, Paper;
    /// The visits of a team as a table.
    VisitTable = "/staff/visits", Staff, Paper;
    /// Programmes of follow-up and their editions.
    Programmes = "/staff/programmes", Staff, Rules;
    /// By what one programme judges.
    ProgrammeRules(ProgrammeCode) = "/staff/programmes/{}", Staff, Rules;
    /// The follow-up form of a programme.
    FollowUpForm(ResidentId, ProgrammeCode) = "/staff/residents/{}/follow-up/{}", Staff, FollowUp;
    /// People who are pushed to another level; `?side=`.
    Pushes = "/staff/pushes", Staff, Team;
    /// Contract requests and contracts of the team.
    StaffContracts = "/staff/contracts", Staff, Team;
    /// One contract, to accept or decline.
    StaffContract(ContractId) = "/staff/contracts/{}", Staff, Team;
    /// The day's list; `?date=`.
    Schedule = "/staff/schedule", Staff, Clinic;
    /// The desk books: for whom.
    DeskBooking = "/staff/booking", Staff, Clinic;
    /// The desk books for one resident.
    BookFor(ResidentId) = "/staff/booking/{}", Staff, Clinic;
    /// A new record, opened by the desk.
    NewRecord = "/staff/registrations/new", Staff, Desk;
    /// Registrations waiting at the desk.
    Registrations = "/staff/registrations", Staff, Desk;
    /// The desk: guardians to check, and a resident whom somebody shall act for.
    DeskGrants = "/staff/grants", Staff, Desk;
    /// Who may act for one resident, as the desk sees it.
    ResidentGrants(ResidentId) = "/staff/grants/{}", Staff, Desk;
    /// Me as a member of staff.
    StaffMe = "/staff/me", Staff, StaffMe;
    /// Who covers for whom.
    Covers = "/staff/covers", Staff, StaffMe;
    /// Place of work, password, authenticator.
    Security = "/staff/me/sign-in", Staff, StaffMe;
    /// Accounts of staff; `?q=`.
    Accounts = "/staff/accounts", Staff, Accounts;
    /// A new account.
    Invite = "/staff/accounts/new", Staff, Accounts;
    /// What all staff are bound by.
    StaffRules = "/staff/accounts/rules", Staff, Accounts;
    /// What devices of staff held unsent when they were signed out.
    HandedIn = "/staff/accounts/handed-in", Staff, Accounts;
    /// The institutions whose place and phone one keeps.
    Institutions = "/staff/accounts/institutions", Staff, Accounts;
    /// Where people find one institution, and its phone.
    Institution(InstitutionId) = "/staff/accounts/institutions/{}", Staff, Accounts;
    /// One account.
    Account(StaffId) = "/staff/accounts/{}", Staff, Accounts;
    /// Devices that are signed in as me.
    StaffDevices = "/staff/me/devices", Staff, StaffMe;
    /// What has not left this phone yet.
    StaffUnsent = "/staff/me/unsent", Staff, StaffMe;
    /// A contract signed at the bedside.
    Bedside(ResidentId) = "/staff/residents/{}/sign", Staff, Team;
    /// Several people of a round, one after another.
    Round = "/staff/round", Staff, Round;
    /// Visits that somebody else wrote down or changed meanwhile, side by side.
    Versions = "/staff/me/unsent/versions", Staff, Round;
}

impl Route {
    /// The page at a path (without its query).
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let mut rows = PLACES.iter().zip(ROWS);
        rows.find_map(|(place, row)| Self::read(*place, capture(row.pattern, path)?))
            .unwrap_or_else(|| Self::NotFound(path.to_owned()))
    }

    fn row(&self) -> Option<&'static Row> {
        ROWS.get(self.place()? as usize)
    }

    /// The page's path.
    #[must_use]
    pub fn href(&self) -> String {
        match self.row() {
            Some(row) => {
                let (one, other) = self.holes();
                written(&written(row.pattern, one), other)
            }
            None => self.holes().0.to_string(),
        }
    }

    /// Who may open the page.
    #[must_use]
    pub fn role(&self) -> Role {
        self.row().map_or(Role::Open, |row| row.role)
    }

    /// Where the page's code lives.
    #[must_use]
    pub fn part(&self) -> Part {
        self.row().map_or(Part::Main, |row| row.part)
    }

    /// Whether the page has a way back: those of the navigation have none, nor has what stands before them.
    #[must_use]
    pub fn has_way_back(&self) -> bool {
        !matches!(
            self,
            Self::Home
                | Self::Record
                | Self::Bookings
                | Self::Me
                | Self::Worklist
                | Self::Residents
                | Self::Schedule
                | Self::StaffMe
                | Self::Registrations
                | Self::DeskGrants
                | Self::Accounts
                | Self::SignIn
                | Self::StaffSignIn
                | Self::Unlock
                | Self::WeChat
                | Self::Persons
        )
    }

    /// The page's address with a query; values are encoded here.
    #[must_use]
    pub fn href_with(&self, query: &[(&str, &str)]) -> String {
        let mut href = self.href();
        for (i, (name, value)) in query.iter().enumerate() {
            href.push(if i == 0 { '?' } else { '&' });
            encode_into(&mut href, name);
            href.push('=');
            encode_into(&mut href, value);
        }
        href
    }

    /// The page that a `?to=` asks for: only a page of ours, never another site.
    #[must_use]
    pub fn inside(to: &str) -> Option<String> {
        let path = to.split(['?', '#']).next().unwrap_or_default();
        let ours = to.starts_with('/') && !matches!(Self::parse(path), Self::NotFound(_));
        ours.then(|| to.to_owned())
    }
}

/// The values in the pattern's holes (empty for a hole that it does not have), if the path fits.
fn capture<'p>(pattern: &str, path: &'p str) -> Option<(&'p str, &'p str)> {
    let path = if path.len() > 1 {
        path.strip_suffix('/').unwrap_or(path)
    } else {
        path
    };
    let Some((before, after)) = at_hole(pattern) else {
        return (pattern == path).then_some(("", ""));
    };
    let rest = path.strip_prefix(before)?;
    let (one, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let other = match at_hole(after) {
        None => (rest == after).then_some("")?,
        Some((between, _)) => rest
            .strip_prefix(between)
            .filter(|other| !other.is_empty() && !other.contains('/'))?,
    };
    (!one.is_empty()).then_some((one, other))
}

/// The pattern with its first hole filled.
fn written(pattern: &str, value: &dyn Display) -> String {
    at_hole(pattern).map_or_else(
        || pattern.to_owned(),
        |(before, after)| [before, &value.to_string(), after].concat(),
    )
}

/// What stands before and behind a pattern's first hole.
fn at_hole(pattern: &str) -> Option<(&str, &str)> {
    let (before, rest) = pattern.split_once('{')?;
    Some((before, rest.strip_prefix('}')?))
}

/// The value of `name` in a query (`?a=b&c=d`, with or without the question mark), decoded once.
#[must_use]
pub fn query_value(query: &str, name: &str) -> Option<String> {
    query.trim_start_matches('?').split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key) == name).then(|| decoded(value))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                match (ahead.next().and_then(digit), ahead.next().and_then(digit)) {
                    (Some(high), Some(low)) => {
                        bytes.push(high << 4 | low);
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Appends `text` percent-encoded for a query.
fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => {
                out.push('%');
                for half in [other >> 4, other & 15] {
                    out.push(
                        char::from_digit(u32::from(half), 16)
                            .unwrap_or('0')
                            .to_ascii_uppercase(),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198f0c0-0000-7000-8000-000000000001";

    /// An address of the pattern: a second hole is a programme's, and so is the one behind `programmes`.
    fn filled(pattern: &str) -> String {
        let first = if pattern.contains("/programmes/") {
            "hypertension"
        } else {
            ID
        };
        written(&written(pattern, &first), &"hypertension")
    }

    #[test]
    fn every_route_comes_back_from_its_own_address() {
        for pattern in Route::PATTERNS {
            let path = filled(pattern);
            let route = Route::parse(&path);
            assert_eq!(route.href(), path);
            assert!(
                !matches!(route, Route::NotFound(_)),
                "{path} is shadowed or unknown"
            );
            assert_eq!(
                Route::parse(format!("{path}?x=1").split('?').next().unwrap()),
                route
            );
        }
    }

    #[test]
    fn no_two_patterns_share_a_path() {
        let mut paths: Vec<_> = Route::PATTERNS.to_vec();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), Route::PATTERNS.len());
    }

    #[test]
    fn an_unknown_path_or_a_broken_id_is_not_found() {
        for path in [
            "/nowhere",
            "/contract/12",
            "/record/follow-ups/",
            "/staff/residents//follow-up/hypertension",
            "/staff/residents/0198f0c0-0000-7000-8000-000000000001/follow-up/",
            "/staff/residents/0198f0c0-0000-7000-8000-000000000001/follow-up/a/b",
            "",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound(path.to_owned()));
        }
    }

    #[test]
    fn a_trailing_slash_leads_to_the_same_page() {
        assert_eq!(Route::parse("/booking/sessions/"), Route::Sessions);
        assert_eq!(Route::parse("/"), Route::Home);
    }

    #[test]
    fn pages_of_staff_need_staff_and_lie_in_parts_of_their_own() {
        let of_staff = [
            Part::Worklist,
            Part::Calls,
            Part::Residents,
            Part::FollowUp,
            Part::Round,
            Part::Team,
            Part::Clinic,
            Part::Desk,
            Part::StaffMe,
            Part::Accounts,
            Part::Correction,
            Part::Paper,
            Part::Rules,
        ];
        for pattern in Route::PATTERNS
            .iter()
            .filter(|p| p.starts_with("/staff") && **p != "/staff/sign-in")
        {
            let route = Route::parse(&filled(pattern));
            assert_eq!(route.role(), Role::Staff, "{pattern}");
            assert!(of_staff.contains(&route.part()), "{pattern}");
        }
    }

    #[test]
    fn a_query_is_decoded_once() {
        let href = Route::Residents.href_with(&[("q", "张 三&100%25+1")]);
        let (_, query) = href.split_once('?').unwrap();
        assert_eq!(query_value(query, "q").as_deref(), Some("张 三&100%25+1"));
        assert_eq!(query_value("?a=1%2", "a").as_deref(), Some("1%2"));
        assert_eq!(query_value("?a=1", "b"), None);
    }

    #[test]
    fn only_our_own_pages_are_gone_to_after_signing_in() {
        assert_eq!(
            Route::inside("/booking/sessions?date=2026-11-26").as_deref(),
            Some("/booking/sessions?date=2026-11-26")
        );
        for elsewhere in [
            "//evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/nowhere",
            "/\\evil.example",
        ] {
            assert_eq!(Route::inside(elsewhere), None, "{elsewhere}");
        }
    }
}
