//! What every list understands, for the description of the API.

pub use platform::http::History;
use serde::Deserialize;
use utoipa::IntoParams;

/// Pages, order, and the list as a file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `List` reads")]
pub struct Paging {
    /// Rows of a page: 1 to 200, 50 if not said.
    limit: Option<i64>,
    /// The `next` of the page before.
    after: Option<String>,
    /// A field to sort by; a hyphen before it turns the order round.
    sort: Option<String>,
    /// `json` or `csv`.
    format: Option<String>,
    /// Of a CSV file: `rfc4180` or `excel-nordic`.
    dialect: Option<String>,
}

/// Declares the body of a page, for the description of the API.
#[macro_export]
macro_rules! page_of {
    ($name:ident, $body:ty) => {
        #[derive(serde::Serialize, utoipa::ToSchema)]
        struct $name {
            items: Vec<$body>,
            next: Option<String>,
        }
    };
}

/// The history of one thing; 404 when nothing ever happened to it here.
pub async fn history(
    app: &crate::App,
    scope: &platform::auth::TenantScope,
    aggregate: &'static str,
    id: &str,
    unknown: &'static str,
) -> Result<actix_web::web::Json<History>, platform::http::Problem> {
    let id = platform::http::path_id::<uuid::Uuid>(id, unknown)?;
    let read =
        async |tx: &mut platform::db::TenantTx| platform::events::journal::history(tx, "tenants", aggregate, id).await;
    let items = app.db.tenant(scope, read).await?;
    if items.is_empty() {
        Err(platform::http::Problem::not_found(unknown))
    } else {
        Ok(actix_web::web::Json(History { items }))
    }
}
