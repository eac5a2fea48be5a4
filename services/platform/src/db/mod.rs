//! The only way to PostgreSQL. There is no connection without a scope.
//!
//! `Db::tenant` opens a transaction in which the database shows one tenant's rows and nobody else's. Begin and scope
//! travel together with the first statement (one round trip); changes noted with `journal::append` are written by the
//! last statement before commit. Statements that need none of each other's answers go out together (`TenantTx::beside`).
//! A transaction that is dropped half-way (the client hung up) takes its connection with it: were it handed back, the next
//! user would sit inside the first tenant's transaction.

use std::{
    ops::AsyncFnOnce,
    time::{Duration, Instant},
};

use diesel::QueryableByName;
use diesel_async::{
    AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod},
};
use futures::FutureExt as _;
use secrecy::ExposeSecret as _;

mod beside;
mod error;
pub mod inventory;
mod kept;
pub mod migrate;
mod once;
pub mod page;
pub mod place;
mod prepared;
pub mod provision;
mod roles;
pub mod search;
mod statement;
mod turns;
mod tx;

pub use beside::Beside;
pub use error::{DbError, DbResult};
pub use kept::{Kept, Unread, one_row};
pub use once::{Once, OnceFault};
pub use page::{Page, Rows};
pub use prepared::prepared;
pub(crate) use statement::statement;
pub(crate) use turns::gains_turn;
pub use turns::take_turns;
pub(crate) use tx::Open;
pub use tx::{SystemTx, TenantTx};

use crate::{
    auth::TenantScope,
    config,
    events::{Lane, Lateness, outbox::Wake},
};

pub(crate) type Pool = deadpool::managed::Pool<AsyncDieselConnectionManager<AsyncPgConnection>>;
pub(crate) type Connection = deadpool::managed::Object<AsyncDieselConnectionManager<AsyncPgConnection>>;

/// What may happen before or beside a tenant. Each is a database role of its own: short enough to review by eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Sending what waits in the outbox.
    Outbox,
    /// Learning which tenants there are; making partitions.
    Jobs,
    /// Filling global tables: geography, programmes.
    Catalogue,
    /// People, credentials, sessions, tokens by hash.
    SignIn,
    /// Requests to become a tenant.
    SignUp,
    /// Outgoing mail of everybody.
    Mail,
    /// Adding up what many tenants contribute, into what is released to one of them.
    Aggregate,
    /// What an owner gives a viewer: each side's row, in one transaction; copies of what is given by name.
    Sharing,
    /// What is told to the programs of tenants: their secrets, what waits for whom, and how far each has heard.
    Webhooks,
}

impl Purpose {
    pub const ALL: [Self; 9] = [
        Self::Outbox,
        Self::Jobs,
        Self::Catalogue,
        Self::SignIn,
        Self::SignUp,
        Self::Mail,
        Self::Aggregate,
        Self::Sharing,
        Self::Webhooks,
    ];

    /// What holds in transactions of this purpose. Statistics of the outbox are always of another moment: taken while it was
    /// empty, they let a round read all that an import has left there, dead or alive (measured: 14 ms instead of 0.1). And a
    /// deletion there that a crash undoes sends again what everybody knows already: nobody need wait for the disk.
    pub(crate) fn settings(self) -> &'static str {
        match self {
            Self::Outbox => {
                "; SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan; \
                 SET LOCAL synchronous_commit = off"
            }
            _ => "",
        }
    }

    /// The ending of the role's name: `tenants_signin`.
    pub fn role(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Jobs => "jobs",
            Self::Catalogue => "catalogue",
            Self::SignIn => "signin",
            Self::SignUp => "signup",
            Self::Mail => "mail",
            Self::Aggregate => "aggregate",
            Self::Sharing => "sharing",
            Self::Webhooks => "webhooks",
        }
    }
}

/// What a connection carries between two uses: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtRest {
    /// The tenant that a transaction left behind.
    pub tenant_id: String,
    /// Whether the transaction itself is still open.
    pub in_transaction: bool,
}

#[derive(QueryableByName)]
struct Carried {
    #[diesel(sql_type = diesel::sql_types::Text)]
    tenant_id: String,
}

impl AtRest {
    #[expect(clippy::disallowed_methods, reason = "asks the connection about itself")]
    async fn ask(connection: &AsyncPgConnection) -> DbResult<Self> {
        let question = "SELECT coalesce(current_setting('app.tenant_id', true), '') AS tenant_id";
        let carried: Carried = diesel::sql_query(question).get_result(&mut &*connection).await?;
        Ok(Self {
            tenant_id: carried.tenant_id,
            // There is nothing to save a point of but in a transaction.
            in_transaction: (&mut &*connection).batch_execute("SAVEPOINT at_rest").await.is_ok(),
        })
    }
}

/// One service's database.
#[derive(Clone)]
pub struct Db {
    service: &'static str,
    app: Pool,
    relay: Pool,
    wake: Wake,
    lateness: Lateness,
}

impl Db {
    /// Opens the pools and makes sure that each role is what it is given for, and that neither could look past row security.
    pub async fn connect(service: &'static str, config: &config::Database) -> anyhow::Result<Self> {
        let app = pool(config.app.expose_secret(), config.connections)?;
        let relay = pool(config.relay.expose_secret(), (config.connections / 4).max(4))?;
        let db = Self {
            service,
            wake: Wake::new(),
            lateness: Lateness::default(),
            app,
            relay,
        };
        roles::refuse_unfit(&db).await?;
        Ok(db)
    }

    pub fn service(&self) -> &'static str {
        self.service
    }

    /// How its pools are used, by the role whose they are.
    pub(crate) fn pools(&self) -> [(&'static str, deadpool::Status); 2] {
        [("app", self.app.status()), ("relay", self.relay.status())]
    }

    /// How late what people do reaches this service.
    pub(crate) fn lateness(&self) -> &Lateness {
        &self.lateness
    }

    /// How long bulk work, such as an import, rests after a piece that took so long: not at all while nobody else does
    /// anything, and the longer the later others are served.
    pub fn rest_of_bulk(&self, worked: Duration) -> Duration {
        self.lateness.rest(Lane::Bulk, worked, Instant::now())
    }

    pub(crate) fn wake(&self) -> &Wake {
        &self.wake
    }

    /// One transaction that sees one tenant. Commits when `work` returns `Ok`, rolls back otherwise.
    pub async fn tenant<T, E, F>(&self, scope: &TenantScope, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut TenantTx) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut tx = TenantTx::begin(checkout(&self.app).await?, scope.clone());
        let outcome = work(&mut tx).await;
        self.end(tx, outcome).await
    }

    /// A transaction that sees one tenant as it stood at one moment, for answers made of several queries.
    pub async fn snapshot<T, E, F>(&self, scope: &TenantScope, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut TenantTx) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut tx = TenantTx::begin_repeatable(checkout(&self.app).await?, scope.clone());
        let outcome = work(&mut tx).await;
        self.end(tx, outcome).await
    }

    /// One transaction for a purpose that has no tenant yet, under that purpose's own role.
    pub async fn system<T, E, F>(&self, purpose: Purpose, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut SystemTx) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut tx = SystemTx::begin(checkout(&self.relay).await?, self.service, purpose);
        let outcome = work(&mut tx).await;
        self.end(tx, outcome).await
    }

    /// Commits what went well, and wakes the relay when there is news; rolls back what did not.
    async fn end<T, E: From<DbError>>(&self, tx: impl Into<tx::Open>, outcome: Result<T, E>) -> Result<T, E> {
        let tx: tx::Open = tx.into();
        match outcome {
            Ok(done) => {
                if tx.commit().await? {
                    self.wake.after_commit();
                }
                Ok(done)
            }
            Err(failure) => {
                tx.rollback().await;
                Err(failure)
            }
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> DbResult<()> {
        self.batch("SELECT 1").await
    }

    /// What connections of the serving pool carry while nobody uses them, so many at once: for tests and self-tests of
    /// the walls. Each has to be `AtRest::default()`.
    pub async fn at_rest(&self, many: usize) -> DbResult<Vec<AtRest>> {
        let mut held = Vec::with_capacity(many);
        for _ in 0..many {
            held.push(checkout(&self.app).await?);
        }
        let mut all = Vec::with_capacity(many);
        for connection in &held {
            all.push(AtRest::ask(connection).await?);
        }
        Ok(all)
    }

    /// A statement that touches no table.
    pub(crate) async fn batch(&self, sql: &str) -> DbResult<()> {
        let connection = checkout(&self.app).await?;
        (&mut &*connection).batch_execute(sql).await.map_err(DbError::from)
    }
}

async fn checkout(pool: &Pool) -> DbResult<Connection> {
    pool.get()
        .await
        .map_err(|cause| DbError::Unavailable(cause.to_string()))
}

fn pool(url: &str, connections: usize) -> anyhow::Result<Pool> {
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    // A ping at each checkout would cost a round trip; a closed socket is noticed without it.
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(|url| {
        async move {
            let mut connection = <AsyncPgConnection as diesel_async::AsyncConnection>::establish(url).await?;
            connection
                .batch_execute(
                    "SET statement_timeout = '20s'; SET lock_timeout = '5s'; \
                     SET idle_in_transaction_session_timeout = '60s'",
                )
                .await
                .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(connection)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    Ok(Pool::builder(manager)
        .max_size(connections)
        .runtime(deadpool::Runtime::Tokio1)
        .wait_timeout(Some(Duration::from_secs(5)))
        .create_timeout(Some(Duration::from_secs(5)))
        .build()?)
}
