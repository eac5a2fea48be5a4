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

use super::AttachmentError;
use crate::{
    codes,
    db::{DbResult, TenantTx},
    http::{Answer, Cell, Filter, Merge, Problem, Tabular},
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
    /// Whose it is, if the tenant has it, and whether it may be changed as it stands; held against change and removal until
    /// the transaction ends, where that is asked for.
    fn whose(self, tx: &mut TenantTx, hold: bool) -> impl Future<Output = DbResult<Option<Whose>>>;
}

/// What the reach of a permission is held against.
#[derive(Debug, Default)]
pub struct Whose {
    pub unit_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    /// Why the thing is not to be changed as it stands, in the words that it has for that: what is attached to it stays too.
    pub closed: Option<Problem>,
}

impl Whose {
    /// It is of the whole organisation.
    pub fn everybodys() -> Self {
        Self::default()
    }

    pub fn of_unit(unit_id: Uuid) -> Self {
        Self {
            unit_id: Some(unit_id),
            ..Self::default()
        }
    }

    pub(super) fn must_be_open(self) -> Result<(), AttachmentError> {
        self.closed.map_or(Ok(()), |refusal| Err(refusal.into()))
    }

    /// The same of a thing that has a word in it.
    #[must_use]
    pub fn if_allowed(self, by_the_thing: Result<(), impl Into<Problem>>) -> Self {
        Self {
            closed: by_the_thing.err().map(Into::into),
            ..self
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
