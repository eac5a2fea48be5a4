//! A statement by hand that the connection remembers.
//!
//! `diesel::sql_query` is prepared anew each time it runs: one more way to the database, and parsing and planning there.
//! What is always the same text is prepared once a connection.

use std::marker::PhantomData;

use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::{Error::QueryBuilderError, QueryResult},
    serialize::ToSql,
    sql_types::{HasSqlType, Untyped},
};

/// A text with `$1`, `$2`, … in it, and what stands there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement<B = ()> {
    sql: &'static str,
    binds: B,
}

/// One value, as what PostgreSQL takes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound<ST, V> {
    value: V,
    as_type: PhantomData<ST>,
}

pub(crate) fn statement(sql: &'static str) -> Statement {
    Statement { sql, binds: () }
}

impl<B> Statement<B> {
    /// The value of the next place.
    pub(crate) fn bind<ST, V>(self, value: V) -> Statement<(B, Bound<ST, V>)> {
        let bound = Bound {
            value,
            as_type: PhantomData,
        };
        Statement {
            sql: self.sql,
            binds: (self.binds, bound),
        }
    }
}

/// The values of a statement.
pub(crate) trait Binds {
    const COUNT: usize;

    /// Puts the value of a place, counted from one, where the pass stands.
    fn push<'b>(&'b self, place: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()>;
}

impl Binds for () {
    const COUNT: usize = 0;

    fn push<'b>(&'b self, place: usize, _: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        Err(QueryBuilderError(format!("nothing was bound to ${place}").into()))
    }
}

impl<B: Binds, ST, V> Binds for (B, Bound<ST, V>)
where
    Pg: HasSqlType<ST>,
    V: ToSql<ST, Pg>,
{
    const COUNT: usize = B::COUNT + 1;

    fn push<'b>(&'b self, place: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if place == Self::COUNT {
            out.push_bind_param::<ST, V>(&self.1.value)
        } else {
            self.0.push(place, out)
        }
    }
}

impl<B: Binds> QueryFragment<Pg> for Statement<B> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut rest = self.sql;
        // A place that is named twice becomes two with the same value: diesel counts them itself.
        while let Some((before, after)) = rest.split_once('$') {
            let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (place, after) = after.split_at(digits);
            let place = place.parse().map_err(|cause| QueryBuilderError(Box::new(cause)))?;
            out.push_sql(before);
            self.binds.push(place, &mut out)?;
            rest = after;
        }
        out.push_sql(rest);
        Ok(())
    }
}

/// Known by its text.
impl<B> QueryId for Statement<B> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<B> Query for Statement<B> {
    type SqlType = Untyped;
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::sql_types::{Integer, Text};

    fn told(query: &impl QueryFragment<Pg>) -> String {
        diesel::debug_query::<Pg, _>(query).to_string()
    }

    #[test]
    fn each_value_stands_in_its_place() {
        let query = statement("SELECT $1, $2 || $1 AS both")
            .bind::<Text, _>("a")
            .bind::<Integer, _>(7);
        assert_eq!(told(&query), "SELECT $1, $2 || $3 AS both -- binds: [\"a\", 7, \"a\"]");
    }

    #[test]
    fn it_is_prepared_once() {
        let query = statement("SELECT $1").bind::<Text, _>("a");
        assert!(query.is_safe_to_cache_prepared(&Pg).unwrap());
    }

    #[test]
    fn a_place_without_a_value_is_refused() {
        let query = statement("SELECT $2").bind::<Text, _>("a");
        assert!(query.to_sql(&mut diesel::pg::PgQueryBuilder::default(), &Pg).is_err());
    }
}
