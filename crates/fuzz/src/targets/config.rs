//! The configuration file of the service, as `serve` reads it.

use std::collections::BTreeSet;
use std::path::Path;

use backend::command::Cli;
use backend::command::config::Configured;
use clap::{CommandFactory, FromArgMatches};

use super::Target;

pub const TARGET: Target = Target {
    name: "config",
    one,
    seeds,
    words,
};

/// The effective values, written in the form of the file, are a file with the same effect.
fn one(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let Some(effective) = effective(text) else {
        return;
    };
    // What is not set has no form, and a database is shown without its password.
    let given: Vec<&str> = effective
        .lines()
        .filter(|line| !line.ends_with("# not set") && !line.starts_with("database = "))
        .collect();
    let again = self::effective(&given.join("\n"));
    let again = again.unwrap_or_else(|| panic!("not read again:\n{effective}"));
    // In any order: what a file gives comes last.
    let values = |text: &str| -> BTreeSet<String> {
        let line = |line: &str| Some(line.rsplit_once("  # ")?.0.to_owned());
        let shown = text.lines().filter(|line| !line.starts_with("database = "));
        shown.filter_map(line).collect()
    };
    assert_eq!(values(&again), values(&effective));
}

/// What `config check` prints, where `serve` would take the file.
fn effective(text: &str) -> Option<String> {
    let configured = Configured::with(Cli::command(), Path::new("jiayi.toml"), text).ok()?;
    let arguments = ["jiayi-backend", "serve"];
    let matches = configured
        .command
        .clone()
        .try_get_matches_from(arguments)
        .ok()?;
    Cli::from_arg_matches(&matches).ok()?;
    Some(configured.effective(matches.subcommand_matches("serve")?))
}

/// The example of the guide, and what it leaves out.
fn seeds() -> Vec<Vec<u8>> {
    let guide = include_str!("../../../../docs/OPERATION.md");
    let example = guide
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let example = example.unwrap_or_default();
    let odd = "data = \"d\"\nnow = \"2026-11-24T09:00:00+08:00\"\nhost = \"::1\"\naudit-heads = '''a\tb\\\"'''\nport = 0x50\n";
    [
        example,
        &example.replace("\n# ", "\n"),
        odd,
        "data = \"\"\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

fn words() -> Vec<Vec<u8>> {
    let command = Cli::command();
    let serve = command.find_subcommand("serve");
    let options = serve.into_iter().flat_map(clap::Command::get_arguments);
    let names = options.filter_map(|arg| Some(format!("\n{} = ", arg.get_long()?).into_bytes()));
    let others = [
        "\"\"\"",
        "'''",
        "\\u0000",
        "\\u007f",
        "\\U0001F642",
        "\\e",
        "\\n",
        "true",
        "false",
        "0x7f",
        "0b1",
        "1_000",
        "-1",
        "1e3",
        "18446744073709551615",
        "inf",
        "[",
        "]",
        "{",
        "}",
        "#",
        "2026-11-24",
        "T09:00:00+08:00",
        "127.0.0.1:9464",
        "[::1]:1",
        "json",
        "plain",
    ];
    names.chain(super::words(&others)).collect()
}
