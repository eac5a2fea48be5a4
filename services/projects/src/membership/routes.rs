//! How memberships in networks are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::{DbResult, Once, TenantTx},
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, PageBody, Paging,
        Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Membership, MembershipContent, MembershipError, MembershipId},
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
        .service(show)
        .service(change)
        .service(remove)
        .service(history);
}

/// A membership in a network as it is answered.
#[derive(Serialize, ToSchema)]
pub struct NetworkMembershipBody {
    id: MembershipId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(flatten)]
    content: MembershipContent,
    /// Whether it holds today.
    current: bool,
}

impl From<(Membership, Date)> for NetworkMembershipBody {
    fn from((membership, today): (Membership, Date)) -> Self {
        Self {
            id: membership.id,
            version: membership.version,
            created_at: membership.created_at,
            current: membership.holds(today),
            content: membership.content,
        }
    }
}

impl Answer for NetworkMembershipBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for NetworkMembershipBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "network_id",
        "accountable_unit_id",
        "outside_organisation",
        "since",
        "until",
        "current",
        "seats",
        "fee",
        "currency",
        "hours",
        "attends_fi",
        "attends_sv",
        "attends_en",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fee, currency] = Cell::money(content.fee.as_ref());
        let [fi, sv, en] = Cell::languages(content.attends.as_ref());
        vec![
            self.id.0.into(),
            content.network_id.0.into(),
            Cell::maybe(content.accountable_unit_id),
            Cell::maybe(content.outside_organisation.as_ref()),
            Cell::from(content.since),
            Cell::from(content.until),
            self.current.into(),
            Cell::from(content.seats),
            fee,
            currency,
            Cell::from(content.hours),
            fi,
            sv,
            en,
        ]
    }
}

/// What memberships are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MembershipFilter {
    pub network_id: Option<Uuid>,
    /// Of this unit and the units below it.
    pub unit_id: Option<Uuid>,
    /// Whether it holds today.
    pub current: Option<bool>,
}

impl Filter for MembershipFilter {
    const SORTS: &'static [&'static str] = &["created_at"];
}

/// Any fields of a membership.
pub type MembershipPatch = Merge<MembershipContent>;

/// Memberships in networks, in the order they were entered.
#[utoipa::path(tag = "network-memberships", params(MembershipFilter, Paging),
    responses((status = 200, body = PageBody<NetworkMembershipBody>)))]
#[get("/api/v1/network-memberships")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<MembershipFilter>,
    app: Data<App>,
) -> Result<Listing<NetworkMembershipBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), async |tx, filter, page| {
        let today = app.clock.today_of(tx).await?;
        let rows = store::page(tx, filter, page, today).await?;
        Ok(rows.map(|membership| (membership, today)))
    })
    .await
}

/// Adds a membership.
#[utoipa::path(tag = "network-memberships", request_body = MembershipContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = NetworkMembershipBody)))]
#[post("/api/v1/network-memberships")]
async fn create(
    caller: Caller<EditNetworks>,
    once: Once,
    body: Json<MembershipContent>,
    app: Data<App>,
) -> Result<Created<NetworkMembershipBody>, Problem> {
    let made = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(
        format!("/api/v1/network-memberships/{}", made.0.id),
        made.into(),
    ))
}

/// One membership.
#[utoipa::path(tag = "network-memberships", params(("id" = Uuid, Path)), responses((status = 200, body = NetworkMembershipBody)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[get("/api/v1/network-memberships/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<MembershipId>,
    app: Data<App>,
) -> Result<Versioned<NetworkMembershipBody>, Problem> {
    let found = id.found(&app.db, caller.scope(), async |tx, id| dated(&app, tx, id).await);
    Ok(Versioned::of(found.await?))
}

/// Changes fields of a membership.
#[utoipa::path(tag = "network-memberships", request_body = MembershipPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = NetworkMembershipBody)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[patch("/api/v1/network-memberships/{id}")]
async fn change(
    caller: Caller<EditNetworks>,
    id: Named<MembershipId>,
    expected: IfMatch,
    patch: MembershipPatch,
    app: Data<App>,
) -> Result<Versioned<NetworkMembershipBody>, Problem> {
    let before = id.found(&app.db, caller.scope(), store::find).await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    Ok(Versioned::of(
        commands::update(&app, &caller, &before, expected, content).await?,
    ))
}

/// Removes a membership that was entered by mistake; one that is over gets its last day in `until`.
#[utoipa::path(tag = "network-memberships",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[delete("/api/v1/network-memberships/{id}")]
async fn remove(
    caller: Caller<EditNetworks>,
    id: Named<MembershipId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to a membership, newest first.
#[utoipa::path(tag = "network-memberships", params(("id" = Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[get("/api/v1/network-memberships/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<MembershipId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

/// The membership, and the day that it is where its organisation lives.
async fn dated(app: &App, tx: &mut TenantTx, id: MembershipId) -> DbResult<Option<(Membership, Date)>> {
    let today = app.clock.today_of(tx).await?;
    Ok(store::find(tx, id).await?.map(|membership| (membership, today)))
}

impl From<MembershipError> for Problem {
    fn from(error: MembershipError) -> Self {
        match error {
            MembershipError::NotFound => Self::not_found(MembershipId::MISSING),
            MembershipError::Broken(faults) => faults.into(),
            MembershipError::Invalid(problem) => problem,
            MembershipError::Stale(stale) => stale.into(),
            MembershipError::OutOfReach(beyond) => beyond.into(),
            MembershipError::Unknown(unknown) => unknown.into(),
            MembershipError::Db(cause) => cause.into(),
        }
    }
}
