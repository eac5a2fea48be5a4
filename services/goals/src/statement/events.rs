//! How others hear of a statement.

use contracts::goals::v1 as wire;

use super::Statement;

/// The whole statement.
pub fn state(statement: &Statement) -> wire::Statement {
    let content = statement.content.clone();
    let reminder = |r: &super::model::Reminder| wire::Reminder {
        at: r.at.to_string(),
        escalated: r.escalated,
    };
    wire::Statement {
        id: statement.id.to_string(),
        round_id: statement.round_id.to_string(),
        year: statement.year,
        unit_id: statement.unit_id.to_string(),
        due_on: statement.due_on.to_string(),
        text: content.text.map(Into::into),
        plan_reference: content.plan_reference,
        status: statement.status.code().to_owned(),
        submitted_on: statement.submitted_on.map(|d| d.to_string()),
        owner_id: content.owner_id.map(|o| o.to_string()),
        reminders: statement.reminders.iter().map(reminder).collect(),
        escalation: statement.escalation.code().to_owned(),
        created_at: statement.created_at.to_string(),
    }
}
