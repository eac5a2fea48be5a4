//! What stands on the paper, in one language, text by text.

use platform::values::{Language, Money, Text};

use crate::followup::{
    figure::{Counts, Figure, Row},
    model::{Report, Status},
    parts::PartKey,
    words::{Column, Phrase, Voice},
};

/// A report, ready to be read.
pub struct Sheet {
    pub voice: Voice,
    pub title: String,
    pub organisation: String,
    pub about: String,
    /// What a draft says of itself; absent when locked.
    pub warning: Option<&'static str>,
    pub facts: Vec<(String, String)>,
    pub parts: Vec<SheetPart>,
    pub notes: Vec<&'static str>,
}

pub struct SheetPart {
    pub key: &'static str,
    pub heading: &'static str,
    /// As it was written, in the language the report is written in.
    pub text: String,
    pub text_language: Language,
    pub figures: Vec<SheetFigure>,
    pub tables: Vec<Table>,
}

pub struct SheetFigure {
    pub key: String,
    pub label: String,
    pub value: String,
}

pub struct Table {
    pub key: &'static str,
    pub heading: &'static str,
    pub columns: Vec<Heading>,
    pub rows: Vec<Vec<Cell>>,
}

pub struct Heading {
    pub text: &'static str,
    pub is_number: bool,
}

/// A cell; its language when it is not the document's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub language: Option<&'static str>,
}

impl Sheet {
    pub fn of(report: &Report, language: Language) -> Self {
        let subject = &report.subject;
        let voice = Voice::new(language, &subject.country);
        let unit = subject.unit.as_ref().map(|unit| text(&voice, unit).text);
        let about = unit.unwrap_or_else(|| voice.phrase(subject.whole()).to_owned());
        Self {
            title: voice.title(report.year),
            organisation: text(&voice, &subject.organisation).text,
            warning: (report.status == Status::Draft).then(|| voice.phrase(Phrase::Draft)),
            facts: facts(&voice, report, &about),
            parts: PartKey::ALL.map(|key| part(&voice, report, key)).into(),
            notes: voice.notes().into(),
            about,
            voice,
        }
    }
}

fn facts(voice: &Voice, report: &Report, about: &str) -> Vec<(String, String)> {
    let zone = if report.subject.time_zone.is_empty() {
        "UTC"
    } else {
        &report.subject.time_zone
    };
    let day = |at: jiff::Timestamp| {
        at.in_tz(zone)
            .map_or_else(|_| at.to_string(), |at| voice.day(at.date()))
    };
    let status = match report.status {
        Status::Draft => voice.phrase(Phrase::Draft).to_owned(),
        Status::Locked { at, .. } => format!("{} {}", voice.phrase(Phrase::Locked), day(at)),
    };
    let positions: Vec<String> = report
        .positions
        .iter()
        .map(|(service, position)| format!("{} {position}", voice.word(service)))
        .collect();
    let fact = |phrase: Phrase, value: String| (voice.phrase(phrase).to_owned(), value);
    vec![
        fact(Phrase::About, about.to_owned()),
        fact(Phrase::Year, report.year.to_string()),
        fact(Phrase::Status, status),
        fact(Phrase::Drafted, day(report.drafted_at)),
        fact(Phrase::Positions, positions.join(", ")),
    ]
}

fn part(voice: &Voice, report: &Report, key: PartKey) -> SheetPart {
    let figures = report.figures_of(key).map(|f| SheetFigure {
        key: f.key(),
        label: voice.label(f),
        value: voice.value(f),
    });
    let tables = key
        .tables()
        .iter()
        .filter_map(|counts| report.figures.iter().find(|f| f.counts == *counts));
    SheetPart {
        key: key.code(),
        heading: voice.part(key),
        text: report.text(key).to_owned(),
        text_language: report.language,
        figures: figures.collect(),
        tables: tables.filter(|f| !f.rows.is_empty()).map(|f| table(voice, f)).collect(),
    }
}

/// The columns that a figure's rows are shown with; those that no row fills are left out.
fn columns(counts: Counts) -> &'static [Column] {
    match counts {
        Counts::EuProjects | Counts::OtherInternationalProjects => &[
            Column::Title,
            Column::Unit,
            Column::Role,
            Column::BelongsTo,
            Column::Organisation,
            Column::Period,
            Column::Cost,
        ],
        Counts::ApplicationsSubmitted => &[
            Column::Title,
            Column::Unit,
            Column::Organisation,
            Column::SubmittedOn,
            Column::State,
            Column::Applied,
            Column::Granted,
        ],
        Counts::NetworkMemberships => &[
            Column::Title,
            Column::Kind,
            Column::Unit,
            Column::Organisation,
            Column::Fee,
        ],
        Counts::TwinTowns => &[Column::Title, Column::Place, Column::Country, Column::Status],
        Counts::StatementsOwed => &[Column::Unit, Column::Status, Column::SubmittedOn, Column::Text],
        Counts::GoalsWithIndicators => &[Column::Title, Column::Unit, Column::Period, Column::Status],
        Counts::IndicatorValues => &[
            Column::Title,
            Column::BelongsTo,
            Column::Unit,
            Column::MeasuredPeriod,
            Column::Value,
            Column::Target,
            Column::Status,
            Column::Evidence,
        ],
        Counts::Learnings | Counts::ResidentBenefits => &[Column::Title, Column::Unit, Column::Text],
        _ => &[
            Column::Title,
            Column::Kind,
            Column::Unit,
            Column::Period,
            Column::Place,
            Column::Country,
            Column::Participants,
            Column::Cost,
        ],
    }
}

fn table(voice: &Voice, figure: &Figure) -> Table {
    let columns = columns(figure.counts);
    let filled: Vec<Column> = columns
        .iter()
        .copied()
        .filter(|c| figure.rows.iter().any(|r| !cell(voice, r, *c).text.is_empty()))
        .collect();
    let is_number = |c: Column| {
        matches!(
            c,
            Column::Participants
                | Column::Cost
                | Column::Applied
                | Column::Granted
                | Column::Fee
                | Column::Value
                | Column::Target
        )
    };
    Table {
        key: figure.counts.code(),
        heading: voice.counted(figure.counts),
        columns: filled
            .iter()
            .map(|c| Heading {
                text: voice.column(*c),
                is_number: is_number(*c),
            })
            .collect(),
        rows: figure
            .rows
            .iter()
            .map(|r| filled.iter().map(|c| cell(voice, r, *c)).collect())
            .collect(),
    }
}

/// A text for a reader: in another language it says which.
fn text(voice: &Voice, text: &Text) -> Cell {
    let (shown, language) = text.read(voice.language);
    if language == voice.language || shown.is_empty() {
        return Cell {
            text: shown.to_owned(),
            language: None,
        };
    }
    Cell {
        text: format!("{shown} ({})", voice.in_language(language)),
        language: Some(language.code()),
    }
}

fn plain(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        language: None,
    }
}

fn cell(voice: &Voice, row: &Row, column: Column) -> Cell {
    let read = |t: &Option<Text>| t.as_ref().map(|t| text(voice, t)).unwrap_or_default();
    let word = |code: &Option<String>| code.as_ref().map(|c| plain(voice.word(c))).unwrap_or_default();
    let said = |t: &Option<String>| plain(t.clone().unwrap_or_default());
    let money = |m: &Option<Money>| {
        m.as_ref()
            .map(|m| plain(voice.money(m.amount, m.currency)))
            .unwrap_or_default()
    };
    match column {
        Column::Title => row.name.clone().map_or_else(|| read(&row.title), plain),
        Column::Unit => read(&row.unit),
        Column::BelongsTo => plain(
            row.belongs_to
                .iter()
                .map(|t| text(voice, t).text)
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Column::Kind => word(&row.kind),
        Column::Role => word(&row.role),
        Column::State => word(&row.state),
        Column::Status => word(&row.status),
        Column::Period => row
            .period
            .map(|p| plain(voice.period(p.from, p.to)))
            .unwrap_or_default(),
        Column::SubmittedOn => row.submitted_on.map(|d| plain(voice.day(d))).unwrap_or_default(),
        Column::Organisation => said(&row.organisation),
        Column::Place => said(&row.place),
        Column::Country => plain(
            row.country
                .as_deref()
                .map(|code| voice.country_named(code))
                .unwrap_or_default(),
        ),
        Column::Participants => row
            .participants
            .as_ref()
            .map(|p| plain(voice.inexact(&voice.number(p.value.normalize()), p.exactness)))
            .unwrap_or_default(),
        Column::Cost => money(&row.cost),
        Column::Applied => money(&row.applied),
        Column::Granted => money(&row.granted),
        Column::Fee => money(&row.fee),
        Column::MeasuredPeriod => said(&row.measured_period),
        Column::Value => row.value.map(|v| measured(voice, row, v)).unwrap_or_default(),
        Column::Target => plain(
            row.target
                .as_ref()
                .map(|t| t.parse().map_or_else(|_| t.clone(), |n| voice.number(n)))
                .unwrap_or_default(),
        ),
        Column::Evidence => said(&row.evidence),
        Column::Text => read(&row.text),
    }
}

/// A value with what it is measured in.
fn measured(voice: &Voice, row: &Row, value: rust_decimal::Decimal) -> Cell {
    let number = voice.number(value);
    match &row.unit_of_measure {
        None => plain(number),
        Some(unit) => plain(format!("{number} {}", unit.shown(voice.language))),
    }
}
