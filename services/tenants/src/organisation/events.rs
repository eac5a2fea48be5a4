//! How others hear of an organisation.

use contracts::tenants::v1 as wire;

use super::{Organisation, names::DatedName};

/// The whole organisation as it now stands.
pub fn state(organisation: &Organisation) -> wire::Organisation {
    let o = organisation;
    wire::Organisation {
        id: o.id.to_string(),
        kind: o.kind.code().to_owned(),
        name: Some(o.name.clone().into()),
        names: dated(&o.names),
        code: o.code.clone(),
        country: o.country.code().to_owned(),
        time_zone: o.time_zone.clone(),
        language: o.language.code().to_owned(),
        place_code: o.place_code.clone(),
        owners: o
            .owners
            .iter()
            .map(|owner| wire::Owner {
                organisation_name: owner.organisation_name.clone(),
                code: owner.code.clone(),
                share: owner.share.to_string(),
            })
            .collect(),
        members: o.members.clone(),
        valid_from: o.valid_from.map(|d| d.to_string()),
        valid_to: o.valid_to.map(|d| d.to_string()),
        merged_into: o.merged_into.clone(),
        invented: o.invented,
        colour: o.brand.colour.clone(),
        crest: o.brand.crest.clone(),
        state: o.state.code().to_owned(),
        trial_until: o.trial_until.map(|d| d.to_string()),
        contact: o.notices.contact.clone(),
        accessibility_notice: o.notices.accessibility.clone().map(Into::into),
        privacy_notice: o.notices.privacy.clone().map(Into::into),
        plan: o.plan.clone().map(Into::into),
    }
}

/// Names with their dates.
pub fn dated(names: &[DatedName]) -> Vec<wire::DatedName> {
    let one = |n: &DatedName| wire::DatedName {
        name: Some(n.name.clone().into()),
        from: n.from.map(|d| d.to_string()),
        to: n.to.map(|d| d.to_string()),
    };
    names.iter().map(one).collect()
}
