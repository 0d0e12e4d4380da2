//! What a resident's and a staff member's "me" have in common.

mod devices;
mod settings;
mod sign_out;
mod unsent;

pub use devices::Devices;
pub use settings::Settings;
pub use sign_out::SignOut;
pub use unsent::{UnsentPage, UnsentPart};
