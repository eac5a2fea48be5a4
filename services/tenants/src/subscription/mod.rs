//! A subscription is how an organisation becomes a tenant: requested by anybody, approved by an operator or by the
//! association of the same country, on trial, active, read-only. Approving makes the organisation and invites its first
//! administrator. Requests exist before any tenant, so they lie in a lookup table; from the approval on the
//! organisation's own journal tells what happened.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Subscription, SubscriptionError, SubscriptionId};
