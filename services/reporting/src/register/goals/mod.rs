//! Policies, goals, indicators and statements, as `goals` tells of them.

mod assignment;
mod goal;
mod indicator;
mod policy;
mod statement;
mod value;

pub use self::{
    assignment::Assignment,
    goal::Goal,
    indicator::Indicator,
    policy::Policy,
    statement::{Statement, StatementRound},
    value::IndicatorValue,
};
