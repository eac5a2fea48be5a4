//! How others hear of a network.

use contracts::projects::v1 as wire;

use super::Network;

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
