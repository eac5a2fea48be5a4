//! Transactions: of one tenant, or of one purpose.

use std::sync::atomic::AtomicBool;

use diesel::{
    pg::Pg,
    query_builder::{AsQuery, QueryFragment, QueryId},
    result::QueryResult,
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, SimpleAsyncConnection};
use futures::{FutureExt as _, future::BoxFuture, join};
use uuid::Uuid;

use super::{
    Connection, DbError, DbResult, Purpose,
    beside::{Beside, noting},
};
use crate::{
    auth::TenantScope,
    events::journal::{Change, write},
};

/// An open transaction, whichever kind. Unless it reached commit or rollback, its connection is thrown away.
pub struct Open {
    /// Absent once finished.
    connection: Option<Connection>,
    /// What opens the transaction; sent together with the first statement.
    begin: String,
    begun: bool,
    /// A statement failed: PostgreSQL would answer COMMIT with a silent rollback.
    failed: AtomicBool,
    pending: Vec<Change>,
    /// How many changes lie in journals already.
    told: usize,
    scope: Option<TenantScope>,
    bulk: bool,
}

impl Open {
    fn new(connection: Connection, begin: String, scope: Option<TenantScope>) -> Self {
        Self {
            connection: Some(connection),
            begin,
            begun: false,
            failed: AtomicBool::new(false),
            pending: Vec::new(),
            told: 0,
            scope,
            bulk: false,
        }
    }

    fn connection(&self) -> QueryResult<&AsyncPgConnection> {
        self.connection
            .as_deref()
            .ok_or(diesel::result::Error::AlreadyInTransaction)
    }

    /// Runs a statement, with begin and scope ahead of it if it is the first.
    fn run<'a, R: Send + 'a>(
        &'a mut self,
        statement: impl FnOnce(&'a AsyncPgConnection) -> BoxFuture<'a, QueryResult<R>>,
    ) -> BoxFuture<'a, QueryResult<R>> {
        let Self {
            connection,
            begin,
            begun,
            failed,
            ..
        } = self;
        let Some(connection) = connection.as_deref() else {
            return async { Err(diesel::result::Error::AlreadyInTransaction) }.boxed();
        };
        let statement = statement(connection);
        let opening = (!*begun).then_some(&*begin);
        *begun = true;
        async move {
            let outcome = match opening {
                None => statement.await,
                Some(sql) => {
                    let mut first = connection;
                    // Polled in this order: the batch is on the wire before the statement, even when that must
                    // first be prepared.
                    let (opened, outcome) = join!(first.batch_execute(sql), statement);
                    opened.and(outcome)
                }
            };
            noting(failed, outcome)
        }
        .boxed()
    }

    async fn beside(&mut self) -> QueryResult<Beside<'_>> {
        if !self.begun {
            self.batch_execute("").await?;
        }
        Ok(Beside::new(self.connection()?, &self.failed))
    }

    /// Writes the journal and commits. True when there is news for the relay.
    pub(super) async fn commit(mut self) -> DbResult<bool> {
        if *self.failed.get_mut() {
            self.rollback().await;
            return Err(DbError::Other(diesel::result::Error::RollbackTransaction));
        }
        if let Err(failure) = self.tell().await {
            self.rollback().await;
            return Err(failure);
        }
        if self.begun {
            self.connection()?.batch("COMMIT").await?;
        }
        self.release();
        Ok(self.told > 0)
    }

    /// Writes what was noted into the journal of the tenant that the transaction stands in.
    async fn tell(&mut self) -> DbResult<()> {
        let mut pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        // What somebody does is told as the deed of the key by which it was done.
        if let Some(key_id) = self.scope.as_ref().and_then(TenantScope::key_id) {
            for actor in pending.iter_mut().filter_map(|change| change.actor.as_mut()) {
                *actor = key_id;
            }
        }
        self.told += pending.len();
        let bulk = self.bulk;
        write(self, pending, bulk).await
    }

    pub(super) async fn rollback(mut self) {
        if !self.begun {
            self.release();
            return;
        }
        let rolled_back = match self.connection() {
            Ok(connection) => connection.batch("ROLLBACK").await.is_ok(),
            Err(_) => false,
        };
        // A connection that cannot even roll back is thrown away by `drop`.
        if rolled_back {
            self.release();
        }
    }

    /// Hands the connection back to the pool.
    fn release(&mut self) {
        drop(self.connection.take());
    }
}

/// `batch_execute` wants `&mut &connection`; this spares its callers the ceremony.
trait Batch {
    async fn batch(&self, sql: &str) -> QueryResult<()>;
}

impl Batch for AsyncPgConnection {
    async fn batch(&self, sql: &str) -> QueryResult<()> {
        let mut connection = self;
        connection.batch_execute(sql).await
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        if self.begun {
            // Closes the socket: PostgreSQL rolls back, and nobody inherits this tenant's transaction.
            drop(Connection::take(connection));
        }
    }
}

impl SimpleAsyncConnection for Open {
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let query = query.to_owned();
        self.run(move |connection| {
            async move {
                let mut connection = connection;
                connection.batch_execute(&query).await
            }
            .boxed()
        })
        .await
    }
}

impl AsyncConnectionCore for Open {
    type LoadFuture<'conn, 'query> = BoxFuture<'conn, QueryResult<Self::Stream<'conn, 'query>>>;
    type ExecuteFuture<'conn, 'query> = BoxFuture<'conn, QueryResult<usize>>;
    type Stream<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Stream<'conn, 'query>;
    type Row<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Row<'conn, 'query>;
    type Backend = Pg;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Pg> + QueryId + 'query,
    {
        self.run(move |connection| {
            let mut connection = connection;
            AsyncConnectionCore::load(&mut connection, source)
        })
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Pg> + QueryId + 'query,
    {
        self.run(move |connection| {
            let mut connection = connection;
            AsyncConnectionCore::execute_returning_count(&mut connection, source)
        })
    }
}

/// Gives both kinds of transaction diesel's face.
macro_rules! speaks_diesel {
    ($transaction:ty) => {
        impl SimpleAsyncConnection for $transaction {
            async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
                self.open.batch_execute(query).await
            }
        }

        impl AsyncConnectionCore for $transaction {
            type LoadFuture<'conn, 'query> = <Open as AsyncConnectionCore>::LoadFuture<'conn, 'query>;
            type ExecuteFuture<'conn, 'query> = <Open as AsyncConnectionCore>::ExecuteFuture<'conn, 'query>;
            type Stream<'conn, 'query> = <Open as AsyncConnectionCore>::Stream<'conn, 'query>;
            type Row<'conn, 'query> = <Open as AsyncConnectionCore>::Row<'conn, 'query>;
            type Backend = Pg;

            fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
            where
                T: AsQuery + 'query,
                T::Query: QueryFragment<Pg> + QueryId + 'query,
            {
                self.open.load(source)
            }

            fn execute_returning_count<'conn, 'query, T>(
                &'conn mut self,
                source: T,
            ) -> Self::ExecuteFuture<'conn, 'query>
            where
                T: QueryFragment<Pg> + QueryId + 'query,
            {
                self.open.execute_returning_count(source)
            }
        }

        impl AsMut<Open> for $transaction {
            fn as_mut(&mut self) -> &mut Open {
                &mut self.open
            }
        }

        impl From<$transaction> for Open {
            fn from(transaction: $transaction) -> Self {
                transaction.open
            }
        }
    };
}

/// A transaction that sees one tenant.
pub struct TenantTx {
    open: Open,
    scope: TenantScope,
}

speaks_diesel!(TenantTx);

impl TenantTx {
    pub(super) fn begin(connection: Connection, scope: TenantScope) -> Self {
        Self::with(connection, scope, "BEGIN")
    }

    pub(super) fn begin_repeatable(connection: Connection, scope: TenantScope) -> Self {
        Self::with(connection, scope, "BEGIN ISOLATION LEVEL REPEATABLE READ")
    }

    fn with(connection: Connection, scope: TenantScope, begin: &str) -> Self {
        let begin = format!("{begin}; {}", enters(scope.tenant_id()));
        Self {
            open: Open::new(connection, begin, Some(scope.clone())),
            scope,
        }
    }

    /// The tenant whose rows this transaction sees. Every query names it.
    pub fn tenant_id(&self) -> Uuid {
        self.scope.tenant_id()
    }

    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// For statements that need none of each other's answers.
    pub async fn beside(&mut self) -> QueryResult<Beside<'_>> {
        self.open.beside().await
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.open.pending.push(change);
    }

    /// What was noted so far.
    pub(crate) fn noted(&self) -> &[Change] {
        &self.open.pending
    }

    /// Says that this is an import or other bulk work: its events go by the bulk lane and make nobody wait.
    pub fn is_bulk(&mut self) {
        self.open.bulk = true;
    }
}

/// The statement that lets a transaction see one tenant's rows. The id is formatted by `Uuid`: hexadecimal and hyphens,
/// nothing to inject. A setting needs no plan, as a call of `set_config` would.
fn enters(tenant_id: Uuid) -> String {
    format!("SET LOCAL app.tenant_id = '{tenant_id}'")
}

/// A transaction of one purpose, under that purpose's role.
pub struct SystemTx {
    open: Open,
}

speaks_diesel!(SystemTx);

impl SystemTx {
    pub(super) fn begin(connection: Connection, service: &str, purpose: Purpose) -> Self {
        let begin = format!(
            "BEGIN; SET LOCAL ROLE {service}_{}{}",
            purpose.role(),
            purpose.settings()
        );
        Self {
            open: Open::new(connection, begin, None),
        }
    }

    /// Enters a tenant whose identity the caller has just proven with a secret (an invitation's token, a session).
    /// From here on the tenant's rows are seen, as far as the purpose's role may touch them. What was noted in a tenant
    /// entered before goes into that one's journal.
    pub async fn enter(&mut self, tenant_id: Uuid) -> DbResult<TenantScope> {
        self.enter_for(&TenantScope::proven(tenant_id)).await
    }

    /// The same for whoever asks: what an API key does is told as its deed.
    pub async fn enter_for(&mut self, scope: &TenantScope) -> DbResult<TenantScope> {
        let tenant_id = scope.tenant_id();
        if self
            .open
            .scope
            .as_ref()
            .is_some_and(|scope| scope.tenant_id() != tenant_id)
        {
            self.open.tell().await?;
        }
        self.open.batch_execute(&enters(tenant_id)).await?;
        self.open.scope = Some(scope.clone());
        Ok(scope.clone())
    }

    /// The tenant entered, if any.
    pub fn scope(&self) -> Option<&TenantScope> {
        self.open.scope.as_ref()
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.open.pending.push(change);
    }
}
