//! What an attachment is.

use std::future::Future;

use garde::Validate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};
use uuid::Uuid;

use super::StoreError;
use crate::{
    auth::OutOfReach,
    codes,
    db::{DbError, DbResult, TenantTx},
    http::{Answer, Cell, Faults, Filter, Merge, Problem, Stale, Tabular},
    id_type,
    ids::Identity,
    values::{Text, said_or_none, within_if_said},
};

id_type!(
    /// Names an attachment.
    AttachmentId of "attachment"
);

codes! {
    /// What a file is, by its bytes.
    pub enum AttachmentKind as AttachmentKind {
        Pdf = "pdf",
        Docx = "docx",
        Xlsx = "xlsx",
        Pptx = "pptx",
        Odt = "odt",
        Ods = "ods",
        Odp = "odp",
        Png = "png",
        Jpeg = "jpeg",
        Webp = "webp",
        Gif = "gif",
        /// Plain text in UTF-8.
        Text = "text",
        Csv = "csv",
    }
}

impl AttachmentKind {
    pub const ALL: [Self; 13] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Gif,
        Self::Text,
        Self::Csv,
    ];

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// How the names of such files may end.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Odp => &["odp"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
        }
    }
}

/// Something that files can be attached to.
pub trait Thing: Identity + 'static {
    /// Whose it is, if the tenant has it; held against its removal until the transaction ends, where that is asked for.
    fn whose(self, tx: &mut TenantTx, hold: bool) -> impl Future<Output = DbResult<Option<Whose>>>;
}

/// What the reach of a permission is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    pub unit_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
}

impl Whose {
    /// It is of the whole organisation.
    pub fn everybodys() -> Self {
        Self::default()
    }

    pub fn of_unit(unit_id: Uuid) -> Self {
        Self {
            unit_id: Some(unit_id),
            owner_id: None,
        }
    }
}

/// What people say about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": {"fi": "Kokouksen pöytäkirja", "en": "Minutes of the meeting"}}))]
pub struct AttachmentContent {
    /// What it is called; by its file's name where it has no title.
    #[serde(default)]
    #[garde(custom(within_if_said(300)))]
    pub title: Option<Text>,
    #[serde(default)]
    #[garde(custom(within_if_said(2_000)))]
    pub description: Option<Text>,
}

/// Any fields of what is said about a file.
pub type AttachmentPatch = Merge<AttachmentContent>;

impl AttachmentContent {
    #[must_use]
    pub fn tidy(self) -> Self {
        Self {
            title: said_or_none(self.title),
            description: said_or_none(self.description),
        }
    }
}

/// How a file is sent: its name here, its bytes in the body.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewAttachment {
    /// The file's name. Its ending has to be that of what the bytes are.
    #[param(example = "minutes.txt", min_length = 1, max_length = 200)]
    pub name: String,
}

/// The bytes of a file, as they are.
pub struct FileBytes;

impl PartialSchema for FileBytes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of a file, as they are."))
            .into()
    }
}

impl ToSchema for FileBytes {
    fn name() -> std::borrow::Cow<'static, str> {
        "FileBytes".into()
    }
}

/// A file that was attached to something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub version: i64,
    pub thing: String,
    pub thing_id: Uuid,
    pub name: String,
    pub kind: AttachmentKind,
    pub bytes: i64,
    /// In hexadecimal.
    pub sha256: String,
    pub added_at: Timestamp,
    pub added_by: Uuid,
    pub content: AttachmentContent,
}

impl Attachment {
    /// The next version, of which something else is said. The bytes are what they are: another file is another attachment.
    #[must_use]
    pub fn says(self, content: AttachmentContent) -> Self {
        Self {
            version: self.version + 1,
            content: content.tidy(),
            ..self
        }
    }
}

/// An attachment as it is answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttachmentBody {
    pub id: AttachmentId,
    pub version: i64,
    /// The file's name.
    #[schema(example = "minutes.txt")]
    pub name: String,
    pub kind: AttachmentKind,
    /// By which it is downloaded.
    #[schema(example = "application/pdf")]
    pub media_type: String,
    pub bytes: i64,
    /// Of the bytes, in hexadecimal; also the `ETag` under which they are downloaded.
    pub sha256: String,
    #[schema(value_type = String, format = DateTime)]
    pub added_at: Timestamp,
    pub added_by: Uuid,
    #[serde(flatten)]
    pub content: AttachmentContent,
}

impl From<Attachment> for AttachmentBody {
    fn from(attachment: Attachment) -> Self {
        Self {
            id: attachment.id,
            version: attachment.version,
            name: attachment.name,
            kind: attachment.kind,
            media_type: attachment.kind.media_type().to_owned(),
            bytes: attachment.bytes,
            sha256: attachment.sha256,
            added_at: attachment.added_at,
            added_by: attachment.added_by,
            content: attachment.content,
        }
    }
}

impl Answer for AttachmentBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for AttachmentBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "kind",
        "bytes",
        "sha256",
        "title_fi",
        "title_sv",
        "title_en",
        "description_fi",
        "description_sv",
        "description_en",
        "added_at",
        "added_by",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(self.content.title.as_ref());
        let [told_fi, told_sv, told_en] = Cell::languages(self.content.description.as_ref());
        vec![
            self.id.0.into(),
            self.name.as_str().into(),
            self.kind.code().into(),
            self.bytes.into(),
            self.sha256.as_str().into(),
            fi,
            sv,
            en,
            told_fi,
            told_sv,
            told_en,
            self.added_at.into(),
            self.added_by.into(),
        ]
    }
}

/// Attachments of a thing are few: they are not narrowed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentFilter {}

impl Filter for AttachmentFilter {
    const SORTS: &'static [&'static str] = &["-added_at"];
}

/// Why something is not attached, or not had.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    #[error("there is no such attachment")]
    NotFound,
    /// The code says of what kind.
    #[error("there is no such thing ({0})")]
    NoThing(&'static str),
    #[error("this installation keeps no files")]
    Off,
    #[error("the file is larger than {most} bytes")]
    TooLarge { most: u64 },
    #[error("the thing has {most} attachments")]
    TooMany { most: i64 },
    #[error("the file is empty")]
    Empty,
    #[error("the file is of a kind that is not taken: {0}")]
    Kind(String),
    #[error("the file could do something by itself: {0}")]
    Active(&'static str),
    #[error("the file did not come to its end")]
    Broken(String),
    #[error("the range lies outside the {length} bytes of the file")]
    Range { length: i64 },
    #[error("something that was said is not as it should be: {0}")]
    Said(#[from] Faults),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Refused(#[from] Problem),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if bytes >= MIB {
        format!("{} MiB", bytes / MIB)
    } else if bytes >= KIB {
        format!("{} KiB", bytes / KIB)
    } else {
        format!("{bytes} bytes")
    }
}

impl From<AttachmentError> for Problem {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::NotFound => Self::not_found(AttachmentId::MISSING),
            AttachmentError::NoThing(code) => Self::not_found(code),
            AttachmentError::Off => {
                Self::not_for_the_moment("attachments_off").detail("This installation keeps no files.")
            }
            AttachmentError::TooLarge { most } => {
                Self::body_too_large("attachment_too_large").detail(format!("A file may have at most {}.", size(most)))
            }
            AttachmentError::TooMany { most } => Self::conflict("too_many_attachments").detail(format!(
                "At most {most} files are attached to one thing: remove one first."
            )),
            AttachmentError::Empty => Self::invalid("attachment_empty").detail("The file is empty."),
            AttachmentError::Kind(told) => Self::invalid("attachment_kind_refused").detail(told),
            AttachmentError::Active(told) => Self::invalid("attachment_active").detail(told),
            AttachmentError::Broken(cause) => Self::bad_request("broken_body").caused_by(cause),
            AttachmentError::Range { length } => {
                Self::range_not_satisfiable().detail(format!("The file has {length} bytes."))
            }
            AttachmentError::Said(faults) => faults.into(),
            AttachmentError::Stale(stale) => stale.into(),
            AttachmentError::OutOfReach(beyond) => beyond.into(),
            AttachmentError::Store(cause) => Self::unavailable(cause),
            AttachmentError::Refused(problem) => problem,
            AttachmentError::Db(cause) => cause.into(),
        }
    }
}
