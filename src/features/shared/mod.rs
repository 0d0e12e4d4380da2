//! What every area needs to show data: a read with its four states, an error as a sentence, the
//! person a page is about, codes as words. Knows no area and fetches nothing itself.

mod account;
mod asked_button;
mod booking;
mod contract;
mod deed;
mod find;
mod grant;
mod identity;
mod loaded;
mod map;
mod own_family;
mod password;
mod person;
mod record;
mod refusal;
mod sending;
mod sessions;
mod sites;
mod visit;
mod wechat;
mod words;

pub use account::{Devices, QuarantineFacts, Settings, SignOut, ThrowAway, UnsentPage, UnsentPart};
pub use asked_button::AskedButton;
pub use booking::{BookingFacts, CancelButton, booking_state};
pub use contract::{ContractFacts, PackageCard, Plan, contract_tone, package_price};
pub use deed::{Deed, use_deed};
pub use find::FindResident;
pub use grant::{GrantFacts, TermFields, Terms, function_names, grant_mark, pending_text, until};
pub use identity::use_reveal;
pub use loaded::{Loaded, Shown, error_text};
pub use map::MapButton;
pub use own_family::LoadedInOffice;
pub use password::{PasswordRule, password_fault};
pub use person::{PersonBar, id_number_fault, name_fault, person_line, relation_options};
pub use record::{RecordParts, measured_value};
pub use refusal::{Refusal, RefusalWords};
pub use sending::{Outcome, field_error};
pub use sessions::{SessionDays, SessionView};
pub use sites::site_options;
pub use visit::{VisitFacts, value_in_words};
pub use wechat::{PrintButton, share_in_wechat, wechat_door, wechat_ready};
pub use words::{coded, group_names, minute, pick, said, tone, word};
