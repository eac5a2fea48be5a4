//! How others hear of a unit.

use contracts::tenants::v1 as wire;

use super::model::Unit;
use crate::organisation::events::dated;

/// The whole unit as it now stands.
pub fn state(unit: &Unit) -> wire::Unit {
    wire::Unit {
        id: unit.id.to_string(),
        name: Some(unit.name.clone().into()),
        kind: unit.kind.code().to_owned(),
        parent_id: unit.parent_id.map(|id| id.to_string()),
        valid_from: unit.valid_from.map(|d| d.to_string()),
        valid_to: unit.valid_to.map(|d| d.to_string()),
        merged_into: unit.merged_into.map(|id| id.to_string()),
        short_name: unit.short_name.clone(),
        names: dated(&unit.names),
    }
}
