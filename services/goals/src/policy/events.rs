//! How others hear of a policy.

use contracts::goals::v1 as wire;
use platform::rewriting::Recalled;
use serde_json::{Map, Value, json};

use super::{
    Policy,
    model::{PolicyContent, Section},
    steps::Step,
};

/// The policy with its newest edition.
pub fn state(policy: &Policy) -> wire::Policy {
    let content = policy.content.clone();
    wire::Policy {
        id: policy.id.to_string(),
        kind: content.kind.code().to_owned(),
        status: policy.status.code().to_owned(),
        edition: policy.edition,
        title: Some(content.title.into()),
        case_number: content.case_number,
        period: Some((&content.period).into()),
        vision: content.vision.map(Into::into),
        sections: content.sections.into_iter().map(section).collect(),
        steps: policy.steps.iter().map(step).collect(),
        supersedes_policy_id: content.supersedes.map(|s| s.policy_id.to_string()),
        theme_ids: content.theme_ids.iter().map(ToString::to_string).collect(),
        standing_edition: policy.standing_edition,
        created_at: policy.created_at.to_string(),
    }
}

fn section(section: Section) -> wire::PolicySection {
    wire::PolicySection {
        key: section.key,
        heading: Some(section.heading.into()),
        body: Some(section.body.into()),
    }
}

fn step(step: &Step) -> wire::PolicyStep {
    wire::PolicyStep {
        to: step.to.code().to_owned(),
        on: step.on.to_string(),
        decided_by: step.decided_by.clone(),
        case_number: step.case_number.clone(),
        note: step.note.clone(),
    }
}

impl Recalled for PolicyContent {
    fn renamed(state: &mut Map<String, Value>) {
        if let Some(id) = state.remove("supersedes_policy_id") {
            state.insert("supersedes".to_owned(), json!({"policy_id": id}));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::PolicyId;
    use platform::rewriting::content_of;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: PolicyContent = serde_json::from_value(json!({
            "kind": "programme", "title": {"fi": "Kasvu", "sv": "Tillväxt", "en": "Growth"}, "case_number": "KS/2009:167", "period": {"from": "2010-01-01"},
            "vision": {"sv": "Öppet"}, "supersedes": {"policy_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"}, "theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"],
            "sections": [{"key": "goal", "heading": {"sv": "Mål"}, "body": {}},
                         {"key": "way", "heading": {"sv": "Väg"}, "body": {"sv": "Lång"}}],
        })).unwrap();
        let policy = Policy::drafted(content, jiff::Timestamp::UNIX_EPOCH);
        let recalled: PolicyContent = content_of::<PolicyId, _>("goals", &state(&policy)).unwrap();
        assert_eq!(recalled, policy.content);
    }
}
