//! The whole way, over a real table and a real file of storage.

use std::io::Cursor;
use std::path::PathBuf;

use super::*;
use crate::db::IfEmpty;
use crate::district::DistrictId;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(name)
}

fn now() -> DateTime<Utc> {
    "2026-11-24T01:00:00Z".parse().unwrap()
}

/// The expected counts, without the note for readers.
fn expected() -> serde_json::Value {
    let text = std::fs::read_to_string(fixture("residents-hetang.expected.json")).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(&text).unwrap();
    expected.as_object_mut().unwrap().remove("note");
    expected
}

fn judged(table: impl Read + Seek) -> Report {
    judge(table, "430202", date_in_district(now()), |_| Ok(())).unwrap()
}

#[test]
fn the_real_table_has_the_expected_counts_as_csv_and_as_workbook() {
    for name in ["residents-hetang.csv", "residents-hetang.xlsx"] {
        let report = judged(File::open(fixture(name)).unwrap());
        assert_eq!(serde_json::to_value(&report).unwrap(), expected(), "{name}");
    }
}

#[test]
fn both_forms_of_the_real_table_hold_the_same_people() {
    let people = |name| {
        let mut people = Vec::new();
        judge(
            File::open(fixture(name)).unwrap(),
            "430202",
            date_in_district(now()),
            |step| {
                if let Step::Line(line, Verdict::Accepted(accepted)) = step {
                    people.push((line.number, accepted.person, accepted.packages));
                }
                Ok(())
            },
        )
        .unwrap();
        people
    };
    let (csv, workbook) = (
        people("residents-hetang.csv"),
        people("residents-hetang.xlsx"),
    );
    assert_eq!(csv.len(), workbook.len());
    for (one, other) in csv.iter().zip(&workbook) {
        assert_eq!(one, other);
    }
}

#[test]
fn a_table_without_a_header_is_refused_before_any_line() {
    let table = "叶燕洋,女,430202197812235725\n".repeat(12);
    let outcome = judge(
        Cursor::new(table),
        "430202",
        date_in_district(now()),
        |_| unreachable!("no line may be handed over"),
    );
    assert!(matches!(outcome, Err(ImportError::NoHeader)));
}

struct District430202 {
    _folder: tempfile::TempDir,
    folder: PathBuf,
    store: Store,
    district: District,
    keys: Keys,
}

impl District430202 {
    /// A district with one institution and one team.
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        let store = Store::open(&folder, IfEmpty::Create).unwrap();
        let keys = Keys::ephemeral().unwrap();
        let district = District {
            id: DistrictId::new("430202"),
            name: "荷塘区".into(),
            service_phone: "0731-28480120".into(),
            demo: false,
        };
        let (made, with) = (district.clone(), keys.clone());
        store
            .write_here(move |tx| {
                made.create(tx, &with, now())?;
                let id = domain::ids::Uuid::v7(1, [0; 10]);
                tx.exec(
                    "INSERT INTO institution (district_id, id, name, township, address, phone, sort)
                     VALUES ($1, $2, '月塘中心', '月塘街道', '', '', 1)",
                    &[(&made.id).into(), id.into()],
                )?;
                tx.exec(
                    "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
                     VALUES ($1, $2, $2, '月塘一队', '', $2, 1)",
                    &[(&made.id).into(), id.into()],
                )?;
                Ok(())
            })
            .unwrap();
        Self {
            _folder: temporary,
            folder,
            store,
            district,
            keys,
        }
    }

    fn import(&self, table: &Path) -> Outcome {
        let target = Target {
            store: &self.store,
            district: &self.district,
            keys: &self.keys,
            now: now(),
        };
        residents(target, table, &self.rejects(), |_| ()).unwrap()
    }

    fn rejects(&self) -> PathBuf {
        self.folder.join("residents.rejected.csv")
    }

    fn rows(&self) -> Vec<(String, String, Vec<u8>)> {
        self.store
            .read_here(|tx| {
                tx.rows(
                    "SELECT record_no, name, national_id_sealed FROM resident ORDER BY record_no",
                    &[],
                )?
                .iter()
                .map(|row| {
                    Ok((
                        row.get("record_no")?,
                        row.get("name")?,
                        row.get("national_id_sealed")?,
                    ))
                })
                .collect()
            })
            .unwrap()
    }
}

#[test]
fn importing_twice_changes_nothing_and_the_rejects_can_be_imported_again() {
    let district = District430202::new();
    let first = district.import(&fixture("residents-hetang.csv"));
    assert_eq!((first.opened, first.known), (2887, 0));
    let rows = district.rows();
    assert_eq!(rows.len(), 2887);

    for name in ["residents-hetang.csv", "residents-hetang.xlsx"] {
        let again = district.import(&fixture(name));
        assert_eq!((again.opened, again.known), (0, 2887), "{name}");
        assert_eq!(again.report, first.report, "{name}");
        assert_eq!(district.rows(), rows, "{name}");
    }

    let rejects = File::open(district.rejects()).unwrap();
    let report = judged(rejects);
    // Without their first occurrences the duplicates are sound.
    assert_eq!((report.rows, report.accepted), (113, 19));
}

#[test]
fn rejects_keep_columns_and_encoding_and_say_why() {
    let district = District430202::new();
    let table = fixture("residents-hetang.csv");
    let outcome = district.import(&table);
    assert_eq!(
        outcome.rejects.as_deref(),
        Some(district.rejects().as_path())
    );
    let text = |path: &Path| {
        let bytes = std::fs::read(path).unwrap();
        let (text, malformed) = encoding_rs::GB18030.decode_without_bom_handling(&bytes);
        assert!(!malformed);
        text.into_owned()
    };
    let (table, rejects) = (text(&table), text(&district.rejects()));
    let mut lines = rejects.lines();
    let header = lines.next().unwrap();
    assert_eq!(
        header,
        format!("{},不能导入的原因", table.lines().next().unwrap())
    );
    let line = lines.next().unwrap();
    let why = "第 3 行：请核对身份证号：应为 18 位，这里是 17 位";
    assert_eq!(line, format!("{},{why}", table.lines().nth(2).unwrap()));
    assert_eq!(rejects.lines().count(), 114);
}

#[test]
fn rejects_of_a_table_with_tabs_are_read_again_whatever_its_header_says() {
    let district = District430202::new();
    let table = "荷塘区\t名册\n姓名\t身份证号\t备注,说明\n王芳\t4302021958\t一,二\n";
    let path = district.folder.join("table.csv");
    std::fs::write(&path, table).unwrap();
    let rejects = district.import(&path).rejects.unwrap();
    let mut cells = Vec::new();
    let report = judge(
        File::open(rejects).unwrap(),
        "430202",
        date_in_district(now()),
        |step| {
            if let Step::Line(line, _) = step {
                cells.clone_from(&line.cells);
            }
            Ok(())
        },
    )
    .unwrap();
    assert_eq!((report.rows, report.accepted), (1, 0));
    assert_eq!(&cells[..3], ["王芳", "4302021958", "一,二"]);
}

#[test]
fn cells_beyond_the_header_are_in_the_rejects_behind_the_reasons() {
    let district = District430202::new();
    let table = "姓名,身份证号,住址\n王芳,4302021958,4栋,东\u{fffd},门\n";
    let path = district.folder.join("table.csv");
    std::fs::write(&path, table).unwrap();
    let rejects = district.import(&path).rejects.unwrap();
    let line = |text: &str| text.lines().nth(1).unwrap().to_owned();
    let first = line(&std::fs::read_to_string(&rejects).unwrap());
    assert!(
        first.starts_with("王芳,4302021958,4栋,第 2 行："),
        "{first}"
    );
    assert!(first.ends_with(",东\u{fffd},门"), "{first}");
    // Imported again, unmended: the same, and no reason twice.
    let again = district.folder.join("again.csv");
    std::fs::rename(&rejects, &again).unwrap();
    let rejects = district.import(&again).rejects.unwrap();
    assert_eq!(line(&std::fs::read_to_string(rejects).unwrap()), first);
}

#[test]
fn the_storage_holds_no_number_in_plain_text() {
    let district = District430202::new();
    let table = "姓名,身份证号,电话,地址\n王芳,43020219580312002X,13873300001,4栋3单元204号\n";
    let path = district.folder.join("table.csv");
    std::fs::write(&path, table).unwrap();
    assert_eq!(district.import(&path).opened, 1);
    drop(district.store);
    let file = std::fs::read(district.folder.join("jiayi.db")).unwrap();
    for secret in ["43020219580312002X", "13873300001", "4栋3单元204号"] {
        assert!(
            !file
                .windows(secret.len())
                .any(|window| window == secret.as_bytes()),
            "{secret}"
        );
    }
    let shown = "4302**********002X";
    assert!(
        file.windows(shown.len())
            .any(|window| window == shown.as_bytes())
    );
}
