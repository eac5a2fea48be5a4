//! The rows behind a figure.

use actix_web::{
    get,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    db::{DbError, TenantTx},
    http::{Filter, List, Listing, PageBody, Paging, Problem, path_id},
};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    App,
    followup::{
        figure::Row,
        model::{ReportError, ReportId},
        store,
    },
    permissions::ReadReports,
};

/// The rows of a figure have one order: that in which they were counted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFilter {}

impl Filter for RowFilter {
    const SORTS: &'static [&'static str] = &["position"];
}

/// The rows that a figure counts, no more and no fewer.
#[utoipa::path(
    tag = "reports",
    params(
        ("id" = String, Path),
        ("key" = String, Path, description = "Key of the figure", example = "eu_projects"),
        Paging,
    ),
    responses((status = 200, body = PageBody<Row>)),
    extensions(("x-problems" = json!(["404 report_not_found", "404 figure_not_found"]))),
)]
#[get("/api/v1/reports/{id}/figures/{key}")]
async fn figure_rows(
    by: Caller<ReadReports>,
    path: Path<(String, String)>,
    list: List<RowFilter>,
    app: Data<App>,
) -> Result<Listing<Row>, Problem> {
    let (id, key) = path.into_inner();
    let id: ReportId = path_id(&id, "report_not_found")?;
    let found = async |tx: &mut TenantTx| {
        let rows = store::rows_of(tx, id, &key).await?;
        Ok::<_, DbError>((rows.is_some() || store::is_there(tx, id).await?, rows))
    };
    let (is_there, rows) = app.db.tenant(by.scope(), found).await?;
    if !is_there {
        return Err(ReportError::NotFound.into());
    }
    let counted = rows.ok_or_else(|| Problem::not_found("figure_not_found"))?;
    list.answer(async |_, page| {
        let after = page.key::<i64>()?.map(|(position, _)| position);
        let mut rows: Vec<(i64, &Row)> = (0_i64..).zip(&counted).collect();
        if page.descending {
            rows.reverse();
        }
        rows.retain(|(n, _)| after.is_none_or(|after| if page.descending { *n < after } else { *n > after }));
        rows.truncate(usize::try_from(page.fetch()).unwrap_or(usize::MAX));
        let cut = page.cut(rows, |(n, row), _| (n.to_string(), row.id));
        Ok::<_, ReportError>(cut.map(|(_, row)| row.clone()))
    })
    .await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(figure_rows);
}
