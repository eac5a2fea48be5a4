//! How others hear of an assignment.

use contracts::goals::v1 as wire;

use super::{Assignment, model::Status};

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
