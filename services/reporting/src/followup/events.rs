//! How others hear of a report.

use contracts::reporting::v1 as wire;

use super::model::{Report, Status};

/// The whole report after a change.
pub fn state(report: &Report) -> wire::Report {
    let locked = match report.status {
        Status::Draft => None,
        Status::Locked { at, by } => Some((at.to_string(), by.to_string())),
    };
    wire::Report {
        id: report.id.to_string(),
        kind: "yearly_followup".to_owned(),
        year: i32::from(report.year),
        unit_id: report.unit_id.map(|id| id.to_string()),
        language: report.language.code().to_owned(),
        status: report.status.code().to_owned(),
        texts: report
            .texts
            .iter()
            .map(|(part, text)| wire::PartText {
                part: part.code().to_owned(),
                text: text.clone(),
            })
            .collect(),
        figures: report
            .figures
            .iter()
            .map(|figure| wire::CountedFigure {
                key: figure.key(),
                value: figure.written(),
                exactness: figure.exactness.code().to_owned(),
                unit: figure.unit.code().to_owned(),
                register: figure.counts.register().code().to_owned(),
                row_ids: figure.rows.iter().map(|row| row.id.to_string()).collect(),
            })
            .collect(),
        positions: report
            .positions
            .iter()
            .map(|(service, position)| (service.clone(), *position))
            .collect(),
        drafted_at: report.drafted_at.to_string(),
        locked_at: locked.as_ref().map(|(at, _)| at.clone()),
        locked_by: locked.map(|(_, by)| by),
    }
}
