//! The fixed catalogue of national measures.
//!
//! None of them is a part of another: the rest of the whole without its part could be had by subtraction, and nothing audits
//! that yet. So there are no EU projects beside projects, and no exchanges beside activities.

use platform::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::agreement::Dataset;

codes! {
    /// A national measure.
    pub enum Measure as NationalMeasure {
        /// Projects whose period touches the year, with their money granted or needing none.
        ProjectsUnderWay = "projects_under_way",
        /// What was granted to EU projects in the year, in euro.
        EuFundingGrantedEur = "eu_funding_granted_eur",
        /// The same in Swedish kronor. Currencies are never added up.
        EuFundingGrantedSek = "eu_funding_granted_sek",
        /// Memberships of networks held on some day of the year.
        NetworkMemberships = "network_memberships",
        /// Visits, exchanges, events and other activities of the year.
        Activities = "activities",
        /// People who took part in activities that began in the year.
        Participants = "participants",
        /// Goals of the year that have an indicator.
        GoalsWithIndicator = "goals_with_indicator",
    }
}

codes! {
    /// What a measure is counted in.
    pub enum MeasureUnit as NationalMeasureUnit { Number = "number", People = "people", Eur = "EUR", Sek = "SEK" }
}

/// A measure as the catalogue describes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeasureBody {
    pub measure: Measure,
    /// Counted from what organisations give of this kind.
    pub dataset: Dataset,
    pub unit: MeasureUnit,
}

impl Measure {
    pub const ALL: [Self; 7] = [
        Self::ProjectsUnderWay,
        Self::EuFundingGrantedEur,
        Self::EuFundingGrantedSek,
        Self::NetworkMemberships,
        Self::Activities,
        Self::Participants,
        Self::GoalsWithIndicator,
    ];

    /// The service whose journal tells what it is counted from.
    pub fn source(self) -> &'static str {
        match self.dataset() {
            Dataset::Goals => "goals",
            Dataset::Projects | Dataset::Networks | Dataset::Activities => "projects",
        }
    }

    /// Which agreements let it be counted.
    pub fn dataset(self) -> Dataset {
        match self {
            Self::ProjectsUnderWay | Self::EuFundingGrantedEur | Self::EuFundingGrantedSek => Dataset::Projects,
            Self::NetworkMemberships => Dataset::Networks,
            Self::Activities | Self::Participants => Dataset::Activities,
            Self::GoalsWithIndicator => Dataset::Goals,
        }
    }

    pub fn unit(self) -> MeasureUnit {
        match self {
            Self::EuFundingGrantedEur => MeasureUnit::Eur,
            Self::EuFundingGrantedSek => MeasureUnit::Sek,
            Self::Participants => MeasureUnit::People,
            Self::ProjectsUnderWay | Self::NetworkMemberships | Self::Activities | Self::GoalsWithIndicator => {
                MeasureUnit::Number
            }
        }
    }

    /// Within how many per cent outsiders can guess a contribution, where they can: what the EU grants is published by
    /// its programmes.
    pub fn guessed_within(self) -> Option<u32> {
        matches!(self, Self::EuFundingGrantedEur | Self::EuFundingGrantedSek).then_some(50)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

impl From<Measure> for MeasureBody {
    fn from(measure: Measure) -> Self {
        Self {
            measure,
            dataset: measure.dataset(),
            unit: measure.unit(),
        }
    }
}
