//! What the routes of all aggregates share: the parameters of lists, and histories.

use actix_web::web::Json;
use platform::{
    auth::Caller,
    events::journal::{self, HistoryEntry},
    http::Problem,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{App, permissions::ReadGoals};

/// Which part of a list, in which order and form.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `platform::http::List` reads")]
pub struct Paging {
    /// Rows of a page, at most 200; 50 when absent.
    #[param(example = 50)]
    limit: Option<i64>,
    /// The `next` of the page before.
    after: Option<String>,
    /// A field to sort by; `-` in front sorts descending.
    sort: Option<String>,
    /// `json`, or `csv` for the whole list as a file.
    format: Option<String>,
    /// Manner of the file: `rfc4180` or `excel-nordic`.
    dialect: Option<String>,
}

/// What happened to one thing, newest first.
#[derive(Serialize, ToSchema)]
pub struct History {
    pub items: Vec<HistoryEntry>,
}

/// The history of a thing; 404 when there never was such a thing.
pub async fn history(
    app: &App,
    caller: &Caller<ReadGoals>,
    (aggregate, id): (&'static str, impl Into<Uuid>),
    missing: &'static str,
) -> Result<Json<History>, Problem> {
    let id = id.into();
    let items = app
        .db
        .tenant(caller.scope(), async |tx| journal::history(tx, aggregate, id).await)
        .await?;
    if items.is_empty() {
        return Err(Problem::not_found(missing));
    }
    Ok(Json(History { items }))
}
