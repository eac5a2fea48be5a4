//! What somebody may do, kept for work that goes on without them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Access, Caller, Grant, Permission, Principal, TenantScope};
use crate::http::Problem;

/// The roles that somebody had when they asked for work that is done later: it is done with these and no others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rights {
    grants: Vec<Grant>,
    access: Access,
}

impl Rights {
    pub fn of(principal: &Principal) -> Self {
        Self {
            grants: principal.grants.clone(),
            access: principal.access,
        }
    }

    /// Who asked, as they were then. Nothing was proven anew.
    pub(crate) fn principal(self, scope: TenantScope, person_id: Uuid, session_id: Uuid) -> Principal {
        Principal {
            person_id,
            session_id,
            scope: Some(scope),
            grants: self.grants,
            access: self.access,
            proven_at: None,
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
