//! A saved view is one of the portal's lists, narrowed and sorted in a way that somebody wants to find again: the list, and
//! what stands behind the question mark of its address. It is one's own, or shared with everybody in the organisation; of
//! somebody's own, nobody else learns anything.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{SavedView, SavedViewError, SavedViewId};
