//! Projects.

use contracts::projects::v1 as wire;
use platform::{
    http::Cell,
    values::{BadValue, Money, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::money;
use crate::agreement::Dataset;
use crate::register::entry::{Columns, Days, Facets, LinkKind, Record, Register, id, ids, maybe_id, said};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredProject)]
pub struct Project {
    pub title: Text,
    pub acronym: Option<String>,
    pub kind: String,
    pub role: String,
    pub programme_id: Option<Uuid>,
    pub programme: Option<Text>,
    pub funder: Option<String>,
    pub owner_unit_id: Uuid,
    /// Who leads it; a copy of before does not say.
    #[serde(default)]
    pub manager_id: Option<Uuid>,
    pub period: Period,
    pub summary: Option<Text>,
    pub resident_benefit: Option<Text>,
    pub theme_ids: Vec<Uuid>,
    pub goal_ids: Vec<Uuid>,
    pub partner_ids: Vec<Uuid>,
    pub total_cost: Option<Money>,
    pub case_number: Option<String>,
    /// How far its money is: none, idea, preparing, applied, granted, finished, rejected.
    pub funding: String,
    /// As it was on the day of the last change.
    pub status: String,
}

impl TryFrom<wire::Project> for Project {
    type Error = BadValue;
    fn try_from(told: wire::Project) -> Result<Self, BadValue> {
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            acronym: told.acronym,
            kind: told.kind,
            role: told.role,
            programme_id: maybe_id(told.programme_id.as_ref())?,
            programme: said(told.programme_name),
            funder: told.funder,
            owner_unit_id: id(&told.owner_unit_id)?,
            manager_id: maybe_id(told.manager_id.as_ref())?,
            period: told.period.ok_or(BadValue("period"))?.try_into()?,
            summary: said(told.summary),
            resident_benefit: said(told.resident_benefit),
            theme_ids: ids(&told.theme_ids)?,
            goal_ids: told.goals.iter().map(|g| id(&g.goal_id)).collect::<Result<_, _>>()?,
            partner_ids: told
                .partners
                .iter()
                .map(|p| id(&p.partner_id))
                .collect::<Result<_, _>>()?,
            total_cost: money(told.total_cost)?,
            case_number: told.case_number,
            funding: told.funding,
            status: told.status,
        })
    }
}

impl Project {
    /// European, or otherwise across borders.
    pub fn is_international(&self) -> bool {
        matches!(self.kind.as_str(), "eu" | "international")
    }

    /// Carried out on some day of these days: its period touches them, and it has its money or needs none.
    pub fn is_under_way(&self, days: Days) -> bool {
        Days::from(self.period).touch(days) && matches!(self.funding.as_str(), "none" | "granted" | "finished")
    }
}

impl Record for Project {
    const REGISTER: Register = Register::Projects;

    fn counted_with(&self, id: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Projects, id)]
    }

    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.owner_unit_id),
            kind: self.kind.clone(),
            status: self.status.clone(),
            days: self.period.into(),
            ..Facets::titled(&self.title)
        };
        facets
            .pointing(LinkKind::Theme, &self.theme_ids)
            .pointing(LinkKind::Goal, &self.goal_ids)
    }
}

impl Columns for Project {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "acronym",
        "kind",
        "role",
        "status",
        "funder",
        "owner_unit_id",
        "from",
        "to",
        "total_cost",
        "currency",
        "case_number",
        "theme_ids",
        "goal_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            Cell::maybe(self.acronym.as_ref()),
            self.kind.as_str().into(),
            self.role.as_str().into(),
            self.status.as_str().into(),
            Cell::maybe(self.funder.as_ref()),
            self.owner_unit_id.into(),
            self.period.from.into(),
            Cell::from(self.period.to),
        ]);
        cells.extend(Cell::money(self.total_cost.as_ref()));
        cells.extend([
            Cell::maybe(self.case_number.as_ref()),
            Cell::joined(&self.theme_ids),
            Cell::joined(&self.goal_ids),
        ]);
        cells
    }
}
