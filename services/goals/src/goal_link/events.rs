//! How others hear of a goal link.

use contracts::goals::v1 as wire;

use super::GoalLink;

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
