//! What can be counted.

use serde::{Deserialize, Serialize};

use crate::register::entry::Register;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    EuProjects,
    OtherInternationalProjects,
    ProjectCosts,
    ApplicationsSubmitted,
    ApplicationsApproved,
    AmountsApplied,
    AmountsGranted,
    Activities,
    ActivityParticipants,
    StaffExchanges,
    StaffExchangeParticipants,
    PupilExchanges,
    PupilExchangeParticipants,
    TeacherExchanges,
    TeacherExchangeParticipants,
    ActivityCosts,
    NetworkMemberships,
    NetworkFees,
    TwinTowns,
    StatementsOwed,
    StatementsSubmitted,
    StatementCoverage,
    Goals,
    GoalsWithIndicators,
    GoalsWithValues,
    IndicatorValues,
    Learnings,
    ResidentBenefits,
}

impl Counts {
    pub fn code(self) -> &'static str {
        match self {
            Self::EuProjects => "eu_projects",
            Self::OtherInternationalProjects => "other_international_projects",
            Self::ProjectCosts => "project_costs",
            Self::ApplicationsSubmitted => "applications_submitted",
            Self::ApplicationsApproved => "applications_approved",
            Self::AmountsApplied => "amounts_applied",
            Self::AmountsGranted => "amounts_granted",
            Self::Activities => "activities",
            Self::ActivityParticipants => "activity_participants",
            Self::StaffExchanges => "staff_exchanges",
            Self::StaffExchangeParticipants => "staff_exchange_participants",
            Self::PupilExchanges => "pupil_exchanges",
            Self::PupilExchangeParticipants => "pupil_exchange_participants",
            Self::TeacherExchanges => "teacher_exchanges",
            Self::TeacherExchangeParticipants => "teacher_exchange_participants",
            Self::ActivityCosts => "activity_costs",
            Self::NetworkMemberships => "network_memberships",
            Self::NetworkFees => "network_fees",
            Self::TwinTowns => "twin_towns",
            Self::StatementsOwed => "statements_owed",
            Self::StatementsSubmitted => "statements_submitted",
            Self::StatementCoverage => "statement_coverage",
            Self::Goals => "goals",
            Self::GoalsWithIndicators => "goals_with_indicators",
            Self::GoalsWithValues => "goals_with_values",
            Self::IndicatorValues => "indicator_values",
            Self::Learnings => "learnings",
            Self::ResidentBenefits => "resident_benefits",
        }
    }

    /// Where the rows come from.
    pub fn register(self) -> Register {
        match self {
            Self::EuProjects | Self::OtherInternationalProjects | Self::ProjectCosts | Self::ResidentBenefits => {
                Register::Projects
            }
            Self::ApplicationsSubmitted | Self::ApplicationsApproved | Self::AmountsApplied | Self::AmountsGranted => {
                Register::Applications
            }
            Self::NetworkMemberships | Self::NetworkFees => Register::NetworkMemberships,
            Self::TwinTowns => Register::Partners,
            Self::StatementsOwed | Self::StatementsSubmitted | Self::StatementCoverage => Register::Statements,
            Self::Goals | Self::GoalsWithIndicators | Self::GoalsWithValues => Register::Goals,
            Self::IndicatorValues => Register::IndicatorValues,
            Self::Activities
            | Self::ActivityParticipants
            | Self::StaffExchanges
            | Self::StaffExchangeParticipants
            | Self::PupilExchanges
            | Self::PupilExchangeParticipants
            | Self::TeacherExchanges
            | Self::TeacherExchangeParticipants
            | Self::ActivityCosts
            | Self::Learnings => Register::Activities,
        }
    }
}
