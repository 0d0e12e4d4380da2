//! The language that the client and the backend share.
//!
//! Owns every entity, code list, rule, access decision and endpoint. It performs no I/O, reads
//! no clock and knows neither a browser nor a database; both sides call it. Rules are pure
//! functions with a source and a version, so that the client can show a decision while a doctor
//! types and the backend can take the same decision again.

pub mod access;
pub mod api;
pub mod calendar;
pub mod codes;
pub mod coordinates;
pub mod endpoint;
pub mod grant;
pub mod ids;
pub mod meters;
pub mod money;
pub mod outbox;
pub mod person;
pub mod problem;
pub mod programme;
pub mod rules;
pub mod time;

/// Version of the national rules that this build decides by: 国家基本公共卫生服务规范
/// (third edition, 2017). Stored with every decision.
pub const RULES_VERSION: &str = "NBPHS-3-2017";
