//! Access tokens of an installation, signed with its own key: the tenants that are measured are too many to sign in.

use anyhow::{Context as _, anyhow};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use kit::Home;
use platform::{
    auth::{
        Access, Grant, Role,
        token::{Claims, LIFETIME, Signer},
    },
    personal::decrypt,
};
use tokio_postgres::Client;
use uuid::Uuid;

pub struct Tokens {
    signer: Signer,
}

impl Tokens {
    pub async fn of(home: &Home, database: &Client) -> anyhow::Result<Self> {
        let newest =
            "SELECT kid, secret FROM tenants.signing_keys WHERE signs_from <= now() ORDER BY generation DESC LIMIT 1";
        let row = database.query_one(newest, &[]).await.context("no key signs")?;
        let (kid, sealed): (String, Vec<u8>) = (row.get(0), row.get(1));
        let master = STANDARD.decode(home.secret("MASTER_KEY"))?;
        let master = <[u8; 32]>::try_from(master).map_err(|_| anyhow!("the master key is damaged"))?;
        let secret = decrypt(&master, kid.as_bytes(), &sealed).map_err(|cause| anyhow!("{cause:?}"))?;
        let secret = <[u8; 32]>::try_from(secret).map_err(|_| anyhow!("the key is damaged"))?;
        Ok(Self {
            signer: Signer::new(&kid, &secret)?,
        })
    }

    /// Of a planner, for as long as tokens live.
    pub fn planner(&self, tenant: Uuid) -> anyhow::Result<String> {
        let now = now().as_second();
        Ok(self.signer.sign(&Claims {
            iss: "samverka".to_owned(),
            sub: fresh(),
            sid: fresh(),
            tid: Some(tenant),
            grants: vec![Grant {
                role: Role::Planner,
                unit_id: None,
            }],
            access: Access::Full,
            auth_time: None,
            key: None,
            cpm: None,
            iat: now,
            exp: now + LIFETIME.as_secs(),
        })?)
    }
}

#[expect(clippy::disallowed_methods, reason = "measures, and serves nobody")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "measures, and serves nobody")]
fn fresh() -> Uuid {
    Uuid::now_v7()
}
