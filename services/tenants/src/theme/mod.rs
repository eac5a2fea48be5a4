//! A theme says what work is about. It belongs to one taxonomy, has a code and names there, and may lie below another
//! theme. Goals, projects, networks and activities carry themes; they know them by their events.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Theme, ThemeError, ThemeId};
