//! `hostile`: a fuzzer that reads the published document (Schemathesis) against the real program on
//! a demo, signed in as a resident and as a doctor. It may make up anything; no answer is a fault
//! of ours, and every answer is one that the document describes. Before it, the fuzzers that are
//! guided by what of our code an input reaches ([`fuzz`]).

mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use backend::db::{IfEmpty, Store};
use backend::demo::{PASSWORD, SignIns};
use backend::failure::Failure;
use clap::Args;
use domain::api::session::{CodeSent, PostCode, PostResidentSession, PostStaffSession};
use domain::endpoint::Endpoint;
use domain::ids::Uuid;
use serde_json::{Value, json};

use self::fuzz::Fuzzers;
use crate::figures::Figures;
use crate::http::Browser;
use crate::program::Program;

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How long each of the two people goes on, in seconds
    #[arg(long, default_value_t = 20, value_name = "N")]
    seconds: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// How long each reader of outside bytes is fuzzed, in seconds
    #[arg(long, default_value_t = 3, value_name = "N")]
    fuzz_seconds: u64,
    /// The fuzzers of these readers
    #[arg(long, value_name = "PROGRAM")]
    fuzzers: PathBuf,
    /// Where inputs that broke one are kept
    #[arg(long, value_name = "DIR")]
    found: PathBuf,
    /// The program that is attacked
    #[arg(long, value_name = "PROGRAM")]
    backend: PathBuf,
    /// The fuzzer
    #[arg(long, value_name = "PROGRAM")]
    schemathesis: PathBuf,
}

const NOW: &str = "2026-11-24T08:10:00+08:00";
/// What must hold of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
     response_headers_conformance,response_schema_conformance";
/// These end what everything else stands on.
const LEFT_OUT: [&str; 3] = ["delete_session", "delete_device", "unlink_person"];
/// Values of paths, and where real ones are found.
const REAL: [(&str, &str); 6] = [
    (
        "resident",
        "SELECT DISTINCT resident_id AS id FROM access_grant",
    ),
    ("booking", "SELECT id FROM booking ORDER BY id LIMIT 40"),
    ("contract", "SELECT id FROM contract ORDER BY id LIMIT 40"),
    ("service", "SELECT id FROM service ORDER BY id LIMIT 40"),
    ("follow_up", "SELECT id FROM follow_up ORDER BY id LIMIT 40"),
    ("message", "SELECT id FROM message ORDER BY id LIMIT 40"),
];

/// Fuzzes each reader, then attacks the program; what one found does not keep back the other.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let fuzzers = Fuzzers {
        program: &wish.fuzzers,
        seconds: wish.fuzz_seconds,
        seed: wish.seed,
        found: wish.found.clone(),
    };
    let readers = fuzzers.run(figures);
    if let Err(reason) = &readers {
        println!("✗ {reason:#}");
    }
    attack_the_program(wish, figures).and(readers)
}

/// Attacks as both people.
fn attack_the_program(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let folder = tempfile::tempdir()?;
    let program = Program::new(&wish.backend, folder.path());
    program.run("demo", &["--now", NOW, "--residents", "400"])?;
    let config = folder.path().join("schemathesis.toml");
    fs::write(&config, real_values(program.data())?)?;
    let serving = program.serve(&["--now", NOW], "info")?;
    let visitor = Browser::visitor(serving.port());
    let people = [
        ("resident", resident(&visitor)?),
        ("doctor", doctor(&visitor)?),
    ];
    let mut failed = Vec::new();
    for (who, cookie) in &people {
        println!("\nas the {who}");
        let kept = attack(wish, &config, serving.port(), cookie)?;
        if !kept {
            failed.push(*who);
        }
    }
    serving.kill()?;
    let answers = Answers::read(program.log())?;
    println!("seed {}, {:.1} s", wish.seed, begun.elapsed().as_secs_f64());
    figures.count("hostile_requests", answers.all);
    figures.count("hostile_done", answers.done);
    figures.count("hostile_server_errors", answers.server_errors);
    figures.count("hostile_undescribed", failed.len() as u64);
    program.run("check", &[])?;
    ensure!(
        answers.server_errors == 0,
        "{} answers were faults of ours",
        answers.server_errors
    );
    if !failed.is_empty() {
        bail!(
            "as the {}, answers were not as the document says",
            failed.join(" and the ")
        );
    }
    Ok(())
}

/// Runs the fuzzer as somebody; whether every answer was as it should be.
fn attack(wish: &Wish, config: &Path, port: u16, cookie: &str) -> Result<bool> {
    let mut command = Command::new(&wish.schemathesis);
    // It keeps what it found in the folder that it runs in.
    if let Some(folder) = config.parent() {
        command.current_dir(folder);
    }
    command
        .arg("--config-file")
        .arg(config)
        .arg("run")
        .arg(format!("http://127.0.0.1:{port}/api/v1/openapi.json"))
        .args(["--header", &format!("Cookie: {cookie}")])
        .args(["--phases", "coverage,fuzzing", "--checks", CHECKS])
        .args(["--max-time", &wish.seconds.to_string()])
        .args(["--seed", &wish.seed.to_string()])
        .args([
            "--continue-on-failure",
            "--warnings",
            "off",
            // More make Python's own parser fail at times.
            "--workers",
            "1",
        ]);
    for operation in LEFT_OUT {
        command.args(["--exclude-operation-id", operation]);
    }
    let status = command.status().context("the fuzzer does not start")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => bail!("the fuzzer itself failed ({status})"),
    }
}

/// Makes most paths name what is there, so that more than "no such thing" is tried.
fn real_values(data: &Path) -> Result<String> {
    let store = Store::open(data, IfEmpty::Refuse)?;
    let (mut values, mut places) = (String::new(), String::new());
    for (name, sql) in REAL {
        let ids = store.read_here(|tx| {
            let rows = tx.rows(sql, &[])?;
            let ids = rows
                .iter()
                .map(|row| Ok(row.get::<Uuid>("id")?.to_string()));
            ids.collect::<Result<Vec<_>, Failure>>()
        })?;
        values += &format!("{name} = {{ values = {} }}\n", serde_json::to_string(&ids)?);
        places += &format!("\"path.{name}\" = {{ dictionary = \"{name}\", probability = 0.8 }}\n");
    }
    Ok(format!("[dictionaries]\n{values}\n[parameters]\n{places}"))
}

/// Signs in with the family's phone of the demo.
fn resident(visitor: &Browser) -> Result<String> {
    let phone = SignIns::of_a_demo()
        .phones
        .first()
        .context("no phone")?
        .phone;
    let sent = post::<PostCode>(visitor, &json!({ "phone": phone }))?;
    let sent: CodeSent = serde_json::from_str(&sent.body)?;
    let code = sent.demo_code.context("no demo")?;
    let signed = post::<PostResidentSession>(visitor, &json!({ "phone": phone, "code": code }))?;
    signed.cookie.context("no cookie")
}

/// Signs in as the demo's doctor.
fn doctor(visitor: &Browser) -> Result<String> {
    let login = SignIns::of_a_demo()
        .staff
        .first()
        .context("no doctor")?
        .login;
    let body = json!({ "login": login, "password": PASSWORD });
    post::<PostStaffSession>(visitor, &body)?
        .cookie
        .context("no cookie")
}

fn post<E: Endpoint>(visitor: &Browser, body: &Value) -> Result<crate::http::Answer> {
    let answer = visitor.post(E::PATH, &body.to_string(), "sign-in")?;
    ensure!(answer.status == 200, "{}: {}", E::OPERATION, answer.body);
    Ok(answer)
}

/// What the program's own log says of its answers.
#[derive(Default)]
struct Answers {
    all: u64,
    done: u64,
    server_errors: u64,
}

impl Answers {
    fn read(log: &Path) -> Result<Self> {
        let mut answers = Self::default();
        for line in fs::read_to_string(log)?.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            let Some(status) = line.get("status").and_then(Value::as_u64) else {
                continue;
            };
            answers.all += 1;
            answers.done += u64::from(status < 300);
            if status >= 500 {
                answers.server_errors += 1;
                println!("{line}");
            }
        }
        Ok(answers)
    }
}
