//! How imports are asked for. Everybody sees their own.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    delete, get,
    http::header,
    post,
    web::{Data, Json as Plain},
};
use jiff::Timestamp;
use platform::{
    auth::Caller,
    http::{
        Cell, Filter, Gone, Json, List, Listing, Named, Once, PageBody, Paging, Parameters, Problem, Received, Tabular,
    },
    ids::Identity as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Import, ImportError, ImportId,
    columns::{Column, Field},
    commands,
    fault::LineFault,
    model::{AT_ONCE, Apply, Check, KEPT, NewImport, State, Tally},
    store::{self, ImportFilter, faults::FaultFilter},
};
use crate::{App, permissions::EnterValues};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(upload)
        .service(read)
        .service(check)
        .service(apply)
        .service(stop)
        .service(remove)
        .service(faults);
}

/// An import as it is answered.
#[derive(Serialize, ToSchema)]
pub struct ImportBody {
    pub id: ImportId,
    /// What the file is called.
    pub name: String,
    pub columns: Vec<Column>,
    pub state: State,
    /// How many lines the table has.
    pub lines: i32,
    /// How many of them the check, or the entering, has seen.
    pub done: i32,
    /// What became of those.
    pub tally: Tally,
    pub leave_out_faulty: bool,
    /// The code of the problem that ended it.
    pub failure: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub uploaded_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// When the table and its faults are forgotten.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// A fault of a line.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportFault)]
pub struct FaultBody {
    /// Where it stands in the file, the first line being 1.
    pub line: i32,
    /// What the faulty cell was to say; null for the whole line.
    pub field: Option<Field>,
    pub code: String,
    pub detail: String,
}

impl From<Import> for ImportBody {
    fn from(import: Import) -> Self {
        Self {
            id: import.id,
            name: import.name,
            columns: import.columns,
            state: import.state,
            lines: import.lines,
            done: import.done,
            tally: import.tally,
            leave_out_faulty: import.leave_out_faulty,
            failure: import.failure,
            uploaded_at: import.uploaded_at,
            finished_at: import.finished_at,
            expires_at: import.uploaded_at + KEPT,
        }
    }
}

impl From<LineFault> for FaultBody {
    fn from(fault: LineFault) -> Self {
        Self {
            line: fault.line,
            field: fault.field,
            code: fault.code,
            detail: fault.detail,
        }
    }
}

impl Filter for ImportFilter {
    const SORTS: &'static [&'static str] = &["-uploaded_at"];
}

impl Filter for FaultFilter {
    const SORTS: &'static [&'static str] = &["line"];
}

impl Tabular for ImportBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "state",
        "lines",
        "done",
        "entered",
        "changed",
        "unchanged",
        "faulty",
        "failure",
        "uploaded_at",
        "finished_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        let number = |count: i32| i64::from(count).into();
        vec![
            self.id.0.into(),
            self.name.as_str().into(),
            self.state.code().into(),
            number(self.lines),
            number(self.done),
            number(self.tally.entered),
            number(self.tally.changed),
            number(self.tally.unchanged),
            number(self.tally.faulty),
            Cell::maybe(self.failure.as_ref()),
            self.uploaded_at.into(),
            self.finished_at.into(),
        ]
    }
}

impl Tabular for FaultBody {
    const COLUMNS: &'static [&'static str] = &["line", "field", "code", "detail"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            i64::from(self.line).into(),
            Cell::maybe(self.field.map(Field::code)),
            self.code.as_str().into(),
            self.detail.as_str().into(),
        ]
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::NotFound => Self::not_found(ImportId::MISSING),
            ImportError::TooMany => Self::conflict("too_many_imports")
                .detail(format!("You have {AT_ONCE} imports here already: delete one of them.")),
            ImportError::UnderWay => {
                Self::conflict("import_under_way").detail("Work on it is under way: wait for it, or stop it.")
            }
            ImportError::NotUnderWay => {
                Self::conflict("import_not_under_way").detail("Nothing is under way that could be stopped.")
            }
            ImportError::NotChecked => {
                Self::conflict("import_not_checked").detail("Have it checked first, to its last line.")
            }
            ImportError::Faulty => Self::conflict("import_has_faults")
                .detail("Some lines have faults: mend the table and send it anew, or leave these lines out."),
            ImportError::Applied => Self::conflict("import_applied").detail("It is entered already."),
            ImportError::Invalid(problem) => problem,
            ImportError::Db(cause) => cause.into(),
        }
    }
}

/// 202: work that goes on, and where it is told how far.
struct UnderWay(ImportBody);

impl Responder for UnderWay {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted()
            .insert_header((header::LOCATION, address(self.0.id)))
            .json(self.0)
    }
}

fn address(id: ImportId) -> String {
    format!("/api/v1/imports/indicator-values/{id}")
}

async fn own(app: &App, by: &Caller<EnterValues>, id: ImportId) -> Result<Import, ImportError> {
    let person = by.person_id();
    let found = app
        .db
        .tenant(by.scope(), async |tx| store::find(tx, id, person).await)
        .await?;
    found.ok_or(ImportError::NotFound)
}

/// One's own imports, newest first.
#[utoipa::path(
    tag = "imports", params(ImportFilter, Paging), responses((status = 200, body = PageBody<ImportBody>))
)]
#[get("/api/v1/imports/indicator-values")]
async fn list(
    by: Caller<EnterValues>,
    list: List<ImportFilter>,
    app: Data<App>,
) -> Result<Listing<ImportBody>, Problem> {
    let person = by.person_id();
    list.of_tenant(&app.db, by.scope(), async |tx, filter, page| {
        store::page(tx, person, filter, page).await
    })
    .await
}

/// Takes a table of values in as the body: CSV with commas, semicolons or tabs, in UTF-8 or as an older Excel saves it; or an
/// Excel workbook, whose first sheet is read.
///
/// Up to 100 000 lines and 16 MiB. The first line says what the columns are: what each holds is guessed from its name. A
/// line names its indicator and unit by id or by name. Our own export of values is such a table.
#[utoipa::path(
    tag = "imports",
    params(NewImport, ("Idempotency-Key" = Option<String>, Header,)),
    request_body(content(
        (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )),
    responses((status = 201, body = ImportBody)),
    extensions(("x-problems" = json!([
        "400 broken_body", "404 value_import_not_found", "409 too_many_imports", "413 too_large", "422 not_a_table",
    ])))
)]
#[post("/api/v1/imports/indicator-values")]
async fn upload(
    by: Caller<EnterValues>,
    new: Parameters<NewImport>,
    once: Once,
    table: Received,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let id = commands::upload(&app, &by, once, &new.0, &table).await?;
    let import = own(&app, &by, id).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, address(id)))
        .json(ImportBody::from(import)))
}

/// How far one of one's own imports is.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,)), responses((status = 200, body = ImportBody)),
    extensions(("x-problems" = json!(["404 value_import_not_found"])))
)]
#[get("/api/v1/imports/indicator-values/{id}")]
async fn read(by: Caller<EnterValues>, id: Named<ImportId>, app: Data<App>) -> Result<Plain<ImportBody>, Problem> {
    Ok(Plain(own(&app, &by, *id).await?.into()))
}

/// Has every line checked, with its faults; nothing is entered.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,)), request_body = Check,
    responses((status = 202, body = ImportBody)),
    extensions(("x-problems" = json!(["404 value_import_not_found", "409 import_under_way", "409 import_applied"])))
)]
#[post("/api/v1/imports/indicator-values/{id}/check")]
async fn check(
    by: Caller<EnterValues>,
    id: Named<ImportId>,
    check: Json<Check>,
    app: Data<App>,
) -> Result<impl Responder, Problem> {
    Ok(UnderWay(commands::check(&app, &by, *id, &check.0).await?.into()))
}

/// Has the values entered, some hundred lines at a time. Lines that have a fault are left out, if that is wanted.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,)), request_body = Apply,
    responses((status = 202, body = ImportBody)),
    extensions(("x-problems" = json!([
        "404 value_import_not_found", "409 import_under_way", "409 import_applied", "409 import_not_checked",
        "409 import_has_faults",
    ])))
)]
#[post("/api/v1/imports/indicator-values/{id}/apply")]
async fn apply(
    by: Caller<EnterValues>,
    id: Named<ImportId>,
    apply: Json<Apply>,
    app: Data<App>,
) -> Result<impl Responder, Problem> {
    Ok(UnderWay(commands::apply(&app, &by, *id, &apply.0).await?.into()))
}

/// Stops what is under way. What was entered stays; the same table sent again finds it unchanged.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,)), responses((status = 200, body = ImportBody)),
    extensions(("x-problems" = json!(["404 value_import_not_found", "409 import_not_under_way"])))
)]
#[post("/api/v1/imports/indicator-values/{id}/stop")]
async fn stop(by: Caller<EnterValues>, id: Named<ImportId>, app: Data<App>) -> Result<Plain<ImportBody>, Problem> {
    Ok(Plain(commands::stop(&app, &by, *id).await?.into()))
}

/// Forgets a table and its faults. What was entered stays.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,)), responses((status = 204)),
    extensions(("x-problems" = json!(["404 value_import_not_found", "409 import_under_way"])))
)]
#[delete("/api/v1/imports/indicator-values/{id}")]
async fn remove(by: Caller<EnterValues>, id: Named<ImportId>, app: Data<App>) -> Result<Gone, Problem> {
    commands::delete(&app, &by, *id).await?;
    Ok(Gone)
}

/// What is wrong with the lines, in the order of the file.
#[utoipa::path(
    tag = "imports", params(("id" = ImportId, Path,), FaultFilter, Paging),
    responses((status = 200, body = PageBody<FaultBody>)),
    extensions(("x-problems" = json!(["404 value_import_not_found"])))
)]
#[get("/api/v1/imports/indicator-values/{id}/faults")]
async fn faults(
    by: Caller<EnterValues>,
    id: Named<ImportId>,
    asked: List<FaultFilter>,
    app: Data<App>,
) -> Result<Listing<FaultBody>, Problem> {
    own(&app, &by, *id).await?;
    asked
        .of_tenant(&app.db, by.scope(), async |tx, filter, page| {
            store::faults::page(tx, *id, filter, page).await
        })
        .await
}
