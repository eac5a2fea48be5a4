//! What every list can be asked.

use utoipa::IntoParams;

/// Parameters that every list takes; `platform::http::List` reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what another type reads")]
pub struct Paging {
    /// How many rows a page has: 1 to 200, otherwise 50.
    limit: Option<u8>,
    /// The `next` of the page before.
    after: Option<String>,
    /// A field, or `-field` for the other way round.
    sort: Option<String>,
    /// `json` or `csv`.
    format: Option<String>,
    /// Of a CSV file: `rfc4180` or `excel-nordic`.
    dialect: Option<String>,
}
