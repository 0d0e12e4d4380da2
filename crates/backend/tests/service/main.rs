//! The service itself, through the real router over a real database: storage, sign-in, the frame of
//! every request, repeated requests, the client's files. What the resources answer is tested beside
//! this program.

#[path = "../common/mod.rs"]
mod common;

mod access;
mod backup;
mod client_files;
mod cut_line;
mod disk;
mod encrypted;
mod exchange;
mod figures;
mod frame;
mod keys;
mod moving;
mod on_postgres;
mod on_sqlite;
mod openapi;
mod repeated;
mod sign_in;
mod spill;
mod storage;
mod trail;
mod weeks_later;
