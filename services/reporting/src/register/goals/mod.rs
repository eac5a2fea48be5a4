//! Policies, goals, indicators and statements, as `goals` tells of them.

mod goal;
mod indicator;
mod policy;
mod statement;
mod value;

pub use self::{
    goal::Goal,
    indicator::Indicator,
    policy::Policy,
    statement::{Statement, StatementRound},
    value::IndicatorValue,
};
