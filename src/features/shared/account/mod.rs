//! What a resident's and a staff member's "me" have in common.

mod devices;
mod quarantine;
mod settings;
mod sign_out;
mod unsent;

pub use devices::Devices;
pub use quarantine::{QuarantineFacts, ThrowAway};
pub use settings::Settings;
pub use sign_out::SignOut;
pub use unsent::{UnsentPage, UnsentPart};
