//! Applications for funding.

use contracts::projects::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Money},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::money;
use crate::agreement::Dataset;
use crate::register::entry::{Columns, Days, Facets, Record, Register, id, maybe_day, maybe_id};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredApplication)]
pub struct Application {
    pub project_id: Uuid,
    pub owner_unit_id: Option<Uuid>,
    pub programme_id: Option<Uuid>,
    pub call: Option<String>,
    pub state: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub submitted_on: Option<Date>,
    pub applied: Option<Money>,
    pub granted: Option<Money>,
    /// Day of the decision in favour.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub granted_on: Option<Date>,
}

impl TryFrom<wire::Application> for Application {
    type Error = BadValue;
    fn try_from(told: wire::Application) -> Result<Self, BadValue> {
        let in_favour =
            |step: &&wire::ApplicationStep| matches!(step.to.as_str(), "approved" | "approved_with_conditions");
        let granted_on = maybe_day(told.steps.iter().find(in_favour).map(|step| &step.on))?;
        Ok(Self {
            project_id: id(&told.project_id)?,
            owner_unit_id: maybe_id(Some(&told.owner_unit_id))?,
            programme_id: maybe_id(told.programme_id.as_ref())?,
            call: told.call,
            state: told.state,
            submitted_on: maybe_day(told.submitted_on.as_ref())?,
            applied: money(told.applied)?,
            granted: money(told.granted)?,
            granted_on,
        })
    }
}

impl Application {
    /// Decided in favour, whatever followed.
    pub fn is_approved(&self) -> bool {
        matches!(
            self.state.as_str(),
            "approved" | "approved_with_conditions" | "agreement" | "running" | "closed"
        )
    }

    /// Somebody here, or the funder, still has to move.
    pub const WAITING: [&str; 4] = ["idea", "go", "preparing", "submitted"];

    pub fn waits(&self) -> bool {
        Self::WAITING.contains(&self.state.as_str())
    }
}

impl Record for Application {
    const REGISTER: Register = Register::Applications;

    fn counted_with(&self, _: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Projects, self.project_id)]
    }

    fn facets(&self) -> Facets {
        Facets {
            unit_id: self.owner_unit_id,
            parent_id: Some(self.project_id),
            status: self.state.clone(),
            days: self.submitted_on.map_or(Days::NEVER, Days::on),
            ..Facets::named(self.call.as_deref().unwrap_or_default())
        }
    }
}

impl Columns for Application {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "project_id",
        "owner_unit_id",
        "programme_id",
        "call",
        "state",
        "submitted_on",
        "applied",
        "applied_currency",
        "granted",
        "granted_currency",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            self.project_id.into(),
            Cell::maybe(self.owner_unit_id),
            Cell::maybe(self.programme_id),
            Cell::maybe(self.call.as_ref()),
            self.state.as_str().into(),
            Cell::from(self.submitted_on),
        ];
        cells.extend(Cell::money(self.applied.as_ref()));
        cells.extend(Cell::money(self.granted.as_ref()));
        cells
    }
}
