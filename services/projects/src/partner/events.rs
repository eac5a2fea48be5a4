//! How others hear of a partner.

use contracts::projects::v1 as wire;

use super::Partner;

/// The whole partner, without what is read from activities.
pub fn state(partner: &Partner) -> wire::Partner {
    let content = &partner.content;
    wire::Partner {
        id: partner.id.to_string(),
        name: content.name.clone(),
        kind: content.kind.code().to_owned(),
        country: content.country.clone(),
        town: content.town.clone(),
        website: content.website.clone(),
        twin_town: content.twin_town.as_ref().map(|twin| wire::TwinTown {
            since: twin.since.map(|day| day.to_string()),
            agreement: twin.agreement.clone(),
            status: twin.status.code().to_owned(),
        }),
        notes: content.notes.clone(),
    }
}
