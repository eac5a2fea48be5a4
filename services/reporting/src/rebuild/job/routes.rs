//! How rebuilds are asked for, by operators.

use actix_web::{
    get, post,
    web::{Data, Json as Plain, Path},
};
use garde::Validate;
use platform::{
    auth::OperatorCaller,
    db::Purpose,
    http::{Filter, Json, List, Listing, PageBody, Paging, Problem, path_id},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    model::{Job, JobError, RebuildId},
    store,
};
use crate::App;

/// How the read models are to be made anew.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"accept": false}))]
struct Asked {
    /// Swap the copies even if their content differs, as it does when this version reads more of an event than the last.
    #[serde(default)]
    #[garde(skip)]
    accept: bool,
}

/// Rebuilds are few: they are not narrowed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rebuilds {}

impl Filter for Rebuilds {
    const SORTS: &'static [&'static str] = &["-asked_at"];
}

/// Rebuilds of the read models, the newest first. For operators.
#[utoipa::path(tag = "operations", params(Paging), responses((status = 200, body = PageBody<Job>)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[get("/api/v1/rebuilds")]
async fn list(_by: OperatorCaller, list: List<Rebuilds>, app: Data<App>) -> Result<Listing<Job>, Problem> {
    list.answer(async |_, page| {
        let read = async |tx: &mut _| store::page(tx, page).await;
        app.db.system(Purpose::Catalogue, read).await
    })
    .await
}

/// Has the read models made anew from the journals while the present ones serve; they are swapped when both hold the same.
/// It is carried out in the background: look at how far it is under its id. For operators.
#[utoipa::path(tag = "operations", request_body = Asked, responses((status = 202, body = Job)),
    extensions(("x-problems" = json!(["403 operators_only", "409 rebuild_under_way"]))))]
#[post("/api/v1/rebuilds")]
async fn ask(by: OperatorCaller, asked: Json<Asked>, app: Data<App>) -> Result<actix_web::HttpResponse, Problem> {
    let now = app.clock.now();
    let job = app
        .db
        .system(Purpose::Catalogue, async |tx| {
            Ok::<_, JobError>(store::insert(tx, asked.0.accept, by.principal.person_id, now).await?)
        })
        .await?;
    Ok(actix_web::HttpResponse::Accepted()
        .insert_header(("location", format!("/api/v1/rebuilds/{}", job.id)))
        .json(job))
}

/// How far a rebuild is, and what became of it. For operators.
#[utoipa::path(tag = "operations", params(("id" = RebuildId, Path)), responses((status = 200, body = Job)),
    extensions(("x-problems" = json!(["403 operators_only", "404 rebuild_not_found"]))))]
#[get("/api/v1/rebuilds/{id}")]
async fn show(_by: OperatorCaller, id: Path<String>, app: Data<App>) -> Result<Plain<Job>, Problem> {
    let id = path_id::<RebuildId>(&id, "rebuild_not_found")?;
    let found = app
        .db
        .system(Purpose::Catalogue, async |tx| store::find(tx, id).await)
        .await?;
    Ok(Plain(found.ok_or(JobError::NotFound)?))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(ask).service(show);
}
