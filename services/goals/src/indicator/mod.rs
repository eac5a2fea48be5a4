//! An indicator: how one sees whether goals are reached.
//!
//! A number is counted; a ratio is kept by what stands above and below its line, so that shares of units add up to a share
//! of the whole; a scale is judged, with evidence. A value may be split by dimensions (school level, gender, country).
//! Baseline and targets are read in the indicator's unit of measure: 80 is 80 %.

pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
mod rules;
pub mod store;

pub use model::{Indicator, IndicatorError, IndicatorId, Kind};
