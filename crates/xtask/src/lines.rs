//! The promised lines of `crates/xtask/lines.toml`, and whether measured figures keep them.
//!
//! All promises stand in that one file, each with its unit and its reason, whichever command
//! measures them. A promise that its own command did not measure counts as missed: a check that
//! finds nothing to check must not pass.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::figures::Figures;
use crate::place;

/// One promise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Which command measures it: `size`, `e2e`.
    measured_by: String,
    unit: String,
    at_most: Option<f64>,
    at_least: Option<f64>,
    /// Told and never failed: a time, which a slower or busier machine misses without any fault of
    /// the product's.
    #[serde(default)]
    aim: bool,
    /// Why this number and not another, for whoever wants to change it.
    reason: String,
}

/// What became of a promise.
#[derive(Debug, Serialize, PartialEq)]
pub struct Verdict {
    /// Name of the line.
    pub name: String,
    /// What was measured, if anything was.
    pub measured: Option<f64>,
    /// What was promised, in words.
    pub promise: String,
    /// Whether the promise is kept.
    pub kept: bool,
    /// Whether a miss is only told.
    pub aim: bool,
}

/// Holds the figures of one command against the lines that it measures.
pub fn check(measured_by: &str, figures: &Figures) -> Result<Vec<Verdict>> {
    let file = place::root().join("crates/xtask/lines.toml");
    let text = fs::read_to_string(&file).context("crates/xtask/lines.toml cannot be read")?;
    Ok(judge(&parse(&text)?, measured_by, figures))
}

/// [`check`] of one part of a command: the lines whose names begin with `part`.
pub fn check_part(measured_by: &str, part: &str, figures: &Figures) -> Result<Vec<Verdict>> {
    let mut verdicts = check(measured_by, figures)?;
    verdicts.retain(|verdict| verdict.name.starts_with(part));
    Ok(verdicts)
}

impl Verdict {
    /// Whether a check has to fail.
    pub fn fails(&self) -> bool {
        let only_told = self.aim && self.measured.is_some();
        !(self.kept || only_told)
    }
}

/// Says how each promise stands; whether none fails.
pub fn tell(verdicts: &[Verdict]) -> bool {
    for verdict in verdicts {
        let Verdict {
            name,
            measured,
            promise,
            kept,
            ..
        } = verdict;
        let mark = match (kept, verdict.fails()) {
            (true, _) => "✓",
            (false, true) => "✗",
            (false, false) => "○",
        };
        let measured = measured.map_or("not measured".to_owned(), |figure| figure.to_string());
        eprintln!("{mark} {name}: {measured} ({promise})");
    }
    !verdicts.iter().any(Verdict::fails)
}

fn parse(text: &str) -> Result<BTreeMap<String, Line>> {
    let lines: BTreeMap<String, Line> =
        toml::from_str(text).context("lines.toml is not well formed")?;
    for (name, line) in &lines {
        if line.at_most.is_none() && line.at_least.is_none() {
            bail!("the line {name} promises nothing: give at_most or at_least");
        }
        if line.reason.trim().is_empty() || line.unit.trim().is_empty() {
            bail!("the line {name} lacks its unit or its reason");
        }
    }
    Ok(lines)
}

fn judge(lines: &BTreeMap<String, Line>, measured_by: &str, figures: &Figures) -> Vec<Verdict> {
    let own = lines
        .iter()
        .filter(|(_, line)| line.measured_by == measured_by);
    own.map(|(name, line)| {
        let measured = figures.get(name).copied();
        let kept = measured.is_some_and(|figure| {
            line.at_most.is_none_or(|most| figure <= most)
                && line.at_least.is_none_or(|least| figure >= least)
        });
        Verdict {
            name: name.clone(),
            measured,
            promise: promise(line),
            kept,
            aim: line.aim,
        }
    })
    .collect()
}

fn promise(line: &Line) -> String {
    let most = line.at_most.map(|figure| format!("at most {figure}"));
    let least = line.at_least.map(|figure| format!("at least {figure}"));
    let bounds: Vec<String> = [least, most].into_iter().flatten().collect();
    format!("{} {}", bounds.join(" and "), line.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "[page]\nmeasured_by = \"size\"\nunit = \"bytes\"\nat_most = 100\nreason = \"r\"\n\
        [hits]\nmeasured_by = \"bench\"\nunit = \"1/s\"\nat_least = 5\nreason = \"r\"\n";

    fn kept(measured_by: &str, figures: &[(&str, f64)]) -> Vec<bool> {
        let figures = figures
            .iter()
            .map(|(name, figure)| ((*name).to_owned(), *figure))
            .collect();
        let verdicts = judge(&parse(LINES).unwrap(), measured_by, &figures);
        verdicts.iter().map(|verdict| verdict.kept).collect()
    }

    #[test]
    fn a_line_is_kept_up_to_its_very_number() {
        assert_eq!(kept("size", &[("page", 100.0)]), [true]);
        assert_eq!(kept("size", &[("page", 100.5)]), [false]);
        assert_eq!(kept("bench", &[("hits", 5.0)]), [true]);
        assert_eq!(kept("bench", &[("hits", 4.9)]), [false]);
    }

    #[test]
    fn a_line_that_was_not_measured_is_missed() {
        assert_eq!(kept("size", &[]), [false]);
        assert_eq!(kept("size", &[("other", 1.0)]), [false]);
    }

    #[test]
    fn an_aim_that_is_missed_fails_nothing_and_one_that_is_not_measured_does() {
        let lines = "[paint]\nmeasured_by = \"bench\"\nunit = \"ms\"\nat_most = 600\naim = true\nreason = \"r\"\n";
        let fails = |figures: &Figures| judge(&parse(lines).unwrap(), "bench", figures)[0].fails();
        assert!(!fails(&Figures::from([("paint".to_owned(), 900.0)])));
        assert!(fails(&Figures::new()));
    }

    #[test]
    fn a_line_without_bound_or_reason_is_refused() {
        assert!(parse("[a]\nmeasured_by = \"size\"\nunit = \"bytes\"\nreason = \"r\"\n").is_err());
        assert!(
            parse("[a]\nmeasured_by = \"size\"\nunit = \"bytes\"\nat_most = 1\nreason = \" \"\n")
                .is_err()
        );
    }

    #[test]
    fn the_projects_own_lines_are_well_formed() {
        assert!(!parse(include_str!("../lines.toml")).unwrap().is_empty());
    }
}
