pub mod model;
pub mod store;
pub use model::PolicyId;
