//! What waits for the one who asks, and boards of what is under way, owed and late. Owns nothing; it tells whom to write to.

mod board_routes;
mod boards;
pub mod goals;
mod letters;
pub mod routes;
mod steps;

pub use boards::kept::KeptBoards;
