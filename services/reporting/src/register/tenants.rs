//! Organisation, units, themes and people, as `tenants` tells of them.

use contracts::tenants::v1 as wire;
use jiff::civil::Date;
use platform::values::{BadValue, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::{Days, Facets, Record, Register, id, maybe_day, maybe_id};

/// The tenant itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Organisation {
    pub name: Text,
    pub kind: String,
    pub country: String,
    pub time_zone: String,
    pub language: String,
    pub code: String,
}

impl TryFrom<wire::Organisation> for Organisation {
    type Error = BadValue;
    fn try_from(told: wire::Organisation) -> Result<Self, BadValue> {
        Ok(Self {
            name: told.name.unwrap_or_default().into(),
            kind: told.kind,
            country: told.country,
            time_zone: told.time_zone,
            language: told.language,
            code: told.code,
        })
    }
}

impl Record for Organisation {
    const REGISTER: Register = Register::Organisations;
    fn facets(&self) -> Facets {
        Facets {
            kind: self.kind.clone(),
            ..Facets::titled(&self.name)
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    pub name: Text,
    pub kind: String,
    pub parent_id: Option<Uuid>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

impl TryFrom<wire::Unit> for Unit {
    type Error = BadValue;
    fn try_from(told: wire::Unit) -> Result<Self, BadValue> {
        Ok(Self {
            name: told.name.unwrap_or_default().into(),
            kind: told.kind,
            parent_id: maybe_id(told.parent_id.as_ref())?,
            valid_from: maybe_day(told.valid_from.as_ref())?,
            valid_to: maybe_day(told.valid_to.as_ref())?,
        })
    }
}

impl Record for Unit {
    const REGISTER: Register = Register::Units;
    fn facets(&self) -> Facets {
        Facets {
            parent_id: self.parent_id,
            kind: self.kind.clone(),
            // A unit that was closed still has the years it worked in.
            days: Days::between(self.valid_from, self.valid_to),
            ..Facets::titled(&self.name)
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Theme {
    pub name: Text,
    pub code: String,
    pub taxonomy_id: Uuid,
    pub parent_id: Option<Uuid>,
}

impl TryFrom<wire::Theme> for Theme {
    type Error = BadValue;
    fn try_from(told: wire::Theme) -> Result<Self, BadValue> {
        Ok(Self {
            name: told.name.unwrap_or_default().into(),
            code: told.code,
            taxonomy_id: id(&told.taxonomy_id)?,
            parent_id: maybe_id(told.parent_id.as_ref())?,
        })
    }
}

impl Record for Theme {
    const REGISTER: Register = Register::Themes;
    fn facets(&self) -> Facets {
        Facets {
            parent_id: self.parent_id,
            ..Facets::titled(&self.name)
        }
    }
}

/// Who answers for which unit; nothing about the person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    pub roles: Vec<(String, Option<Uuid>)>,
}

impl TryFrom<wire::Person> for Person {
    type Error = BadValue;
    fn try_from(told: wire::Person) -> Result<Self, BadValue> {
        let role = |r: wire::Role| Ok((r.role, maybe_id(r.unit_id.as_ref())?));
        Ok(Self {
            roles: told.roles.into_iter().map(role).collect::<Result<_, BadValue>>()?,
        })
    }
}

impl Record for Person {
    const REGISTER: Register = Register::People;
    fn facets(&self) -> Facets {
        Facets::named("")
    }
}
