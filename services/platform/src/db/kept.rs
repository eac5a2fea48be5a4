//! Values that are more than a column: kept as `jsonb`, where nobody filters by them.

use std::{fmt::Debug, io::Write as _};

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Jsonb,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{DbError, DbResult};

/// A value in a `jsonb` column: a text in several languages, a figure, a list.
#[derive(Clone, Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = Jsonb)]
pub struct Kept<T: Debug>(pub T);

/// The first byte of `jsonb` on the wire.
const FORMAT: u8 = 1;

impl<T: Debug + Serialize> ToSql<Jsonb, Pg> for Kept<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[FORMAT])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Debug + DeserializeOwned> FromSql<Jsonb, Pg> for Kept<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((&FORMAT, json)) => Ok(Self(serde_json::from_slice(json)?)),
            _ => Err("jsonb of an unknown format".into()),
        }
    }
}

/// What a `jsonb` column holds, for whoever reads it straight into what it is: a tree of values in between takes as long again.
#[derive(Clone, Debug, FromSqlRow)]
pub struct Unread(Box<[u8]>);

impl Unread {
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.0)
    }
}

impl FromSql<Jsonb, Pg> for Unread {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((&FORMAT, json)) => Ok(Self(json.into())),
            _ => Err("jsonb of an unknown format".into()),
        }
    }
}

/// Row security turns a change of nobody's row into silence, and so does a version that is not the one that was read.
/// The row was held, so either is a fault of ours: the count tells.
pub fn one_row(changed: usize) -> DbResult<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(DbError::Other(diesel::result::Error::NotFound))
    }
}
