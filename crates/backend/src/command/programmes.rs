//! `programmes`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::programme::{Definition, Status};

use super::Ended;
use crate::programmes;

/// Looks at definitions of programmes.
#[derive(Subcommand)]
pub enum Programmes {
    /// Says whether a definition can be used, and prints its figures and rules for review.
    Check(Check),
}

/// Looks at one definition.
#[derive(Args)]
pub struct Check {
    /// The definition (JSON).
    file: PathBuf,
}

impl Programmes {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let Programmes::Check(Check { file }) = self;
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        match programmes::read(&text) {
            Ok(definition) => {
                print!("{}", review(&definition));
                Ok(ExitCode::SUCCESS)
            }
            Err(wrong) => {
                for one in wrong {
                    println!("{one}");
                }
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

/// What somebody signs who takes a definition into use: every figure and every rule, with its source.
fn review(definition: &Definition) -> String {
    let mut lines = vec![format!(
        "{} {} ({}), from {}: {}",
        definition.programme,
        definition.edition,
        definition.title.zh,
        definition.effective_from,
        definition.source
    )];
    for one in &definition.thresholds {
        let cases = one.cases.iter().map(|case| case.value.to_string());
        let values: Vec<_> = cases.collect();
        let (values, status) = (values.join(" / "), word(one.status));
        lines.push(format!(
            "figure\t{}\t{values}\t{status}\t{}",
            one.key, one.source
        ));
    }
    for rule in &definition.rules {
        let status = word(rule.status);
        lines.push(format!(
            "rule\t{}\t{}\t{status}\t{}",
            rule.id, rule.zh, rule.source
        ));
    }
    for field in definition.fields() {
        if let Some(one) = &field.proposed {
            let codes: Vec<_> = one.stages.iter().map(|stage| stage.code.as_str()).collect();
            let (codes, status) = (codes.join(" / "), word(one.status));
            lines.push(format!(
                "proposed\t{}\t{codes}\t{status}\t{}",
                field.key, one.source
            ));
        }
    }
    lines.join("\n") + "\n"
}

fn word(status: Status) -> &'static str {
    match status {
        Status::National => "national",
        Status::Known => "known",
        Status::Proposal => "proposal",
    }
}
