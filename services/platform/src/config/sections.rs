//! The sections a service may read: one type each.

use std::{net::SocketAddr, num::NonZero, thread, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lapin::uri::AMQPUri;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;
use zeroize::Zeroizing;

use super::Settings;

/// Where to listen, and what people type to get here.
#[derive(Clone, Debug)]
pub struct Http {
    pub address: SocketAddr,
    /// Where `/healthz`, `/readyz` and `/metrics` are answered; without it the first two are, at `address`.
    pub health_address: Option<SocketAddr>,
    pub public_url: Url,
    pub workers: usize,
}

impl Http {
    pub fn read(settings: &mut Settings) -> Self {
        let address = settings.parsed(
            "SAMVERKA_HTTP_ADDRESS",
            SocketAddr::from(([127, 0, 0, 1], 8080)),
            "an address and port such as 127.0.0.1:8080",
        );
        let health_address = settings.optional("SAMVERKA_HEALTH_ADDRESS").and_then(|text| {
            let parsed = text.parse().ok();
            if parsed.is_none() {
                settings.fault("SAMVERKA_HEALTH_ADDRESS", "cannot be read: an address and port");
            }
            parsed
        });
        let public_url = url(settings, "SAMVERKA_PUBLIC_URL", &format!("http://{address}"));
        let workers = settings.parsed("SAMVERKA_HTTP_WORKERS", 2, "a number of threads");
        Self {
            address,
            health_address,
            public_url,
            workers,
        }
    }
}

/// One service's three roles in PostgreSQL, a URL each.
#[derive(Clone, Debug)]
pub struct Database {
    /// Runs migrations. Absent where only serving is meant.
    pub owner: Option<SecretString>,
    pub app: SecretString,
    pub relay: SecretString,
    /// Connections of the serving role; the relay's pool takes a quarter, at least four.
    pub connections: usize,
}

impl Database {
    pub fn read(settings: &mut Settings, service: &str) -> Self {
        let service = service.to_uppercase();
        let owner = settings
            .optional(&format!("SAMVERKA_{service}_OWNER_URL"))
            .map(SecretString::from);
        let app = settings.secret(
            &format!("SAMVERKA_{service}_APP_URL"),
            "the database URL of the serving role",
        );
        let relay = settings.secret(
            &format!("SAMVERKA_{service}_RELAY_URL"),
            "the database URL of the relay role",
        );
        let connections = settings.parsed(
            "SAMVERKA_DB_CONNECTIONS",
            usual_connections(),
            "a number of connections",
        );
        Self {
            owner,
            app,
            relay,
            connections,
        }
    }
}

/// Four to each core that this process may use, 8 to 16: requests wait in turn for a connection, whereas the database's own
/// processes, when there are many to a core, now and then let one of them wait for a tenth of a second (measured).
pub fn usual_connections() -> usize {
    let cores = thread::available_parallelism().map_or(2, NonZero::get);
    (4 * cores).clamp(8, 16)
}

/// How events travel.
#[derive(Clone, Debug)]
pub enum EventsKind {
    /// Handed to the handlers of this process: one process only.
    InProcess,
    Amqp(Amqp),
}

#[derive(Clone, Debug)]
pub struct Amqp {
    pub url: SecretString,
}

impl EventsKind {
    pub fn read(settings: &mut Settings) -> Self {
        match settings.optional("SAMVERKA_EVENTS").as_deref() {
            None | Some("in-process") => Self::InProcess,
            Some("amqp") => Self::Amqp(Amqp::read(settings)),
            Some(_) => {
                settings.fault("SAMVERKA_EVENTS", "is neither `in-process` nor `amqp`");
                Self::InProcess
            }
        }
    }
}

impl Amqp {
    fn read(settings: &mut Settings) -> Self {
        let url = settings.secret("SAMVERKA_AMQP_URL", "the broker's URL");
        let told = url.expose_secret();
        if !told.is_empty() && told.parse::<AMQPUri>().is_err() {
            settings.fault(
                "SAMVERKA_AMQP_URL",
                "cannot be read: a URL such as amqp://user:password@host:5672/virtual-host",
            );
        }
        Self { url }
    }
}

/// Where the cache lives.
#[derive(Clone, Debug)]
pub enum CacheKind {
    InProcess,
    Redis(SecretString),
}

impl CacheKind {
    pub fn read(settings: &mut Settings) -> Self {
        match settings.optional("SAMVERKA_CACHE").as_deref() {
            None | Some("in-process") => Self::InProcess,
            Some("redis") => Self::Redis(settings.secret("SAMVERKA_REDIS_URL", "the URL of Redis")),
            Some(_) => {
                settings.fault("SAMVERKA_CACHE", "is neither `in-process` nor `redis`");
                Self::InProcess
            }
        }
    }
}

/// How many requests a minute are meant for one caller, and for one tenant. Nought is no limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub caller: u32,
    pub tenant: u32,
    /// How often it is written down what tenants have and use.
    pub counted_every: Duration,
}

impl Limits {
    /// By default far above what people and their programs need, and below what one tenant could do to the others.
    pub fn read(settings: &mut Settings) -> Self {
        let meaning = "requests a minute, or 0 for no limit";
        Self {
            caller: settings.parsed("SAMVERKA_LIMIT_CALLER", 60_000, meaning),
            tenant: settings.parsed("SAMVERKA_LIMIT_TENANT", 180_000, meaning),
            counted_every: Duration::from_secs(settings.parsed("SAMVERKA_USAGE_SECONDS", 30, "seconds").max(1)),
        }
    }
}

/// Outgoing mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// `smtp://host:port`, or `smtps://user:password@host:port`.
    pub smtp: SecretString,
    pub from: String,
}

impl Mail {
    pub fn read(settings: &mut Settings) -> Self {
        let smtp = settings.secret("SAMVERKA_SMTP_URL", "the mail server, smtp://host:port");
        let from = settings
            .optional("SAMVERKA_MAIL_FROM")
            .unwrap_or_else(|| "Samverka <no-reply@example.org>".to_owned());
        Self { smtp, from }
    }
}

/// Where the services find each other.
#[derive(Clone, Debug)]
pub struct Peers {
    pub tenants: Url,
    pub goals: Url,
    pub projects: Url,
    pub reporting: Url,
}

impl Peers {
    pub fn read(settings: &mut Settings) -> Self {
        let own = settings
            .optional("SAMVERKA_HTTP_ADDRESS")
            .unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let own = format!("http://{own}");
        Self {
            tenants: url(settings, "SAMVERKA_TENANTS_URL", &own),
            goals: url(settings, "SAMVERKA_GOALS_URL", &own),
            projects: url(settings, "SAMVERKA_PROJECTS_URL", &own),
            reporting: url(settings, "SAMVERKA_REPORTING_URL", &own),
        }
    }
}

/// What must never be printed.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Proves one service to another.
    pub internal: SecretString,
    /// Wraps the keys of people and of tokens.
    pub master_key: MasterKey,
}

/// Thirty-two bytes that wrap other keys.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl Secrets {
    pub fn read(settings: &mut Settings) -> Self {
        let internal = settings.secret("SAMVERKA_INTERNAL_SECRET", "what proves one service to another");
        if internal.expose_secret().len() < 16 && settings.optional("SAMVERKA_INTERNAL_SECRET").is_some() {
            settings.fault("SAMVERKA_INTERNAL_SECRET", "is too short: at least 16 characters");
        }
        let master_key = key(settings, "SAMVERKA_MASTER_KEY");
        Self { internal, master_key }
    }
}

/// A key of 32 bytes in base64.
pub fn key(settings: &mut Settings, name: &str) -> MasterKey {
    let text = settings.secret(name, "a key of 32 bytes in base64");
    let decoded = STANDARD
        .decode(text.expose_secret())
        .ok()
        .and_then(|b| <[u8; 32]>::try_from(b).ok());
    if decoded.is_none() && settings.optional(name).is_some() {
        settings.fault(name, "is not 32 bytes in base64");
    }
    MasterKey(Zeroizing::new(decoded.unwrap_or([0; 32])))
}

/// A URL with a default.
pub fn url(settings: &mut Settings, name: &str, default: &str) -> Url {
    let text = settings.optional(name).unwrap_or_else(|| default.to_owned());
    Url::parse(&text).unwrap_or_else(|_cause| {
        settings.fault(name, "is not a URL");
        stand_in()
    })
}

/// Stands in for a URL that could not be read, until the faults are told.
fn stand_in() -> Url {
    #[expect(clippy::expect_used, reason = "a constant that parses")]
    Url::parse("http://127.0.0.1").expect("a constant URL")
}
