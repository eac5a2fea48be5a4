//! An application for a project's money: from an idea to a closed grant. It goes forward by steps, each with its day,
//! who decided it and the case number, and every step stays. Its financing plan says who pays what; it may be incomplete
//! while it is written and adds up to the cent from submission on.

mod adding_up;
pub mod attachments;
pub mod commands;
pub mod events;
pub mod financing;
pub mod funding;
pub mod model;
pub mod routes;
pub mod steps;
pub mod store;

pub use financing::Financing;
pub use model::{Application, ApplicationError, ApplicationId};
pub use steps::{State, Step};
