//! How API keys are asked for.

use std::{collections::HashMap, net::IpAddr};

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json as JsonOut, Path, ServiceConfig as PlainConfig},
};
use garde::Validate;
use ipnet::IpNet;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Caller, InternalCaller, OpenKey, OpenedKey, Permission},
    db::{DbResult, Rows, TenantTx},
    http::{Answer, Cell, Faults, Filter, IfMatch, Json, List, Listing, Problem, Tabular, Versioned, path_id},
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    ApiKey, ApiKeyError, ApiKeyId, Scope,
    commands::{self, Made},
    model::{MOST, MOST_NETWORKS, NewKey, State},
    store,
};
use crate::{
    App,
    lists::{self, History},
    membership, organisation,
    permissions::{MakeApiKeys, ReadApiKeys, RevokeApiKeys},
    person::{PersonId, routes::proper_name},
};

impl From<ApiKeyError> for Problem {
    fn from(error: ApiKeyError) -> Self {
        match error {
            ApiKeyError::NotFound => Self::not_found(ApiKeyId::MISSING),
            ApiKeyError::OpensNothing => Self::unauthorized("bad_api_key"),
            ApiKeyError::AlreadyRevoked => {
                Self::conflict("key_revoked").detail("This key was revoked before: it opens nothing.")
            }
            ApiKeyError::EndsInThePast => {
                Self::field("/ends_on", "in_the_past", "The last day is over already: choose a later one.")
            }
            ApiKeyError::EndsTooLate => Self::field(
                "/ends_on",
                "too_late",
                "A key lasts a year at most, so that none is forgotten: make another one before it ends.",
            ),
            ApiKeyError::NoScope => Self::field("/scopes", "required", "Choose what the key is for."),
            ApiKeyError::TooManyNetworks => Self::field(
                "/networks",
                "too_many",
                format!("A key is bound to {MOST_NETWORKS} networks at most."),
            ),
            ApiKeyError::TooMany => Self::conflict("too_many_keys").detail(format!(
                "The organisation has {MOST} keys that are good, and nobody has more: revoke one that is no longer used."
            )),
            ApiKeyError::Person(cause) => cause.into(),
            ApiKeyError::Signing(cause) => cause.into(),
            ApiKeyError::Stale(stale) => stale.into(),
            ApiKeyError::Db(cause) => cause.into(),
        }
    }
}

/// A key by which a program acts in its maker's name.
#[derive(Serialize, ToSchema)]
struct ApiKeyBody {
    id: ApiKeyId,
    version: i64,
    name: String,
    scopes: Vec<Scope>,
    /// From where it may be used; none at all: from anywhere.
    networks: Vec<String>,
    /// In whose name it acts: never beyond what that person may do.
    made_by: PersonId,
    /// Null when that person was erased.
    made_by_name: Option<String>,
    state: State,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The last day on which it opens anything.
    #[schema(value_type = String, format = Date)]
    ends_on: Date,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = Date)]
    last_used_on: Option<Date>,
    /// The secret: only in the answer to making the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl ApiKeyBody {
    fn of(key: ApiKey, today: Date, names: &HashMap<Uuid, String>) -> Self {
        Self {
            state: key.state_on(today),
            id: key.id,
            version: key.version,
            name: key.name,
            scopes: key.scopes,
            networks: key.networks.iter().map(ToString::to_string).collect(),
            made_by_name: names.get(&key.made_by.0).filter(|name| !name.is_empty()).cloned(),
            made_by: key.made_by,
            created_at: key.created_at,
            ends_on: key.ends_on,
            revoked_at: key.revoked_at,
            last_used_on: key.last_used_on,
            secret: None,
        }
    }
}

impl Answer for ApiKeyBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for ApiKeyBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "scopes",
        "networks",
        "made_by",
        "made_by_name",
        "state",
        "created_at",
        "ends_on",
        "revoked_at",
        "last_used_on",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            self.name.clone().into(),
            Cell::joined(self.scopes.iter().map(|scope| scope.code())),
            Cell::joined(self.networks.iter().map(String::as_str)),
            self.made_by.0.into(),
            Cell::maybe(self.made_by_name.clone()),
            self.state.code().into(),
            self.created_at.into(),
            self.ends_on.into(),
            Cell::from(self.revoked_at),
            Cell::from(self.last_used_on),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByState {
    state: Option<State>,
}

impl Filter for ByState {
    const SORTS: &'static [&'static str] = &["name", "-created_at"];
}

crate::page_of!(ApiKeyPage, ApiKeyBody);

/// Today, where the organisation is.
async fn today(app: &App, tx: &mut TenantTx) -> DbResult<Date> {
    let organisation = organisation::store::find(tx).await?;
    Ok(app
        .clock
        .today(&organisation.map(|own| own.time_zone).unwrap_or_default()))
}

/// Keys as they are shown, with the names of their makers.
async fn shown(app: &App, tx: &mut TenantTx, keys: Rows<ApiKey>) -> DbResult<Rows<ApiKeyBody>> {
    let makers: Vec<Uuid> = keys.rows.iter().map(|key| key.made_by.0).collect();
    let names = membership::store::names(tx, &makers).await?;
    let today = today(app, tx).await?;
    Ok(keys.map(|key| ApiKeyBody::of(key, today, &names)))
}

async fn told<P: Permission>(app: &App, by: &Caller<P>, key: ApiKey) -> Result<ApiKeyBody, Problem> {
    let read = async |tx: &mut TenantTx| {
        let names = membership::store::names(tx, &[key.made_by.0]).await?;
        let today = today(app, tx).await?;
        Ok::<_, Problem>(ApiKeyBody::of(key, today, &names))
    };
    app.db.tenant(by.scope(), read).await
}

/// The organisation's keys, those that ended or were revoked too.
#[utoipa::path(tag = "api-keys", params(ByState, lists::Paging), responses((status = 200, body = ApiKeyPage)))]
#[get("/api/v1/api-keys")]
async fn list(by: Caller<ReadApiKeys>, list: List<ByState>, app: Data<App>) -> Result<Listing<ApiKeyBody>, Problem> {
    list.answer(async |filter, page| {
        let read = async |tx: &mut TenantTx| {
            let today = today(&app, tx).await?;
            let keys = store::page(tx, filter.state, today, page).await?;
            shown(&app, tx, keys).await
        };
        Ok::<_, Problem>(app.db.tenant(by.scope(), read).await?)
    })
    .await
}

/// One key, without its secret.
#[utoipa::path(tag = "api-keys", responses((status = 200, body = ApiKeyBody)),
    extensions(("x-problems" = json!(["404 api_key_not_found"]))))]
#[get("/api/v1/api-keys/{id}")]
async fn show(by: Caller<ReadApiKeys>, id: Path<String>, app: Data<App>) -> Result<Versioned<ApiKeyBody>, Problem> {
    let id = path_id::<ApiKeyId>(&id, ApiKeyId::MISSING)?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(told(&app, &by, found.ok_or(ApiKeyError::NotFound)?).await?))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Power BI", "scopes": ["projects:read", "goals:read"], "ends_on": "2027-06-30",
    "networks": ["192.0.2.0/24"]}))]
struct MakeKey {
    /// Which program it is for.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    scopes: Vec<Scope>,
    /// The last day on which it opens anything: a year ahead at most.
    #[schema(value_type = String, format = Date)]
    ends_on: Date,
    /// From where it may be used: addresses and networks such as `192.0.2.0/24`. None at all: from anywhere.
    #[serde(default)]
    networks: Vec<String>,
}

impl MakeKey {
    fn wanted(self) -> Result<NewKey, Problem> {
        proper_name(&self.name, "/name")?;
        let mut faults = Faults::default();
        let mut networks: Vec<IpNet> = Vec::with_capacity(self.networks.len());
        for (nth, text) in self.networks.iter().enumerate() {
            match network(text) {
                Some(network) if networks.contains(&network) => {}
                Some(network) => networks.push(network),
                None => faults.add(
                    format!("/networks/{nth}"),
                    "bad_network",
                    "This is neither an address nor a network such as 192.0.2.0/24.",
                ),
            }
        }
        faults.none_or(())?;
        Ok(NewKey {
            name: self.name.trim().to_owned(),
            scopes: self.scopes,
            networks,
            ends_on: self.ends_on,
        })
    }
}

/// A network, or a single address as one. What lies beyond its length is nought: `192.0.2.7/24` is `192.0.2.0/24`.
fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let one = || text.parse::<IpAddr>().map(IpNet::from).ok();
    text.parse::<IpNet>().ok().map(|network| network.trunc()).or_else(one)
}

/// Makes a key. The answer holds its secret once, so it is not kept for a repeated `Idempotency-Key`.
#[utoipa::path(tag = "api-keys", request_body = MakeKey, responses((status = 201, body = ApiKeyBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "409 too_many_keys"]))))]
#[post("/api/v1/api-keys")]
async fn create(by: Caller<MakeApiKeys>, body: Json<MakeKey>, app: Data<App>) -> Result<HttpResponse, Problem> {
    let Made { key, secret } = commands::create(&app, &by, body.0.wanted()?).await?;
    let answer = ApiKeyBody {
        secret: Some(secret),
        ..told(&app, &by, key).await?
    };
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/api-keys/{}", answer.id)))
        .insert_header((header::ETAG, format!("\"{}\"", answer.version)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer))
}

/// Ends a key at once: it opens nothing from the answer on.
#[utoipa::path(tag = "api-keys",
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = ApiKeyBody)),
    extensions(("x-problems" = json!(["404 api_key_not_found", "409 key_revoked"]))))]
#[post("/api/v1/api-keys/{id}/revoke")]
async fn revoke(
    by: Caller<RevokeApiKeys>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<ApiKeyBody>, Problem> {
    let id = path_id::<ApiKeyId>(&id, ApiKeyId::MISSING)?;
    let key = commands::revoke(&app, &by, id, expected).await?;
    Ok(Versioned(told(&app, &by, key).await?))
}

/// What happened to a key.
#[utoipa::path(tag = "api-keys", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 api_key_not_found"]))))]
#[get("/api/v1/api-keys/{id}/history")]
async fn history(by: Caller<ReadApiKeys>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), ApiKeyId::AGGREGATE, &id, ApiKeyId::MISSING).await
}

/// What stands in a key's place, for the services that are shown one.
#[post("/internal/v1/api-keys/open")]
async fn open(_caller: InternalCaller, shown: JsonOut<OpenKey>, app: Data<App>) -> Result<JsonOut<OpenedKey>, Problem> {
    let access_token = commands::open(&app, &shown.key).await?;
    Ok(JsonOut(OpenedKey { access_token }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show);
    config.service(revoke).service(history);
}

pub fn plain(config: &mut PlainConfig) {
    config.service(open);
}
