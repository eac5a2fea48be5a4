//! What an organisation can be, where, and whether it may write.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The six kinds of organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationKind)]
pub enum Kind {
    Municipality,
    JointAuthority,
    WellbeingServicesCounty,
    SubRegion,
    Region,
    Association,
}

impl Kind {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Municipality, "municipality"),
        (Self::JointAuthority, "joint_authority"),
        (Self::WellbeingServicesCounty, "wellbeing_services_county"),
        (Self::SubRegion, "sub_region"),
        (Self::Region, "region"),
        (Self::Association, "association"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("municipality", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(kind, _)| *kind)
    }
}

/// The countries that the suite serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Country {
    #[serde(rename = "FI")]
    Finland,
    #[serde(rename = "SE")]
    Sweden,
}

impl Country {
    pub fn code(self) -> &'static str {
        match self {
            Self::Finland => "FI",
            Self::Sweden => "SE",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Finland, Self::Sweden].into_iter().find(|c| c.code() == code)
    }

    pub fn time_zone(self) -> &'static str {
        match self {
            Self::Finland => "Europe/Helsinki",
            Self::Sweden => "Europe/Stockholm",
        }
    }
}

/// Whether a tenant may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationState)]
pub enum State {
    Trial,
    Active,
    ReadOnly,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::ReadOnly => "read_only",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Trial, Self::Active, Self::ReadOnly]
            .into_iter()
            .find(|s| s.code() == code)
    }
}
