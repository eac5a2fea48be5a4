//! How partners are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::{DbResult, Once, TenantTx},
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, Names, NamesAsked,
        PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands,
    model::{Kind, Partner, PartnerContent, PartnerError, PartnerId},
    store,
};
use crate::{
    App,
    permissions::{EditPartners, ReadProjects},
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

/// A partner as it is answered.
#[derive(Serialize, ToSchema)]
pub struct PartnerBody {
    id: PartnerId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(flatten)]
    content: PartnerContent,
    /// The last day of the newest activity that names it; today while one is going on.
    #[schema(value_type = Option<String>, format = Date)]
    last_activity_on: Option<Date>,
    /// Nothing has happened with it in the two years before today.
    dormant: bool,
}

impl From<(Partner, Date)> for PartnerBody {
    fn from((partner, today): (Partner, Date)) -> Self {
        Self {
            id: partner.id,
            version: partner.version,
            created_at: partner.created_at,
            dormant: partner.is_dormant(today),
            last_activity_on: partner.last_activity_on,
            content: partner.content,
        }
    }
}

impl Answer for PartnerBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for PartnerBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "kind",
        "country",
        "town",
        "website",
        "twin_town",
        "twin_since",
        "twin_agreement",
        "twin_status",
        "last_activity_on",
        "dormant",
        "notes",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let twin = content.twin_town.as_ref();
        vec![
            self.id.0.into(),
            content.name.clone().into(),
            content.kind.code().into(),
            content.country.clone().into(),
            Cell::maybe(content.town.as_ref()),
            Cell::maybe(content.website.as_ref()),
            twin.is_some().into(),
            Cell::from(twin.and_then(|t| t.since)),
            Cell::maybe(twin.and_then(|t| t.agreement.as_ref())),
            Cell::maybe(twin.map(|t| t.status.code())),
            Cell::from(self.last_activity_on),
            self.dormant.into(),
            Cell::maybe(content.notes.as_ref()),
        ]
    }
}

/// What partners are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PartnerFilter {
    pub kind: Option<Kind>,
    pub country: Option<String>,
    pub twin_town: Option<bool>,
    /// No activity in the two years before today.
    pub dormant: Option<bool>,
    /// Words of name or town.
    pub q: Option<String>,
}

impl Filter for PartnerFilter {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

/// Any fields of a partner.
pub type PartnerPatch = Merge<PartnerContent>;

/// Partners, by name unless sorted otherwise.
#[utoipa::path(tag = "partners", params(PartnerFilter, Paging),
    responses((status = 200, body = PageBody<PartnerBody>)))]
#[get("/api/v1/partners")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<PartnerFilter>,
    app: Data<App>,
) -> Result<Listing<PartnerBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), async |tx, filter, page| {
        let today = app.clock.today_of(tx).await?;
        let rows = store::page(tx, filter, page, today).await?;
        Ok(rows.map(|partner| (partner, today)))
    })
    .await
}

/// What partners are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "partners", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/partners/names")]
async fn list_names(
    caller: Caller<ReadProjects>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Adds a partner.
#[utoipa::path(tag = "partners", request_body = PartnerContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = PartnerBody)))]
#[post("/api/v1/partners")]
async fn create(
    caller: Caller<EditPartners>,
    once: Once,
    body: Json<PartnerContent>,
    app: Data<App>,
) -> Result<Created<PartnerBody>, Problem> {
    let made = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(format!("/api/v1/partners/{}", made.0.id), made.into()))
}

/// One partner.
#[utoipa::path(tag = "partners", params(("id" = uuid::Uuid, Path)), responses((status = 200, body = PartnerBody)),
    extensions(("x-problems" = json!(["404 partner_not_found"]))))]
#[get("/api/v1/partners/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<PartnerId>,
    app: Data<App>,
) -> Result<Versioned<PartnerBody>, Problem> {
    let found = id.found(&app.db, caller.scope(), async |tx, id| dated(&app, tx, id).await);
    Ok(Versioned::of(found.await?))
}

/// Changes fields of a partner.
#[utoipa::path(tag = "partners", request_body = PartnerPatch,
    params(("id" = uuid::Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = PartnerBody)),
    extensions(("x-problems" = json!(["404 partner_not_found"]))))]
#[patch("/api/v1/partners/{id}")]
async fn change(
    caller: Caller<EditPartners>,
    id: Named<PartnerId>,
    expected: IfMatch,
    patch: PartnerPatch,
    app: Data<App>,
) -> Result<Versioned<PartnerBody>, Problem> {
    let (before, _) = id
        .found(&app.db, caller.scope(), async |tx, id| dated(&app, tx, id).await)
        .await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    Ok(Versioned::of(
        commands::update(&app, &caller, before.id, expected, content).await?,
    ))
}

/// Removes a partner that no project or activity names.
#[utoipa::path(tag = "partners",
    params(("id" = uuid::Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 partner_not_found", "409 partner_in_use"]))))]
#[delete("/api/v1/partners/{id}")]
async fn remove(
    caller: Caller<EditPartners>,
    id: Named<PartnerId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to a partner, newest first.
#[utoipa::path(tag = "partners", params(("id" = uuid::Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 partner_not_found"]))))]
#[get("/api/v1/partners/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<PartnerId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

/// The partner, and the day that it is where its organisation lives.
async fn dated(app: &App, tx: &mut TenantTx, id: PartnerId) -> DbResult<Option<(Partner, Date)>> {
    let today = app.clock.today_of(tx).await?;
    Ok(store::find(tx, id, today).await?.map(|partner| (partner, today)))
}

impl From<PartnerError> for Problem {
    fn from(error: PartnerError) -> Self {
        match error {
            PartnerError::NotFound => Self::not_found(PartnerId::MISSING),
            PartnerError::Nameless => Self::field("/name", "required", "Write the partner's name."),
            PartnerError::InUse => Self::conflict("partner_in_use")
                .detail("Projects or activities name this partner: take it out of them first."),
            PartnerError::Invalid(problem) => problem,
            PartnerError::Stale(stale) => stale.into(),
            PartnerError::OutOfReach(beyond) => beyond.into(),
            PartnerError::Db(cause) => cause.into(),
        }
    }
}
