//! How units are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{
        Answer, Cell, Created, Filter, Gone, IfMatch, Json, List, Listing, Names, NamesAsked, Once, Parameters, Patch,
        Problem, Tabular, Versioned, path_id,
    },
    values::{Text, plain, said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Edits, Kind, NewUnit, Unit, UnitError, UnitId},
    store,
};
use crate::{
    App,
    lists::{self, History},
    organisation::{
        names::DatedName,
        routes::{Rename, proper_text},
    },
    permissions::{EditUnits, ReadUnits},
    person::routes::{optional, required},
};

impl From<UnitError> for Problem {
    fn from(error: UnitError) -> Self {
        match error {
            UnitError::NotFound => Self::not_found("unit_not_found"),
            UnitError::NoSuchParent => Self::field(
                "/parent_id",
                "unknown_unit",
                "There is no such unit in your organisation.",
            ),
            UnitError::NoSuchSuccessor => {
                Self::field("/into", "unknown_unit", "There is no such unit in your organisation.")
            }
            UnitError::Cycle => Self::field("/parent_id", "cycle", "The unit would lie below itself."),
            UnitError::OwnBranch => Self::field(
                "/into",
                "own_branch",
                "A unit cannot go up in itself or in one below it.",
            ),
            UnitError::SuccessorNotThere => Self::field("/into", "not_there", "That unit is not there on that day."),
            UnitError::AlreadyMerged => {
                Self::conflict("already_merged").detail("The unit has gone up in another one already.")
            }
            UnitError::HasChildren => {
                Self::conflict("has_children").detail("There are units below it: move them first.")
            }
            UnitError::InUse => Self::conflict("in_use").detail("Somebody's role is tied to it: change that first."),
            UnitError::BadDay(pointer) => Self::field(pointer, "reversed", "The days are in the wrong order."),
            UnitError::Stale(stale) => stale.into(),
            UnitError::Db(cause) => cause.into(),
        }
    }
}

/// A unit.
#[derive(Serialize, ToSchema)]
struct UnitBody {
    id: UnitId,
    version: i64,
    name: Text,
    short_name: Option<String>,
    kind: Kind,
    parent_id: Option<UnitId>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
    /// All names with their dates, the present one last.
    names: Vec<DatedName>,
    merged_into: Option<UnitId>,
}

impl From<Unit> for UnitBody {
    fn from(unit: Unit) -> Self {
        Self {
            id: unit.id,
            version: unit.version,
            name: unit.name,
            short_name: unit.short_name,
            kind: unit.kind,
            parent_id: unit.parent_id,
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
            names: unit.names,
            merged_into: unit.merged_into,
        }
    }
}

impl Answer for UnitBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for UnitBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "short_name",
        "kind",
        "parent_id",
        "valid_from",
        "valid_to",
        "merged_into",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.id.0.into(),
            fi,
            sv,
            en,
            Cell::maybe(self.short_name.clone()),
            self.kind.code().into(),
            Cell::maybe(self.parent_id),
            Cell::from(self.valid_from),
            Cell::from(self.valid_to),
            Cell::maybe(self.merged_into),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Units {
    kind: Option<Kind>,
    parent_id: Option<Uuid>,
    /// Units that are there on this day.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// Words in the name.
    q: Option<String>,
}

impl Filter for Units {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

crate::page_of!(UnitPage, UnitBody);

/// The units of the organisation.
#[utoipa::path(tag = "units", params(Units, lists::Paging), responses((status = 200, body = UnitPage)))]
#[get("/api/v1/units")]
async fn list(by: Caller<ReadUnits>, list: List<Units>, app: Data<App>) -> Result<Listing<UnitBody>, Problem> {
    list.answer(async |filter, page| {
        let wanted = store::Wanted {
            kind: filter.kind,
            parent_id: filter.parent_id,
            on: filter.on,
            words: filter.q.as_ref().map(|q| q.trim().to_lowercase()),
        };
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, &wanted, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(UnitBody::from))
    })
    .await
}

/// What units are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "units", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/units/names")]
async fn list_names(
    by: Caller<ReadUnits>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<JsonOut<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(JsonOut(app.db.tenant(by.scope(), names).await?))
}

/// One unit.
#[utoipa::path(tag = "units", responses((status = 200, body = UnitBody)),
    extensions(("x-problems" = json!(["404 unit_not_found"]))))]
#[get("/api/v1/units/{id}")]
async fn show(by: Caller<ReadUnits>, id: Path<String>, app: Data<App>) -> Result<Versioned<UnitBody>, Problem> {
    let id = path_id::<UnitId>(&id, "unit_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(found.ok_or(UnitError::NotFound)?.into()))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": {"sv": "Utbildningsnämnden"}, "short_name": "UBN", "kind": "committee",
    "parent_id": null, "valid_from": "2010-01-01", "valid_to": null}))]
struct CreateUnit {
    #[garde(custom(said(200)))]
    name: Text,
    #[serde(default)]
    #[garde(inner(custom(plain(50))))]
    short_name: Option<String>,
    kind: Kind,
    #[serde(default)]
    parent_id: Option<UnitId>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
}

/// Creates a unit.
#[utoipa::path(tag = "units", request_body = CreateUnit,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = UnitBody)))]
#[post("/api/v1/units")]
async fn create(
    by: Caller<EditUnits>,
    once: Once,
    body: Json<CreateUnit>,
    app: Data<App>,
) -> Result<Created<UnitBody>, Problem> {
    let Json(body) = body;
    let new = NewUnit {
        name: body.name.tidy(),
        short_name: body.short_name.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
        kind: body.kind,
        parent_id: body.parent_id,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
    };
    let unit = commands::create(&app, &by, new, once).await?;
    Ok(Created::at(format!("/api/v1/units/{}", unit.id), unit.into()))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"short_name": "UBN", "valid_to": "2026-12-31"}))]
struct EditUnit {
    #[schema(value_type = Option<Text>)]
    name: Patch<Text>,
    #[schema(value_type = Option<String>)]
    short_name: Patch<String>,
    #[schema(value_type = Option<Kind>)]
    kind: Patch<Kind>,
    #[schema(value_type = Option<UnitId>)]
    parent_id: Patch<UnitId>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Patch<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Patch<Date>,
}

impl EditUnit {
    fn edits(self) -> Result<Edits, Problem> {
        if let Some(name) = self.name.as_set() {
            proper_text(name, "/name")?;
        }
        if let Some(short) = self.short_name.as_set() {
            plain(50)(short, &()).map_err(|fault| Problem::field("/short_name", "too_long", format!("{fault}.")))?;
        }
        Ok(Edits {
            name: required(self.name, "/name")?.map(Text::tidy),
            short_name: optional(self.short_name),
            kind: required(self.kind, "/kind")?,
            parent_id: optional(self.parent_id),
            valid_from: optional(self.valid_from),
            valid_to: optional(self.valid_to),
        })
    }
}

/// Changes a unit. A changed name is a correction; a new name from a day on is a rename.
#[utoipa::path(tag = "units", request_body = EditUnit,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = UnitBody)),
    extensions(("x-problems" = json!(["404 unit_not_found"]))))]
#[patch("/api/v1/units/{id}")]
async fn edit(
    by: Caller<EditUnits>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditUnit>,
    app: Data<App>,
) -> Result<Versioned<UnitBody>, Problem> {
    let id = path_id::<UnitId>(&id, "unit_not_found")?;
    Ok(Versioned(
        commands::edit(&app, &by, id, body.0.edits()?, expected).await?.into(),
    ))
}

/// From a day on the unit has another name; what was before stays under the old one.
#[utoipa::path(tag = "units", request_body = Rename,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = UnitBody)),
    extensions(("x-problems" = json!(["404 unit_not_found"]))))]
#[post("/api/v1/units/{id}/rename")]
async fn rename(
    by: Caller<EditUnits>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Rename>,
    app: Data<App>,
) -> Result<Versioned<UnitBody>, Problem> {
    let id = path_id::<UnitId>(&id, "unit_not_found")?;
    let Json(Rename { name, from }) = body;
    Ok(Versioned(
        commands::rename(&app, &by, id, (name.tidy(), from), expected)
            .await?
            .into(),
    ))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"into": "019aab3c-0000-7000-8000-000000000001", "on": "2027-01-01"}))]
struct Merge {
    into: UnitId,
    /// The first day on which the other unit does its work.
    #[schema(value_type = String, format = Date)]
    on: Date,
}

/// The unit goes up in another; what lies below it lies below the other from then on.
#[utoipa::path(tag = "units", request_body = Merge,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = UnitBody)),
    extensions(("x-problems" = json!(["404 unit_not_found", "409 already_merged"]))))]
#[post("/api/v1/units/{id}/merge")]
async fn merge(
    by: Caller<EditUnits>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Merge>,
    app: Data<App>,
) -> Result<Versioned<UnitBody>, Problem> {
    let id = path_id::<UnitId>(&id, "unit_not_found")?;
    let Json(Merge { into, on }) = body;
    Ok(Versioned(
        commands::merge(&app, &by, id, (into, on), expected).await?.into(),
    ))
}

/// Takes back a unit that was made by mistake. One that was at work is ended or merged instead.
#[utoipa::path(tag = "units",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["404 unit_not_found", "409 has_children", "409 in_use"]))))]
#[delete("/api/v1/units/{id}")]
async fn remove(by: Caller<EditUnits>, id: Path<String>, expected: IfMatch, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<UnitId>(&id, "unit_not_found")?;
    commands::delete(&app, &by, id, expected).await?;
    Ok(Gone)
}

/// What happened to a unit.
#[utoipa::path(tag = "units", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 unit_not_found"]))))]
#[get("/api/v1/units/{id}/history")]
async fn history(by: Caller<ReadUnits>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "unit", &id, "unit_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(show)
        .service(edit)
        .service(remove);
    config.service(rename).service(merge).service(history);
}
