//! The kinds of things whose changes a webhook can be told of.

use platform::codes;

codes! {
    /// A kind of thing, as journals call it. Of people nothing is told, nor of what is somebody's own.
    pub enum Kind as WebhookKind {
        Organisation = "organisation",
        Unit = "unit",
        Taxonomy = "taxonomy",
        Theme = "theme",
        SharingAgreement = "sharing_agreement",
        Policy = "policy",
        Goal = "goal",
        GoalLink = "goal_link",
        GoalLevels = "goal_levels",
        GoalThresholds = "goal_thresholds",
        Assignment = "assignment",
        Indicator = "indicator",
        IndicatorValue = "indicator_value",
        StatementRound = "statement_round",
        Statement = "statement",
        Project = "project",
        Application = "application",
        Partner = "partner",
        Network = "network",
        NetworkMembership = "network_membership",
        Activity = "activity",
        Report = "report",
        Release = "release",
    }
}

impl Kind {
    pub const ALL: [Self; 23] = [
        Self::Organisation,
        Self::Unit,
        Self::Taxonomy,
        Self::Theme,
        Self::SharingAgreement,
        Self::Policy,
        Self::Goal,
        Self::GoalLink,
        Self::GoalLevels,
        Self::GoalThresholds,
        Self::Assignment,
        Self::Indicator,
        Self::IndicatorValue,
        Self::StatementRound,
        Self::Statement,
        Self::Project,
        Self::Application,
        Self::Partner,
        Self::Network,
        Self::NetworkMembership,
        Self::Activity,
        Self::Report,
        Self::Release,
    ];

    /// The kind of an aggregate of a service, if it is told of.
    pub fn of(service: &str, aggregate: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == aggregate && kind.service() == service)
    }

    /// As they were chosen: each once, in the order in which they are told.
    pub fn tidy(chosen: &[Self]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|kind| chosen.contains(kind)).collect()
    }

    /// Whose journal tells of it.
    pub fn service(self) -> &'static str {
        match self {
            Self::Organisation | Self::Unit | Self::Taxonomy | Self::Theme | Self::SharingAgreement => "tenants",
            Self::Policy
            | Self::Goal
            | Self::GoalLink
            | Self::GoalLevels
            | Self::GoalThresholds
            | Self::Assignment
            | Self::Indicator
            | Self::IndicatorValue
            | Self::StatementRound
            | Self::Statement => "goals",
            Self::Project
            | Self::Application
            | Self::Partner
            | Self::Network
            | Self::NetworkMembership
            | Self::Activity => "projects",
            Self::Report | Self::Release => "reporting",
        }
    }

    /// Where the API has it.
    pub fn address(self, id: uuid::Uuid) -> String {
        let resource = match self {
            // There is one of these in an organisation.
            Self::GoalLevels => return "/api/v1/goal-levels".to_owned(),
            Self::GoalThresholds => return "/api/v1/goal-thresholds".to_owned(),
            Self::Organisation => "organisations",
            Self::Unit => "units",
            Self::Taxonomy => "taxonomies",
            Self::Theme => "themes",
            Self::SharingAgreement => "sharing-agreements",
            Self::Policy => "policies",
            Self::Goal => "goals",
            Self::GoalLink => "goal-links",
            Self::Assignment => "assignments",
            Self::Indicator => "indicators",
            Self::IndicatorValue => "indicator-values",
            Self::StatementRound => "statement-rounds",
            Self::Statement => "statements",
            Self::Project => "projects",
            Self::Application => "applications",
            Self::Partner => "partners",
            Self::Network => "networks",
            Self::NetworkMembership => "network-memberships",
            Self::Activity => "activities",
            Self::Report => "reports",
            Self::Release => "releases",
        };
        format!("/api/v1/{resource}/{id}")
    }
}

/// The services whose journals tell of some kinds.
pub fn services_of(kinds: &[Kind]) -> Vec<&'static str> {
    let mut services: Vec<_> = kinds.iter().map(|kind| kind.service()).collect();
    services.sort_unstable();
    services.dedup();
    services
}
