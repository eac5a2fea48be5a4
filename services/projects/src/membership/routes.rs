//! How memberships in networks are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{self, Data, Path},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Caller, TenantScope},
    db::Once,
    events::journal::{self, HistoryEntry},
    http::{
        Answer, Cell, Created, Filter, Gone, IfMatch, Json, List, Listing, Merge, PageBody, Problem, Tabular,
        Versioned, path_id,
    },
    values::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    events::AGGREGATE,
    model::{Membership, MembershipContent, MembershipError, MembershipId},
    store,
};
use crate::{
    App,
    history::HistoryBody,
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

impl NetworkMembershipBody {
    fn of(membership: Membership, today: Date) -> Self {
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
        let nothing = Text::default();
        let [fi, sv, en] = Cell::languages(content.attends.as_ref().unwrap_or(&nothing));
        vec![
            self.id.0.into(),
            content.network_id.0.into(),
            Cell::maybe(content.accountable_unit_id),
            Cell::maybe(content.outside_organisation.as_ref()),
            Cell::maybe(content.since),
            Cell::maybe(content.until),
            self.current.into(),
            Cell::maybe(content.seats),
            fee,
            currency,
            Cell::maybe(content.hours),
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
#[utoipa::path(tag = "network-memberships", params(MembershipFilter, crate::paging::Paging),
    responses((status = 200, body = PageBody<NetworkMembershipBody>)))]
#[get("/api/v1/network-memberships")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<MembershipFilter>,
    app: Data<App>,
) -> Result<Listing<NetworkMembershipBody>, Problem> {
    list.answer(async |filter, page| {
        app.db
            .tenant(caller.scope(), async |tx| {
                let today = app.clock.today_of(tx).await?;
                let rows = store::page(tx, filter, page, today).await?;
                Ok::<_, MembershipError>(rows.map(|membership| NetworkMembershipBody::of(membership, today)))
            })
            .await
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
    let (membership, today) = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(
        format!("/api/v1/network-memberships/{}", membership.id),
        NetworkMembershipBody::of(membership, today),
    ))
}

/// One membership.
#[utoipa::path(tag = "network-memberships", params(("id" = Uuid, Path)), responses((status = 200, body = NetworkMembershipBody)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[get("/api/v1/network-memberships/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Path<String>,
    app: Data<App>,
) -> Result<Versioned<NetworkMembershipBody>, Problem> {
    let (membership, today) = found(&app, caller.scope(), &id).await?;
    Ok(Versioned(NetworkMembershipBody::of(membership, today)))
}

/// Changes fields of a membership.
#[utoipa::path(tag = "network-memberships", request_body = MembershipPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = NetworkMembershipBody)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[patch("/api/v1/network-memberships/{id}")]
async fn change(
    caller: Caller<EditNetworks>,
    id: Path<String>,
    expected: IfMatch,
    patch: MembershipPatch,
    app: Data<App>,
) -> Result<Versioned<NetworkMembershipBody>, Problem> {
    let (before, _) = found(&app, caller.scope(), &id).await?;
    expected.holds_for(before.version)?;
    let content = patch.over(&before.content)?;
    let (membership, today) = commands::update(&app, &caller, &before, expected, content).await?;
    Ok(Versioned(NetworkMembershipBody::of(membership, today)))
}

/// Removes a membership that was entered by mistake; one that is over gets its last day in `until`.
#[utoipa::path(tag = "network-memberships",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[delete("/api/v1/network-memberships/{id}")]
async fn remove(
    caller: Caller<EditNetworks>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, membership_id(&id)?, expected).await?;
    Ok(Gone)
}

/// What happened to a membership, newest first.
#[utoipa::path(tag = "network-memberships", params(("id" = Uuid, Path)), responses((status = 200, body = HistoryBody)),
    extensions(("x-problems" = json!(["404 network_membership_not_found"]))))]
#[get("/api/v1/network-memberships/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Path<String>,
    app: Data<App>,
) -> Result<web::Json<HistoryBody>, Problem> {
    let id = membership_id(&id)?;
    let items: Vec<HistoryEntry> = app
        .db
        .tenant(caller.scope(), async |tx| journal::history(tx, AGGREGATE, id.0).await)
        .await?;
    HistoryBody::of(items, "network_membership_not_found").map(web::Json)
}

/// The membership, and the day that it is where its organisation lives.
async fn found(app: &App, scope: &TenantScope, id: &str) -> Result<(Membership, Date), Problem> {
    let id = membership_id(id)?;
    app.db
        .tenant(scope, async |tx| {
            let membership = store::find(tx, id).await?.ok_or(MembershipError::NotFound)?;
            Ok((membership, app.clock.today_of(tx).await?))
        })
        .await
}

fn membership_id(id: &str) -> Result<MembershipId, Problem> {
    path_id(id, "network_membership_not_found")
}

impl From<MembershipError> for Problem {
    fn from(error: MembershipError) -> Self {
        match error {
            MembershipError::NotFound => Self::not_found("network_membership_not_found"),
            MembershipError::Broken(faults) => Self::faults(faults),
            MembershipError::Stale(stale) => stale.into(),
            MembershipError::OutOfReach(beyond) => beyond.into(),
            MembershipError::Unknown(unknown) => unknown.into(),
            MembershipError::Db(cause) => cause.into(),
        }
    }
}
