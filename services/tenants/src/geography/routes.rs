//! How geography is asked for.

use std::collections::HashSet;

use actix_web::{
    get, post,
    web::{Data, Json as JsonOut},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::{AnyCaller, OperatorCaller},
    db::Purpose,
    http::{Cell, FieldFault, Filter, Json, List, Listing, Problem, Tabular},
    values::Text,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands,
    model::{Area, Imported, Kind},
    store,
};
use crate::{App, lists, organisation::Country};

impl Tabular for Area {
    const COLUMNS: &'static [&'static str] = &[
        "country",
        "kind",
        "code",
        "name_fi",
        "name_sv",
        "name_en",
        "parent_code",
        "valid_from",
        "valid_to",
        "merged_into",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.country.code().into(),
            self.kind.code().into(),
            self.code.clone().into(),
            fi,
            sv,
            en,
            Cell::maybe(self.parent_code.clone()),
            self.valid_from.into(),
            Cell::from(self.valid_to),
            Cell::maybe(self.merged_into.clone()),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Areas {
    country: Option<Country>,
    kind: Option<Kind>,
    code: Option<String>,
    parent_code: Option<String>,
    /// Areas that are there on this day.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

impl Filter for Areas {
    const SORTS: &'static [&'static str] = &["code", "name"];
}

crate::page_of!(AreaPage, Area);

/// Official areas with their dates.
#[utoipa::path(tag = "geography", params(Areas, lists::Paging), responses((status = 200, body = AreaPage)))]
#[get("/api/v1/geography")]
async fn list(_by: AnyCaller, list: List<Areas>, app: Data<App>) -> Result<Listing<Area>, Problem> {
    list.answer(async |filter, page| {
        let wanted = store::Wanted {
            country: filter.country,
            kind: filter.kind,
            code: filter.code.clone(),
            parent_code: filter.parent_code.clone(),
            on: filter.on,
        };
        let rows = app
            .db
            .system(Purpose::Catalogue, async |tx| store::page(tx, &wanted, page).await)
            .await?;
        Ok::<_, Problem>(rows)
    })
    .await
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct Import {
    #[garde(length(min = 1, max = 5000))]
    items: Vec<Area>,
}

/// Imports areas. The same import twice changes nothing; with a fault anywhere nothing is changed.
#[utoipa::path(tag = "geography", request_body = Import, responses((status = 200, body = Imported)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[post("/api/v1/geography/imports")]
async fn import(_by: OperatorCaller, body: Json<Import>, app: Data<App>) -> Result<JsonOut<Imported>, Problem> {
    let items: Vec<Area> = body
        .0
        .items
        .into_iter()
        .map(|area| Area {
            name: Text::tidy(area.name),
            ..area
        })
        .collect();
    let faults = faults(&items);
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    Ok(JsonOut(commands::import(&app, items).await?))
}

/// Every fault by row, repeated areas included.
fn faults(items: &[Area]) -> Vec<FieldFault> {
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for (nth, area) in items.iter().enumerate() {
        let repeated = (!seen.insert(area.id())).then_some(("code", "repeated"));
        faults.extend(area.fault().or(repeated).map(|(field, code)| FieldFault {
            pointer: format!("/items/{nth}/{field}"),
            code: code.to_owned(),
            detail: format!("Row {} cannot be used: {}.", nth + 1, code.replace('_', " ")),
        }));
    }
    faults
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(import);
}
