//! Assignments.

use contracts::goals::v1 as wire;
use jiff::civil::Date;
use platform::values::{BadValue, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::register::entry::{Days, Facets, LinkKind, Record, Register, id, maybe_day, maybe_id};

/// Something that a unit was told to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assignment {
    pub title: Text,
    pub unit_id: Uuid,
    pub goal_id: Option<Uuid>,
    pub due_on: Option<Date>,
    pub status: String,
    pub done_on: Option<Date>,
}

impl TryFrom<wire::Assignment> for Assignment {
    type Error = BadValue;
    fn try_from(told: wire::Assignment) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            unit_id: id(&told.unit_id)?,
            goal_id: maybe_id(told.goal_id.as_ref())?,
            due_on: maybe_day(told.due_on.as_ref())?,
            status: told.status,
            done_on: maybe_day(told.done_on.as_ref())?,
        })
    }
}

impl Record for Assignment {
    const REGISTER: Register = Register::Assignments;
    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.unit_id),
            status: self.status.clone(),
            days: self.due_on.map_or(Days::ALWAYS, Days::on),
            ..Facets::titled(&self.title)
        };
        facets.pointing(LinkKind::Goal, self.goal_id.as_slice())
    }
}
