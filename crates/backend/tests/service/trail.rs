//! The sealed trail: what was read is chained, and whatever somebody changes afterwards is found.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::audit::heads::{Head, Heads};
use backend::audit::keeper::Keeper;
use backend::audit::verify::{Report, verify};
use backend::db::Beside;
use domain::api::follow_ups::RecordFollowUp;
use domain::api::records::GetRecord;
use domain::problem::Code;
use rusqlite::Connection;

use crate::common::clinical::{form, hypertension, visit};
use crate::common::{Home, Town, new_id};

/// A town whose doctor has read so many records, sealed one by one; the service has stopped.
struct Trail {
    home: Arc<Home>,
    keys: backend::seal::Keys,
    district: backend::district::DistrictId,
}

impl Trail {
    async fn of(reads: usize) -> Self {
        let town = Town::at_home(Home::file()).await;
        let heads = heads_in(town.store.folder());
        let mut keeper = Keeper::new(Arc::new(town.app()), &heads).unwrap();
        let doctor = town.signed_in(town.ids.gp).await;
        for _ in 0..reads {
            doctor.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
            keeper.tend().await.unwrap();
        }
        Self {
            keys: town.keys(),
            district: town.district.clone(),
            home: town.keep_home(),
        }
    }

    fn data(&self) -> PathBuf {
        self.home.place().folder().to_owned()
    }

    /// Somebody with the file in their hands, and without the keys.
    fn tamper(&self, sql: &str) {
        let connection = Connection::open(self.data().join("jiayi.db")).unwrap();
        connection
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
            .unwrap();
    }

    fn verify(&self) -> Report {
        let heads = heads_in(&self.data());
        Beside::open(self.home.place())
            .unwrap()
            .read_here(|tx| Ok(verify(tx, &self.district, &self.keys, Some(&heads))))
            .unwrap()
            .unwrap()
    }

    /// The one finding that there must be.
    fn finding(&self) -> (Option<i64>, String) {
        let mut report = self.verify();
        assert_eq!(report.count, 1, "{report:?}");
        let finding = report.findings.remove(0);
        (finding.seq, finding.what)
    }
}

fn heads_in(data: &Path) -> PathBuf {
    data.join("audit-heads.jsonl")
}

#[tokio::test]
async fn an_honest_trail_has_no_findings() {
    let trail = Trail::of(5).await;
    let report = trail.verify();
    assert_eq!(
        report,
        Report {
            sealed: 5,
            unsealed: 0,
            heads: 5,
            ..Report::default()
        }
    );
}

/// On the engine of this run, with the service going on.
#[tokio::test]
async fn what_is_not_sealed_yet_is_counted_until_it_is() {
    let town = Town::new().await;
    let doctor = town.signed_in(town.ids.gp).await;
    doctor.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
    let heads = heads_in(town.store.folder());
    let report = async |heads: Option<PathBuf>| {
        let (district, keys) = (town.district.clone(), town.keys());
        let read = town
            .store
            .read(move |tx| Ok(verify(tx, &district, &keys, heads.as_deref())));
        let report = read.await.unwrap().unwrap();
        (report.sealed, report.unsealed, report.heads, report.count)
    };
    assert_eq!(report(None).await, (0, 1, 0, 0));
    let mut keeper = Keeper::new(Arc::new(town.app()), &heads).unwrap();
    keeper.tend().await.unwrap();
    assert_eq!(report(Some(heads)).await, (1, 0, 1, 0));
}

#[tokio::test]
async fn an_altered_row_is_found_whatever_was_altered() {
    for change in [
        "at_ms = at_ms + 1",
        "actor_kind = 'system'",
        "actor_id = zeroblob(16)",
        "role = NULL",
        "institution_id = NULL",
        "operation = 'get_session'",
        "action = 'list'",
        "purpose = 'other'",
        "result = 'not_found'",
        "residents = 2",
        "request_id = ''",
        "device_id = NULL",
        "address = '10.0.0.1'",
        "client = 'x'",
    ] {
        let trail = Trail::of(3).await;
        trail.tamper(&format!(
            "UPDATE audit SET {change} WHERE id = (SELECT audit_id FROM audit_seal WHERE seq = 2)"
        ));
        let (seq, what) = trail.finding();
        assert_eq!(seq, Some(2), "{change}: {what}");
        assert!(what.contains("not what was sealed"), "{what}");
    }
}

#[tokio::test]
async fn a_row_about_somebody_else_is_found() {
    let trail = Trail::of(3).await;
    trail.tamper(
        "UPDATE audit_resident SET resident_id = zeroblob(16)
         WHERE audit_id = (SELECT audit_id FROM audit_seal WHERE seq = 3)",
    );
    assert_eq!(trail.finding().0, Some(3));
}

#[tokio::test]
async fn a_resident_taken_from_a_row_or_put_to_it_is_found() {
    let trail = Trail::of(2).await;
    trail.tamper("DELETE FROM audit_resident WHERE audit_id = (SELECT max(id) FROM audit)");
    assert_eq!(trail.verify().count, 1);
    let trail = Trail::of(2).await;
    trail.tamper(
        "INSERT INTO audit_resident SELECT district_id, zeroblob(16), id FROM audit LIMIT 1",
    );
    assert_eq!(trail.verify().count, 1);
}

#[tokio::test]
async fn a_removed_row_is_found() {
    let trail = Trail::of(3).await;
    trail.tamper(
        "DELETE FROM audit_resident
             WHERE audit_id = (SELECT audit_id FROM audit_seal WHERE seq = 2);
         DELETE FROM audit WHERE id = (SELECT audit_id FROM audit_seal WHERE seq = 2)",
    );
    let (seq, what) = trail.finding();
    assert_eq!(seq, Some(2));
    assert!(what.contains("removed"), "{what}");
}

#[tokio::test]
async fn a_row_removed_with_its_seal_is_found() {
    let trail = Trail::of(4).await;
    let both = "DELETE FROM audit_resident
                    WHERE audit_id = (SELECT audit_id FROM audit_seal WHERE seq = 2);
                DELETE FROM audit WHERE id = (SELECT audit_id FROM audit_seal WHERE seq = 2);
                DELETE FROM audit_seal WHERE seq = 2;";
    trail.tamper(both);
    let report = trail.verify();
    assert_eq!(report.findings[0].seq, Some(2), "{report:?}");
    // The gap closed again: the numbers agree, the hashes do not.
    trail.tamper("UPDATE audit_seal SET seq = seq - 1 WHERE seq = 3");
    trail.tamper("UPDATE audit_seal SET seq = seq - 1 WHERE seq = 4");
    let report = trail.verify();
    assert_eq!(report.findings[0].seq, Some(2), "{report:?}");
}

#[tokio::test]
async fn rows_in_another_order_are_found() {
    let trail = Trail::of(4).await;
    trail.tamper(
        "UPDATE audit_seal SET seq = 100 WHERE seq = 2;
         UPDATE audit_seal SET seq = 2 WHERE seq = 3;
         UPDATE audit_seal SET seq = 3 WHERE seq = 100",
    );
    let report = trail.verify();
    assert_eq!(report.findings[0].seq, Some(2), "{report:?}");
}

#[tokio::test]
async fn a_row_put_in_is_found() {
    let row =
        "INSERT INTO audit SELECT district_id, zeroblob(16), at_ms, actor_kind, actor_id, role,
                   institution_id, operation, action, purpose, result, residents, request_id,
                   device_id, address, client FROM audit LIMIT 1;";
    let trail = Trail::of(2).await;
    trail.tamper(row);
    let (_, what) = trail.finding();
    assert!(what.contains("put in"), "{what}");
    // With a seal that was made without the key.
    let trail = Trail::of(2).await;
    trail.tamper(&format!(
        "{row} INSERT INTO audit_seal SELECT district_id, 3, zeroblob(16), hash FROM audit_seal
                WHERE seq = 2"
    ));
    assert_eq!(trail.finding().0, Some(3));
}

#[tokio::test]
async fn rows_cut_off_the_end_are_found_by_the_heads() {
    let trail = Trail::of(5).await;
    trail.tamper(
        "DELETE FROM audit_resident
             WHERE audit_id IN (SELECT audit_id FROM audit_seal WHERE seq > 3);
         DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_seal WHERE seq > 3);
         DELETE FROM audit_seal WHERE seq > 3",
    );
    let (seq, what) = trail.finding();
    assert_eq!(seq, Some(4));
    assert!(what.contains("4 to 5 were cut off"), "{what}");
}

#[tokio::test]
async fn a_row_removed_before_its_seal_is_found() {
    let trail = Trail::of(2).await;
    trail.tamper("INSERT INTO audit_unsealed SELECT district_id, zeroblob(16) FROM district");
    let (_, what) = trail.finding();
    assert!(what.contains("before it was sealed"), "{what}");
}

#[tokio::test]
async fn a_changed_line_of_the_heads_is_found() {
    let trail = Trail::of(3).await;
    let path = heads_in(&trail.data());
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"seq\":2", "\"seq\":3")).unwrap();
    let (_, what) = trail.finding();
    assert!(what.contains("line 2"), "{what}");
}

#[tokio::test]
async fn half_a_line_of_the_heads_is_no_finding_and_is_ended() {
    let trail = Trail::of(2).await;
    let path = heads_in(&trail.data());
    let mut text = std::fs::read_to_string(&path).unwrap();
    text.push_str("{\"district\":\"43");
    std::fs::write(&path, text).unwrap();
    assert_eq!((trail.verify().count, trail.verify().heads), (0, 2));

    let mut heads = Heads::open(&path).unwrap();
    assert_eq!(heads.last(), 2);
    let connection = Connection::open(trail.data().join("jiayi.db")).unwrap();
    let hash: Vec<u8> = connection
        .query_row("SELECT hash FROM audit_seal WHERE seq = 2", [], |row| {
            row.get(0)
        })
        .unwrap();
    let link = backend::audit::seal::Link { seq: 2, hash };
    let at = crate::common::NOW.parse().unwrap();
    heads
        .append(&Head::new("430202", &link, at, &trail.keys))
        .unwrap();
    assert_eq!((trail.verify().count, trail.verify().heads), (0, 3));
}

#[tokio::test]
async fn a_long_trail_is_sealed_in_steps_and_walked_in_pages() {
    let town = Town::at_home(Home::file()).await;
    let doctor = town.signed_in(town.ids.gp).await;
    doctor.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
    town.write(|tx| {
        tx.exec(
            "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted
                 WHERE n < 1099)
             INSERT INTO audit SELECT district_id, CAST(printf('%016d', n) AS BLOB), at_ms,
                 actor_kind, actor_id, role, institution_id, operation, action, purpose, result,
                 residents, request_id, device_id, address, client
             FROM audit, counted",
            &[],
        )?;
        tx.exec(
            "INSERT INTO audit_unsealed SELECT district_id, id FROM audit WHERE TRUE
             ON CONFLICT DO NOTHING",
            &[],
        )?;
        Ok(())
    })
    .await;
    let heads = heads_in(town.store.folder());
    let mut keeper = Keeper::new(Arc::new(town.app()), &heads).unwrap();
    keeper.tend().await.unwrap();
    let (district, keys) = (town.district.clone(), town.keys());
    let report = town
        .store
        .read(move |tx| Ok(verify(tx, &district, &keys, Some(&heads))))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((report.sealed, report.unsealed, report.count), (1100, 0, 0));
}

#[tokio::test]
async fn what_is_not_there_leaves_as_much_in_the_trail_as_what_is_not_theirs() {
    let town = Town::new().await;
    let rows = async |table| {
        let rows = town.count(table, vec![]).await;
        usize::try_from(rows).unwrap()
    };
    let count = async || {
        (
            rows("SELECT count(*) AS n FROM audit WHERE result = 'not_found'").await,
            rows("SELECT count(*) AS n FROM audit_resident").await,
            rows("SELECT count(*) AS n FROM audit_unsealed").await,
        )
    };
    let far = town.signed_in(town.ids.far_gp).await;
    let mut left = Vec::new();
    for who in [town.ids.wang, new_id()] {
        let before = count().await;
        let read = far.ask::<GetRecord>(who, ()).await.unwrap_err();
        let form = visit(form("2026-11-24", 128, 78), None);
        let write = far
            .send::<RecordFollowUp>(hypertension(who), form)
            .await
            .unwrap_err();
        assert_eq!([read.code, write.code], [Code::NotFound; 2]);
        let after = count().await;
        left.push((after.0 - before.0, after.1 - before.1, after.2 - before.2));
    }
    assert_eq!(left, [(2, 2, 2), (2, 2, 2)]);
    let named = "SELECT count(*) AS n FROM audit_resident WHERE resident_id = $1";
    assert_eq!(town.count(named, vec![town.ids.wang.into()]).await, 2);
    let nothing =
        "SELECT count(*) AS n FROM audit WHERE action = 'look_for' AND purpose = 'not_found'";
    assert_eq!(town.count(nothing, vec![]).await, 2);
}
