//! The addresses of all pages, for tests that visit each.

use serde::Serialize;

/// One page. `{…}` in an address stands for the id of the thing it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Address {
    pub path: &'static str,
    /// Who must be signed in to see it.
    pub reader: Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Anybody,
    SignedIn,
    Member,
    /// The operator, or an association for its country.
    Approver,
    Operator,
}

const fn address(path: &'static str, reader: Audience) -> Address {
    Address { path, reader }
}

/// Every page that is shown on a GET; files (CSV, documents) are not pages.
pub fn routes() -> &'static [Address] {
    use Audience::{Anybody, Approver, Member, Operator, SignedIn};
    const ALL: &[Address] = &[
        address("/sign-in", Anybody),
        address("/forgotten-password", Anybody),
        address("/reset-password", Anybody),
        address("/invitation?token={invitation_token}", Anybody),
        address("/sign-up", Anybody),
        address("/sign-up/thank-you", Anybody),
        address("/api/docs", Anybody),
        address("/api/docs/{resource}", Anybody),
        address("/organisations", SignedIn),
        address("/profile", SignedIn),
        address("/profile/erase", SignedIn),
        address("/sessions", SignedIn),
        address("/second-factor", SignedIn),
        address("/second-factor/recovery-codes", SignedIn),
        address("/second-factor/remove", SignedIn),
        address("/step-up", SignedIn),
        address("/requests", Approver),
        address("/requests/{subscription}", Approver),
        address("/second-factor-resets", Approver),
        address("/erasures", Approver),
        address("/", Member),
        address("/goals", Member),
        address("/goals/new", Member),
        address("/goals/coverage", Member),
        address("/goals/thresholds", Member),
        address("/goals/{goal}", Member),
        address("/goals/{goal}/attachments", Member),
        address("/goals/{goal}/indicators/new", Member),
        address("/indicators/{indicator}/values/new", Member),
        address("/values", Member),
        address("/statements", Member),
        address("/statements/rounds/new", Member),
        address("/statements/{statement}", Member),
        address("/statements/{statement}/attachments", Member),
        address("/projects", Member),
        address("/projects/new", Member),
        address("/projects/{project}", Member),
        address("/projects/{project}/edit", Member),
        address("/projects/{project}/attachments", Member),
        address("/projects/{project}/attachments/{attachment}", Member),
        address("/projects/{project}/applications/new", Member),
        address("/applications/{application}/financing", Member),
        address("/applications/{application}/step", Member),
        address("/applications/{application}/attachments", Member),
        address("/reports", Member),
        address("/reports/new", Member),
        address("/reports/{report}", Member),
        address("/reports/{report}/edit", Member),
        address("/reports/{report}/figures/{figure}", Member),
        address("/boards/leadership", Member),
        address("/boards/leadership/rows", Member),
        address("/boards/international", Member),
        address("/boards/international/rows", Member),
        address("/boards/completeness", Member),
        address("/boards/completeness/rows", Member),
        address("/exports", Member),
        address("/national", Member),
        address("/national/release", Member),
        address("/national/releases/{release}", Member),
        address("/shared", Member),
        address("/shared/goals", Member),
        address("/shared/projects", Member),
        address("/shared/networks", Member),
        address("/shared/activities", Member),
        address("/units", Member),
        address("/units/new", Member),
        address("/people", Member),
        address("/people/invite", Member),
        address("/people/{person}/second-factor", Member),
        address("/history/{only_kind}", Member),
        address("/history/{kind}/{membership}", Member),
        address("/history/unit/{unit}", Member),
        address("/history/goal/{goal}", Member),
        address("/history/indicator/{indicator}", Member),
        address("/history/statement/{statement}", Member),
        address("/history/project/{project}", Member),
        address("/history/application/{application}", Member),
        address("/history/report/{report}", Member),
        address("/journal", Member),
        address("/dead-letters", Operator),
        address("/sharing", Member),
        address("/sharing/new", Member),
        address("/sharing/{sharing}", Member),
        address("/sharing/{sharing}/terms", Member),
        address("/sharing/{sharing}/end", Member),
    ];
    ALL
}
