//! The four people of the register whom the demo introduces by name, and the phones that lead to
//! them. Chosen by their ID numbers, so that they are the same ones whatever day it is.

use domain::codes::{Capacity, Function, GivenBy, Relation};
use domain::person::NationalId;

/// Part of somebody in the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Ill, with a long record, eligible and without contract: looks up, asks for a contract,
    /// books, rates.
    Herself,
    /// Her mother, on the same phone: under contract, with a visit today and one to rate.
    Mother,
    /// Alone on a phone, under a contract that ends soon.
    Contracted,
    /// Linked to no phone: for trying the first link by name and ID number.
    Unlinked,
}

/// One of the four.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Part.
    pub part: Part,
    /// ID number.
    pub national_id: &'static str,
    /// Name, as the register has it.
    pub name: &'static str,
    /// Phone that the record names.
    pub phone: Option<&'static str>,
    /// Phones that act for the person.
    pub phones: &'static [Acting],
}

/// A phone that acts for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Number.
    pub phone: &'static str,
    /// What the person is to whoever holds the phone.
    pub relation: Relation,
    /// As what they act.
    pub capacity: Capacity,
    /// What they may do.
    pub functions: &'static [Function],
    /// How it was given.
    pub given_by: GivenBy,
}

/// The person's own phone.
const fn own(phone: &'static str) -> Acting {
    Acting {
        phone,
        relation: Relation::Oneself,
        capacity: Capacity::Oneself,
        functions: Function::ALL,
        given_by: GivenBy::IdNumber,
    }
}

/// Holds [`Part::Herself`] and [`Part::Mother`], and so asks whom it is about.
pub const FAMILY_PHONE: &str = "13800000001";
/// Holds [`Part::Contracted`].
pub const SINGLE_PHONE: &str = "13800000002";
/// Helps [`Part::Contracted`] with bookings and messages, and sees nothing else.
pub const HELPER_PHONE: &str = "13800000004";
/// Holds nobody.
pub const FREE_PHONE: &str = "13800000003";

/// All of them live in villages of one township, in the care of one team.
pub const KNOWN: [Known; 4] = [
    Known {
        part: Part::Herself,
        national_id: "510727195503267585",
        name: "姚春华",
        phone: Some(FAMILY_PHONE),
        phones: &[own(FAMILY_PHONE)],
    },
    Known {
        part: Part::Mother,
        national_id: "43020219330529970X",
        name: "崔凤",
        phone: None,
        phones: &[Acting {
            phone: FAMILY_PHONE,
            relation: Relation::Parent,
            capacity: Capacity::Helper,
            functions: Function::ALL,
            given_by: GivenBy::Desk,
        }],
    },
    Known {
        part: Part::Contracted,
        national_id: "469007195701188175",
        name: "钱建建",
        phone: Some(SINGLE_PHONE),
        phones: &[
            own(SINGLE_PHONE),
            Acting {
                phone: HELPER_PHONE,
                relation: Relation::Parent,
                capacity: Capacity::Helper,
                functions: &[Function::Booking, Function::Messages],
                given_by: GivenBy::Code,
            },
        ],
    },
    Known {
        part: Part::Unlinked,
        national_id: "430202196006142490",
        name: "萧勇",
        phone: None,
        phones: &[],
    },
];

/// The known person with this ID number.
#[must_use]
pub fn find(national_id: &NationalId) -> Option<&'static Known> {
    KNOWN
        .iter()
        .find(|known| known.national_id == national_id.as_str())
}
