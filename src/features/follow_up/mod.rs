//! The follow-up form of whichever programme, drawn from its definition: the last values beside the new
//! ones, the decision while one types, kept on the phone until the backend has it.

mod form;
mod form_correct;
mod model;
mod page_correct;
mod page_form;
mod page_versions;
mod parts;
mod reading;
mod sheet;
mod told;
mod versions;
mod wording;

pub use page_correct::CorrectVisitPage;
pub use page_form::FollowUpFormPage;
pub use page_versions::VersionsPage;
