//! Looks at how the engine reads the lists of a team: along an index, never through a whole
//! table, and in the order of the page without sorting. What a page costs then does not grow with
//! the district.

use crate::db::{IfEmpty, Store};

use super::{due_counts, due_list, residents, suspects};

/// The steps of a statement's plan, in words of the engine.
fn plan(sql: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), IfEmpty::Create).unwrap();
    let explain: &'static str = format!("EXPLAIN QUERY PLAN {sql}").leak();
    store
        .read_here(|tx| {
            let rows = tx.rows(explain, &[])?;
            Ok(rows.iter().map(|row| row.get("detail").unwrap()).collect())
        })
        .unwrap()
}

#[test]
fn pages_of_a_list_are_read_along_the_index_that_is_in_their_order() {
    for (sql, index) in [
        (due_list::PAGE_BY_NAME, "follow_up_plan_due"),
        (due_list::PAGE_BY_PHONE, "follow_up_plan_due"),
        (suspects::PAGE, "suspect_of_team"),
        (residents::OF_TEAM_BY_NAME, "resident_by_team"),
        (residents::OF_INSTITUTION_BY_NAME, "resident_by_institution"),
    ] {
        let steps = plan(sql);
        assert!(
            steps.iter().any(|step| step.contains(index)),
            "{index}: {steps:#?}"
        );
        assert!(
            !steps.iter().any(|step| step.starts_with("SCAN")),
            "{steps:#?}"
        );
        assert!(
            !steps.iter().any(|step| step.contains("TEMP B-TREE")),
            "{steps:#?}"
        );
    }
}

#[test]
fn counts_and_searches_by_phone_read_no_whole_table() {
    for sql in [
        due_counts::COUNTS,
        due_counts::COUNTS_BY_NAME,
        due_counts::COUNTS_BY_PHONE,
        residents::OF_TEAM_BY_PHONE,
        residents::OF_INSTITUTION_BY_PHONE,
    ] {
        let steps = plan(sql);
        assert!(
            !steps.iter().any(|step| step.starts_with("SCAN")),
            "{steps:#?}"
        );
    }
}
