//! The targets, one file a reader of outside bytes (or a few small ones together).

mod backup;
mod config;
mod csv;
mod import;
mod json;
mod kept;
mod maze;
mod request;
mod spill;
mod text;
mod verdicts;
mod workbook;

/// A reader of outside bytes.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Tries one input; panics where a promise is broken.
    pub one: fn(&[u8]),
    /// Real input to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that the reader knows.
    pub words: fn() -> Vec<Vec<u8>>,
}

/// All of them. The last one is [`MAZE`].
pub const ALL: &[Target] = &[
    text::TARGET,
    json::TARGET,
    request::TARGET,
    csv::TARGET,
    workbook::TARGET,
    import::TARGET,
    config::TARGET,
    backup::TARGET,
    spill::TARGET,
    kept::TARGET,
    maze::TARGET,
];

/// The name of the target that must be broken: a test of the fuzzer, not of a reader.
pub const MAZE: &str = maze::TARGET.name;

/// The target of this name.
#[must_use]
pub fn of_name(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}

/// Words as bytes.
fn words(words: &[&str]) -> Vec<Vec<u8>> {
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}
