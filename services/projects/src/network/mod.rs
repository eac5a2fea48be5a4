//! A network of municipalities and others, or an office that represents them somewhere. What it is about, who hosts it,
//! how large it is. Being in it is a membership of its own: somebody answers for it and it costs something.

pub mod attachments;
pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;

pub use model::{Network, NetworkError, NetworkId};
