//! Who may do what here, and how far.

use platform::{
    auth::PermissionRow,
    exports::{MakeExports, ReadExports},
    permission,
};

permission!(
    /// Reading registers and what waits for oneself.
    pub ReadRegisters = "registers.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);
permission!(
    /// Reading reports, their figures, the rows behind them, and their documents.
    pub ReadReports = "reports.read", Read {
        Admin: Any, Planner: Any, Contributor: Any, Controller: Any, Registrar: Any, Reader: Any, Elected: Any,
        Auditor: Any, Analyst: Any,
    }
);
permission!(
    /// Drafting reports, editing their texts, deleting drafts.
    pub EditReports = "reports.edit", Write { Admin: Any, Planner: Any, Contributor: OwnUnit }
);
permission!(
    /// Locking a report for good.
    pub LockReports = "reports.lock", Write { Admin: Any, Planner: Any }
);

permission!(
    /// Writing to everybody who owes something.
    pub AskForWhatIsOwed = "completeness.ask", Write { Admin: Any, Planner: Any }
);

pub fn rows() -> Vec<PermissionRow> {
    vec![
        PermissionRow::of::<ReadRegisters>(),
        PermissionRow::of::<ReadReports>(),
        PermissionRow::of::<EditReports>(),
        PermissionRow::of::<LockReports>(),
        PermissionRow::of::<AskForWhatIsOwed>(),
        PermissionRow::of::<MakeExports>(),
        PermissionRow::of::<ReadExports>(),
    ]
}
