//! How others hear of an assignment.

use contracts::goals::v1 as wire;
use platform::rewriting::Recalled;

use super::{
    Assignment,
    model::{AssignmentContent, Status},
};

/// The whole assignment.
pub fn state(assignment: &Assignment) -> wire::Assignment {
    let content = assignment.content.clone();
    let (status, done_on) = match assignment.status {
        Status::Open => ("open", None),
        Status::Done { on } => ("done", Some(on.to_string())),
    };
    wire::Assignment {
        id: assignment.id.to_string(),
        title: Some(content.title.into()),
        goal_id: content.goal_id.map(|g| g.to_string()),
        policy_id: content.policy_id.map(|p| p.to_string()),
        unit_id: content.unit_id.to_string(),
        due_on: content.due_on.map(|d| d.to_string()),
        status: status.to_owned(),
        done_on,
        note: content.note,
        created_at: assignment.created_at.to_string(),
    }
}

impl Recalled for AssignmentContent {}

#[cfg(test)]
mod tests {
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::assignment::AssignmentId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: AssignmentContent = serde_json::from_value(json!({
            "title": {"fi": "Kasvu", "sv": "Tillväxt", "en": "Growth"}, "goal_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "policy_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "due_on": "2026-12-31", "note": "Snart",
        })).unwrap();
        let assignment = Assignment::given(content, jiff::Timestamp::UNIX_EPOCH);
        let recalled: AssignmentContent = content_of::<AssignmentId, _>("goals", &state(&assignment)).unwrap();
        assert_eq!(recalled, assignment.content);
    }
}
