//! How others hear of a policy.

use contracts::goals::v1 as wire;

use super::{Policy, model::Section, steps::Step};

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
