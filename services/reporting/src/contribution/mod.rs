//! Contributions: what each organisation adds to national measures, current after every event.
//!
//! A thing of the registers adds to some measures in some years; what an organisation contributes is the sum. Nobody but
//! the aggregator's role reads them across tenants, and it does not see of which thing they are.

pub mod facts;
pub mod holding;
pub mod measure;
pub mod model;
pub mod recount;
pub mod store;

pub use measure::{Measure, MeasureUnit};
