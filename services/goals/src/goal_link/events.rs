//! How others hear of a goal link.

use contracts::goals::v1 as wire;
use platform::rewriting::Recalled;

use super::{GoalLink, model::GoalLinkContent};

pub fn state(link: &GoalLink) -> wire::GoalLink {
    let content = link.content.clone();
    wire::GoalLink {
        id: link.id.to_string(),
        goal_id: content.goal_id.to_string(),
        target_kind: content.target_kind.code().to_owned(),
        target_id: content.target_id.to_string(),
        strength: content.strength,
        note: content.note,
        created_at: link.created_at.to_string(),
    }
}

impl Recalled for GoalLinkContent {}

#[cfg(test)]
mod tests {
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::goal_link::GoalLinkId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: GoalLinkContent = serde_json::from_value(json!({
            "goal_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "target_kind": "network", "target_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "strength": 2, "note": "Dess grupp prövar.",
        })).unwrap();
        let link = GoalLink::tied(content, jiff::Timestamp::UNIX_EPOCH);
        let recalled: GoalLinkContent = content_of::<GoalLinkId, _>("goals", &state(&link)).unwrap();
        assert_eq!(recalled, link.content);
    }
}
