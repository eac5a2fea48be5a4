//! How others hear of a goal.

use contracts::goals::v1 as wire;
use platform::rewriting::Recalled;
use serde_json::{Map, Value, json};

use super::{
    Goal,
    judgement::Judgement,
    model::{GoalContent, Status},
};

/// The whole goal.
pub fn state(goal: &Goal) -> wire::Goal {
    let content = goal.content.clone();
    let ids = |ids: Vec<uuid::Uuid>| ids.iter().map(ToString::to_string).collect();
    let (status, closed_on, closed_reason) = match &goal.status {
        Status::Open => ("open", None, None),
        Status::Closed { on, reason } => ("closed", Some(on.to_string()), reason.clone()),
    };
    wire::Goal {
        id: goal.id.to_string(),
        title: Some(content.title.into()),
        description: content.description.map(Into::into),
        level: content.level,
        kind: content.kind.map(|k| k.code().to_owned()),
        parent_id: content.parent_id.map(|p| p.to_string()),
        policy_id: content.policy.map(|p| p.id.to_string()),
        policy_edition: content.policy.and_then(|p| p.edition),
        accountable_unit_id: content.accountable_unit_id.to_string(),
        responsible_unit_ids: ids(content.responsible_unit_ids),
        consulted_unit_ids: ids(content.consulted_unit_ids),
        period: Some((&content.period).into()),
        cross_cutting: content.cross_cutting,
        to_be_measured: content.to_be_measured,
        theme_ids: ids(content.theme_ids),
        status: status.to_owned(),
        closed_on,
        closed_reason,
        created_at: goal.created_at.to_string(),
        attainment_rule: content.attainment_rule.code().to_owned(),
        judgement: goal.judgement.as_ref().map(judgement),
    }
}

fn judgement(judgement: &Judgement) -> wire::GoalJudgement {
    wire::GoalJudgement {
        status: judgement.status.code().to_owned(),
        reasons: judgement.reasons.clone(),
        by: judgement.by.to_string(),
        at: judgement.at.to_string(),
    }
}

impl Recalled for GoalContent {
    fn renamed(state: &mut Map<String, Value>) {
        let edition = state.remove("policy_edition");
        if let Some(id) = state.remove("policy_id") {
            state.insert("policy".to_owned(), json!({"id": id, "edition": edition}));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goal::GoalId;
    use platform::rewriting::content_of;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: GoalContent = serde_json::from_value(json!({
            "title": {"fi": "Kasvu", "sv": "Tillväxt", "en": "Growth"}, "description": {"sv": "Som alla vill."}, "level": "spearhead", "kind": "steering",
            "parent_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "policy": {"id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "edition": 2}, "accountable_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01",
            "responsible_unit_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"], "consulted_unit_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"],
            "period": {"from": "2026-01-01", "to": "2029-12-31"}, "cross_cutting": true, "to_be_measured": true,
            "theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"], "attainment_rule": "majority",
        })).unwrap();
        let goal = Goal::set(content, jiff::Timestamp::UNIX_EPOCH);
        let recalled: GoalContent = content_of::<GoalId, _>("goals", &state(&goal)).unwrap();
        assert_eq!(recalled, goal.content);
    }
}
