//! A number, and how exact it is.

use contracts::envelope::v1 as wire;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BadValue;

/// How exact a figure is, as its source says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    #[default]
    Exact,
    AtLeast,
    About,
}

impl Exactness {
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::About => "about",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Exact, Self::AtLeast, Self::About]
            .into_iter()
            .find(|e| e.code() == code)
    }

    /// How exact a sum is of which this is one part: a sum with an approximate part is approximate.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::About, _) | (_, Self::About) => Self::About,
            (Self::AtLeast, _) | (_, Self::AtLeast) => Self::AtLeast,
            _ => Self::Exact,
        }
    }
}

/// A number with how exact it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": "60", "exactness": "at_least"}))]
pub struct Figure {
    #[serde(with = "rust_decimal::serde::str")]
    #[schema(value_type = String, example = "60")]
    pub value: Decimal,
    #[serde(default)]
    pub exactness: Exactness,
}

impl From<&Figure> for wire::Figure {
    fn from(figure: &Figure) -> Self {
        Self {
            value: figure.value.to_string(),
            exactness: figure.exactness.code().to_owned(),
        }
    }
}

impl TryFrom<wire::Figure> for Figure {
    type Error = BadValue;
    fn try_from(figure: wire::Figure) -> Result<Self, BadValue> {
        Ok(Self {
            value: figure.value.parse().map_err(|_cause| BadValue("figure"))?,
            exactness: Exactness::from_code(&figure.exactness).ok_or(BadValue("exactness"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_stays_at_least_in_a_sum() {
        assert_eq!(Exactness::Exact.with(Exactness::AtLeast), Exactness::AtLeast);
        assert_eq!(Exactness::AtLeast.with(Exactness::About), Exactness::About);
    }
}
