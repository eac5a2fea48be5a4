//! Indicators and their values.

use serde::Deserialize;
use serde_json::Value;

use super::shared::{Text, or_default};
use crate::page::Page;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Indicator {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub goal_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub unit_of_measure: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub direction: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    /// What a share is multiplied by: per cent by a hundred.
    #[serde(default)]
    pub factor: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub frequency: String,
    #[serde(default)]
    pub owner_unit_id: Option<String>,
    /// What is counted above the line of a share, and below it.
    #[serde(default, deserialize_with = "or_default")]
    pub numerator: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub denominator: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub source: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub method: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub scale: Vec<ScaleLevel>,
    #[serde(default, deserialize_with = "or_default")]
    pub dimensions: Vec<Dimension>,
    #[serde(default)]
    pub baseline: Option<Target>,
    #[serde(default, deserialize_with = "or_default")]
    pub targets: Vec<Target>,
}

/// A way in which values are split; its parts are named alike.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dimension {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub values: Vec<DimensionPart>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct DimensionPart {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub name: Text,
}

/// An indicator added up, the earliest period first.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct IndicatorTotals {
    #[serde(default)]
    pub items: Vec<IndicatorTotal>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct IndicatorTotal {
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub numerator: Value,
    #[serde(default)]
    pub denominator: Value,
    #[serde(default)]
    pub value: Value,
    #[serde(default)]
    pub count: usize,
    #[serde(default)]
    pub preliminary: usize,
    #[serde(default, deserialize_with = "or_default")]
    pub levels: Vec<LevelCount>,
    #[serde(default)]
    pub target: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct LevelCount {
    #[serde(default)]
    pub level: Value,
    #[serde(default)]
    pub count: usize,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ScaleLevel {
    #[serde(default)]
    pub level: Value,
    #[serde(default)]
    pub label: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Target {
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub value: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct IndicatorValue {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub indicator_id: String,
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default)]
    pub value: Value,
    #[serde(default)]
    pub dimensions: Value,
    #[serde(default)]
    pub evidence: Value,
    #[serde(default)]
    pub numerator: Value,
    #[serde(default)]
    pub denominator: Value,
    #[serde(default)]
    pub level: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub provenance: String,
}

impl IndicatorValue {
    /// Which part of a split it is, in words.
    pub fn part(&self, indicator: &Indicator, page: &Page) -> String {
        let parts = self.dimensions.as_object().into_iter().flatten();
        let words = parts.map(|(key, part)| {
            let part = part.as_str().unwrap_or_default();
            let dimension = indicator.dimensions.iter().find(|dimension| dimension.key == *key);
            let named = dimension.and_then(|dimension| dimension.values.iter().find(|known| known.key == part));
            match (dimension, named) {
                (Some(dimension), Some(named)) => {
                    format!("{}: {}", page.plain(&dimension.name), page.plain(&named.name))
                }
                _ => part.to_owned(),
            }
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// What stands in one of the fields of what was measured.
    pub fn measured(&self, field: &str) -> &Value {
        match field {
            "numerator" => &self.numerator,
            "denominator" => &self.denominator,
            "level" => &self.level,
            "evidence" => &self.evidence,
            _ => &self.value,
        }
    }
}

/// A row of the grid as it stands.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SheetRow {
    #[serde(default)]
    pub indicator: Indicator,
    #[serde(default)]
    pub value: Option<IndicatorValue>,
}

/// What became of the rows of a grid.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gridded {
    #[serde(default)]
    pub items: Vec<GriddedRow>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct GriddedRow {
    #[serde(default)]
    pub outcome: String,
}
