//! A policy: a strategy, policy, programme, plan or guideline, as a document with editions.
//!
//! An edition is written as a draft, sent round for consultation, revised, proposed, adopted, and comes into force; each
//! step has its day, who decided it and the case number. Once it is proposed its words stand: who wants other words
//! takes it back or opens the next edition. Old editions stay readable, and goals point at one of them. When an edition
//! comes into force, the one that stood before is superseded, as is the policy it says it supersedes.

pub mod attachments;
pub mod bodies;
pub mod commands;
pub mod edition;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod steps;
pub mod store;

pub use model::{Policy, PolicyError, PolicyId};
