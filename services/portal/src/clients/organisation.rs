//! The organisation that the reader acts for, with all that it says of itself.

use serde::{Deserialize, Serialize};

use super::{
    shared::{Period, Text, or_default},
    tenants::DatedName,
};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct OwnOrganisation {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub names: Vec<DatedName>,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub time_zone: String,
    #[serde(default)]
    pub language: String,
    #[serde(default, deserialize_with = "or_default")]
    pub place_code: String,
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// Codes of municipalities.
    #[serde(default)]
    pub members: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_to: String,
    /// The code of the organisation it went up in.
    #[serde(default, deserialize_with = "or_default")]
    pub merged_into: String,
    #[serde(default)]
    pub invented: bool,
    #[serde(default)]
    pub brand: WholeBrand,
    #[serde(default)]
    pub notices: Notices,
    /// Whether it may write.
    #[serde(default)]
    pub state: String,
}

/// What it adds to the pages on accessibility and personal data.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Notices {
    #[serde(default, deserialize_with = "or_default")]
    pub contact: String,
    #[serde(default, deserialize_with = "or_default")]
    pub accessibility: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub privacy: Text,
}

impl OwnOrganisation {
    pub fn validity(&self) -> Period {
        Period {
            from: self.valid_from.clone(),
            to: self.valid_to.clone(),
        }
    }
}

/// Colour and crest as the API keeps them, the picture itself included.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WholeBrand {
    #[serde(default)]
    pub colour: String,
    #[serde(default)]
    pub crest: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Owner {
    #[serde(default)]
    pub organisation_name: String,
    #[serde(default)]
    pub code: String,
    /// Per cent.
    #[serde(default)]
    pub share: String,
}

/// An official area, as far as its name is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Area {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub name: Text,
}
