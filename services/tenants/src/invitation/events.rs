//! What the journal keeps of an invitation: name and address sealed with the person's key.

use contracts::tenants::v1 as wire;
use platform::personal::{PersonKey, SealError};

use super::model::Invitation;
use crate::membership;

pub fn state(invitation: &Invitation, key: &PersonKey) -> Result<wire::Invitation, SealError> {
    Ok(wire::Invitation {
        id: invitation.id.to_string(),
        person_id: invitation.person_id.to_string(),
        email: Some(key.seal(&invitation.email)?),
        name: Some(key.seal(&invitation.name)?),
        roles: membership::events::roles(&invitation.roles),
        state: invitation.state.code().to_owned(),
        expires_at: invitation.expires_at.to_string(),
    })
}
