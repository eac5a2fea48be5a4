//! A project: work for a time, with others or with others' money. It says what it is for (goals with shares, benefit to
//! residents), who answers for it (a unit, a manager), with whom, and how it stands to other projects. How far it is
//! nobody types: it follows from its applications and its dates.

pub mod attachments;
pub mod bulk;
pub mod commands;
pub mod content;
pub mod events;
pub mod funding;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;

pub use content::ProjectContent;
pub use funding::{Funding, Status};
pub use model::{PROJECTS, Project, ProjectError, ProjectId};
