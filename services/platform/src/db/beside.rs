//! Statements side by side in one transaction.

use std::sync::atomic::{AtomicBool, Ordering};

use diesel::{
    pg::Pg,
    query_builder::{AsQuery, QueryFragment, QueryId},
    result::QueryResult,
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, SimpleAsyncConnection};
use futures::{FutureExt as _, future::BoxFuture};

/// Keeps in mind that a statement failed.
pub(super) fn noting<R>(failed: &AtomicBool, outcome: QueryResult<R>) -> QueryResult<R> {
    if outcome.is_err() {
        failed.store(true, Ordering::Relaxed);
    }
    outcome
}

/// An open transaction for statements that need none of each other's answers. Each takes a copy; polled together, they go out
/// one behind the other and are answered in one round trip.
#[derive(Clone, Copy)]
pub struct Beside<'tx> {
    connection: &'tx AsyncPgConnection,
    failed: &'tx AtomicBool,
}

impl<'tx> Beside<'tx> {
    pub(super) fn new(connection: &'tx AsyncPgConnection, failed: &'tx AtomicBool) -> Self {
        Self { connection, failed }
    }
}

impl SimpleAsyncConnection for Beside<'_> {
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let mut connection = self.connection;
        noting(self.failed, connection.batch_execute(query).await)
    }
}

impl<'tx> AsyncConnectionCore for Beside<'tx> {
    type LoadFuture<'conn, 'query> = BoxFuture<'tx, QueryResult<Self::Stream<'conn, 'query>>>;
    type ExecuteFuture<'conn, 'query> = BoxFuture<'tx, QueryResult<usize>>;
    type Stream<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Stream<'conn, 'query>;
    type Row<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Row<'conn, 'query>;
    type Backend = Pg;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Pg> + QueryId + 'query,
    {
        let (mut connection, failed) = (self.connection, self.failed);
        let loading = AsyncConnectionCore::load(&mut connection, source);
        async move { noting(failed, loading.await) }.boxed()
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Pg> + QueryId + 'query,
    {
        let (mut connection, failed) = (self.connection, self.failed);
        let executing = AsyncConnectionCore::execute_returning_count(&mut connection, source);
        async move { noting(failed, executing.await) }.boxed()
    }
}
