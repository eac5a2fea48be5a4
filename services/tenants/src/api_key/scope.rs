//! What a key may be made for: everything that a permission of that name and act allows its maker, and nothing else.

use platform::codes;

codes! {
    /// What a key may be made for. `goals:read` is every permission of that name that reads, `goals:write` every one that
    /// writes; writing includes no reading. What asks for a fresh proof of who one is can be given to no key, nor what makes
    /// keys, roles and sharing.
    pub enum Scope as ApiKeyScope {
        OrganisationRead = "organisation:read",
        OrganisationWrite = "organisation:write",
        UnitsRead = "units:read",
        UnitsWrite = "units:write",
        PeopleRead = "people:read",
        InvitationsRead = "invitations:read",
        ThemesRead = "themes:read",
        ThemesWrite = "themes:write",
        SharingRead = "sharing:read",
        JournalRead = "journal:read",
        GoalsRead = "goals:read",
        GoalsWrite = "goals:write",
        GoalLevelsWrite = "goal_levels:write",
        GoalThresholdsWrite = "goal_thresholds:write",
        GoalLinksWrite = "goal_links:write",
        PoliciesWrite = "policies:write",
        AssignmentsWrite = "assignments:write",
        IndicatorsWrite = "indicators:write",
        IndicatorValuesWrite = "indicator_values:write",
        StatementsWrite = "statements:write",
        ProjectsRead = "projects:read",
        ProjectsWrite = "projects:write",
        ApplicationsWrite = "applications:write",
        ActivitiesWrite = "activities:write",
        PartnersWrite = "partners:write",
        NetworksWrite = "networks:write",
        RegistersRead = "registers:read",
        ReportsRead = "reports:read",
        ReportsWrite = "reports:write",
        CompletenessWrite = "completeness:write",
        AggregatesRead = "aggregates:read",
        SharedRead = "shared:read",
        UsageRead = "usage:read",
    }
}

impl Scope {
    pub const ALL: [Self; 33] = [
        Self::OrganisationRead,
        Self::OrganisationWrite,
        Self::UnitsRead,
        Self::UnitsWrite,
        Self::PeopleRead,
        Self::InvitationsRead,
        Self::ThemesRead,
        Self::ThemesWrite,
        Self::SharingRead,
        Self::JournalRead,
        Self::GoalsRead,
        Self::GoalsWrite,
        Self::GoalLevelsWrite,
        Self::GoalThresholdsWrite,
        Self::GoalLinksWrite,
        Self::PoliciesWrite,
        Self::AssignmentsWrite,
        Self::IndicatorsWrite,
        Self::IndicatorValuesWrite,
        Self::StatementsWrite,
        Self::ProjectsRead,
        Self::ProjectsWrite,
        Self::ApplicationsWrite,
        Self::ActivitiesWrite,
        Self::PartnersWrite,
        Self::NetworksWrite,
        Self::RegistersRead,
        Self::ReportsRead,
        Self::ReportsWrite,
        Self::CompletenessWrite,
        Self::AggregatesRead,
        Self::SharedRead,
        Self::UsageRead,
    ];

    /// As a key's maker chose them: each once, in the order in which they are told.
    pub fn tidy(chosen: &[Self]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|scope| chosen.contains(scope)).collect()
    }
}
