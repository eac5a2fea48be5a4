//! Policies, goals, indicators and statements, as `goals` tells of them.

use contracts::goals::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Period, Text, day},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::entry::{Columns, Days, Facets, LinkKind, Record, Register, id, ids, maybe_day, maybe_id, said};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub title: Text,
    pub kind: String,
    pub status: String,
    pub edition: i32,
    pub period: Option<Period>,
    pub case_number: Option<String>,
}

impl TryFrom<wire::Policy> for Policy {
    type Error = BadValue;
    fn try_from(told: wire::Policy) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            kind: told.kind,
            status: told.status,
            edition: told.edition,
            period: told.period.map(Period::try_from).transpose()?,
            case_number: told.case_number,
        })
    }
}

impl Record for Policy {
    const REGISTER: Register = Register::Policies;
    fn facets(&self) -> Facets {
        Facets {
            kind: self.kind.clone(),
            status: self.status.clone(),
            days: self.period.map_or(Days::ALWAYS, Days::from),
            ..Facets::titled(&self.title)
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredGoal)]
pub struct Goal {
    pub title: Text,
    /// Key of the tenant's own level.
    pub level: String,
    pub parent_id: Option<Uuid>,
    pub policy_id: Option<Uuid>,
    pub accountable_unit_id: Uuid,
    pub responsible_unit_ids: Vec<Uuid>,
    pub period: Period,
    pub cross_cutting: bool,
    pub to_be_measured: bool,
    pub theme_ids: Vec<Uuid>,
    pub status: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
}

impl TryFrom<wire::Goal> for Goal {
    type Error = BadValue;
    fn try_from(told: wire::Goal) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            level: told.level,
            parent_id: maybe_id(told.parent_id.as_ref())?,
            policy_id: maybe_id(told.policy_id.as_ref())?,
            accountable_unit_id: id(&told.accountable_unit_id)?,
            responsible_unit_ids: ids(&told.responsible_unit_ids)?,
            period: told.period.ok_or(BadValue("period"))?.try_into()?,
            cross_cutting: told.cross_cutting,
            to_be_measured: told.to_be_measured,
            theme_ids: ids(&told.theme_ids)?,
            status: told.status,
            closed_on: maybe_day(told.closed_on.as_ref())?,
        })
    }
}

impl Goal {
    /// From its first day to its last, or to the day it was closed.
    pub fn days(&self) -> Days {
        let last = [self.period.to, self.closed_on].into_iter().flatten().min();
        Days::between(Some(self.period.from), last)
    }
}

impl Record for Goal {
    const REGISTER: Register = Register::Goals;
    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.accountable_unit_id),
            parent_id: self.parent_id,
            kind: self.level.clone(),
            status: self.status.clone(),
            days: self.days(),
            ..Facets::titled(&self.title)
        };
        facets.pointing(LinkKind::Theme, &self.theme_ids)
    }
}

impl Columns for Goal {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "level",
        "parent_id",
        "accountable_unit_id",
        "from",
        "to",
        "cross_cutting",
        "to_be_measured",
        "status",
        "closed_on",
        "theme_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            self.level.as_str().into(),
            Cell::maybe(self.parent_id),
            self.accountable_unit_id.into(),
            self.period.from.into(),
            Cell::maybe(self.period.to),
            self.cross_cutting.into(),
            self.to_be_measured.into(),
            self.status.as_str().into(),
            Cell::maybe(self.closed_on),
            Cell::joined(&self.theme_ids),
        ]);
        cells
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PeriodValue {
    pub period: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ScaleLevel {
    pub level: i32,
    pub label: Text,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredIndicator)]
pub struct Indicator {
    pub name: Text,
    pub goal_ids: Vec<Uuid>,
    pub unit_of_measure: Text,
    pub direction: String,
    pub kind: String,
    pub decimals: u32,
    /// A ratio is multiplied by this for reading.
    pub factor: Option<String>,
    pub frequency: String,
    pub owner_unit_id: Uuid,
    pub scale: Vec<ScaleLevel>,
    pub baseline: Option<PeriodValue>,
    pub targets: Vec<PeriodValue>,
}

impl From<wire::PeriodValue> for PeriodValue {
    fn from(told: wire::PeriodValue) -> Self {
        Self {
            period: told.period,
            value: told.value,
        }
    }
}

impl TryFrom<wire::Indicator> for Indicator {
    type Error = BadValue;
    fn try_from(told: wire::Indicator) -> Result<Self, BadValue> {
        let level = |l: wire::ScaleLevel| ScaleLevel {
            level: l.level,
            label: l.label.unwrap_or_default().into(),
        };
        Ok(Self {
            name: told.name.unwrap_or_default().into(),
            goal_ids: ids(&told.goal_ids)?,
            unit_of_measure: told.unit_of_measure.unwrap_or_default().into(),
            direction: told.direction,
            kind: told.kind,
            decimals: u32::try_from(told.decimals).map_err(|_| BadValue("number of decimals"))?,
            factor: told.factor,
            frequency: told.frequency,
            owner_unit_id: id(&told.owner_unit_id)?,
            scale: told.scale.into_iter().map(level).collect(),
            baseline: told.baseline.map(PeriodValue::from),
            targets: told.targets.into_iter().map(PeriodValue::from).collect(),
        })
    }
}

impl Record for Indicator {
    const REGISTER: Register = Register::Indicators;
    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.owner_unit_id),
            kind: self.kind.clone(),
            ..Facets::titled(&self.name)
        };
        facets.pointing(LinkKind::Goal, &self.goal_ids)
    }
}

impl Columns for Indicator {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "unit_of_measure_fi",
        "unit_of_measure_sv",
        "unit_of_measure_en",
        "kind",
        "direction",
        "frequency",
        "owner_unit_id",
        "goal_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.name).to_vec();
        cells.extend(Cell::languages(&self.unit_of_measure));
        cells.extend([
            self.kind.as_str().into(),
            self.direction.as_str().into(),
            self.frequency.as_str().into(),
            self.owner_unit_id.into(),
            Cell::joined(&self.goal_ids),
        ]);
        cells
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredIndicatorValue)]
pub struct IndicatorValue {
    pub indicator_id: Uuid,
    pub kind: String,
    pub period: String,
    pub days: Period,
    pub unit_id: Option<Uuid>,
    /// Pairs of dimension and value.
    pub dimensions: Vec<(String, String)>,
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    pub numerator: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    pub denominator: Option<Decimal>,
    pub level: Option<i32>,
    pub evidence: Option<String>,
    pub status: String,
    pub no_change: bool,
    pub corrections: usize,
}

fn decimal(text: Option<String>) -> Result<Option<Decimal>, BadValue> {
    text.map(|t| t.parse().map_err(|_| BadValue("number"))).transpose()
}

impl TryFrom<wire::IndicatorValue> for IndicatorValue {
    type Error = BadValue;
    fn try_from(told: wire::IndicatorValue) -> Result<Self, BadValue> {
        let measured = told.measured.unwrap_or_default();
        Ok(Self {
            indicator_id: id(&told.indicator_id)?,
            kind: told.kind,
            period: told.period,
            days: Period {
                from: day(&told.period_from)?,
                to: Some(day(&told.period_to)?),
            },
            unit_id: maybe_id(told.unit_id.as_ref())?,
            dimensions: told.dimensions.into_iter().map(|d| (d.dimension, d.value)).collect(),
            value: decimal(measured.value)?,
            numerator: decimal(measured.numerator)?,
            denominator: decimal(measured.denominator)?,
            level: measured.level,
            evidence: measured.evidence,
            status: told.status,
            no_change: told.no_change,
            corrections: told.replaces.len(),
        })
    }
}

impl IndicatorValue {
    /// The value for reading: a ratio divided, multiplied and rounded as its indicator says.
    pub fn read(&self, decimals: u32, factor: Option<&str>) -> Option<Decimal> {
        let factor = factor.and_then(|f| f.parse().ok()).unwrap_or(Decimal::ONE);
        let ratio = match (self.numerator, self.denominator) {
            (Some(above), Some(below)) => above.checked_mul(factor).and_then(|a| a.checked_div(below)),
            _ => None,
        };
        self.value
            .or(ratio)
            .map(|v| v.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
            .or(self.level.map(Decimal::from))
    }
}

impl Record for IndicatorValue {
    const REGISTER: Register = Register::IndicatorValues;
    fn facets(&self) -> Facets {
        Facets {
            unit_id: self.unit_id,
            parent_id: Some(self.indicator_id),
            kind: self.kind.clone(),
            status: self.status.clone(),
            days: self.days.into(),
            ..Facets::named(&self.period)
        }
    }
}

impl Columns for IndicatorValue {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "indicator_id",
        "period",
        "from",
        "to",
        "unit_id",
        "dimensions",
        "value",
        "numerator",
        "denominator",
        "level",
        "status",
        "no_change",
    ];
    fn cells(&self) -> Vec<Cell> {
        let number = |n: Option<Decimal>| n.map_or(Cell::Empty, Cell::Number);
        vec![
            self.indicator_id.into(),
            self.period.as_str().into(),
            self.days.from.into(),
            Cell::maybe(self.days.to),
            Cell::maybe(self.unit_id),
            Cell::joined(self.dimensions.iter().map(|(d, v)| format!("{d}={v}"))),
            number(self.value),
            number(self.numerator),
            number(self.denominator),
            number(self.level.map(Decimal::from)),
            self.status.as_str().into(),
            self.no_change.into(),
        ]
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatementRound {
    pub year: i16,
    pub due_on: Date,
    pub unit_ids: Vec<Uuid>,
    pub state: String,
}

impl TryFrom<wire::StatementRound> for StatementRound {
    type Error = BadValue;
    fn try_from(told: wire::StatementRound) -> Result<Self, BadValue> {
        Ok(Self {
            year: i16::try_from(told.year).map_err(|_| BadValue("year"))?,
            due_on: day(&told.due_on)?,
            unit_ids: ids(&told.unit_ids)?,
            state: told.state,
        })
    }
}

impl Record for StatementRound {
    const REGISTER: Register = Register::StatementRounds;
    fn facets(&self) -> Facets {
        Facets {
            status: self.state.clone(),
            days: Days::of_year(self.year),
            ..Facets::named(&self.year.to_string())
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredStatement)]
pub struct Statement {
    pub round_id: Uuid,
    pub year: i16,
    pub unit_id: Uuid,
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    pub text: Option<Text>,
    pub plan_reference: Option<String>,
    pub status: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub submitted_on: Option<Date>,
    pub owner_id: Option<Uuid>,
}

impl TryFrom<wire::Statement> for Statement {
    type Error = BadValue;
    fn try_from(told: wire::Statement) -> Result<Self, BadValue> {
        Ok(Self {
            round_id: id(&told.round_id)?,
            year: i16::try_from(told.year).map_err(|_| BadValue("year"))?,
            unit_id: id(&told.unit_id)?,
            due_on: day(&told.due_on)?,
            text: said(told.text),
            plan_reference: told.plan_reference,
            status: told.status,
            submitted_on: maybe_day(told.submitted_on.as_ref())?,
            owner_id: maybe_id(told.owner_id.as_ref())?,
        })
    }
}

impl Statement {
    /// Handed in, whatever became of the round since.
    pub fn is_submitted(&self) -> bool {
        self.submitted_on.is_some()
    }
}

impl Record for Statement {
    const REGISTER: Register = Register::Statements;
    fn facets(&self) -> Facets {
        Facets {
            unit_id: Some(self.unit_id),
            parent_id: Some(self.round_id),
            status: self.status.clone(),
            days: Days::of_year(self.year),
            ..Facets::named(&self.year.to_string())
        }
    }
}

impl Columns for Statement {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "year",
        "unit_id",
        "due_on",
        "status",
        "submitted_on",
        "plan_reference",
        "text_fi",
        "text_sv",
        "text_en",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            i64::from(self.year).into(),
            self.unit_id.into(),
            self.due_on.into(),
            self.status.as_str().into(),
            Cell::maybe(self.submitted_on),
            Cell::maybe(self.plan_reference.as_ref()),
        ];
        cells.extend(Cell::languages(&self.text.clone().unwrap_or_default()));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ratio(above: i64, below: i64) -> IndicatorValue {
        IndicatorValue {
            indicator_id: Uuid::nil(),
            kind: "ratio".into(),
            period: "2026".into(),
            days: Period {
                from: date(2026, 1, 1),
                to: Some(date(2026, 12, 31)),
            },
            unit_id: None,
            dimensions: Vec::new(),
            value: None,
            numerator: Some(above.into()),
            denominator: Some(below.into()),
            level: None,
            evidence: None,
            status: "final".into(),
            no_change: false,
            corrections: 0,
        }
    }

    #[test]
    fn a_ratio_is_read_as_its_indicator_says_and_never_divided_by_nought() {
        assert_eq!(ratio(2, 3).read(1, Some("100")).unwrap().to_string(), "66.7");
        assert_eq!(ratio(1, 2).read(0, Some("1")).unwrap().to_string(), "1");
        assert_eq!(ratio(1, 0).read(1, Some("100")), None);
    }
}
