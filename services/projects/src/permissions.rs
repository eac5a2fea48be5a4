//! Who may do what here.

use platform::{auth::PermissionRow, permission};

permission!(
    /// Reading projects, applications, partners, networks and activities.
    pub ReadProjects = "projects.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);

permission!(
    /// Adding, changing and removing projects; a contributor those of the own unit and the units below it.
    pub EditProjects = "projects.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);

permission!(
    /// Opening applications, taking their steps, keeping their financing plans.
    pub EditApplications = "applications.edit", Write { Admin: Any, Planner: Any, Controller: Any }
);

permission!(
    /// Adding, changing and removing activities; a contributor those of the own unit and the units below it.
    pub EditActivities = "activities.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);

permission!(
    /// Looking after partners and twin towns.
    pub EditPartners = "partners.edit", Write { Admin: Any, Planner: Any }
);

permission!(
    /// Looking after networks and memberships in them.
    pub EditNetworks = "networks.edit", Write { Admin: Any, Planner: Any }
);

/// The rows of the permission matrix.
pub fn rows() -> Vec<PermissionRow> {
    vec![
        PermissionRow::of::<ReadProjects>(),
        PermissionRow::of::<EditProjects>(),
        PermissionRow::of::<EditApplications>(),
        PermissionRow::of::<EditActivities>(),
        PermissionRow::of::<EditPartners>(),
        PermissionRow::of::<EditNetworks>(),
    ]
}
