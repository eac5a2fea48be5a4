//! A value of an indicator: what was measured or judged, of one period, one unit (or the whole organisation) and one
//! place in the indicator's dimensions.
//!
//! It begins preliminary or final. A preliminary one is changed freely and becomes final; a final one is only corrected,
//! with a reason, and keeps what stood before. "No change" takes over what stood the period before, on purpose and
//! visibly. There is one value for each period and place.

pub mod commands;
pub mod correction;
pub mod events;
pub mod grid;
pub mod many;
pub mod measured;
pub mod model;
pub mod routes;
pub mod store;
pub mod totals;

pub use model::{Value, ValueError, ValueId};
