//! What a person is in an organisation: roles, a title, from when to when. One row a person; whoever comes back gets the
//! old one again, so that versions go on and no event is older than the tombstone before it. There is always an
//! administrator. When roles change, access tokens that still say the old ones are revoked.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Held, Membership, MembershipError, MembershipId, Roles};
