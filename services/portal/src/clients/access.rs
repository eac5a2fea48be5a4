//! Access tokens live five minutes. They are fetched with the session's token and kept in this process only; another
//! process fetches its own.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Api, Origin, Problem, tenants::Organisation};
use crate::{fault::Fault, language::Country, reader::cookies::Session};

/// Less than the five minutes a token lives, so that a page begun with it can be finished.
const KEPT: Duration = Duration::from_mins(4);

/// What a session may do for the organisation it acts for.
#[derive(Clone, Debug, Default)]
pub struct Access {
    pub token: String,
    pub organisation: Option<Organisation>,
    pub roles: Vec<HeldRole>,
}

impl Access {
    pub fn country(&self) -> Country {
        self.organisation
            .as_ref()
            .map_or(Country::Finland, |organisation| Country::of(&organisation.country))
    }

    /// The units a contributor writes for.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().filter_map(|held| held.unit_id.as_deref())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldRole {
    pub role: String,
    pub unit_id: Option<String>,
}

/// A role is told as `"planner"` or as `{"role":"planner","unit_id":null}`.
#[derive(Deserialize)]
#[serde(untagged)]
enum ToldRole {
    Name(String),
    Held {
        role: String,
        #[serde(default)]
        unit_id: Option<String>,
    },
}

impl<'de> Deserialize<'de> for HeldRole {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match ToldRole::deserialize(deserializer)? {
            ToldRole::Name(role) => Self { role, unit_id: None },
            ToldRole::Held { role, unit_id } => Self { role, unit_id },
        })
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    organisation: Option<Organisation>,
    #[serde(default)]
    roles: Vec<HeldRole>,
}

#[derive(Clone)]
pub struct AccessTokens(Cache<String, Arc<Access>>);

impl AccessTokens {
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(50_000).time_to_live(KEPT).build())
    }

    pub async fn of(&self, api: &Api, session: &Session, origin: &Origin) -> Result<Arc<Access>, Fault> {
        // Whoever still has to choose an organisation has no token yet.
        if session.organisation.is_none() && !session.operator {
            return Ok(Arc::default());
        }
        let key = key_of(session);
        if let Some(kept) = self.0.get(&key).await {
            return Ok(kept);
        }
        // Boxed, because fetching calls the API, which knows how to renew a token.
        let access = Arc::new(Box::pin(fetch(api, session, origin)).await?);
        self.0.insert(key, access.clone()).await;
        Ok(access)
    }

    pub async fn forget(&self, session: &Session) {
        self.0.invalidate(&key_of(session)).await;
    }
}

async fn fetch(api: &Api, session: &Session, origin: &Origin) -> Result<Access, Fault> {
    let body = json!({ "organisation_id": session.organisation });
    // Not a `post` with a key: the answer holds a secret, and asking twice harms nobody.
    let message = super::Message {
        method: reqwest::Method::POST,
        path: "/sessions/access-tokens",
        body,
        version: None,
        key: None,
    };
    let granted: Granted = api.as_session(session, origin).tell(message).await.map_err(ended)?;
    let mut access = Access {
        token: granted.access_token,
        organisation: granted.organisation,
        roles: granted.roles,
    };
    if session.organisation.is_some() {
        // Colours, country and language stand in the whole organisation only.
        access.organisation = Some(
            api.as_reader(session, &access, origin)
                .get_once("/organisations/current")
                .await?,
        );
    }
    Ok(access)
}

/// A session that may not have a token for this organisation is as good as over: a membership can end.
fn ended(problem: Problem) -> Fault {
    match problem.status {
        401 | 403 | 404 => Fault::SignIn,
        _ => problem.into(),
    }
}

fn key_of(session: &Session) -> String {
    let organisation = session.organisation.as_deref().unwrap_or("");
    hex::encode(
        Sha256::new()
            .chain_update(&session.token)
            .chain_update([0])
            .chain_update(organisation)
            .finalize(),
    )
}
