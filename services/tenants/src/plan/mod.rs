//! A plan says how much an organisation may have and use: people, projects, bytes of files, calls a minute. The operator
//! makes plans and moves organisations between them. Each organisation carries its plan as it was last told, so that every
//! service hears of it and refuses by itself; a plan that is changed reaches its organisations one by one, soon after.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{PEOPLE, Plan, PlanError, PlanId};
