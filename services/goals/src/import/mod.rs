//! An import: values of indicators that come as one table, as a spreadsheet saves it.
//!
//! The table is taken in whole and kept as lines; what each column holds is guessed from its name and can be said. Then it
//! is checked, line by line, with every fault in its place and nothing entered; then it is entered, if the faulty lines are
//! mended or left out on purpose. Both are done by who works, some hundred lines in a transaction, in the name and with the
//! roles of who asked; how far it is stands in that same transaction, so that whoever is killed has done the lines once or
//! not at all, and another goes on behind them. The same table a second time finds everything as it says, and changes nothing.

pub mod columns;
pub mod commands;
pub mod events;
pub mod fault;
pub mod line;
pub mod model;
pub mod routes;
pub mod store;
pub mod work;

pub use model::{Import, ImportError, ImportId};
