//! What somebody may do, kept for work that goes on without them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Access, ActingKey, Caller, Grant, Permission, Principal, TenantScope};
use crate::http::Problem;

/// The roles that somebody had when they asked for work that is done later: it is done with these and no others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rights {
    grants: Vec<Grant>,
    access: Access,
    /// The API key that asked in somebody's name: the work is bound by its scopes too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<ActingKey>,
}

impl Rights {
    pub fn of(principal: &Principal) -> Self {
        Self {
            grants: principal.grants.clone(),
            access: principal.access,
            key: principal.key.clone(),
        }
    }

    /// Who asked, as they were then. Nothing was proven anew.
    pub(crate) fn principal(self, scope: TenantScope, person_id: Uuid, session_id: Uuid) -> Principal {
        let key_id = self.key.as_ref().map(|key| key.id);
        Principal {
            person_id,
            session_id,
            scope: Some(scope.by_key(key_id)),
            grants: self.grants,
            access: self.access,
            proven_at: None,
            key: self.key,
        }
    }

    /// Who asked, if they may do `P`.
    pub fn caller<P: Permission>(
        self,
        scope: &TenantScope,
        (person_id, session_id): (Uuid, Uuid),
        now: Timestamp,
    ) -> Result<Caller<P>, Problem> {
        Caller::from_principal(self.principal(scope.clone(), person_id, session_id), now)
    }
}
