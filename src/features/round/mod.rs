//! A round's quick entry (巡诊快速录入): several people one after another, with what is measured and said of
//! each; from the kept area and through the outbox where there is no network.

mod entry;
mod model;
mod page_round;

pub use page_round::RoundPage;
