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
    /// Reading figures over many organisations, and the ledger of their releases.
    pub ReadAggregates = "aggregates.read", Read {
        Admin: Any, Planner: Any, Reader: Any, Elected: Any, Auditor: Any, Analyst: Any,
    }
);
permission!(
    /// Releasing figures over many organisations, for good.
    pub ReleaseFigures = "releases.release", Write, proven within 15 { Analyst: Any }
);
permission!(
    /// Withdrawing a released figure, for good.
    pub WithdrawReleases = "releases.withdraw", Write, proven within 15 { Admin: Any, Analyst: Any }
);
permission!(
    /// Reading what other organisations give by name.
    pub ReadShared = "shared.read", Read {
        Admin: Any, Planner: Any, Reader: Any, Elected: Any, Auditor: Any, Analyst: Any,
    }
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
        PermissionRow::of::<ReadAggregates>(),
        PermissionRow::of::<ReleaseFigures>(),
        PermissionRow::of::<WithdrawReleases>(),
        PermissionRow::of::<ReadShared>(),
    ]
}
