//! Who may do what here, and how far.

use platform::{auth::PermissionRow, permission};

permission!(
    /// Reading policies, goals, indicators, statements and their history.
    pub ReadGoals = "goals.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);
permission!(
    /// Naming the depths of the goal tree.
    pub EditLevels = "goal_levels.edit", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Writing policies and recording what was decided about them.
    pub EditPolicies = "policies.edit", Write { Admin: Any, Planner: Any, Registrar: Any }
);
permission!(
    /// Setting and changing goals.
    pub EditGoals = "goals.edit", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Closing and reopening goals.
    pub CloseGoals = "goals.close", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Saying how a goal is doing, beside what its indicators say.
    pub JudgeGoals = "goals.judge", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);
permission!(
    /// Setting from which share of the expected change on a goal is on track, or to be watched.
    pub EditThresholds = "goal_thresholds.edit", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Tying goals to the projects, networks and activities that serve them.
    pub EditGoalLinks = "goal_links.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);
permission!(
    /// Giving units something to do.
    pub EditAssignments = "assignments.edit", Write { Admin: Any, Planner: Any, Registrar: Any }
);
permission!(
    /// Saying that an assignment is done, or is not.
    pub CompleteAssignments = "assignments.complete", Write {
        Admin: Any, Planner: Any, Registrar: Any, Contributor: OwnUnit,
    }
);
permission!(
    /// Defining indicators.
    pub EditIndicators = "indicators.edit", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Entering and correcting values of indicators.
    pub EnterValues = "indicator_values.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);
permission!(
    /// Opening, reminding of and locking the yearly round of statements.
    pub ManageStatements = "statements.manage", Write { Admin: Any, Planner: Any }
);
permission!(
    /// Writing and handing in a unit's statement.
    pub EditStatements = "statements.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);

pub fn rows() -> Vec<PermissionRow> {
    vec![
        PermissionRow::of::<ReadGoals>(),
        PermissionRow::of::<EditLevels>(),
        PermissionRow::of::<EditPolicies>(),
        PermissionRow::of::<EditGoals>(),
        PermissionRow::of::<CloseGoals>(),
        PermissionRow::of::<JudgeGoals>(),
        PermissionRow::of::<EditThresholds>(),
        PermissionRow::of::<EditGoalLinks>(),
        PermissionRow::of::<EditAssignments>(),
        PermissionRow::of::<CompleteAssignments>(),
        PermissionRow::of::<EditIndicators>(),
        PermissionRow::of::<EnterValues>(),
        PermissionRow::of::<ManageStatements>(),
        PermissionRow::of::<EditStatements>(),
    ]
}
