//! A goal link: a project, a network or an activity that serves a goal, how strongly, and in which way.
//!
//! The project, network or activity lies with another service: it is checked against what was heard of it. Should it vanish,
//! the link stands and says so, for somebody meant something by it. The coverage matrix holds every goal of a level against
//! every kind of activity: what nothing serves is a gap.

pub mod commands;
pub mod coverage;
pub mod events;
mod kept;
pub mod model;
pub mod restoring;
pub mod routes;
mod share;
pub mod store;
mod target;

pub use kept::Kept;
pub use model::{GoalLink, GoalLinkError, GoalLinkId};
pub use target::of_projects;
use target::{ACTIVITY, NETWORK, PROJECT};
