//! A figure and the rows it counts. What is said and what is listed can never be two different things: the value is made
//! from the rows.

use jiff::civil::Date;
use platform::{
    http::{Cell, Tabular},
    values::{Currency, Exactness, Figure as Number, Money, Period, Text},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::register::entry::Register;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    EuProjects,
    OtherInternationalProjects,
    ProjectCosts,
    ApplicationsSubmitted,
    ApplicationsApproved,
    AmountsApplied,
    AmountsGranted,
    Activities,
    ActivityParticipants,
    StaffExchanges,
    StaffExchangeParticipants,
    PupilExchanges,
    PupilExchangeParticipants,
    TeacherExchanges,
    TeacherExchangeParticipants,
    ActivityCosts,
    NetworkMemberships,
    NetworkFees,
    TwinTowns,
    StatementsOwed,
    StatementsSubmitted,
    StatementCoverage,
    Goals,
    GoalsWithIndicators,
    GoalsWithValues,
    IndicatorValues,
    Learnings,
    ResidentBenefits,
}

impl Counts {
    pub fn code(self) -> &'static str {
        match self {
            Self::EuProjects => "eu_projects",
            Self::OtherInternationalProjects => "other_international_projects",
            Self::ProjectCosts => "project_costs",
            Self::ApplicationsSubmitted => "applications_submitted",
            Self::ApplicationsApproved => "applications_approved",
            Self::AmountsApplied => "amounts_applied",
            Self::AmountsGranted => "amounts_granted",
            Self::Activities => "activities",
            Self::ActivityParticipants => "activity_participants",
            Self::StaffExchanges => "staff_exchanges",
            Self::StaffExchangeParticipants => "staff_exchange_participants",
            Self::PupilExchanges => "pupil_exchanges",
            Self::PupilExchangeParticipants => "pupil_exchange_participants",
            Self::TeacherExchanges => "teacher_exchanges",
            Self::TeacherExchangeParticipants => "teacher_exchange_participants",
            Self::ActivityCosts => "activity_costs",
            Self::NetworkMemberships => "network_memberships",
            Self::NetworkFees => "network_fees",
            Self::TwinTowns => "twin_towns",
            Self::StatementsOwed => "statements_owed",
            Self::StatementsSubmitted => "statements_submitted",
            Self::StatementCoverage => "statement_coverage",
            Self::Goals => "goals",
            Self::GoalsWithIndicators => "goals_with_indicators",
            Self::GoalsWithValues => "goals_with_values",
            Self::IndicatorValues => "indicator_values",
            Self::Learnings => "learnings",
            Self::ResidentBenefits => "resident_benefits",
        }
    }

    /// Where the rows come from.
    pub fn register(self) -> Register {
        match self {
            Self::EuProjects | Self::OtherInternationalProjects | Self::ProjectCosts | Self::ResidentBenefits => {
                Register::Projects
            }
            Self::ApplicationsSubmitted | Self::ApplicationsApproved | Self::AmountsApplied | Self::AmountsGranted => {
                Register::Applications
            }
            Self::NetworkMemberships | Self::NetworkFees => Register::NetworkMemberships,
            Self::TwinTowns => Register::Partners,
            Self::StatementsOwed | Self::StatementsSubmitted | Self::StatementCoverage => Register::Statements,
            Self::Goals | Self::GoalsWithIndicators | Self::GoalsWithValues => Register::Goals,
            Self::IndicatorValues => Register::IndicatorValues,
            Self::Activities
            | Self::ActivityParticipants
            | Self::StaffExchanges
            | Self::StaffExchangeParticipants
            | Self::PupilExchanges
            | Self::PupilExchangeParticipants
            | Self::TeacherExchanges
            | Self::TeacherExchangeParticipants
            | Self::ActivityCosts
            | Self::Learnings => Register::Activities,
        }
    }
}

/// In what a figure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The rows themselves: the value is their number.
    Rows,
    People,
    Percent,
    Money(Currency),
}

impl Unit {
    pub fn code(self) -> &'static str {
        match self {
            Self::Rows => "count",
            Self::People => "people",
            Self::Percent => "percent",
            Self::Money(currency) => currency.code(),
        }
    }
}

/// One figure of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub counts: Counts,
    pub unit: Unit,
    pub value: Decimal,
    pub exactness: Exactness,
    #[serde(skip)]
    pub rows: Vec<Row>,
}

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

impl Figure {
    /// The key by which the figure is asked for; sums of money carry their currency.
    pub fn key(&self) -> String {
        match self.unit {
            Unit::Money(currency) => format!("{}_{}", self.counts.code(), currency.code().to_lowercase()),
            _ => self.counts.code().to_owned(),
        }
    }

    /// How many rows there are.
    pub fn of_rows(counts: Counts, rows: Vec<Row>) -> Self {
        Self {
            counts,
            unit: Unit::Rows,
            value: Decimal::from(rows.len()),
            exactness: Exactness::Exact,
            rows,
        }
    }

    /// How many people the rows speak of; rows that do not say are not among them. At least stays at least.
    pub fn of_people(counts: Counts, rows: &[Row]) -> Self {
        let rows: Vec<Row> = rows.iter().filter(|r| r.participants.is_some()).cloned().collect();
        let mut total = Self {
            counts,
            unit: Unit::People,
            value: Decimal::ZERO,
            exactness: Exactness::Exact,
            rows: Vec::new(),
        };
        for number in rows.iter().filter_map(|r| r.participants.as_ref()) {
            total.value += number.value;
            total.exactness = total.exactness.with(number.exactness);
        }
        Self { rows, ..total }
    }

    /// A sum for each currency that occurs; they are never mixed.
    pub fn of_money(counts: Counts, rows: &[Row], amount: impl Fn(&Row) -> Option<&Money>) -> Vec<Self> {
        let mut currencies: Vec<Currency> = rows.iter().filter_map(|r| amount(r).map(|m| m.currency)).collect();
        currencies.sort_unstable();
        currencies.dedup();
        currencies
            .into_iter()
            .map(|currency| {
                let of_currency = |r: &&Row| amount(r).is_some_and(|m| m.currency == currency);
                let rows: Vec<Row> = rows.iter().filter(of_currency).cloned().collect();
                let value = rows.iter().filter_map(|r| amount(r).map(|m| m.amount)).sum();
                Self {
                    counts,
                    unit: Unit::Money(currency),
                    value,
                    exactness: Exactness::Exact,
                    rows,
                }
            })
            .collect()
    }

    /// The share of rows that fulfil something, in per cent to one decimal. Of nothing there is no share.
    pub fn of_share(counts: Counts, rows: &[Row], fulfils: impl Fn(&Row) -> bool) -> Option<Self> {
        let (part, whole) = (rows.iter().filter(|r| fulfils(r)).count(), rows.len());
        let share = (Decimal::from(part) * Decimal::ONE_HUNDRED)
            .checked_div(Decimal::from(whole))?
            .round_dp(1);
        let rows = rows.to_vec();
        Some(Self {
            counts,
            unit: Unit::Percent,
            value: share.normalize(),
            exactness: Exactness::Exact,
            rows,
        })
    }

    /// The value as the API writes it.
    pub fn written(&self) -> String {
        match self.unit {
            Unit::Money(_) => format!("{:.2}", self.value),
            _ => self.value.normalize().to_string(),
        }
    }
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
        let shown = |t: &Text| t.shown(platform::values::Language::Fi).to_owned();
        let mut cells = vec![self.id.into()];
        cells.extend(text(&self.title));
        cells.push(word(&self.name));
        cells.push(Cell::maybe(self.unit_id));
        cells.extend(text(&self.unit));
        cells.push(Cell::joined(self.belongs_to.iter().map(shown)));
        cells.extend([&self.kind, &self.role, &self.state, &self.status].map(word));
        cells.extend([
            Cell::maybe(self.period.map(|p| p.from)),
            Cell::maybe(self.period.and_then(|p| p.to)),
        ]);
        cells.push(Cell::maybe(self.submitted_on));
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

    fn with_money(amount: i64, currency: Currency) -> Row {
        Row {
            cost: Some(Money::new(Decimal::from(amount), currency)),
            ..Row::default()
        }
    }

    fn with_people(value: i64, exactness: Exactness) -> Row {
        Row {
            participants: Some(Number {
                value: value.into(),
                exactness,
            }),
            ..Row::default()
        }
    }

    #[test]
    fn money_of_two_currencies_makes_two_figures() {
        let rows = [
            with_money(100, Currency::Eur),
            with_money(7, Currency::Sek),
            with_money(1, Currency::Eur),
            Row::default(),
        ];
        let sums = Figure::of_money(Counts::ProjectCosts, &rows, |r| r.cost.as_ref());
        let told: Vec<_> = sums.iter().map(|f| (f.key(), f.written(), f.rows.len())).collect();
        assert_eq!(
            told,
            [
                ("project_costs_eur".to_owned(), "101.00".to_owned(), 2),
                ("project_costs_sek".to_owned(), "7.00".to_owned(), 1)
            ]
        );
    }

    #[test]
    fn at_least_stays_at_least_and_who_was_not_counted_is_not_in_the_rows() {
        let rows = [
            with_people(60, Exactness::AtLeast),
            with_people(5, Exactness::Exact),
            Row::default(),
        ];
        let total = Figure::of_people(Counts::StaffExchangeParticipants, &rows);
        assert_eq!(
            (total.written().as_str(), total.exactness, total.rows.len()),
            ("65", Exactness::AtLeast, 2)
        );
    }

    #[test]
    fn a_share_of_nothing_is_not_published() {
        assert_eq!(Figure::of_share(Counts::StatementCoverage, &[], |_| true), None);
        let rows = [
            Row::default(),
            Row {
                submitted_on: Some(Date::constant(2026, 3, 1)),
                ..Row::default()
            },
            Row::default(),
        ];
        let share = Figure::of_share(Counts::StatementCoverage, &rows, |r| r.submitted_on.is_some()).unwrap();
        assert_eq!((share.written().as_str(), share.rows.len()), ("33.3", 3));
    }

    #[test]
    fn every_row_has_as_many_cells_as_columns() {
        assert_eq!(Row::default().cells().len(), Row::COLUMNS.len());
    }
}
