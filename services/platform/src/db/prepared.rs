//! A query of diesel's that the connection remembers.
//!
//! Diesel has updates and upserts prepared anew each time they run, for their text may hang on which values are there. Where
//! it is always the same, saying so spares the database parsing and planning it: half of what a change by key costs there.

use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
};

/// A query whose text is always the same.
#[derive(Clone, Copy, Debug)]
pub struct Prepared<Q>(Q);

/// Has a query prepared once a connection. Each text it ever has is kept there: never for one that differs by its values,
/// as a list of rows or a changeset that leaves out what is none does.
pub fn prepared<Q>(query: Q) -> Prepared<Q> {
    Prepared(query)
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

/// Known by its text.
impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;

    use super::*;

    diesel::table! { things (id) { id -> Integer, name -> Text } }

    #[test]
    fn an_update_is_prepared_once() {
        let update = || diesel::update(things::table.find(7)).set(things::name.eq("a"));
        assert!(
            !update().is_safe_to_cache_prepared(&Pg).unwrap(),
            "diesel does it by itself: use that"
        );
        let prepared = prepared(update());
        assert!(prepared.is_safe_to_cache_prepared(&Pg).unwrap());
        let told = diesel::debug_query::<Pg, _>(&prepared).to_string();
        assert_eq!(told, diesel::debug_query::<Pg, _>(&update()).to_string());
    }
}
