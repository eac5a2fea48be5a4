use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{
    access::HeldRole,
    shared::{Period, Text, or_default},
};
use crate::theme::Crest;

/// An organisation one can choose: as little as a cookie can carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationChoice {
    pub id: String,
    #[serde(default)]
    pub name: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Organisation {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub country: String,
    /// What its pages are in for whoever has wished for nothing else.
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
    #[serde(default, deserialize_with = "or_default")]
    pub brand: Brand,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Brand {
    #[serde(default, deserialize_with = "or_default")]
    pub colour: String,
    /// Where the crest is shown. The picture itself is not kept with each reader.
    #[serde(default, deserialize_with = "shown_at")]
    pub crest: Option<String>,
}

fn shown_at<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let told: Option<String> = Option::deserialize(from)?;
    Ok(told.and_then(|data| Crest::of_data(&data)).map(|crest| crest.address()))
}

/// The answer to a sign-in, and to an accepted invitation.
#[derive(Clone, Debug, Deserialize)]
pub struct OpenedSession {
    pub id: String,
    pub token: String,
    pub person: Person,
    #[serde(default)]
    pub operator: bool,
    #[serde(default)]
    pub organisations: Vec<OrganisationChoice>,
}

/// What a right password leads to.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    Opened(Box<OpenedSession>),
    /// A code is still owed.
    Challenged {
        challenge: String,
    },
}

/// What proves the reader beside the password.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SecondFactor {
    /// Absent: nothing.
    #[serde(default)]
    pub confirmed_at: Option<String>,
    #[serde(default)]
    pub recovery_codes: KnownCodes,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct KnownCodes {
    #[serde(default)]
    pub left: usize,
    #[serde(default)]
    pub used_at: Vec<String>,
}

/// What an app needs to know.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SetUp {
    pub secret: String,
    pub otpauth_uri: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

/// That it was proven who one is.
#[derive(Clone, Debug, Deserialize)]
pub struct Proven {}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Person {
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
    #[serde(default, deserialize_with = "or_default")]
    pub colour_scheme: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct KnownSession {
    pub id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub created_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub last_seen_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub device: String,
    #[serde(default)]
    pub current: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct InvitationPreview {
    #[serde(default)]
    pub organisation: NamedOrganisation,
    #[serde(default, deserialize_with = "or_default")]
    pub email: String,
    /// Somebody with this address already has a password here.
    #[serde(default)]
    pub known: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct NamedOrganisation {
    #[serde(default)]
    pub name: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Invitation {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub email: String,
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    #[serde(default)]
    pub roles: Vec<HeldRole>,
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
    #[serde(default, deserialize_with = "or_default")]
    pub expires_at: String,
    #[serde(default)]
    pub accept_url: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Membership {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub person_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub person_name: String,
    #[serde(default)]
    pub roles: Vec<HeldRole>,
    #[serde(default, deserialize_with = "or_default")]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_to: String,
    /// Taken away.
    #[serde(default)]
    pub ended: bool,
}

impl Membership {
    pub fn validity(&self) -> Period {
        Period {
            from: self.valid_from.clone(),
            to: self.valid_to.clone(),
        }
    }
}

/// Which role may do what, and how far.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Matrix {
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub items: Vec<Permission>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Permission {
    #[serde(default)]
    #[expect(clippy::struct_field_names, reason = "named as the API names it")]
    pub permission: String,
    /// How far it reaches, by role; a role that is absent may not.
    #[serde(default)]
    pub cells: HashMap<String, String>,
    #[serde(default)]
    pub proven_within_minutes: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Subscription {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub organisation: RequestedOrganisation,
    #[serde(default, deserialize_with = "or_default")]
    pub contact: Contact,
    #[serde(default, deserialize_with = "or_default")]
    pub message: String,
    #[serde(default, deserialize_with = "or_default")]
    pub requested_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub trial_until: String,
    /// What became of the first administrator's invitation; empty before the approval.
    #[serde(default, deserialize_with = "or_default")]
    pub invitation: String,
    /// The plan that its organisation has; empty: none.
    #[serde(default, deserialize_with = "or_default")]
    pub plan_id: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct RequestedOrganisation {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub code: String,
    #[serde(default, deserialize_with = "or_default")]
    pub country: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Contact {
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub email: String,
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Unit {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub names: Vec<DatedName>,
    #[serde(default, deserialize_with = "or_default")]
    pub short_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default)]
    pub parent_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_to: String,
    /// The unit that does its work now.
    #[serde(default)]
    pub merged_into: Option<String>,
}

impl Unit {
    pub fn validity(&self) -> Period {
        Period {
            from: self.valid_from.clone(),
            to: self.valid_to.clone(),
        }
    }
}

/// A name, and the days from and to which it was the name.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DatedName {
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub to: String,
}

/// What an owner gives a viewer, as the reader's organisation holds it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Agreement {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    /// `owner` or `viewer`
    #[serde(default)]
    pub side: String,
    #[serde(default)]
    pub owner_name: Text,
    #[serde(default)]
    pub viewer_name: Text,
    #[serde(default)]
    pub dataset: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub waiver: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub valid_to: String,
    #[serde(default)]
    pub decision: SharingDecision,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub revoked: Option<SharingRevocation>,
    #[serde(default)]
    pub terms_version: i64,
}

impl Agreement {
    /// Whether it is the reader's organisation that gives.
    pub fn gives(&self) -> bool {
        self.side == "owner"
    }

    /// The organisation on the other side.
    pub fn other(&self) -> &Text {
        if self.gives() {
            &self.viewer_name
        } else {
            &self.owner_name
        }
    }

    /// Whether there is something to change or to end.
    pub fn stands(&self) -> bool {
        self.state == "in_force"
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharingDecision {
    #[serde(default)]
    pub body: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub decided_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub section: String,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharingRevocation {
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub reason: String,
}

/// A line of a thing's history.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Happening {
    #[serde(default)]
    pub event: String,
    #[serde(default)]
    pub recorded_at: String,
    /// Absent: somebody of another organisation.
    #[serde(default)]
    pub actor_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
}
