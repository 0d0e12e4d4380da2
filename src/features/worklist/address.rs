//! What is shown of the worklist and in which order, as the page's address says it. Pure. What was
//! searched for is not in it, because it is a name.

use domain::api::follow_ups::Bucket;
use domain::ids::StaffId;
use domain::programme::ProgrammeCode;
use domain::rules::three_colours::Colour;

use crate::routes::{Route, query_value};

/// In which order the people stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// The most pressing first.
    #[default]
    Pressing,
    /// From door to door: village, household.
    Round,
    /// By name.
    Name,
}

impl Order {
    pub(super) const ALL: [Order; 3] = [Order::Pressing, Order::Round, Order::Name];

    fn written(self) -> &'static str {
        match self {
            Order::Pressing => "",
            Order::Round => "round",
            Order::Name => "name",
        }
    }
}

/// Whose people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those whom this colleague follows up.
    Of(StaffId),
    /// Those for whom nobody is named.
    Nobody,
}

/// Nobody, in the address.
const NOBODY: &str = "none";

impl Whose {
    fn read(text: &str) -> Option<Self> {
        match text {
            NOBODY => Some(Self::Nobody),
            id => id.parse().ok().map(Self::Of),
        }
    }

    fn written(self) -> String {
        match self {
            Self::Of(staff) => staff.to_string(),
            Self::Nobody => NOBODY.to_owned(),
        }
    }
}

/// A colour in the address.
fn colour_written(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "green",
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    }
}

/// Which part of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub(super) bucket: Option<Bucket>,
    pub(super) programme: Option<ProgrammeCode>,
    pub(super) village: Option<String>,
    pub(super) colour: Option<Colour>,
    pub(super) whose: Option<Whose>,
    pub(super) order: Order,
    /// What was typed.
    pub(super) typed: String,
}

/// A bucket in the address.
fn written(bucket: Option<Bucket>) -> &'static str {
    match bucket {
        None => "",
        Some(Bucket::Urgent) => "urgent",
        Some(Bucket::Overdue) => "overdue",
        Some(Bucket::Soon) => "soon",
    }
}

impl Filter {
    /// What an address asks for.
    pub(super) fn read(query: &str) -> Self {
        let asked = |name| query_value(query, name).filter(|value| !value.is_empty());
        let bucket = asked("due").and_then(|due| {
            [Bucket::Urgent, Bucket::Overdue, Bucket::Soon]
                .into_iter()
                .find(|bucket| written(Some(*bucket)) == due)
        });
        let order = asked("order").and_then(|order| {
            let mut all = Order::ALL.into_iter();
            all.find(|one| one.written() == order)
        });
        Self {
            bucket,
            programme: asked("programme").and_then(|code| code.parse().ok()),
            village: asked("village"),
            colour: asked("colour").and_then(|colour| {
                let mut all = Colour::ALL.into_iter();
                all.find(|one| colour_written(*one) == colour)
            }),
            whose: asked("doctor").and_then(|whose| Whose::read(&whose)),
            order: order.unwrap_or_default(),
            typed: String::new(),
        }
    }

    /// The address; as short as the menu writes it where nothing is filtered.
    pub(super) fn href(&self) -> String {
        let programme = self.programme.as_ref().map(ProgrammeCode::as_str);
        let whose = self.whose.map(Whose::written);
        let members = [
            ("due", written(self.bucket)),
            ("programme", programme.unwrap_or_default()),
            ("village", self.village.as_deref().unwrap_or_default()),
            (
                "colour",
                self.colour.map(colour_written).unwrap_or_default(),
            ),
            ("doctor", whose.as_deref().unwrap_or_default()),
            ("order", self.order.written()),
        ];
        let members: Vec<_> = members
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        Route::Worklist.href_with(&members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let filters = [
            Filter::default(),
            Filter {
                bucket: Some(Bucket::Overdue),
                order: Order::Round,
                ..Filter::default()
            },
            Filter {
                bucket: Some(Bucket::Soon),
                programme: "diabetes".parse().ok(),
                village: Some("月塘社区".to_owned()),
                order: Order::Name,
                ..Filter::default()
            },
            Filter {
                colour: Some(Colour::Yellow),
                whose: Whose::read("0198f0c0-0000-7000-8000-000000000001"),
                ..Filter::default()
            },
            Filter {
                whose: Some(Whose::Nobody),
                ..Filter::default()
            },
        ];
        for filter in filters {
            let href = filter.href();
            let (_, query) = href.split_once('?').unwrap_or_default();
            assert_eq!(Filter::read(query), filter, "{href}");
        }
        assert_eq!(Filter::default().href(), "/staff");
    }

    #[test]
    fn what_an_address_cannot_mean_is_left_away() {
        let strange = "due=never&programme=A%20b&order=7&village=&colour=blue&doctor=x";
        assert_eq!(Filter::read(strange), Filter::default());
    }
}
