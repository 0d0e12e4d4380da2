//! 家医 Jiayi, the client: one page program that runs in a phone's browser.
//!
//! ```text
//! app       which view for which route; providers, shell, guards
//! routes    the one table of pages
//! features  one folder an area, residents' and staff's screens
//! ui        the design system; knows no word of medicine
//! api       one typed call an endpoint
//! store     last answers, drafts, what is still to be sent
//! session   who is signed in, for whom, idle lock
//! i18n      words in both languages
//! platform  the browser
//! ```
//!
//! Arrows point downwards only, and features never import each other; `tests/layering.rs` keeps
//! it. The language itself (types, rules, endpoints) is the crate `domain`.

pub mod api;
pub mod app;
pub mod features;
pub mod i18n;
pub mod platform;
pub mod routes;
pub mod session;
pub mod store;
pub mod ui;
