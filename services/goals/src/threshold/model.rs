//! What is true of goal thresholds.

use garde::Validate;
use platform::{
    db::DbError,
    http::{Faults, Problem, Stale},
    ids,
    values::{plain, tidy},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::quantity::Quantity;

/// The thresholds of one tenant, in per cent of the expected change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Thresholds {
    /// 0 until the tenant has set its own.
    pub version: i64,
    /// From here on a goal is on track.
    #[schema(example = "100")]
    pub on_track: Quantity,
    /// From here on it is to be watched; below it is off.
    #[schema(example = "80")]
    pub watch: Quantity,
}

/// The thresholds as a tenant sets them.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on_track": "95", "watch": "75", "reason": "Decided by the board, section 12."}))]
pub struct ThresholdsContent {
    #[garde(skip)]
    pub on_track: Quantity,
    #[garde(skip)]
    pub watch: Quantity,
    /// Why; it stands in the history.
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub reason: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ThresholdError {
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Nobody asks for ten times what was expected.
const HIGHEST: Decimal = Decimal::ONE_THOUSAND;

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            version: 0,
            on_track: Quantity(Decimal::ONE_HUNDRED),
            watch: Quantity(Decimal::from(80)),
        }
    }
}

impl ThresholdsContent {
    pub fn reason(&self) -> Option<String> {
        tidy(self.reason.clone())
    }
}

impl Thresholds {
    /// Thresholds are one thing for each tenant: its id in the journal follows from the tenant's.
    pub fn id(tenant_id: Uuid) -> Uuid {
        ids::derived(tenant_id, "goal_thresholds")
    }

    /// The thresholds that follow these.
    pub fn set(self, content: &ThresholdsContent) -> Result<Self, ThresholdError> {
        let mut faults = Faults::default();
        for (pointer, share) in [("/on_track", content.on_track.0), ("/watch", content.watch.0)] {
            faults.unless(share > Decimal::ZERO, pointer, "too_small", "More than nought.");
            faults.unless(share <= HIGHEST, pointer, "too_large", "At most 1000 per cent.");
        }
        faults.unless(
            content.watch.0 < content.on_track.0,
            "/watch",
            "out_of_order",
            "What is to be watched lies below what is on track.",
        );
        faults.none_or(()).map_err(Problem::from)?;
        Ok(Self {
            version: self.version + 1,
            on_track: content.on_track,
            watch: content.watch,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn set(on_track: &str, watch: &str) -> Result<Thresholds, ThresholdError> {
        let content = serde_json::from_value(json!({"on_track": on_track, "watch": watch})).unwrap();
        Thresholds::default().set(&content)
    }

    #[test]
    fn a_tenant_that_set_none_asks_for_all_of_the_change_and_watches_from_four_fifths() {
        let usual = Thresholds::default();
        assert_eq!(
            (usual.version, usual.on_track.to_string(), usual.watch.to_string()),
            (0, "100".to_owned(), "80".to_owned())
        );
    }

    #[test]
    fn what_is_watched_lies_below_what_is_on_track_and_above_nought() {
        assert_eq!(set("95", "75").unwrap().version, 1);
        for (on_track, watch, pointer) in [
            ("80", "80", "/watch"),
            ("80", "0", "/watch"),
            ("80", "-1", "/watch"),
            ("1001", "80", "/on_track"),
        ] {
            let Err(ThresholdError::Invalid(problem)) = set(on_track, watch) else {
                panic!("{on_track} and {watch} were taken");
            };
            assert_eq!(problem.field_faults().first().unwrap().pointer, pointer);
        }
    }
}
