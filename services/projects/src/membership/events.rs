//! How others hear of a membership in a network.

use contracts::projects::v1 as wire;

use super::Membership;

/// The whole membership.
pub fn state(membership: &Membership) -> wire::NetworkMembership {
    let content = &membership.content;
    wire::NetworkMembership {
        id: membership.id.to_string(),
        network_id: content.network_id.to_string(),
        accountable_unit_id: content.accountable_unit_id.map(|id| id.to_string()),
        outside_organisation: content.outside_organisation.clone(),
        since: content.since.map(|day| day.to_string()),
        until: content.until.map(|day| day.to_string()),
        seats: content.seats,
        fee: content.fee.as_ref().map(Into::into),
        hours: content.hours,
        attends: content.attends.clone().map(Into::into),
    }
}
