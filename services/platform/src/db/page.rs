//! Pages by key: the next page begins after the last row of this one, however many rows came in between.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DbError, DbResult};

/// Which rows of a list are asked for.
#[derive(Clone, Debug)]
pub struct Page {
    pub limit: i64,
    /// Field to sort by: one that the list declares.
    pub sort: &'static str,
    pub descending: bool,
    pub after: Option<Cursor>,
}

/// The last row of the page before: its sort key and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    #[serde(rename = "s")]
    pub sort: String,
    #[serde(rename = "k")]
    pub key: String,
    #[serde(rename = "i")]
    pub id: Uuid,
}

impl Cursor {
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    pub fn decode(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

impl Page {
    /// One row more than asked for: it tells whether there is a next page.
    pub fn fetch(&self) -> i64 {
        self.limit + 1
    }

    /// The cursor's key as the sort column's type.
    pub fn key<T: SortKey>(&self) -> DbResult<Option<(T, Uuid)>> {
        match &self.after {
            None => Ok(None),
            Some(cursor) if cursor.sort != self.sort => Err(DbError::Cursor),
            Some(cursor) => T::read(&cursor.key)
                .map(|key| Some((key, cursor.id)))
                .ok_or(DbError::Cursor),
        }
    }

    /// Cuts off the row that was fetched to look ahead, and makes the cursor of the next page.
    pub fn cut<R>(&self, mut rows: Vec<R>, key: impl Fn(&R, &str) -> (String, Uuid)) -> Rows<R> {
        let most = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(|last| {
            let (key, id) = key(last, self.sort);
            Cursor {
                sort: self.sort.to_owned(),
                key,
                id,
            }
        });
        Rows { rows, next }
    }
}

/// A page of rows, and where the next one begins.
#[derive(Clone, Debug)]
pub struct Rows<R> {
    pub rows: Vec<R>,
    pub next: Option<Cursor>,
}

impl<R> Rows<R> {
    pub fn map<B>(self, body: impl FnMut(R) -> B) -> Rows<B> {
        Rows {
            rows: self.rows.into_iter().map(body).collect(),
            next: self.next,
        }
    }
}

/// A type that a list can be sorted by: index-friendly under row security (text, dates, whole numbers, times).
pub trait SortKey: Sized {
    fn read(text: &str) -> Option<Self>;
    fn write(&self) -> String;
}

impl SortKey for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn write(&self) -> String {
        self.clone()
    }
}

impl SortKey for i64 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl SortKey for i32 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl SortKey for jiff_diesel::Timestamp {
    fn read(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(Into::into)
    }
    fn write(&self) -> String {
        self.to_jiff().to_string()
    }
}

impl SortKey for jiff_diesel::Date {
    fn read(text: &str) -> Option<Self> {
        text.parse::<jiff::civil::Date>().ok().map(Into::into)
    }
    fn write(&self) -> String {
        self.to_jiff().to_string()
    }
}

/// Orders a boxed query by the page's sort column and begins it after the page's cursor.
///
/// ```ignore
/// let query = keyset!(query, page, goals::id, {
///     "title" => goals::title_sort => String,
///     "created_at" => goals::created_at => jiff_diesel::Timestamp,
/// });
/// ```
/// Columns must not be nullable. `key >= k AND (key > k OR id > i)` is what lets the planner start in the index.
#[macro_export]
macro_rules! keyset {
    ($query:expr, $page:expr, $id:expr, { $($name:literal => $column:expr => $type:ty),+ $(,)? }) => {{
        use diesel::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _};
        let page: &$crate::db::Page = $page;
        let query = $query.limit(page.fetch());
        match page.sort {
            $($name => {
                let after = page.key::<$type>()?;
                match (after, page.descending) {
                    (None, false) => query.order(($column.asc(), $id.asc())),
                    (None, true) => query.order(($column.desc(), $id.desc())),
                    (Some((key, last)), false) => query
                        .filter($column.ge(key.clone()).and($column.gt(key).or($id.gt(last))))
                        .order(($column.asc(), $id.asc())),
                    (Some((key, last)), true) => query
                        .filter($column.le(key.clone()).and($column.lt(key).or($id.lt(last))))
                        .order(($column.desc(), $id.desc())),
                }
            })+
            _ => return Err($crate::db::DbError::Cursor),
        }
    }};
}

/// Fetches a page of a boxed query: in the order that is asked for, after the cursor, with the cursor of the next page.
///
/// ```ignore
/// let rows = fetch_page!(tx, query, page, Row of goals by {
///     "title" => title_sort: String,
///     "created_at" => created_at: jiff_diesel::Timestamp,
/// });
/// ```
/// A column and the field of the row that holds it have one name.
#[macro_export]
macro_rules! fetch_page {
    ($tx:expr, $query:expr, $page:expr, $row:ident of $table:ident by {
        $($name:literal => $column:ident: $type:ty),+ $(,)?
    }) => {{
        let asked: &$crate::db::Page = $page;
        let query = $crate::keyset!($query, asked, $table::id, { $($name => $table::$column => $type),+ });
        let rows: Vec<$row> = diesel_async::RunQueryDsl::load(query, $tx).await?;
        asked.cut(rows, |row, sort| {
            let key = match sort {
                $($name => $crate::db::page::SortKey::write(&row.$column),)+
                _ => String::new(),
            };
            (key, row.id)
        })
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_out() {
        let cursor = Cursor {
            sort: "title".into(),
            key: "Ääni".into(),
            id: Uuid::nil(),
        };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        assert_eq!(Cursor::decode("nonsense"), None);
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let after = Some(Cursor {
            sort: "title".into(),
            key: "a".into(),
            id: Uuid::nil(),
        });
        let page = Page {
            limit: 10,
            sort: "created_at",
            descending: false,
            after,
        };
        assert!(page.key::<String>().is_err());
    }
}
