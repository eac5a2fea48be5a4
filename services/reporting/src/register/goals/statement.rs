//! Units' yearly statements and the rounds in which they are asked for.

use contracts::goals::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Text, day},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::register::entry::{Columns, Days, Facets, Record, Register, id, ids, maybe_day, maybe_id, said};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatementRound {
    pub year: i16,
    pub due_on: Date,
    pub unit_ids: Vec<Uuid>,
    pub state: String,
}

impl TryFrom<wire::StatementRound> for StatementRound {
    type Error = BadValue;
    fn try_from(told: wire::StatementRound) -> Result<Self, BadValue> {
        Ok(Self {
            year: i16::try_from(told.year).map_err(|_too_large| BadValue("year"))?,
            due_on: day(&told.due_on)?,
            unit_ids: ids(&told.unit_ids)?,
            state: told.state,
        })
    }
}

impl Record for StatementRound {
    const REGISTER: Register = Register::StatementRounds;
    fn facets(&self) -> Facets {
        Facets {
            status: self.state.clone(),
            days: Days::of_year(self.year),
            ..Facets::named(&self.year.to_string())
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredStatement)]
pub struct Statement {
    pub round_id: Uuid,
    pub year: i16,
    pub unit_id: Uuid,
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    pub text: Option<Text>,
    pub plan_reference: Option<String>,
    pub status: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub submitted_on: Option<Date>,
    pub owner_id: Option<Uuid>,
}

impl TryFrom<wire::Statement> for Statement {
    type Error = BadValue;
    fn try_from(told: wire::Statement) -> Result<Self, BadValue> {
        Ok(Self {
            round_id: id(&told.round_id)?,
            year: i16::try_from(told.year).map_err(|_too_large| BadValue("year"))?,
            unit_id: id(&told.unit_id)?,
            due_on: day(&told.due_on)?,
            text: said(told.text),
            plan_reference: told.plan_reference,
            status: told.status,
            submitted_on: maybe_day(told.submitted_on.as_ref())?,
            owner_id: maybe_id(told.owner_id.as_ref())?,
        })
    }
}

impl Statement {
    /// Handed in, whatever became of the round since.
    pub fn is_submitted(&self) -> bool {
        self.submitted_on.is_some()
    }
}

impl Record for Statement {
    const REGISTER: Register = Register::Statements;
    fn facets(&self) -> Facets {
        Facets {
            unit_id: Some(self.unit_id),
            parent_id: Some(self.round_id),
            status: self.status.clone(),
            days: Days::of_year(self.year),
            ..Facets::named(&self.year.to_string())
        }
    }
}

impl Columns for Statement {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "year",
        "unit_id",
        "due_on",
        "status",
        "submitted_on",
        "plan_reference",
        "text_fi",
        "text_sv",
        "text_en",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            i64::from(self.year).into(),
            self.unit_id.into(),
            self.due_on.into(),
            self.status.as_str().into(),
            Cell::from(self.submitted_on),
            Cell::maybe(self.plan_reference.as_ref()),
        ];
        cells.extend(Cell::languages(&self.text.clone().unwrap_or_default()));
        cells
    }
}
