//! How others hear of a sharing agreement: once from each side.

use contracts::tenants::v1 as wire;

use super::model::{Agreement, Decision};

/// The whole agreement as one side holds it.
pub fn state(agreement: &Agreement) -> wire::SharingAgreement {
    let a = agreement;
    wire::SharingAgreement {
        id: a.id.to_string(),
        side: a.side.code().to_owned(),
        owner_id: a.owner.id.to_string(),
        owner_name: Some(a.owner.name.clone().into()),
        owner_code: a.owner_code.clone(),
        owner_country: a.owner_country.code().to_owned(),
        viewer_id: a.viewer.id.to_string(),
        viewer_name: Some(a.viewer.name.clone().into()),
        dataset: a.dataset.code().to_owned(),
        level: a.level.code().to_owned(),
        waiver: a.terms.waiver,
        valid_from: a.terms.valid_from.to_string(),
        valid_to: a.terms.valid_to.map(|day| day.to_string()),
        decision: Some(decision(&a.terms.decision)),
        state: a.state().code().to_owned(),
        revoked_at: a.revoked.as_ref().map(|r| r.at.to_string()),
        terms_version: a.terms_version,
    }
}

fn decision(decision: &Decision) -> wire::SharingDecision {
    wire::SharingDecision {
        body: Some(decision.body.clone().into()),
        decided_on: decision.decided_on.to_string(),
        section: decision.section.clone(),
        case_number: decision.case_number.clone(),
    }
}
