//! Indicators.

use contracts::goals::v1 as wire;
use platform::{
    http::Cell,
    values::{BadValue, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::agreement::Dataset;
use crate::register::entry::{Columns, Facets, LinkKind, Record, Register, id, ids};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredPeriodValue)]
pub struct PeriodValue {
    pub period: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredScaleLevel)]
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
            decimals: u32::try_from(told.decimals).map_err(|_too_large| BadValue("number of decimals"))?,
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

    fn counted_with(&self, _: Uuid) -> Vec<(Dataset, Uuid)> {
        self.goal_ids.iter().map(|goal| (Dataset::Goals, *goal)).collect()
    }

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
