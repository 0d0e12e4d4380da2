//! The follow-up form of hypertension: the last values beside the new ones, the decision while
//! one types, kept on the phone until the backend has it.

mod form;
mod model;
mod page_hypertension;
mod parts;
mod reading;
mod sheet;

use domain::api::typed_follow_ups::{FollowUpStart, HypertensionForm};

pub use page_hypertension::HypertensionPage;

/// What the form starts from.
type Start = FollowUpStart<HypertensionForm>;
