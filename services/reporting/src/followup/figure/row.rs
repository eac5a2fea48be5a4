//! A row that a figure counts.

use jiff::civil::Date;
use platform::{
    http::{Cell, Tabular},
    values::{Figure as Number, Language, Money, Period, Text},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A row that a figure counts, with what one needs to recognise it and what it adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Row {
    pub id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Instead of a title: a proper name, the same in every language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// Name of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The goals that an indicator measures, the project that an application is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub belongs_to: Vec<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub submitted_on: Option<Date>,
    /// A programme, a funder, a host, an organisation outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// The period an indicator's value is of: 2026, 2026-H1, 2026-Q3, 2026-11.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_period: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_of_measure: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What a judgement on a scale rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What was learnt, what residents gained, what a unit stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

impl Tabular for Row {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "name",
        "unit_id",
        "unit_fi",
        "unit_sv",
        "unit_en",
        "belongs_to",
        "kind",
        "role",
        "state",
        "status",
        "from",
        "to",
        "submitted_on",
        "organisation",
        "place",
        "country",
        "participants",
        "participants_exactness",
        "cost",
        "cost_currency",
        "applied",
        "applied_currency",
        "granted",
        "granted_currency",
        "fee",
        "fee_currency",
        "measured_period",
        "value",
        "unit_of_measure",
        "target",
        "evidence",
        "text_fi",
        "text_sv",
        "text_en",
    ];

    fn cells(&self) -> Vec<Cell> {
        let text = |t: &Option<Text>| Cell::languages(&t.clone().unwrap_or_default());
        let word = |t: &Option<String>| Cell::maybe(t.as_ref());
        let shown = |t: &Text| t.shown(Language::Fi).to_owned();
        let mut cells = vec![self.id.into()];
        cells.extend(text(&self.title));
        cells.push(word(&self.name));
        cells.push(Cell::maybe(self.unit_id));
        cells.extend(text(&self.unit));
        cells.push(Cell::joined(self.belongs_to.iter().map(shown)));
        cells.extend([&self.kind, &self.role, &self.state, &self.status].map(word));
        cells.extend([
            Cell::from(self.period.map(|p| p.from)),
            Cell::from(self.period.and_then(|p| p.to)),
        ]);
        cells.push(Cell::from(self.submitted_on));
        cells.extend([&self.organisation, &self.place, &self.country].map(word));
        cells.extend(Cell::figure(self.participants.as_ref()));
        for money in [&self.cost, &self.applied, &self.granted, &self.fee] {
            cells.extend(Cell::money(money.as_ref()));
        }
        cells.push(word(&self.measured_period));
        cells.push(self.value.map_or(Cell::Empty, Cell::Number));
        cells.push(Cell::maybe(self.unit_of_measure.as_ref().map(shown)));
        cells.extend([&self.target, &self.evidence].map(word));
        cells.extend(text(&self.text));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_as_many_cells_as_columns() {
        assert_eq!(Row::default().cells().len(), Row::COLUMNS.len());
    }
}
