//! What a tenant may have by its plan, and what it has and uses.
//!
//! `tenants` owns plans; every service hears of a tenant's by the events of its organisation and refuses by itself what goes
//! beyond. What is counted is told per month: calls by whoever serves, everything else by whoever works.

mod calls;
mod files;
mod measuring;
mod month;
mod plan;
pub mod routes;
mod store;

pub(crate) use calls::Calls;
pub(crate) use files::bytes_elsewhere;
pub use files::files_of;
pub(crate) use measuring::keep_measuring;
pub use month::Month;
pub use plan::{Measure, Plan, PlanLimit, Room, STORAGE, keep_plan, room};

/// Something of which a service can tell how much there is of it.
#[derive(Clone, Copy, Debug)]
pub struct Stock {
    /// As it is called everywhere: `projects`.
    pub kind: &'static str,
    /// A statement that gives `amount` for the tenant `$1`.
    pub count: &'static str,
}

impl Stock {
    /// Bytes of the files that are attached to things of a service.
    pub const FILES: Self = Self {
        kind: STORAGE.kind,
        count: "SELECT coalesce(sum(bytes), 0)::bigint AS amount FROM attachments
                WHERE tenant_id = $1 AND removed_at IS NULL",
    };
}
