//! Reports as they travel: what may be asked, and what is answered.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    http::{Answer, Cell, Tabular},
    values::{Exactness, Language, plain},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    figure::Row,
    model::{CharacterFault, Positions, Report, Status},
    parts::PartKey,
    store::Counted,
    words::Voice,
};
use crate::register::entry::Register;

/// Kinds of reports; one so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportKind)]
pub enum Kind {
    YearlyFollowup,
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "yearly_followup", "year": 2026, "unit_id": null, "language": "sv"}))]
pub struct NewReportBody {
    #[garde(skip)]
    #[expect(
        dead_code,
        reason = "there is one kind so far; naming it keeps the address open for more"
    )]
    kind: Kind,
    #[garde(range(min = 1950, max = 2199))]
    pub year: i16,
    /// Absent: the whole group. Otherwise this unit and those below it.
    #[garde(skip)]
    #[serde(default)]
    pub unit_id: Option<Uuid>,
    /// The language that people will write its texts in.
    #[garde(skip)]
    #[serde(default)]
    pub language: Language,
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"parts": [{"key": "effects", "text": "Eleverna har fått egna erfarenheter av ett annat land."}]}))]
pub struct ReportPatch {
    /// Parts that are not named keep their texts.
    #[garde(dive, length(max = 3))]
    pub parts: Vec<PartPatch>,
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartPatch {
    #[garde(skip)]
    pub key: PartKey,
    #[garde(custom(plain(50_000)))]
    pub text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportBody {
    id: Uuid,
    version: i64,
    kind: Kind,
    year: i16,
    unit_id: Option<Uuid>,
    title: String,
    status: &'static str,
    language: Language,
    /// Up to which position of each service's journal the figures count.
    #[schema(value_type = Object, example = json!({"tenants": 12, "goals": 40, "projects": 7}))]
    positions: Positions,
    #[schema(value_type = String, format = DateTime)]
    drafted_at: Timestamp,
    drafted_by: Uuid,
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_at: Option<Timestamp>,
    locked_by: Option<Uuid>,
    /// Absent in lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartBody>,
    faults: Vec<CharacterFault>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartBody {
    key: PartKey,
    heading: &'static str,
    figures: Vec<FigureBody>,
    text: String,
    sections: Vec<SectionBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FigureBody {
    key: String,
    label: String,
    /// Decimal text.
    #[schema(example = "60")]
    value: String,
    exactness: Exactness,
    /// `count` (of rows), `people`, `percent`, or a currency.
    unit: &'static str,
    /// Where the rows come from.
    register: Register,
    /// How many rows are behind it.
    rows: usize,
    /// The address of exactly those rows.
    list: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SectionBody {
    key: &'static str,
    heading: &'static str,
    rows: Vec<Row>,
}

impl Answer for ReportBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl ReportBody {
    /// Without parts, as lists show it.
    pub fn brief(report: &Report, language: Language) -> Self {
        let (locked_at, locked_by) = match report.status {
            Status::Draft => (None, None),
            Status::Locked { at, by } => (Some(at), Some(by)),
        };
        Self {
            id: report.id.0,
            version: report.version,
            kind: Kind::YearlyFollowup,
            year: report.year,
            unit_id: report.unit_id,
            title: Voice::new(language, &report.subject.country).title(report.year),
            status: report.status.code(),
            language: report.language,
            positions: report.positions.clone(),
            drafted_at: report.drafted_at,
            drafted_by: report.drafted_by,
            locked_at,
            locked_by,
            parts: Vec::new(),
            faults: report.faults.clone(),
        }
    }

    /// With the first rows of each table, and how many rows there are behind each figure.
    pub fn glance(report: &Report, language: Language, counted: &Counted) -> Self {
        let mut body = Self::whole(report, language);
        for figure in body.parts.iter_mut().flat_map(|part| &mut part.figures) {
            figure.rows = counted.get(&figure.key).copied().unwrap_or_default();
        }
        body
    }

    pub fn whole(report: &Report, language: Language) -> Self {
        let voice = Voice::new(language, &report.subject.country);
        let parts = PartKey::ALL.map(|key| PartBody {
            key,
            heading: voice.part(key),
            figures: report
                .figures_of(key)
                .map(|figure| FigureBody {
                    key: figure.key(),
                    label: voice.label(figure),
                    value: figure.written(),
                    exactness: figure.exactness,
                    unit: figure.unit.code(),
                    register: figure.counts.register(),
                    rows: figure.rows.len(),
                    list: format!("/api/v1/reports/{}/figures/{}", report.id, figure.key()),
                })
                .collect(),
            text: report.text(key).to_owned(),
            sections: key
                .tables()
                .iter()
                .filter_map(|counts| report.figures.iter().find(|f| f.counts == *counts))
                .map(|figure| SectionBody {
                    key: figure.counts.code(),
                    heading: voice.counted(figure.counts),
                    rows: figure.rows.clone(),
                })
                .collect(),
        });
        Self {
            parts: parts.into(),
            ..Self::brief(report, language)
        }
    }
}

impl From<Report> for ReportBody {
    fn from(report: Report) -> Self {
        Self::whole(&report, report.language)
    }
}

impl Tabular for ReportBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "year",
        "unit_id",
        "title",
        "status",
        "language",
        "drafted_at",
        "locked_at",
        "locked_by",
    ];
    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.into(),
            i64::from(self.year).into(),
            Cell::maybe(self.unit_id),
            self.title.as_str().into(),
            self.status.into(),
            self.language.code().into(),
            self.drafted_at.into(),
            Cell::from(self.locked_at),
            Cell::maybe(self.locked_by),
        ]
    }
}
