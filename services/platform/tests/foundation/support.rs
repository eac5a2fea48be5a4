//! A service that does next to nothing, on a database of its own.

use std::{env, process::Command, time::Duration};

use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::{
    auth::{TenantScope, token},
    config,
    db::{Db, DbError, DbResult, TenantTx, migrate, provision},
    events::{Change, append},
    ids,
};
use secrecy::SecretString;
use url::Url;
use uuid::Uuid;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("tests/foundation/migrations");

pub struct Probe {
    server: String,
    name: String,
    pub db: Db,
    pub administrator: String,
    pub config: config::Database,
}

/// A database with the roles and the schema of `probe`, and nothing in it yet.
pub struct Ground {
    server: String,
    name: String,
}

impl Ground {
    pub async fn laid() -> Self {
        let server = env::var("SAMVERKA_TEST_PG_URL").expect("run `eval \"$(dev/servers test)\"` first");
        let name = format!("t_{}_{}", std::process::id(), Uuid::now_v7().simple());
        execute(&server, &format!("CREATE DATABASE {name}")).await;
        let ground = Self { server, name };
        ground.provide("probe").await;
        ground
    }

    /// Makes the roles and the schema of a service.
    pub async fn provide(&self, service: &'static str) {
        let login = provision::Login {
            service,
            owner: "probe".into(),
            app: "probe".into(),
            relay: "probe".into(),
        };
        provision_in_turn(&self.server, &self.administrator(), login).await;
    }

    pub fn administrator(&self) -> String {
        let mut url = Url::parse(&self.server).unwrap();
        url.set_path(&self.name);
        url.to_string()
    }

    pub fn url(&self, role: &str) -> String {
        let mut url = Url::parse(&self.administrator()).unwrap();
        url.set_username(role).unwrap();
        url.set_password(Some("probe")).unwrap();
        url.to_string()
    }

    /// The roles of `probe`, as a service is given them.
    pub fn config(&self, connections: usize) -> config::Database {
        config::Database {
            owner: None,
            app: SecretString::from(self.url("probe_app")),
            relay: SecretString::from(self.url("probe_relay")),
            connections,
        }
    }
}

impl Probe {
    /// With a pool of this many connections.
    pub async fn start(connections: usize) -> Self {
        let ground = Ground::laid().await;
        migrate::run(&ground.url("probe_owner"), "probe", MIGRATIONS)
            .await
            .unwrap();
        let config = ground.config(connections);
        Self {
            db: Db::connect("probe", &config).await.unwrap(),
            administrator: ground.administrator(),
            config,
            server: ground.server,
            name: ground.name,
        }
    }

    /// The server lets nobody into this database any more, and throws out who is in it; nothing else on it notices.
    pub async fn shut(&self) {
        let name = &self.name;
        execute(&self.server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        let inside = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
        execute(&self.server, &format!("{inside} = '{name}'")).await;
    }

    pub async fn open(&self) {
        execute(
            &self.server,
            &format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name),
        )
        .await;
    }

    pub async fn count(&self, sql: &str) -> i64 {
        count(&self.administrator, sql).await
    }
}

/// Counts as the administrator: `SELECT count(*) …`.
pub async fn count(administrator: &str, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        count: i64,
    }
    let mut connection = AsyncPgConnection::establish(administrator).await.unwrap();
    let row: Row = diesel::sql_query(sql).get_result(&mut connection).await.unwrap();
    row.count
}

/// A virtual host of one's own on the RabbitMQ of the tests.
pub struct Broker {
    control: String,
    name: String,
    pub url: String,
}

impl Broker {
    pub fn of_our_own() -> Self {
        let control = env::var("SAMVERKA_TEST_RABBIT_CTL").expect("a broker: `dev/servers test`");
        let mut url = Url::parse(&env::var("SAMVERKA_TEST_AMQP_URL").unwrap()).unwrap();
        let name = format!("own-{}", Uuid::now_v7().simple());
        url.set_path(&name);
        let broker = Self {
            control,
            name,
            url: url.to_string(),
        };
        broker.tell(&["add_vhost", &broker.name]);
        broker.tell(&["set_permissions", "-p", &broker.name, url.username(), ".*", ".*", ".*"]);
        broker
    }

    /// Another test may have killed it this moment, and will start it again.
    fn tell(&self, arguments: &[&str]) {
        for _ in 0..60 {
            let done = Command::new(&self.control).arg("ctl").args(arguments).output().unwrap();
            if done.status.success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        panic!("{arguments:?} came to nothing");
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.tell(&["delete_vhost", &self.name]);
    }
}

/// Roles belong to the whole cluster: tests that run side by side make them one after another.
async fn provision_in_turn(server: &str, administrator: &str, login: provision::Login) {
    let mut turn = AsyncPgConnection::establish(server).await.unwrap();
    turn.batch_execute("SELECT pg_advisory_lock(4712)").await.unwrap();
    provision::run(administrator, &[login]).await.unwrap();
    turn.batch_execute("SELECT pg_advisory_unlock(4712)").await.unwrap();
}

pub async fn execute(url: &str, sql: &str) {
    AsyncPgConnection::establish(url)
        .await
        .unwrap()
        .batch_execute(sql)
        .await
        .unwrap();
}

/// A tenant's scope, got the way a service gets it: from a signed token.
pub fn scope(tenant: u128) -> TenantScope {
    let claims = token::Claims {
        iss: "samverka".into(),
        sub: Uuid::from_u128(1),
        sid: Uuid::from_u128(2),
        tid: Some(Uuid::from_u128(tenant)),
        grants: vec![],
        access: platform::auth::Access::Full,
        auth_time: None,
        key: None,
        cpm: None,
        iat: 0,
        exp: i64::MAX,
    };
    let signer = token::Signer::new("test", &[9; 32]).unwrap();
    let keys = jsonwebtoken::jwk::JwkSet {
        keys: vec![signer.public().clone()],
    };
    let claims = token::verify(&signer.sign(&claims).unwrap(), &keys, jiff::Timestamp::UNIX_EPOCH).unwrap();
    platform::auth::Principal::from(claims).scope.unwrap()
}

#[derive(QueryableByName, Debug)]
#[expect(dead_code, reason = "shown when a test fails")]
pub struct Thing {
    #[diesel(sql_type = sql_types::Uuid)]
    pub id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    pub name: String,
}

/// Keeps a thing and notes the change.
pub async fn insert(tx: &mut TenantTx, name: &str) -> DbResult<Uuid> {
    let id = ids::fresh();
    diesel::sql_query("INSERT INTO things (tenant_id, id, name) VALUES ($1, $2, $3)")
        .bind::<sql_types::Uuid, _>(tx.tenant_id())
        .bind::<sql_types::Uuid, _>(id)
        .bind::<sql_types::Text, _>(name)
        .execute(tx)
        .await?;
    let state = contracts::envelope::v1::Text {
        en: Some(name.to_owned()),
        ..Default::default()
    };
    append(tx, Change::new("thing", id, 1, "created", &state));
    Ok(id)
}

/// Everything the transaction may see, without naming a tenant: what row security alone lets through.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Thing>, DbError> {
    Ok(diesel::sql_query("SELECT id, name FROM things ORDER BY id")
        .load(tx)
        .await?)
}
