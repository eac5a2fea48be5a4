//! How others hear of a membership: as a person without personal data. The journal keeps the title sealed.

use contracts::tenants::v1 as wire;
use platform::{
    events::Change,
    personal::{PersonKey, SealError},
};
use uuid::Uuid;

use super::model::{Membership, Roles};

pub fn roles(roles: &Roles) -> Vec<wire::Role> {
    let one = |held: &super::Held| wire::Role {
        role: held.role.code().to_owned(),
        unit_id: held.unit_id.map(|id| id.to_string()),
    };
    roles.held().iter().map(one).collect()
}

/// Two changes: the membership with what is personal sealed, and the person as others may know of one.
pub fn changes(
    membership: &Membership,
    key: &PersonKey,
    event: &'static str,
    by: Uuid,
) -> Result<[Change; 2], SealError> {
    let m = membership;
    let title = serde_json::to_string(&m.title).unwrap_or_default();
    let whole = wire::Membership {
        id: m.id.to_string(),
        person_id: m.person_id.to_string(),
        roles: roles(&m.roles),
        title: Some(key.seal(&title)?),
        valid_from: m.valid_from.to_string(),
        valid_to: m.valid_to.map(|d| d.to_string()),
        ended: m.ended,
    };
    let person = wire::Person {
        id: m.person_id.to_string(),
        roles: if m.ended { Vec::new() } else { roles(&m.roles) },
        valid_from: Some(m.valid_from.to_string()),
        valid_to: m.valid_to.map(|d| d.to_string()),
    };
    let membership = Change::new("membership", m.id, m.version, event, &whole).by(by);
    let person = Change::new("person", m.person_id, m.version, event, &person).by(by);
    Ok(if m.ended {
        [membership.deleted(), person.deleted()]
    } else {
        [membership, person]
    })
}
