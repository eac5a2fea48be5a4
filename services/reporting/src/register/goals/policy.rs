//! Policies.

use contracts::goals::v1 as wire;
use platform::values::{BadValue, Period, Text};
use serde::{Deserialize, Serialize};

use crate::register::entry::{Days, Facets, Record, Register};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub title: Text,
    pub kind: String,
    pub status: String,
    pub edition: i32,
    pub period: Option<Period>,
    pub case_number: Option<String>,
}

impl TryFrom<wire::Policy> for Policy {
    type Error = BadValue;
    fn try_from(told: wire::Policy) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            kind: told.kind,
            status: told.status,
            edition: told.edition,
            period: told.period.map(Period::try_from).transpose()?,
            case_number: told.case_number,
        })
    }
}

impl Record for Policy {
    const REGISTER: Register = Register::Policies;
    fn facets(&self) -> Facets {
        Facets {
            kind: self.kind.clone(),
            status: self.status.clone(),
            days: self.period.map_or(Days::ALWAYS, Days::from),
            ..Facets::titled(&self.title)
        }
    }
}
