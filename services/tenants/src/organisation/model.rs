//! What is true of an organisation.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use platform::{
    auth::Access,
    db::DbError,
    http::Stale,
    usage::Plan,
    values::{Language, Text, said_or_none},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    kind::{Country, Kind, State},
    names::{BadDay, DatedName, corrected, renamed},
};

/// Who owns which share of a joint organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organisation_name": "Kauhajoen kaupunki", "code": "232", "share": "47.50"}))]
pub struct Owner {
    pub organisation_name: String,
    #[serde(default)]
    pub code: String,
    /// Per cent.
    #[serde(with = "rust_decimal::serde::str")]
    #[schema(value_type = String, example = "47.50")]
    pub share: Decimal,
}

/// Colour and crest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"colour": "#1a5276", "crest": null}))]
pub struct Brand {
    /// `#rrggbb`
    pub colour: String,
    /// A picture as a data address: PNG or SVG in base64.
    #[serde(default)]
    pub crest: Option<String>,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            colour: "#1a5276".to_owned(),
            crest: None,
        }
    }
}

/// What its pages on accessibility and on personal data say of this organisation, beside what holds for every one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"contact": "registry@kauhajoki.example", "accessibility": null, "privacy": {"en": "Kept until the end of the programme period."}}))]
pub struct Notices {
    /// E-mail address for questions about either.
    pub contact: Option<String>,
    /// What is known not to be accessible yet, and what one can do instead.
    pub accessibility: Option<Text>,
    /// Why personal data are kept, how long, and who answers for them.
    pub privacy: Option<Text>,
}

impl Notices {
    /// Without blanks around, and nothing where nothing is said.
    #[must_use]
    pub fn tidy(self) -> Self {
        let contact = self.contact.map(|contact| contact.trim().to_owned());
        Self {
            contact: contact.filter(|contact| !contact.is_empty()),
            accessibility: said_or_none(self.accessibility),
            privacy: said_or_none(self.privacy),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: Uuid,
    pub version: i64,
    pub kind: Kind,
    pub name: Text,
    pub names: Vec<DatedName>,
    pub code: String,
    pub country: Country,
    pub time_zone: String,
    pub language: Language,
    pub place_code: Option<String>,
    pub owners: Vec<Owner>,
    pub members: Vec<String>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub merged_into: Option<String>,
    pub invented: bool,
    pub brand: Brand,
    pub notices: Notices,
    pub state: State,
    pub trial_until: Option<Date>,
    pub created_at: Timestamp,
    /// What it may have and use; absent: no limits.
    pub plan: Option<Plan>,
}

/// An organisation whose request was approved.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    pub id: Uuid,
    pub kind: Kind,
    pub name: Text,
    pub code: String,
    pub country: Country,
    pub language: Language,
    pub trial_until: Date,
}

impl NewOrganisation {
    pub fn at(self, now: Timestamp) -> Organisation {
        Organisation {
            id: self.id,
            version: 1,
            kind: self.kind,
            names: vec![DatedName {
                name: self.name.clone(),
                from: None,
                to: None,
            }],
            name: self.name,
            place_code: (self.kind == Kind::Municipality).then(|| self.code.clone()),
            code: self.code,
            country: self.country,
            time_zone: self.country.time_zone().to_owned(),
            language: self.language,
            owners: Vec::new(),
            members: Vec::new(),
            valid_from: None,
            valid_to: None,
            merged_into: None,
            invented: false,
            brand: Brand::default(),
            notices: Notices::default(),
            state: State::Trial,
            trial_until: Some(self.trial_until),
            created_at: now,
            plan: None,
        }
    }
}

/// What an organisation may change of itself.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub name: Option<Text>,
    pub time_zone: Option<String>,
    pub language: Option<Language>,
    pub place_code: Option<Option<String>>,
    pub owners: Option<Vec<Owner>>,
    pub members: Option<Vec<String>>,
    pub valid_from: Option<Option<Date>>,
    pub valid_to: Option<Option<Date>>,
    pub merged_into: Option<Option<String>>,
    pub invented: Option<bool>,
    pub brand: Option<Brand>,
    pub notices: Option<Notices>,
}

impl Organisation {
    /// What it is today: a trial that ran out is read-only.
    pub fn state_on(&self, today: Date) -> State {
        match (self.state, self.trial_until) {
            (State::Trial, Some(until)) if until < today => State::ReadOnly,
            (state, _) => state,
        }
    }

    pub fn access_on(&self, today: Date) -> Access {
        match self.state_on(today) {
            State::ReadOnly => Access::ReadOnly,
            State::Trial | State::Active => Access::Full,
        }
    }

    pub fn edit(self, edits: Edits) -> Result<Self, OrganisationError> {
        let name = edits.name.unwrap_or_else(|| self.name.clone());
        let edited = Self {
            version: self.version + 1,
            names: corrected(self.names, &name),
            name,
            time_zone: edits.time_zone.unwrap_or(self.time_zone),
            language: edits.language.unwrap_or(self.language),
            place_code: edits.place_code.unwrap_or(self.place_code),
            owners: edits.owners.unwrap_or(self.owners),
            members: edits.members.unwrap_or(self.members),
            valid_from: edits.valid_from.unwrap_or(self.valid_from),
            valid_to: edits.valid_to.unwrap_or(self.valid_to),
            merged_into: edits.merged_into.unwrap_or(self.merged_into),
            invented: edits.invented.unwrap_or(self.invented),
            brand: edits.brand.unwrap_or(self.brand),
            notices: edits.notices.unwrap_or(self.notices),
            ..self
        };
        edited.holds()?;
        Ok(edited)
    }

    pub fn rename(self, name: Text, from: Date) -> Result<Self, OrganisationError> {
        let names = renamed(self.names, name.clone(), from).map_err(|BadDay| OrganisationError::BadDay("/from"))?;
        Ok(Self {
            version: self.version + 1,
            name,
            names,
            ..self
        })
    }

    fn holds(&self) -> Result<(), OrganisationError> {
        if TimeZone::get(&self.time_zone).is_err() {
            return Err(OrganisationError::NoSuchZone);
        }
        if self.valid_to.zip(self.valid_from).is_some_and(|(to, from)| to < from) {
            return Err(OrganisationError::BadDay("/valid_to"));
        }
        if !self.owners.is_empty() && self.kind != Kind::JointAuthority {
            return Err(OrganisationError::NotJoint);
        }
        shares(&self.owners)
    }

    /// With another plan, or none.
    #[must_use]
    pub fn with_plan(self, plan: Option<Plan>) -> Self {
        Self {
            version: self.version + 1,
            plan,
            ..self
        }
    }

    /// Calls a minute that its plan has.
    pub fn calls_per_minute(&self) -> Option<u32> {
        let limit = self.plan.as_ref().and_then(|plan| plan.limit("calls_per_minute"));
        limit.map(|calls| u32::try_from(calls).unwrap_or(u32::MAX))
    }

    #[must_use]
    pub fn into_state(self, state: State, trial_until: Option<Date>) -> Self {
        Self {
            version: self.version + 1,
            state,
            trial_until,
            ..self
        }
    }
}

/// Each owner holds something, and together they hold no more than there is.
fn shares(owners: &[Owner]) -> Result<(), OrganisationError> {
    if let Some(nth) = owners
        .iter()
        .position(|o| o.share <= Decimal::ZERO || o.share.normalize().scale() > 4)
    {
        return Err(OrganisationError::Share { nth });
    }
    let sum: Decimal = owners.iter().map(|o| o.share).sum();
    if sum > Decimal::ONE_HUNDRED {
        Err(OrganisationError::Shares { sum })
    } else {
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    #[error("there is no such organisation")]
    NotFound,
    #[error("there is no such time zone")]
    NoSuchZone,
    #[error("the days are in the wrong order")]
    BadDay(&'static str),
    #[error("only a joint authority has owners")]
    NotJoint,
    #[error("owner {nth} holds no proper share")]
    Share { nth: usize },
    #[error("the shares add up to {sum} per cent")]
    Shares { sum: Decimal },
    #[error("there is no such place")]
    NoSuchPlace,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::{super::names::name_on, *};
    use jiff::civil::date;

    fn authority() -> Organisation {
        NewOrganisation {
            id: Uuid::from_u128(1),
            kind: Kind::JointAuthority,
            name: Text::in_one(Language::Fi, "Kuntayhtymä"),
            code: "0001".to_owned(),
            country: Country::Finland,
            language: Language::Fi,
            trial_until: date(2026, 12, 31),
        }
        .at(Timestamp::UNIX_EPOCH)
    }

    fn owner(share: i64) -> Owner {
        Owner {
            organisation_name: "A".to_owned(),
            code: "232".to_owned(),
            share: Decimal::new(share, 2),
        }
    }

    #[test]
    fn owners_hold_no_more_than_there_is() {
        let fits = Edits {
            owners: Some(vec![owner(4_750), owner(5_250)]),
            ..Edits::default()
        };
        assert!(authority().edit(fits).is_ok());
        let too_much = Edits {
            owners: Some(vec![owner(4_751), owner(5_250)]),
            ..Edits::default()
        };
        assert!(matches!(
            authority().edit(too_much),
            Err(OrganisationError::Shares { .. })
        ));
        let nothing = Edits {
            owners: Some(vec![owner(0)]),
            ..Edits::default()
        };
        assert!(matches!(
            authority().edit(nothing),
            Err(OrganisationError::Share { nth: 0 })
        ));
    }

    #[test]
    fn a_municipality_has_no_owners() {
        let municipality = Organisation {
            kind: Kind::Municipality,
            ..authority()
        };
        let edits = Edits {
            owners: Some(vec![owner(100)]),
            ..Edits::default()
        };
        assert!(matches!(municipality.edit(edits), Err(OrganisationError::NotJoint)));
    }

    #[test]
    fn a_trial_that_ran_out_is_read_only() {
        assert_eq!(authority().state_on(date(2026, 12, 31)), State::Trial);
        assert_eq!(authority().state_on(date(2027, 1, 1)), State::ReadOnly);
        assert_eq!(authority().access_on(date(2027, 1, 1)), Access::ReadOnly);
    }

    #[test]
    fn the_old_name_stays_with_its_dates() {
        let new = Text::in_one(Language::Fi, "Uusi");
        let named = authority().rename(new.clone(), date(2027, 1, 1)).unwrap();
        assert_eq!(name_on(&named.names, date(2026, 12, 31)), Some(&authority().name));
        assert_eq!(name_on(&named.names, date(2027, 1, 1)), Some(&new));
        assert!(named.rename(authority().name, date(2027, 1, 1)).is_err());
    }

    #[test]
    fn there_is_no_such_time_zone() {
        let edits = Edits {
            time_zone: Some("Europe/Atlantis".to_owned()),
            ..Edits::default()
        };
        assert!(matches!(authority().edit(edits), Err(OrganisationError::NoSuchZone)));
    }
}
