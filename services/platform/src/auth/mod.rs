//! Who asks, for which tenant, and what that person may do there.

pub use jiff::SignedDuration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mod api_key;
mod caller;
pub(crate) mod internal;
mod keys;
mod permission;
mod revocations;
mod rights;
pub mod token;

pub use api_key::{ActingKey, ApiKeys, OPENING, OpenKey, OpenedKey, PREFIX};
pub use caller::{AnyCaller, Anyone, Auth, Caller, OperatorCaller, OutOfReach, bearer, step_up_required};
pub(crate) use caller::{Standing, principal};
pub use internal::{InternalCaller, InternalSecret};
pub use keys::PublishedKeys;
pub use permission::{Act, Permission, PermissionRow, minutes};
pub(crate) use revocations::Asking;
pub(crate) use revocations::reads_across;
pub use revocations::{
    AcrossTenants, Instance, LEASE, Revocation, Revocations, RevocationsUnknown, Revoked, RevokedGrant, RevokedSession,
    What,
};
pub use rights::Rights;

/// The right to open a transaction for one tenant.
///
/// It comes into being only where identity was proven: in the token extractor, in the event consumer, in jobs, and where
/// a secret token was looked up (`SystemTx::enter`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TenantScope {
    tenant_id: Uuid,
    /// The API key that came in place of a person: what is changed within this scope is told as the key's deed.
    key_id: Option<Uuid>,
}

impl TenantScope {
    pub(crate) fn proven(tenant_id: Uuid) -> Self {
        Self {
            tenant_id,
            key_id: None,
        }
    }

    /// The same, opened by an API key.
    pub(crate) fn by_key(self, key_id: Option<Uuid>) -> Self {
        Self { key_id, ..self }
    }

    pub fn tenant_id(&self) -> Uuid {
        self.tenant_id
    }

    pub(crate) fn key_id(&self) -> Option<Uuid> {
        self.key_id
    }
}

/// What a person is in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the organisation's account: people, units, sharing.
    Admin,
    /// Steers international work: goals, projects, networks, follow-up.
    Planner,
    /// Enters what one unit owes; always tied to a unit.
    Contributor,
    /// Looks after the money.
    Controller,
    /// Looks after documents, case numbers and decisions.
    Registrar,
    /// Reads.
    Reader,
    /// A board or council member: reads.
    Elected,
    /// Reads everything, the journal too.
    Auditor,
    /// An association's or sub-region's expert.
    Analyst,
    /// Runs the installation; has no tenant and sees no content.
    Operator,
}

impl Role {
    pub const ALL: [Self; 10] = [
        Self::Admin,
        Self::Planner,
        Self::Contributor,
        Self::Controller,
        Self::Registrar,
        Self::Reader,
        Self::Elected,
        Self::Auditor,
        Self::Analyst,
        Self::Operator,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Planner => "planner",
            Self::Contributor => "contributor",
            Self::Controller => "controller",
            Self::Registrar => "registrar",
            Self::Reader => "reader",
            Self::Elected => "elected",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
            Self::Operator => "operator",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What the person made or is responsible for.
    OwnRecord,
    /// What belongs to the role's unit or a unit below it.
    OwnUnit,
    /// Everything of the organisation.
    Any,
}

impl Reach {
    pub fn code(self) -> &'static str {
        match self {
            Self::OwnRecord => "own_record",
            Self::OwnUnit => "own_unit",
            Self::Any => "any",
        }
    }
}

/// A role, and the unit it is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    pub role: Role,
    /// Absent: the whole organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
}

/// Whether the tenant may be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    #[default]
    Full,
    /// Reads and exports, writes nothing.
    ReadOnly,
}

/// A person who proved who they are.
#[derive(Clone, Debug)]
pub struct Principal {
    pub person_id: Uuid,
    pub session_id: Uuid,
    /// Absent for an operator.
    pub scope: Option<TenantScope>,
    pub grants: Vec<Grant>,
    pub access: Access,
    /// When the session last saw a proof of who this is: a code of the second factor, or, without one, the password.
    pub proven_at: Option<Timestamp>,
    /// The API key that acts in the person's name, within its own scopes.
    pub key: Option<ActingKey>,
}

impl Principal {
    /// Who is counted and remembered as the one who asks: the key, where one does.
    pub fn caller_id(&self) -> Uuid {
        self.key.as_ref().map_or(self.person_id, |key| key.id)
    }

    /// Whether who this is was proven no longer ago than that.
    pub fn proved_within(&self, limit: SignedDuration, now: Timestamp) -> bool {
        self.proven_at.is_some_and(|at| now < at + limit)
    }
}

/// What a principal's grants add up to for one permission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    pub any: bool,
    /// Units that the person answers for; those below them count too.
    pub units: Vec<Uuid>,
    pub own: bool,
}

impl Reached {
    pub fn nothing(&self) -> bool {
        !self.any && self.units.is_empty() && !self.own
    }
}
