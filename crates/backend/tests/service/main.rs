//! The service itself, through the real router over a real database: storage, sign-in, the frame of
//! every request, repeated requests, the client's files. What the resources answer is tested beside
//! this program.

#[path = "../common/mod.rs"]
mod common;

mod access;
mod client_files;
mod cut_line;
mod exchange;
mod frame;
mod moving;
mod on_postgres;
mod on_sqlite;
mod openapi;
mod repeated;
mod sign_in;
mod storage;
mod weeks_later;
