//! A unit is a council, board, committee, office, unit, school or company of an organisation. Units form a tree, have
//! days from and to which they are there, keep their old names with their dates, and can go up in one another. Every
//! other service knows them by their events.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Unit, UnitError, UnitId};
