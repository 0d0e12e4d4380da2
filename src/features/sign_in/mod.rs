//! Signing in: a resident with a phone and a code, staff with name and password. What was typed
//! elsewhere stays where it is; after signing in the wanted page opens.

mod page_resident;
mod page_staff;
mod page_unlock;
mod page_wechat;
mod place;

pub use page_resident::SignInPage;
pub use page_staff::StaffSignInPage;
pub use page_unlock::UnlockPage;
pub use page_wechat::WeChatPage;
