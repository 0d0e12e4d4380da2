//! The four people of the register whom the demo introduces by name, and the phones that lead to
//! them. Chosen by their ID numbers, so that they are the same ones whatever day it is.

use domain::codes::Relation;
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
    /// Phone account that the record is open to, and whose record it is for its holder.
    pub account: Option<(&'static str, Relation)>,
}

/// Holds [`Part::Herself`] and [`Part::Mother`], and so asks whom it is about.
pub const FAMILY_PHONE: &str = "13800000001";
/// Holds [`Part::Contracted`].
pub const SINGLE_PHONE: &str = "13800000002";
/// Holds nobody.
pub const FREE_PHONE: &str = "13800000003";

/// All of them live in villages of one township, in the care of one team.
pub const KNOWN: [Known; 4] = [
    Known {
        part: Part::Herself,
        national_id: "510727195503267585",
        name: "姚春华",
        phone: Some(FAMILY_PHONE),
        account: Some((FAMILY_PHONE, Relation::Oneself)),
    },
    Known {
        part: Part::Mother,
        national_id: "43020219330529970X",
        name: "崔凤",
        phone: None,
        account: Some((FAMILY_PHONE, Relation::Parent)),
    },
    Known {
        part: Part::Contracted,
        national_id: "469007195701188175",
        name: "钱建建",
        phone: Some(SINGLE_PHONE),
        account: Some((SINGLE_PHONE, Relation::Oneself)),
    },
    Known {
        part: Part::Unlinked,
        national_id: "430202196006142490",
        name: "萧勇",
        phone: None,
        account: None,
    },
];

/// The known person with this ID number.
#[must_use]
pub fn find(national_id: &NationalId) -> Option<&'static Known> {
    KNOWN
        .iter()
        .find(|known| known.national_id == national_id.as_str())
}
