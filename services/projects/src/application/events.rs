//! How others hear of an application.

use contracts::projects::v1 as wire;
use uuid::Uuid;

use super::{Application, Financing, Step};

/// The whole application, with the unit that answers for its project.
pub fn state(application: &Application, owner_unit_id: Uuid) -> wire::Application {
    let content = &application.content;
    wire::Application {
        id: application.id.to_string(),
        project_id: application.project_id.to_string(),
        owner_unit_id: owner_unit_id.to_string(),
        programme_id: content.programme_id.map(|id| id.to_string()),
        call: content.call.clone(),
        state: application.state.code().to_owned(),
        steps: application.steps.iter().map(step).collect(),
        submitted_on: application.submitted_on.map(|day| day.to_string()),
        applied: content.applied.as_ref().map(Into::into),
        granted: application.granted.as_ref().map(Into::into),
        financing: application.financing.as_ref().map(financing),
    }
}

fn step(step: &Step) -> wire::ApplicationStep {
    wire::ApplicationStep {
        to: step.to.code().to_owned(),
        on: step.on.to_string(),
        decided_by: step.decided_by.clone(),
        case_number: step.case_number.clone(),
        note: step.note.clone(),
        conditions: step.conditions.clone(),
        granted: step.granted.as_ref().map(Into::into),
    }
}

fn financing(plan: &Financing) -> wire::Financing {
    let sources = plan.sources.iter().map(|source| wire::FinancingSource {
        source: source.source.code().to_owned(),
        kind: source.kind.code().to_owned(),
        name: source.name.clone(),
        amount: source.amount.as_ref().map(Into::into),
        rate: source.rate.map(|rate| rate.normalize().to_string()),
    });
    wire::Financing {
        total: plan.total.as_ref().map(Into::into),
        sources: sources.collect(),
    }
}
