//! WeChat, against a stand-in that speaks its documented endpoints: signing in, binding, signing
//! pages, reminders, and what goes wrong with each.

#[path = "../common/mod.rs"]
mod common;
#[path = "../service/exchange.rs"]
#[allow(dead_code, reason = "the service's own tests use the rest")]
mod exchange;

mod reminders;
mod set_up;
mod sign_in;
mod signing;
mod world;
