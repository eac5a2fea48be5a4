//! How others hear of a partner.

use contracts::projects::v1 as wire;
use platform::rewriting::Recalled;

use super::{Partner, model::PartnerContent};

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

impl Recalled for PartnerContent {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::partner::PartnerId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: PartnerContent = serde_json::from_value(json!({
            "name": "Visby", "kind": "municipality", "country": "SE", "town": "Visby", "website": "https://example.org/",
            "twin_town": {"since": "1975-05-01", "agreement": "Signed", "status": "dormant"}, "notes": "Gammal vän",
        })).unwrap();
        let partner = Partner::new(content, Timestamp::UNIX_EPOCH);
        let recalled: PartnerContent = content_of::<PartnerId, _>("projects", &state(&partner)).unwrap();
        assert_eq!(recalled, partner.content);
    }
}
