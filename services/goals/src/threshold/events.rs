//! How others hear of the thresholds.

use contracts::goals::v1 as wire;

use super::Thresholds;

pub fn state(thresholds: Thresholds) -> wire::GoalThresholds {
    wire::GoalThresholds {
        on_track: thresholds.on_track.to_string(),
        watch: thresholds.watch.to_string(),
    }
}
