//! How others hear of a key: what it may do, and never its secret.

use contracts::tenants::v1 as wire;

use super::model::ApiKey;

pub fn state(key: &ApiKey) -> wire::ApiKey {
    wire::ApiKey {
        id: key.id.to_string(),
        name: key.name.clone(),
        scopes: key.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
        networks: key.networks.iter().map(ToString::to_string).collect(),
        made_by: key.made_by.to_string(),
        ends_on: key.ends_on.to_string(),
        revoked: key.revoked_at.is_some(),
    }
}
