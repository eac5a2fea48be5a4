//! What is true of a project.

use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{Faults, Problem, Stale},
    id_type,
    known::Unknown,
    usage::{Measure, PlanLimit},
};
use serde::{Deserialize, Serialize};

use super::{Funding, ProjectContent, Status};
use crate::programme::ProgrammeName;

id_type!(
    /// Names a project.
    ProjectId of "project"
);

/// How many projects there are: what a plan may limit.
pub const PROJECTS: Measure = Measure {
    kind: "projects",
    code: "plan_limit_projects",
    called: "projects",
};

/// A project.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Project {
    pub id: ProjectId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: ProjectContent,
    pub programme: Option<ProgrammeName>,
    pub funding: Funding,
}

#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    #[error("there is no such project")]
    NotFound,
    #[error("the project is not as it should be: {0}")]
    Broken(#[from] Faults),
    #[error("the project would be its own ancestor")]
    Cycle { pointer: String },
    #[error("other things point at the project")]
    InUse { by: &'static str },
    #[error(transparent)]
    Plan(#[from] PlanLimit),
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Project {
    pub fn new(content: ProjectContent, at: Timestamp) -> Self {
        Self {
            id: ProjectId::fresh(),
            version: 1,
            created_at: at,
            content,
            programme: None,
            funding: Funding::None,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: ProjectContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }

    /// The next version, when the applications add up to something else than before.
    pub fn funded(self, funding: Funding) -> Option<Self> {
        (self.funding != funding).then(|| Self {
            version: self.version + 1,
            funding,
            ..self
        })
    }

    pub fn status(&self, today: Date) -> Status {
        self.funding.status(&self.content.period, today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::project::content::tests::content;

    #[test]
    fn without_applications_the_dates_tell_how_far_it_is() {
        let project = Project::new(content(), Timestamp::UNIX_EPOCH);
        assert_eq!(project.status(date(2016, 12, 31)), Status::Preparing);
        assert_eq!(project.status(date(2017, 1, 1)), Status::Running);
        assert_eq!(project.status(date(2018, 12, 31)), Status::Running);
        assert_eq!(project.status(date(2019, 1, 1)), Status::Ended);
    }

    #[test]
    fn the_same_funding_is_no_news() {
        let project = Project::new(content(), Timestamp::UNIX_EPOCH);
        assert!(project.clone().funded(Funding::None).is_none());
        assert_eq!(project.funded(Funding::Applied).unwrap().version, 2);
    }
}
