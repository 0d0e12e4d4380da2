//! The configuration file, and `config check`. A file gives what `serve` would otherwise take from a
//! flag or the environment; both of those win over it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Subcommand};
use toml::de::{DeTable, DeValue};

use super::Ended;
use super::serve::Serve;
use crate::db::Place;

/// What is done with the configuration.
#[derive(Subcommand)]
pub enum Config {
    /// Prints what `serve` with the same flags would run with, and says what cannot work.
    Check(Check),
}

/// Takes what `serve` takes.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    serve: Serve,
}

/// Why a configuration file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// Not TOML.
    #[error("{0} is no TOML: {1}")]
    Toml(PathBuf, String),
    /// A key that `serve` does not have.
    #[error("{0}, line {1}: there is no `{2}`")]
    Unknown(PathBuf, usize, String),
    /// A value that is neither text, number nor yes or no.
    #[error("{0}, line {1}: `{2}` must be a text, a number, true or false")]
    Value(PathBuf, usize, String),
}

/// A value of the file.
struct Given {
    key: String,
    value: String,
    line: usize,
}

/// The command line with the values of the file as its defaults.
pub struct Configured {
    /// The command line.
    pub command: clap::Command,
    lines: Vec<(String, usize)>,
}

impl Configured {
    /// Reads the file that these arguments or the environment name, if they name one.
    pub fn new(command: clap::Command, arguments: &[OsString]) -> Result<Self, ConfigError> {
        match named(arguments).or_else(|| std::env::var_os("JIAYI_CONFIG").map(PathBuf::from)) {
            Some(path) => {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| ConfigError::File(path.clone(), error))?;
                Self::with(command, &path, &text)
            }
            None => Ok(Self {
                command,
                lines: Vec::new(),
            }),
        }
    }

    /// Takes the values of a file with this text.
    pub fn with(mut command: clap::Command, path: &Path, text: &str) -> Result<Self, ConfigError> {
        let mut lines = Vec::new();
        for given in read(path, text)? {
            let id = command
                .find_subcommand("serve")
                .into_iter()
                .flat_map(clap::Command::get_arguments)
                .find(|arg| arg.get_long() == Some(&given.key) && given.key != "config")
                .map(|arg| arg.get_id().clone())
                .ok_or_else(|| {
                    ConfigError::Unknown(path.to_owned(), given.line, given.key.clone())
                })?;
            lines.push((given.key, given.line));
            let set = |serve: clap::Command| {
                serve.mut_arg(&id, |arg| {
                    arg.required(false).default_value(given.value.clone())
                })
            };
            command = command
                .mut_subcommand("serve", set)
                .mut_subcommand("config", |config| config.mut_subcommand("check", set));
        }
        Ok(Self { command, lines })
    }

    /// Where a value comes from, in words.
    fn source(&self, key: &str, source: Option<ValueSource>) -> String {
        match source {
            Some(ValueSource::CommandLine) => "flag".to_owned(),
            Some(ValueSource::EnvVariable) => "environment".to_owned(),
            Some(_) => match self.lines.iter().find(|(there, _)| there == key) {
                Some((_, line)) => format!("file, line {line}"),
                None => "default".to_owned(),
            },
            None => "not set".to_owned(),
        }
    }

    /// The effective values, one a line, in the form of the file.
    pub fn effective(&self, matches: &ArgMatches) -> String {
        let mut text = String::new();
        let serve = self.command.find_subcommand("serve");
        for arg in serve.into_iter().flat_map(clap::Command::get_arguments) {
            let (Some(key), id) = (arg.get_long(), arg.get_id().as_str()) else {
                continue;
            };
            let value = matches
                .get_raw(id)
                .and_then(|mut values| values.next())
                .map(|value| shown(key, &value.to_string_lossy()))
                .unwrap_or_default();
            let source = self.source(key, matches.value_source(id));
            text.push_str(&format!("{key} = {value}  # {source}\n"));
        }
        text
    }
}

impl Config {
    /// Runs the command; the effective values were printed before.
    pub fn run(self) -> Ended {
        let Config::Check(check) = self;
        let faults = check.serve.faults();
        for fault in &faults {
            println!("! {fault}");
        }
        Ok(if faults.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// A value as it may be read over somebody's shoulder.
fn shown(key: &str, value: &str) -> String {
    match key {
        "database" => Place::new("", Some(value.to_owned())).to_string(),
        _ => quoted(value),
    }
}

/// A text in the form of the file.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The file in `--config FILE` or `--config=FILE`.
fn named(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(PathBuf::from);
        }
        if let Some(path) = argument
            .to_str()
            .and_then(|text| text.strip_prefix("--config="))
        {
            return Some(PathBuf::from(path));
        }
    }
    None
}

fn read(path: &Path, text: &str) -> Result<Vec<Given>, ConfigError> {
    let table = DeTable::parse(text)
        .map_err(|error| ConfigError::Toml(path.to_owned(), error.to_string()))?;
    let mut given = Vec::new();
    for (key, value) in table.into_inner() {
        let line = text[..key.span().start].matches('\n').count() + 1;
        let key = key.into_inner().into_owned();
        let value = match value.into_inner() {
            DeValue::String(text) => text.into_owned(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Boolean(yes) => yes.to_string(),
            _ => return Err(ConfigError::Value(path.to_owned(), line, key)),
        };
        given.push(Given { key, value, line });
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::super::{Cli, Command};
    use super::*;

    fn parsed(text: &str, arguments: &[&str]) -> Result<(Serve, String), String> {
        let configured = Configured::with(Cli::command(), Path::new("jiayi.toml"), text)
            .map_err(|error| error.to_string())?;
        let arguments = ["jiayi-backend", "serve"].iter().chain(arguments);
        let matches = configured
            .command
            .clone()
            .try_get_matches_from(arguments)
            .map_err(|error| error.to_string())?;
        let shown = configured.effective(matches.subcommand_matches("serve").unwrap());
        match Cli::from_arg_matches(&matches).unwrap().command {
            Command::Serve(serve) => Ok((serve, shown)),
            _ => unreachable!(),
        }
    }

    #[test]
    fn the_file_gives_what_no_flag_gives() {
        let text = "data = \"/srv/jiayi\"\nport = 9000\nbehind-proxy = true\nlog = \"json\"\n";
        let (_, shown) = parsed(text, &["--port", "9001"]).unwrap();
        for line in [
            "data = \"/srv/jiayi\"  # file, line 1",
            "port = \"9001\"  # flag",
            "behind-proxy = \"true\"  # file, line 3",
            "log = \"json\"  # file, line 4",
            "host = \"127.0.0.1\"  # default",
            "client =   # not set",
        ] {
            assert!(shown.lines().any(|there| there == line), "{line}\n{shown}");
        }
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        let told = |text: &str| parsed(text, &["--data", "d"]).err().unwrap();
        assert_eq!(
            told("port = 1\n\nprot = 2\n"),
            "jiayi.toml, line 3: there is no `prot`"
        );
        assert_eq!(
            told("[server]\nport = 1\n"),
            "jiayi.toml, line 1: `server` must be a text, a number, true or false"
        );
        assert!(told("port = \n").contains("line 1"));
        assert!(told("config = \"other.toml\"").contains("there is no `config`"));
        assert!(told("port = 70000").contains("70000"));
        assert!(told("port = 1\nport = 2").contains("line 2"));
    }

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        let text = "data = \"d\"\ndatabase = \"postgres://jiayi:tulip7@db/jiayi\"\n";
        let (_, shown) = parsed(text, &[]).unwrap();
        assert!(shown.contains("database = the database db/jiayi  # file, line 2"));
        assert!(!shown.contains("tulip7"));
    }

    #[test]
    fn what_is_printed_is_read_again_whatever_is_in_it() {
        let odd = "a\"b\\c\nd\te\u{0}\u{1b}\u{7f}\u{85}'’家";
        let line = format!("data = {}\n", quoted(odd));
        let (_, shown) = parsed(&line, &[]).unwrap();
        assert!(shown.contains(&format!("{}  # file, line 1", line.trim_end())));
        let given = read(Path::new("jiayi.toml"), &line).unwrap();
        assert_eq!(given[0].value, odd);
    }

    #[test]
    fn a_spill_of_no_size_or_of_more_than_there_is_is_refused() {
        for (size, sound) in [
            ("0", false),
            ("1", true),
            ("1048576", true),
            ("1048577", false),
            ("18014398509481984", false),
        ] {
            let text = format!("data = \"d\"\naudit-spill = {size}\n");
            assert_eq!(parsed(&text, &[]).is_ok(), sound, "{size}");
        }
    }

    #[test]
    fn without_a_file_nothing_changes() {
        let (_, shown) = parsed("", &["--data", "d"]).unwrap();
        assert!(shown.contains("data = \"d\"  # flag"));
        assert!(parsed("", &[]).is_err(), "the data folder is needed");
    }

    #[test]
    fn every_option_may_come_from_the_environment() {
        let command = Cli::command();
        for arg in command.find_subcommand("serve").unwrap().get_arguments() {
            let Some(key) = arg.get_long() else { continue };
            let name = format!("JIAYI_{}", key.replace('-', "_").to_uppercase());
            assert_eq!(arg.get_env(), Some(name.as_ref()), "{key}");
        }
    }

    #[test]
    fn the_example_of_the_guide_is_a_configuration() {
        let guide = include_str!("../../../../docs/OPERATION.md");
        let example = guide.split("```toml\n").nth(1).unwrap();
        let example = example
            .split("```")
            .next()
            .unwrap()
            .replace("# tls", "tls")
            .replace("# database", "database")
            .replace("# programmes", "programmes")
            .replace("# three-colours", "three-colours")
            .replace("# wechat", "wechat");
        let (_, shown) = parsed(&example, &[]).unwrap();
        for line in shown
            .lines()
            .filter(|line| !line.starts_with("now =") && !line.starts_with("config ="))
        {
            assert!(line.contains("# file"), "the example leaves out {line}");
        }
    }
}
