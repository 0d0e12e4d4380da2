//! What the matrix found, for eyes and for whoever holds it against promises.

use serde_json::json;

/// Names the file that takes the figures.
const FIGURES: &str = "JIAYI_TEST_FIGURES";

#[derive(Default)]
pub struct Tally {
    pub requests: u64,
    /// Comparisons of what may not be known with what is not there.
    pub hidden: u64,
    /// Done for somebody who may not.
    pub leaks: u64,
    pub answers_that_differ: u64,
    /// Statements that were compared.
    pub statements: u64,
    pub statements_that_differ: u64,
    /// Everything that is not as expected, in words.
    pub surprises: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.hidden += other.hidden;
        self.leaks += other.leaks;
        self.answers_that_differ += other.answers_that_differ;
        self.statements += other.statements;
        self.statements_that_differ += other.statements_that_differ;
        self.surprises.extend(other.surprises);
    }

    /// Prints the figures, and writes them where somebody asked for them.
    pub fn keep(&self) {
        let figures = json!({
            "access_requests": self.requests,
            "access_hidden_compared": self.hidden,
            "access_leaks": self.leaks,
            "access_answers_that_differ": self.answers_that_differ,
            "access_statements_compared": self.statements,
            "access_statements_that_differ": self.statements_that_differ,
            "access_surprises": self.surprises.len(),
        });
        println!("{figures:#}");
        if let Some(file) = std::env::var_os(FIGURES) {
            std::fs::write(file, figures.to_string()).unwrap();
        }
    }
}
