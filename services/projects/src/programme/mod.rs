//! A funding programme: of the European Union, of a state, of the Nordic countries. Every organisation sees the same
//! register; operators fill it. A code that nobody has read at its source yet says so.

pub mod model;
pub mod routes;
pub mod store;

pub use model::{Programme, ProgrammeName};
