//! The routes of this service, through a socket, with a real database.

mod assignments;
mod goals;
mod indicators;
mod levels;
mod policies;
mod schema;
mod statements;
mod support;
