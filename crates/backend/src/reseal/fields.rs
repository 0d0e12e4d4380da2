//! Where sealed fields are. Every column that is sealed stands here once, with the statements that
//! walk along its table and put a field in the place of what it held before.

use crate::db::{DbError, Row, Tx, Val};

/// A statement that is handed its parameters.
type Statement<T> = fn(&mut dyn Tx, &[Val]) -> Result<T, DbError>;

/// A table with sealed columns.
pub(super) struct Table {
    pub name: &'static str,
    /// Its key beside the district; the last column is what a field is sealed to.
    pub key: &'static [&'static str],
    /// Its sealed columns.
    pub columns: &'static [&'static str],
    /// Rows behind a key, so many of them.
    pub page: Statement<Vec<Row>>,
    /// New fields of a row which holds these old ones still.
    pub put: Statement<u64>,
}

impl Table {
    /// Before the first row.
    pub(super) fn beginning(&self) -> Vec<Val> {
        match self.key {
            [_] => vec![Val::Blob(Vec::new())],
            _ => vec![Val::Blob(Vec::new()), Val::Text(String::new())],
        }
    }
}

/// All of them, but the key check of the district, which is sealed last.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "account",
        key: &["id"],
        columns: &["phone_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, phone_sealed FROM account
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE account SET phone_sealed = $3
                 WHERE district_id = $1 AND id = $2 AND phone_sealed = $4",
                params,
            )
        },
    },
    Table {
        name: "resident",
        key: &["id"],
        columns: &["national_id_sealed", "address_sealed", "phone_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, national_id_sealed, address_sealed, phone_sealed FROM resident
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE resident SET national_id_sealed = $3, address_sealed = $4,
                     phone_sealed = $5
                 WHERE district_id = $1 AND id = $2 AND national_id_sealed = $6
                     AND address_sealed = $7 AND phone_sealed IS NOT DISTINCT FROM $8",
                params,
            )
        },
    },
    Table {
        name: "registration",
        key: &["id"],
        columns: &["national_id_sealed", "address_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, national_id_sealed, address_sealed FROM registration
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE registration SET national_id_sealed = $3, address_sealed = $4
                 WHERE district_id = $1 AND id = $2 AND national_id_sealed = $5
                     AND address_sealed = $6",
                params,
            )
        },
    },
    Table {
        name: "quarantine",
        key: &["id"],
        columns: &["content_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, content_sealed FROM quarantine
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE quarantine SET content_sealed = $3
                 WHERE district_id = $1 AND id = $2 AND content_sealed = $4",
                params,
            )
        },
    },
    Table {
        name: "contract_signature",
        key: &["contract_id"],
        columns: &["drawing_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT contract_id, drawing_sealed FROM contract_signature
                 WHERE district_id = $1 AND contract_id > $2 ORDER BY contract_id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE contract_signature SET drawing_sealed = $3
                 WHERE district_id = $1 AND contract_id = $2
                     AND drawing_sealed IS NOT DISTINCT FROM $4",
                params,
            )
        },
    },
    Table {
        name: "staff",
        key: &["id"],
        columns: &["national_id_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, national_id_sealed FROM staff
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE staff SET national_id_sealed = $3
                 WHERE district_id = $1 AND id = $2
                     AND national_id_sealed IS NOT DISTINCT FROM $4",
                params,
            )
        },
    },
    Table {
        name: "staff_totp",
        key: &["staff_id"],
        columns: &["secret_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT staff_id, secret_sealed FROM staff_totp
                 WHERE district_id = $1 AND staff_id > $2 ORDER BY staff_id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE staff_totp SET secret_sealed = $3
                 WHERE district_id = $1 AND staff_id = $2 AND secret_sealed = $4",
                params,
            )
        },
    },
    Table {
        name: "wechat_link",
        key: &["account_id"],
        columns: &["openid_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT account_id, openid_sealed FROM wechat_link
                 WHERE district_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE wechat_link SET openid_sealed = $3
                 WHERE district_id = $1 AND account_id = $2 AND openid_sealed = $4",
                params,
            )
        },
    },
    Table {
        name: "wechat_visit",
        key: &["id"],
        columns: &["openid_sealed"],
        page: |tx, params| {
            tx.rows(
                "SELECT id, openid_sealed FROM wechat_visit
                 WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE wechat_visit SET openid_sealed = $3
                 WHERE district_id = $1 AND id = $2 AND openid_sealed IS NOT DISTINCT FROM $4",
                params,
            )
        },
    },
    Table {
        name: "idempotency",
        key: &["actor", "key"],
        columns: &["reply"],
        page: |tx, params| {
            tx.rows(
                "SELECT actor, key, reply FROM idempotency
                 WHERE district_id = $1 AND (actor, key) > ($2, $3) ORDER BY actor, key LIMIT $4",
                params,
            )
        },
        put: |tx, params| {
            tx.exec(
                "UPDATE idempotency SET reply = $4
                 WHERE district_id = $1 AND actor = $2 AND key = $3 AND reply = $5",
                params,
            )
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{IfEmpty, Store};

    #[test]
    fn every_sealed_column_of_the_schema_stands_here() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("data"), IfEmpty::Create).unwrap();
        let read = |tx: &mut dyn Tx| {
            Ok(tx.rows(
                "SELECT t.name || '.' || c.name AS at FROM sqlite_schema t
                 JOIN pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND c.name LIKE '%sealed' ORDER BY at",
                &[],
            )?)
        };
        let mut schema: Vec<String> = store
            .read_here(read)
            .unwrap()
            .iter()
            .map(|row| row.get("at").unwrap())
            .collect();
        schema.push("idempotency.reply".to_owned());
        schema.sort();
        let mut here: Vec<String> = TABLES
            .iter()
            .flat_map(|table| table.columns.iter().map(move |one| (table.name, one)))
            .map(|(table, column)| format!("{table}.{column}"))
            .collect();
        here.sort();
        assert_eq!(here, schema);
    }
}
