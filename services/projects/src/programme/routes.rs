//! How programmes are asked for, and how operators fill the register.

use std::collections::HashSet;

use actix_web::{
    get, post,
    web::{self, Data, Path},
};
use garde::Validate;
use platform::{
    auth::{AnyCaller, OperatorCaller},
    db::{DbError, Purpose},
    http::{Cell, Filter, Json, List, Listing, PageBody, Paging, Problem, Tabular, path_id},
};
use serde::{Deserialize, Serialize};
use tracing::info;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    model::{Kind, Programme, ProgrammeContent},
    store,
};
use crate::App;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(import).service(show);
}

impl Tabular for Programme {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "code",
        "code_verified",
        "name_fi",
        "name_sv",
        "name_en",
        "kind",
        "period_from",
        "period_to",
        "who",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fi, sv, en] = Cell::languages(&content.name);
        vec![
            self.id.into(),
            content.code.clone().into(),
            content.code_verified.into(),
            fi,
            sv,
            en,
            content.kind.code().into(),
            Cell::from(content.period.map(|p| p.from)),
            Cell::from(content.period.and_then(|p| p.to)),
            content.who.clone().into(),
        ]
    }
}

/// What programmes are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeFilter {
    pub kind: Option<Kind>,
    pub code: Option<String>,
    /// Words of name, code or countries.
    pub q: Option<String>,
}

impl Filter for ProgrammeFilter {
    const SORTS: &'static [&'static str] = &["name", "code"];
}

/// Funding programmes, by name unless sorted otherwise: the same for every organisation.
#[utoipa::path(tag = "programmes", params(ProgrammeFilter, Paging),
    responses((status = 200, body = PageBody<Programme>)))]
#[get("/api/v1/programmes")]
async fn list(_: AnyCaller, list: List<ProgrammeFilter>, app: Data<App>) -> Result<Listing<Programme>, Problem> {
    list.answer(async |filter, page| {
        app.db
            .system(Purpose::Catalogue, async |tx| store::page(tx, filter, page).await)
            .await
    })
    .await
}

/// One programme.
#[utoipa::path(tag = "programmes", params(("id" = Uuid, Path)), responses((status = 200, body = Programme)),
    extensions(("x-problems" = json!(["404 programme_not_found"]))))]
#[get("/api/v1/programmes/{id}")]
async fn show(_: AnyCaller, id: Path<String>, app: Data<App>) -> Result<web::Json<Programme>, Problem> {
    let id: Uuid = path_id(&id, "programme_not_found")?;
    let programme = app
        .db
        .system(Purpose::Catalogue, async |tx| store::find(tx, id).await)
        .await?;
    programme
        .map(web::Json)
        .ok_or_else(|| Problem::not_found("programme_not_found"))
}

/// A list of programmes to take in.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeImport {
    #[garde(length(max = 1_000), dive)]
    items: Vec<ProgrammeContent>,
}

/// What an import came to.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ProgrammesImported {
    added: usize,
    changed: usize,
    unchanged: usize,
}

/// Takes in a list of programmes: new codes are added, known ones say what is true now. The same list twice changes
/// nothing. Operators only.
#[utoipa::path(tag = "programmes", request_body = ProgrammeImport, responses((status = 200, body = ProgrammesImported)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[post("/api/v1/programmes/imports")]
async fn import(
    _: OperatorCaller,
    body: Json<ProgrammeImport>,
    app: Data<App>,
) -> Result<web::Json<ProgrammesImported>, Problem> {
    let mut seen = HashSet::new();
    let all = body.0.items.into_iter().map(Programme::new);
    let programmes: Vec<Programme> = all.filter(|p| seen.insert(p.id)).collect();
    let imported = app
        .db
        .system(Purpose::Catalogue, async |tx| {
            let ids: Vec<Uuid> = programmes.iter().map(|p| p.id).collect();
            let present = store::present(tx, &ids).await?;
            let mut told = ProgrammesImported::default();
            let mut news = Vec::new();
            for programme in programmes {
                match present.get(&programme.id) {
                    Some(before) if *before == programme => told.unchanged += 1,
                    Some(_) => {
                        told.changed += 1;
                        news.push(programme);
                    }
                    None => {
                        told.added += 1;
                        news.push(programme);
                    }
                }
            }
            store::keep(tx, &news).await?;
            Ok::<_, DbError>(told)
        })
        .await?;
    info!(
        "programmes imported: {} new, {} changed",
        imported.added, imported.changed
    );
    Ok(web::Json(imported))
}
