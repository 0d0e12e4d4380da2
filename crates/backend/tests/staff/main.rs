//! Accounts of staff through the real router: who keeps them, how one signs in, what closes the
//! door, and what ends a session.

#[path = "../common/mod.rs"]
mod common;
#[path = "../service/exchange.rs"]
#[allow(dead_code, reason = "cookies are read in another way here")]
mod exchange;

mod accounts;
mod covers;
mod doors;
mod handovers;
mod levels;
mod places;
mod quarantine;
mod second_factor;
mod sessions;
mod world;
