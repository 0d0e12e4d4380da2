//! Values as PostgreSQL has them: `BIGINT`, `TEXT` and `BYTEA`, and what its expressions make of
//! these (a literal is an `INTEGER`, a comparison a `BOOLEAN`). Its errors in our words.

use std::error::Error;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type};

use crate::db::{DbError, Val};

type Unfit = Box<dyn Error + Sync + Send>;

impl ToSql for Val {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Unfit> {
        match (self, ty) {
            (Val::Null, _) => Ok(IsNull::Yes),
            (Val::Int(number), &Type::INT8) => number.to_sql(ty, out),
            (Val::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Val::Text(text), &Type::TEXT | &Type::VARCHAR) => text.to_sql(ty, out),
            (Val::Blob(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            // No value here: it would end up in a log.
            _ => Err(format!("a parameter is no {ty}").into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA
        )
    }

    postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Val {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Unfit> {
        Ok(match *ty {
            Type::INT8 => Val::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Val::Int(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Val::Int(bool::from_sql(ty, raw)?.into()),
            Type::BYTEA => Val::Blob(Vec::from_sql(ty, raw)?),
            _ => Val::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Unfit> {
        Ok(Val::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::BOOL) || <Val as ToSql>::accepts(ty)
    }
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> Self {
        let Some(said) = error.as_db_error() else {
            let io = error
                .source()
                .is_some_and(|source| source.is::<std::io::Error>());
            let words = match error.source() {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            };
            return if io || error.is_closed() {
                DbError::Lost(words)
            } else {
                DbError::Engine(words)
            };
        };
        // The message names tables and constraints; the detail would hold values.
        let words = format!("{} ({})", said.message(), said.code().code());
        match said.code() {
            code if code.code().starts_with("23") => DbError::Constraint(words),
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
                DbError::Conflict(words)
            }
            &SqlState::DISK_FULL => DbError::Full(words),
            &SqlState::IO_ERROR | &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
                DbError::Disk(words)
            }
            &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
            | &SqlState::TOO_MANY_CONNECTIONS => DbError::Lost(words),
            code if code.code().starts_with("08") => DbError::Lost(words),
            _ => DbError::Engine(words),
        }
    }
}
