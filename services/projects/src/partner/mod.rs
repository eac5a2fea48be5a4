//! An organisation one works with: a municipality, a university, a company, an association, an authority. It may be a
//! twin town, with an agreement. Whether anything still happens between the two is read from the activities that name
//! it: nobody keeps that by hand, so nobody forgets to.

pub mod attachments;
pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;

pub use model::{Partner, PartnerError, PartnerId};
