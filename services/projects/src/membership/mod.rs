//! Being in a network: which unit answers for it, or which organisation outside is the contact; since when, with how
//! many seats, for what fee and how much work, and who attends. A network nobody answers for is one nobody uses.

pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;

pub use model::{Membership, MembershipError, MembershipId};
