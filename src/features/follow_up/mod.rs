//! The follow-up form of whichever programme, drawn from its definition: the last values beside the new
//! ones, the decision while one types, kept on the phone until the backend has it.

mod filling;
mod form;
mod form_correct;
mod meter;
mod model;
mod more;
mod objection;
mod page_correct;
mod page_form;
mod page_versions;
mod parts;
mod reading;
mod sheet;
mod told;
mod versions;
mod wording;

pub use more::fetch as fetch_more;
pub use page_correct::CorrectVisitPage;
pub use page_form::FollowUpFormPage;
pub use page_versions::VersionsPage;
