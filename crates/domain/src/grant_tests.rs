//! Terms and rights of grants, with the boundary on each side.

use super::*;
use crate::ids::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-24";

fn wish(capacity: Capacity, given_by: GivenBy, papers: &[Paper]) -> Wish<'_> {
    Wish {
        capacity,
        functions: Functions::from(vec![Function::Booking]),
        ends: Some(day("2027-05-01")),
        given_by,
        papers,
    }
}

fn terms(wish: &Wish<'_>, birth: &str) -> Result<(Functions, Option<NaiveDate>), Refused> {
    desk_terms(wish, day(birth), day(TODAY), HelperTerm::default())
}

#[test]
fn a_set_of_functions_is_the_list_of_their_words() {
    let some = Functions::from(vec![Function::Identity, Function::Record]);
    let json = serde_json::to_string(&some).unwrap();
    assert_eq!(json, r#"["record","identity"]"#);
    assert_eq!(serde_json::from_str::<Functions>(&json).unwrap(), some);
    assert_eq!(Functions::ALL.iter().count(), Function::ALL.len());
    assert!(
        !Functions::ALL
            .without(Function::Record)
            .has(Function::Record)
    );
    assert!(Functions::default().is_empty());
}

#[test]
fn every_function_opens_something_and_an_empty_grant_nothing_but_the_home_page() {
    let grant = |capacity, functions| Grant {
        resident_id: ResidentId(Uuid::v7(0, [1; 10])),
        capacity,
        functions,
    };
    let opened = |grant: Grant| Action::ALL.iter().filter(move |one| grant.allows(**one));
    let nothing = grant(Capacity::Helper, Functions::default());
    let open: Vec<_> = opened(nothing).collect();
    assert_eq!(open, [&Action::OpenHome, &Action::Link]);
    for function in Function::ALL {
        let one = grant(Capacity::Helper, Functions::from(vec![*function]));
        assert!(opened(one).count() > 2, "{function:?} opens nothing");
    }
    for capacity in Capacity::ALL {
        let whole = grant(*capacity, Functions::ALL);
        assert_eq!(
            whole.allows(Action::Grant),
            *capacity != Capacity::Helper,
            "{capacity:?}"
        );
    }
}

#[test]
fn a_guardian_of_a_child_acts_until_the_day_before_the_next_limit() {
    for (birth, until) in [
        ("2026-11-24", Some("2040-11-23")),
        ("2012-11-25", Some("2026-11-24")),
        ("2012-11-24", Some("2030-11-23")),
        ("2008-11-25", Some("2026-11-24")),
        ("2008-11-24", None),
        ("2016-02-29", Some("2030-02-28")),
        ("1955-03-26", None),
    ] {
        let until = until.map(day);
        assert_eq!(guardian_until(day(birth), day(TODAY)), until, "{birth}");
    }
}

#[test]
fn a_helper_acts_for_a_year_at_most_and_for_something() {
    let term = HelperTerm::default();
    let one = Functions::from(vec![Function::Rating]);
    let terms = |functions, ends: Option<&str>| {
        helper_terms(functions, ends.map(day), day(TODAY), term).map(|(_, ends)| ends)
    };
    for (ends, expected) in [
        (Some("2026-11-23"), Err(Refused::Ends)),
        (Some("2026-11-24"), Ok(Some(day("2026-11-24")))),
        (Some("2027-11-23"), Ok(Some(day("2027-11-23")))),
        (Some("2027-11-24"), Err(Refused::Ends)),
        (None, Err(Refused::Ends)),
    ] {
        assert_eq!(terms(one, ends), expected, "{ends:?}");
    }
    let nothing = terms(Functions::default(), Some("2026-12-01"));
    assert_eq!(nothing, Err(Refused::NoFunction));
}

#[test]
fn the_desk_gives_what_papers_prove_and_a_call_makes_helpers_alone() {
    use Capacity::{GuardianOfAdult, GuardianOfChild, Helper, Oneself};
    let adult = "1955-03-26";
    let (child, youth) = ("2020-01-01", "2010-01-01");
    for (capacity, given_by, papers, birth, refused) in [
        (Helper, GivenBy::Call, &[][..], adult, None),
        (Helper, GivenBy::Desk, &[], adult, Some(Refused::Papers)),
        (Helper, GivenBy::Desk, &[Paper::Letter], adult, None),
        (Helper, GivenBy::Desk, &[Paper::PersonsId], adult, None),
        (Helper, GivenBy::Call, &[], child, Some(Refused::Child)),
        (Oneself, GivenBy::Call, &[], adult, Some(Refused::InPerson)),
        (Oneself, GivenBy::Desk, &[], adult, Some(Refused::Papers)),
        (Oneself, GivenBy::Desk, &[Paper::PersonsId], adult, None),
        (
            Oneself,
            GivenBy::Desk,
            &[Paper::PersonsId],
            child,
            Some(Refused::Child),
        ),
        (
            GuardianOfChild,
            GivenBy::Desk,
            &[Paper::Household],
            child,
            None,
        ),
        (
            GuardianOfChild,
            GivenBy::Desk,
            &[Paper::BirthCertificate],
            youth,
            None,
        ),
        (
            GuardianOfChild,
            GivenBy::Desk,
            &[Paper::ActorsId],
            child,
            Some(Refused::Papers),
        ),
        (
            GuardianOfChild,
            GivenBy::Desk,
            &[Paper::Household],
            adult,
            Some(Refused::NotAMinor),
        ),
        (
            GuardianOfAdult,
            GivenBy::Desk,
            &[Paper::Household],
            adult,
            Some(Refused::Papers),
        ),
        (
            GuardianOfAdult,
            GivenBy::Desk,
            &[Paper::Guardianship],
            adult,
            None,
        ),
        (
            GuardianOfAdult,
            GivenBy::Call,
            &[Paper::Guardianship],
            adult,
            Some(Refused::InPerson),
        ),
    ] {
        let wish = wish(capacity, given_by, papers);
        assert_eq!(
            terms(&wish, birth).err(),
            refused,
            "{capacity:?} {given_by:?} {papers:?} {birth}"
        );
    }
    let mut identity = wish(Helper, GivenBy::Call, &[]);
    identity.functions = Functions::ALL;
    assert_eq!(terms(&identity, adult), Err(Refused::InPerson));
}

#[test]
fn a_guardian_has_every_function_and_only_a_childs_guardian_has_an_end() {
    let papers = [Paper::Household, Paper::Guardianship];
    let of_child = terms(
        &wish(Capacity::GuardianOfChild, GivenBy::Desk, &papers),
        "2020-01-01",
    );
    assert_eq!(of_child, Ok((Functions::ALL, Some(day("2033-12-31")))));
    let of_adult = terms(
        &wish(Capacity::GuardianOfAdult, GivenBy::Desk, &papers),
        "1955-03-26",
    );
    assert_eq!(of_adult, Ok((Functions::ALL, None)));
}

#[test]
fn the_person_ends_nearly_all_and_a_helper_none() {
    use Capacity::{GuardianOfAdult, GuardianOfChild, Helper, Oneself};
    for (by, of, may) in [
        (Oneself, Helper, true),
        (Oneself, Oneself, true),
        (Oneself, GuardianOfChild, true),
        (Oneself, GuardianOfAdult, false),
        (GuardianOfChild, Helper, true),
        (GuardianOfChild, GuardianOfChild, false),
        (GuardianOfAdult, Helper, true),
        (GuardianOfAdult, Oneself, false),
        (Helper, Helper, false),
        (Helper, Oneself, false),
    ] {
        assert_eq!(may_end(by, of), may, "{by:?} ends {of:?}");
    }
}

#[test]
fn the_last_thirty_days_are_soon() {
    assert!(ends_soon(day("2026-12-24"), day(TODAY)));
    assert!(!ends_soon(day("2026-12-25"), day(TODAY)));
}
