//! What an export is.

use garde::Validate;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    auth::Rights,
    codes,
    db::DbError,
    http::{Cell, Dialect, FileKind, Filter, Problem, Tabular},
    id_type, permission,
    values::plain,
};

/// How long a file waits to be fetched.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many exports one person may have under way in one service.
pub(super) const AT_ONCE: usize = 5;

permission!(
    /// Taking a whole list out of the suite as a file, however long it is.
    pub MakeExports = "exports.make", Read, proven within 15 {
        Admin: Any, Planner: Any, Controller: Any, Registrar: Any, Auditor: Any,
    }
);
permission!(
    /// Seeing, fetching and deleting one's own exports.
    pub ReadExports = "exports.read", Read {
        Admin: OwnRecord, Planner: OwnRecord, Controller: OwnRecord, Registrar: OwnRecord, Auditor: OwnRecord,
    }
);

id_type!(ExportId of "export");

codes! {
    /// How far an export is.
    pub enum ExportState as ExportState {
        Waiting = "waiting",
        Running = "running",
        Done = "done",
        Failed = "failed",
    }
}

codes! {
    /// What kind of file an export becomes.
    pub enum ExportFormat as ExportFormat {
        Csv = "csv",
        /// Semicolon, decimal comma, byte order mark.
        CsvNordic = "csv_excel_nordic",
        Xlsx = "xlsx",
        /// Of documents alone, and documents come as nothing else.
        Pdf = "pdf",
    }
}

impl ExportFormat {
    /// How a list is written; nothing for a document.
    pub(super) fn of_a_list(self) -> Option<FileKind> {
        match self {
            Self::Csv => Some(FileKind::Csv(Dialect::Rfc4180)),
            Self::CsvNordic => Some(FileKind::Csv(Dialect::ExcelNordic)),
            Self::Xlsx => Some(FileKind::Xlsx),
            Self::Pdf => None,
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        self.of_a_list().map_or("application/pdf", FileKind::media_type)
    }

    pub(super) fn extension(self) -> &'static str {
        self.of_a_list().map_or("pdf", FileKind::extension)
    }
}

impl From<FileKind> for ExportFormat {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Csv(Dialect::Rfc4180) => Self::Csv,
            FileKind::Csv(Dialect::ExcelNordic) => Self::CsvNordic,
            FileKind::Xlsx => Self::Xlsx,
        }
    }
}

/// Which list is wanted as a file, or which document.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WantedExport, example = json!({"list": "/api/v1/projects?kind=eu&sort=-title", "format": "xlsx"}))]
pub struct Wanted {
    /// A list of this service: its address, with filters and order. As `pdf`, a document: its address, with the language.
    #[garde(length(min = 1), custom(plain(2_000)))]
    pub list: String,
    #[garde(skip)]
    pub format: ExportFormat,
}

/// A list or a document on its way into a file, or the file that it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Export {
    pub id: Uuid,
    /// The list's address, with filters and order, or the document's.
    #[schema(example = "/api/v1/projects?kind=eu")]
    pub list: String,
    pub format: ExportFormat,
    pub state: ExportState,
    /// How many rows are written so far; of a document, when it is written.
    pub rows: i64,
    /// How large the file is.
    pub bytes: Option<i64>,
    /// The code of the problem that ended it.
    pub failure: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// When the file is deleted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// Where to ask how far it is.
    #[schema(example = "/api/v1/exports/projects/0193…")]
    pub address: String,
}

/// What exports can be narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportFilter {
    pub state: Option<ExportState>,
}

impl Filter for ExportFilter {
    const SORTS: &'static [&'static str] = &["-asked_at"];
}

impl Tabular for Export {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "list",
        "format",
        "state",
        "rows",
        "bytes",
        "failure",
        "asked_at",
        "finished_at",
        "expires_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.into(),
            self.list.as_str().into(),
            self.format.code().into(),
            self.state.code().into(),
            self.rows.into(),
            self.bytes.into(),
            Cell::maybe(self.failure.as_ref()),
            self.asked_at.into(),
            self.finished_at.into(),
            self.expires_at.into(),
        ]
    }
}

/// An export that this process writes.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub id: Uuid,
    pub version: i64,
    pub attempt: i32,
    pub person_id: Uuid,
    pub session_id: Uuid,
    /// Absent: a version of this program wrote it that we cannot read.
    pub standing: Option<Rights>,
    pub list: String,
    pub format: ExportFormat,
}

/// Why an export is not made, or not had.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("there is no such export")]
    NotFound,
    #[error("the file is not written yet")]
    NotDone,
    #[error("too many exports are under way")]
    TooMany,
    #[error(transparent)]
    Refused(Problem),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::NotFound => Self::not_found("export_not_found"),
            ExportError::NotDone => {
                Self::conflict("export_not_done").detail("The file is not written yet, or could not be written.")
            }
            ExportError::TooMany => Self::conflict("too_many_exports").detail(format!(
                "{AT_ONCE} of your exports are under way: wait for one, or delete one."
            )),
            ExportError::Refused(problem) => problem,
            ExportError::Db(cause) => cause.into(),
        }
    }
}
