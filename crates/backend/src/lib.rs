//! The plain JSON service of Jiayi: embedded storage, sign-in, the endpoints that
//! `domain::api` declares, and the client's files.
//!
//! A request goes `http` (session, parsing, limits) → `resources` (one file a resource; ordinary
//! functions over [`db::Tx`]) → `db`. Decisions are `domain`'s; nothing here repeats one. The
//! library exists so that tests can drive the real router over a real file.

pub mod app;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod call;
pub mod clock;
pub mod command;
pub mod db;
pub mod demo;
pub mod disk;
pub mod district;
pub mod enrol;
pub mod failure;
pub mod http;
pub mod idempotency;
pub mod import;
pub mod initials;
pub mod jobs;
pub mod metrics;
pub mod openapi;
pub mod programmes;
pub mod qr;
pub mod reseal;
pub mod resources;
pub mod seal;
pub mod three_colours;
pub mod townships;
pub mod wechat;
