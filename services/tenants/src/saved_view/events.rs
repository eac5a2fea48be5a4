//! How others hear of a saved view: whose it is and of which list. What it is called and what it looks for are words of its
//! owner, sealed with the owner's key.

use contracts::tenants::v1 as wire;
use platform::personal::{PersonKey, SealError};

use super::model::SavedView;

pub fn state(view: &SavedView, key: &PersonKey) -> Result<wire::SavedView, SealError> {
    Ok(wire::SavedView {
        name: Some(key.seal(view.name.as_str())?),
        query: Some(key.seal(view.query.as_str())?),
        ..wordless(view)
    })
}

/// Of what is gone, and of what belongs to nobody any more.
pub fn wordless(view: &SavedView) -> wire::SavedView {
    wire::SavedView {
        id: view.id.to_string(),
        owner_id: view.owner_id.map(|id| id.to_string()),
        list: view.list.code().to_owned(),
        name: None,
        query: None,
        shared: view.shared,
    }
}
