//! Goal levels: the tenant's own names for the depths of its goal tree, from the top down.
//!
//! One municipality speaks of vision, spearhead and measure, another of direction goals, overarching goals and board
//! goals. Until a tenant says how it speaks, four common levels serve; they are version 0.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{GoalLevels, LevelError};
