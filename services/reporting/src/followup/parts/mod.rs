//! The three parts of a yearly follow-up, counted from the registers. Nothing here asks a database or a clock.

mod effects;
mod other_work;
mod projects;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    facts::Facts,
    figure::{Counts, Figure},
};

/// Exactly three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKey {
    /// European and other international projects under way, and applications submitted.
    Projects,
    /// Other international work of the year.
    OtherWork,
    /// The concrete effects.
    Effects,
}

impl PartKey {
    pub const ALL: [Self; 3] = [Self::Projects, Self::OtherWork, Self::Effects];

    pub fn code(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::OtherWork => "other_work",
            Self::Effects => "effects",
        }
    }

    /// Which figures belong here.
    pub fn holds(self, counts: Counts) -> bool {
        let part = match counts {
            Counts::EuProjects
            | Counts::OtherInternationalProjects
            | Counts::ProjectCosts
            | Counts::ApplicationsSubmitted
            | Counts::ApplicationsApproved
            | Counts::AmountsApplied
            | Counts::AmountsGranted => Self::Projects,
            Counts::Goals
            | Counts::GoalsWithIndicators
            | Counts::GoalsWithValues
            | Counts::IndicatorValues
            | Counts::Learnings
            | Counts::ResidentBenefits => Self::Effects,
            _ => Self::OtherWork,
        };
        part == self
    }

    /// The figures whose rows are shown as tables, in order.
    pub fn tables(self) -> &'static [Counts] {
        match self {
            Self::Projects => &[
                Counts::EuProjects,
                Counts::OtherInternationalProjects,
                Counts::ApplicationsSubmitted,
            ],
            Self::OtherWork => &[
                Counts::Activities,
                Counts::StaffExchanges,
                Counts::PupilExchanges,
                Counts::TeacherExchanges,
                Counts::NetworkMemberships,
                Counts::TwinTowns,
                Counts::StatementsOwed,
            ],
            Self::Effects => &[
                Counts::GoalsWithIndicators,
                Counts::IndicatorValues,
                Counts::Learnings,
                Counts::ResidentBenefits,
            ],
        }
    }
}

/// Every figure of a follow-up, part after part.
pub fn count(facts: &Facts) -> Vec<Figure> {
    let mut figures = projects::count(facts);
    figures.extend(other_work::count(facts));
    figures.extend(effects::count(facts));
    figures
}
