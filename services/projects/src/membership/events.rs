//! How others hear of a membership in a network.

use contracts::projects::v1 as wire;
use platform::rewriting::Recalled;

use super::{Membership, model::MembershipContent};

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

impl Recalled for MembershipContent {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::membership::MembershipId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: MembershipContent = serde_json::from_value(json!({
            "network_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "accountable_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "outside_organisation": "Konsortiet", "since": "2010-01-01",
            "until": "2020-12-31", "seats": 0, "fee": {"amount": "2500.00", "currency": "EUR"}, "hours": 80,
            "attends": {"en": "Coordinator"},
        })).unwrap();
        let membership = Membership::new(content, Timestamp::UNIX_EPOCH);
        let recalled: MembershipContent = content_of::<MembershipId, _>("projects", &state(&membership)).unwrap();
        assert_eq!(recalled, membership.content);
    }
}
