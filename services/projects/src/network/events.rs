//! How others hear of a network.

use contracts::projects::v1 as wire;
use platform::rewriting::Recalled;

use super::{Network, model::NetworkContent};

/// The whole network.
pub fn state(network: &Network) -> wire::Network {
    let content = &network.content;
    wire::Network {
        id: network.id.to_string(),
        name: Some(content.name.clone().into()),
        acronym: content.acronym.clone(),
        kind: content.kind.code().to_owned(),
        theme_ids: content.theme_ids.iter().map(ToString::to_string).collect(),
        host: content.host.clone(),
        size: content.size.as_ref().map(Into::into),
        scope: content.scope.clone().map(Into::into),
        description: content.description.clone().map(Into::into),
        website: content.website.clone(),
    }
}

impl Recalled for NetworkContent {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::network::NetworkId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: NetworkContent = serde_json::from_value(json!({
            "name": {"fi": "Kasvu", "sv": "Tillväxt"}, "acronym": "HC", "kind": "representation_office", "theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"], "host": "WHO",
            "size": {"value": "100", "exactness": "about"}, "scope": {"en": "Cities"}, "description": {"en": "Health"},
            "website": "https://example.org/",
        })).unwrap();
        let network = Network::new(content, Timestamp::UNIX_EPOCH);
        let recalled: NetworkContent = content_of::<NetworkId, _>("projects", &state(&network)).unwrap();
        assert_eq!(recalled, network.content);
    }
}
