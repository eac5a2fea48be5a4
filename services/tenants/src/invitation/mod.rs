//! An invitation asks somebody by mail to join the organisation. Its secret link opens for fourteen days, once. Whoever
//! is known already proves it with the password one has; anybody else chooses one. The person is made when invited, so
//! that what the journal keeps of one is sealed with the person's own key from the first row on.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Invitation, InvitationError, InvitationId};
