//! How values that are more than a column are kept: as `jsonb`, and as the lower-case texts lists sort and search by.

use std::{fmt::Debug, io::Write as _};

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Jsonb,
};
use platform::{
    db::{DbError, DbResult},
    values::{Language, Text},
};
use serde::{Serialize, de::DeserializeOwned};

/// A value in a `jsonb` column.
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

/// The text that a list sorts by.
pub fn sort_key(text: &Text) -> String {
    text.shown(Language::Fi).to_lowercase()
}

/// Everything a free search looks into.
pub fn searchable<'a>(texts: impl IntoIterator<Item = &'a Text>) -> String {
    let each: Vec<&str> = texts.into_iter().flat_map(Text::each).map(|(_, t)| t).collect();
    each.join("\n").to_lowercase()
}

/// What somebody typed into a search field, as `searchable` spells it.
pub fn sought(q: &str) -> String {
    q.trim().to_lowercase()
}

/// A row that the model cannot read: somebody wrote past the service.
#[derive(Debug, thiserror::Error)]
#[error("the {0} `{1}` is none that is known")]
struct Unreadable(&'static str, String);

/// The variant of a kept word.
pub fn read_code<T>(what: &'static str, code: &str, read: impl Fn(&str) -> Option<T>) -> DbResult<T> {
    read(code).ok_or_else(|| {
        let cause = Unreadable(what, code.to_owned());
        DbError::from(diesel::result::Error::DeserializationError(Box::new(cause)))
    })
}

/// Says that the row was not the one that was read: it was held, so this is a fault of ours.
pub fn one(changed: usize) -> DbResult<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(DbError::Other(diesel::result::Error::NotFound))
    }
}

diesel::define_sql_function! {
    /// Where a text stands within another, from 1; 0 when it does not.
    fn strpos(text: diesel::sql_types::Text, part: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}
