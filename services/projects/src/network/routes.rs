//! How networks are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::{Once, TenantTx},
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, Names, NamesAsked,
        PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Kind, Network, NetworkContent, NetworkError, NetworkId},
    store,
};
use crate::{
    App,
    permissions::{EditNetworks, ReadProjects},
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(show)
        .service(change)
        .service(remove)
        .service(history);
}

/// A network as it is answered.
#[derive(Serialize, ToSchema)]
pub struct NetworkBody {
    id: NetworkId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(flatten)]
    content: NetworkContent,
}

impl From<Network> for NetworkBody {
    fn from(network: Network) -> Self {
        Self {
            id: network.id,
            version: network.version,
            created_at: network.created_at,
            content: network.content,
        }
    }
}

impl Answer for NetworkBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for NetworkBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "acronym",
        "kind",
        "host",
        "size",
        "size_exactness",
        "scope_fi",
        "scope_sv",
        "scope_en",
        "theme_ids",
        "website",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fi, sv, en] = Cell::languages(&content.name);
        let [size, exactness] = Cell::figure(content.size.as_ref());
        let [scope_fi, scope_sv, scope_en] = Cell::languages(content.scope.as_ref());
        vec![
            self.id.0.into(),
            fi,
            sv,
            en,
            Cell::maybe(content.acronym.as_ref()),
            content.kind.code().into(),
            Cell::maybe(content.host.as_ref()),
            size,
            exactness,
            scope_fi,
            scope_sv,
            scope_en,
            Cell::joined(&content.theme_ids),
            Cell::maybe(content.website.as_ref()),
        ]
    }
}

/// What networks are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NetworkFilter {
    pub kind: Option<Kind>,
    pub theme_id: Option<Uuid>,
    /// In which this unit, or one below it, answers for a membership.
    pub unit_id: Option<Uuid>,
    /// Words of name, acronym or host.
    pub q: Option<String>,
}

impl Filter for NetworkFilter {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

/// Any fields of a network.
pub type NetworkPatch = Merge<NetworkContent>;

/// Networks, by name unless sorted otherwise.
#[utoipa::path(tag = "networks", params(NetworkFilter, Paging),
    responses((status = 200, body = PageBody<NetworkBody>)))]
#[get("/api/v1/networks")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<NetworkFilter>,
    app: Data<App>,
) -> Result<Listing<NetworkBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// What networks are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "networks", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/networks/names")]
async fn list_names(
    caller: Caller<ReadProjects>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Adds a network.
#[utoipa::path(tag = "networks", request_body = NetworkContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = NetworkBody)))]
#[post("/api/v1/networks")]
async fn create(
    caller: Caller<EditNetworks>,
    once: Once,
    body: Json<NetworkContent>,
    app: Data<App>,
) -> Result<Created<NetworkBody>, Problem> {
    let network = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(format!("/api/v1/networks/{}", network.id), network.into()))
}

/// One network.
#[utoipa::path(tag = "networks", params(("id" = Uuid, Path)), responses((status = 200, body = NetworkBody)),
    extensions(("x-problems" = json!(["404 network_not_found"]))))]
#[get("/api/v1/networks/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<NetworkId>,
    app: Data<App>,
) -> Result<Versioned<NetworkBody>, Problem> {
    Ok(Versioned::of(id.found(&app.db, caller.scope(), store::find).await?))
}

/// Changes fields of a network.
#[utoipa::path(tag = "networks", request_body = NetworkPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = NetworkBody)),
    extensions(("x-problems" = json!(["404 network_not_found"]))))]
#[patch("/api/v1/networks/{id}")]
async fn change(
    caller: Caller<EditNetworks>,
    id: Named<NetworkId>,
    expected: IfMatch,
    patch: NetworkPatch,
    app: Data<App>,
) -> Result<Versioned<NetworkBody>, Problem> {
    let before = id.found(&app.db, caller.scope(), store::find).await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    let network = commands::update(&app, &caller, &before, expected, content).await?;
    Ok(Versioned::of(network))
}

/// Removes a network that no membership or activity names.
#[utoipa::path(tag = "networks",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 network_not_found", "409 network_in_use"]))))]
#[delete("/api/v1/networks/{id}")]
async fn remove(
    caller: Caller<EditNetworks>,
    id: Named<NetworkId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to a network, newest first.
#[utoipa::path(tag = "networks", params(("id" = Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 network_not_found"]))))]
#[get("/api/v1/networks/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<NetworkId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

impl From<NetworkError> for Problem {
    fn from(error: NetworkError) -> Self {
        match error {
            NetworkError::NotFound => Self::not_found(NetworkId::MISSING),
            NetworkError::Broken(faults) => faults.into(),
            NetworkError::InUse => Self::conflict("network_in_use")
                .detail("Memberships or activities name this network: end or change them first."),
            NetworkError::Invalid(problem) => problem,
            NetworkError::Stale(stale) => stale.into(),
            NetworkError::OutOfReach(beyond) => beyond.into(),
            NetworkError::Unknown(unknown) => unknown.into(),
            NetworkError::Db(cause) => cause.into(),
        }
    }
}
