//! People who are pushed between village, township and hospital: who waits for us, whom we wait for, and what
//! became of the others.

mod answer;
mod card;
mod page_pushes;

pub use page_pushes::PushesPage;
