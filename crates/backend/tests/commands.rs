//! The program as it is run from a shell: beside a server, on a folder that is taken, and on a
//! trail that somebody changed.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use backend::audit::keeper::Keeper;
use common::{Home, Town};
use domain::api::records::GetRecord;

/// Runs the program with the folder of a town.
struct Shell {
    data: PathBuf,
    keys: PathBuf,
}

impl Shell {
    fn of(town: &Town) -> Self {
        let data = town.store.folder().to_owned();
        Self {
            keys: data.parent().unwrap().join("keys.json"),
            data,
        }
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiayi-backend"));
        command
            .args(words.split(' '))
            .env("JIAYI_DATA", &self.data)
            .env("JIAYI_KEYS", &self.keys)
            .env_remove("JIAYI_CONFIG");
        command.output().unwrap()
    }

    /// What it says on success.
    fn says(&self, words: &str) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says on failure.
    fn refuses(&self, words: &str) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words}: {output:?}");
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }
}

/// A town in which so many reads were sealed.
async fn read_town(reads: usize) -> Town {
    let town = Town::at_home(Home::file()).await;
    let heads = town.store.folder().join("audit-heads.jsonl");
    let mut keeper = Keeper::new(Arc::new(town.app()), &heads).unwrap();
    let gp = town.signed_in(town.ids.gp).await;
    for _ in 0..reads {
        gp.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
    }
    keeper.tend().await.unwrap();
    town
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[tokio::test]
async fn beside_a_server_reading_works_and_writing_says_who_has_the_folder() {
    let town = read_town(3).await;
    let shell = Shell::of(&town);
    let elsewhere = tempfile::tempdir().unwrap();
    let table = path(elsewhere.path(), "residents.csv");
    std::fs::write(&table, "姓名,身份证号\n").unwrap();
    for words in [
        "check",
        &format!("import residents {table}"),
        "demo",
        "demo --print-sign-ins",
        "serve --port 0",
    ] {
        let said = shell.refuses(words);
        assert!(
            said.contains("has this data folder; stop it first"),
            "{words}: {said}"
        );
        assert!(said.contains("check --online"), "{words}: {said}");
    }

    assert!(shell.says("check --online").contains("is whole"));
    assert_eq!(
        shell.says("audit verify"),
        "3 rows sealed, 0 not sealed yet, 1 heads agree, 0 findings\n"
    );
    let key = path(elsewhere.path(), "key");
    let file = path(elsewhere.path(), "backup");
    shell.says(&format!("backup key --to {key}"));
    let made = shell.says(&format!("backup --to {file} --backup-key {key}"));
    assert!(made.contains("district 430202"), "{made}");
    let verified = shell.says(&format!("backup verify {file} --backup-key {key}"));
    assert!(verified.contains("is whole"), "{verified}");
    let restored = path(elsewhere.path(), "restored");
    let said = shell.says(&format!(
        "restore --from {file} --backup-key {key} --data {restored}"
    ));
    assert!(said.contains("the backup has no field keys"), "{said}");
    assert!(said.contains("is whole"), "{said}");
    let again = shell.refuses(&format!(
        "restore --from {file} --backup-key {key} --data {restored}"
    ));
    assert!(again.contains("is not empty"), "{again}");
}

#[tokio::test]
async fn a_changed_trail_is_told_with_its_number_and_ends_with_an_error() {
    let town = read_town(3).await;
    let shell = Shell::of(&town);
    town.write(|tx| {
        tx.exec(
            "UPDATE audit SET purpose = 'other'
             WHERE id = (SELECT audit_id FROM audit_seal WHERE seq = 2)",
            &[],
        )?;
        Ok(())
    })
    .await;
    let said = shell.refuses("audit verify");
    assert!(said.starts_with("2: the row "), "{said}");
    assert!(said.contains("1 findings"), "{said}");
}

#[tokio::test]
async fn a_configuration_is_shown_with_its_sources_and_its_faults() {
    let town = Town::at_home(Home::file()).await;
    let shell = Shell::of(&town);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = path(elsewhere.path(), "jiayi.toml");
    std::fs::write(&file, "port = 9000\nlog = \"json\"\n").unwrap();
    let shown = shell.says(&format!("config check --config {file} --port 9001"));
    for line in [
        "port = \"9001\"  # flag",
        "log = \"json\"  # file, line 2",
        "audit-spill = \"4096\"  # default",
    ] {
        assert!(shown.lines().any(|there| there == line), "{line}\n{shown}");
    }
    let faulty = shell.refuses("config check --host 0.0.0.0 --tls-cert /nowhere/cert.pem");
    assert!(faulty.contains("! a certificate needs its key"), "{faulty}");
    assert!(faulty.contains("! /nowhere/cert.pem"), "{faulty}");
    std::fs::write(&file, "port = 9000\nprot = 1\n").unwrap();
    let unknown = shell.refuses(&format!("serve --config {file}"));
    assert!(unknown.contains("line 2: there is no `prot`"), "{unknown}");
}

#[tokio::test]
async fn keys_are_changed_beside_a_server_and_sealed_anew_without_one() {
    let town = Town::at_home(Home::file()).await;
    let shell = Shell::of(&town);
    let retired = path(town.home().path(), "key-1.json");
    let retire = format!("keys retire 1 --to {retired}");
    let said = shell.says("keys rotate");
    assert!(said.contains("key 2 of"), "{said}");
    let said = shell.says("keys status");
    assert!(
        said.contains("key 1: ") && said.contains("key 2: 0 fields; current"),
        "{said}"
    );
    assert!(
        shell
            .refuses(&retire)
            .contains("may still be sealed with key 1")
    );
    let said = shell.refuses("keys reseal");
    assert!(said.contains("seals all fields anew by itself"), "{said}");
    assert!(shell.refuses("keys retire 2 --to x").contains("key 2"));

    let _home = town.keep_home();
    let said = shell.says("keys reseal");
    assert!(said.contains("are sealed anew with key 2"), "{said}");
    let said = shell.says("keys status");
    assert!(said.contains("key 1: 0 fields; may be retired"), "{said}");
    shell.says(&retire);
    assert_eq!(shell.says("keys status").lines().count(), 1);
    assert!(shell.refuses(&retire).contains("has no key 1"));
    assert!(shell.says("check").contains("is whole"));
    let said = shell.says(&format!("keys join {retired}"));
    assert!(said.contains("has key 1 now"), "{said}");
    assert_eq!(shell.says("keys status").lines().count(), 2);
}

#[tokio::test]
async fn the_password_of_a_database_comes_from_a_file_and_is_told_to_nobody() {
    let town = Town::at_home(Home::file()).await;
    let shell = Shell::of(&town);
    let open = "check --online --database postgres://jiayi:s3cret@localhost:1/none";
    let said = shell.refuses(open);
    assert!(said.contains("command line is seen by everybody"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");

    let file = path(town.home().path(), "password");
    let words = "check --online --database postgres://jiayi@localhost:1/none";
    let from_file = format!("{words} --database-password-file {file}");
    assert!(shell.refuses(&from_file).contains("No such file"));
    std::fs::write(&file, "\n").unwrap();
    assert!(
        shell
            .refuses(&from_file)
            .contains("no password in its first line")
    );
    std::fs::write(&file, "s3cret\n").unwrap();
    let said = shell.refuses(&from_file);
    assert!(said.contains("connect"), "{said}");
    let said = shell.says(&from_file.replace("check --online", "config check"));
    assert!(!said.contains("s3cret") && said.contains(&file), "{said}");

    let elsewhere = "config check --database postgres://jiayi@db.example/none";
    let said = shell.refuses(elsewhere);
    assert!(said.contains("add ?sslmode=verify-full"), "{said}");
    let said = shell.refuses(&format!(
        "{elsewhere}?sslmode=verify-full&sslrootcert={file}"
    ));
    assert!(said.contains("no certificate in it"), "{said}");
}
