//! Something that was done: a visit, an exchange, a seminar, an event, culture, training, advocacy. When and where, in
//! which languages, for which goals, with how many people of which groups and professions, never with whose names; and
//! what was learnt. A source that says "at least" or "about" keeps saying so.

pub mod attachments;
pub mod bulk;
pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;
pub mod summary;

pub use model::{Activity, ActivityError, ActivityId};
