//! Goals.

use contracts::goals::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::agreement::Dataset;
use crate::register::entry::{Columns, Days, Facets, LinkKind, Record, Register, id, ids, maybe_day, maybe_id};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredGoal)]
pub struct Goal {
    pub title: Text,
    /// Key of the tenant's own level.
    pub level: String,
    pub parent_id: Option<Uuid>,
    pub policy_id: Option<Uuid>,
    pub accountable_unit_id: Uuid,
    pub responsible_unit_ids: Vec<Uuid>,
    pub period: Period,
    pub cross_cutting: bool,
    pub to_be_measured: bool,
    pub theme_ids: Vec<Uuid>,
    pub status: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
}

impl TryFrom<wire::Goal> for Goal {
    type Error = BadValue;
    fn try_from(told: wire::Goal) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            level: told.level,
            parent_id: maybe_id(told.parent_id.as_ref())?,
            policy_id: maybe_id(told.policy_id.as_ref())?,
            accountable_unit_id: id(&told.accountable_unit_id)?,
            responsible_unit_ids: ids(&told.responsible_unit_ids)?,
            period: told.period.ok_or(BadValue("period"))?.try_into()?,
            cross_cutting: told.cross_cutting,
            to_be_measured: told.to_be_measured,
            theme_ids: ids(&told.theme_ids)?,
            status: told.status,
            closed_on: maybe_day(told.closed_on.as_ref())?,
        })
    }
}

impl Goal {
    /// From its first day to its last, or to the day it was closed.
    pub fn days(&self) -> Days {
        let last = [self.period.to, self.closed_on].into_iter().flatten().min();
        Days::between(Some(self.period.from), last)
    }
}

impl Record for Goal {
    const REGISTER: Register = Register::Goals;

    fn counted_with(&self, id: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Goals, id)]
    }

    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.accountable_unit_id),
            parent_id: self.parent_id,
            kind: self.level.clone(),
            status: self.status.clone(),
            days: self.days(),
            ..Facets::titled(&self.title)
        };
        facets.pointing(LinkKind::Theme, &self.theme_ids)
    }
}

impl Columns for Goal {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "level",
        "parent_id",
        "accountable_unit_id",
        "from",
        "to",
        "cross_cutting",
        "to_be_measured",
        "status",
        "closed_on",
        "theme_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            self.level.as_str().into(),
            Cell::maybe(self.parent_id),
            self.accountable_unit_id.into(),
            self.period.from.into(),
            Cell::from(self.period.to),
            self.cross_cutting.into(),
            self.to_be_measured.into(),
            self.status.as_str().into(),
            Cell::from(self.closed_on),
            Cell::joined(&self.theme_ids),
        ]);
        cells
    }
}
