//! How others hear of the levels.

use contracts::goals::v1 as wire;

use super::GoalLevels;

pub fn state(levels: &GoalLevels) -> wire::GoalLevels {
    let level = |l: &super::model::Level| wire::GoalLevel {
        key: l.key.clone(),
        name: Some(l.name.clone().into()),
        measurable: l.measurable,
    };
    wire::GoalLevels {
        levels: levels.levels.iter().map(level).collect(),
    }
}
