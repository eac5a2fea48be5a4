//! Visits, exchanges and other activities, with who took part.

use contracts::projects::v1 as wire;
use platform::{
    http::Cell,
    values::{BadValue, Figure, Money, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{figure, money};
use crate::agreement::Dataset;
use crate::register::entry::{Columns, Facets, LinkKind, Record, Register, id, ids, maybe_id, said};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredParticipants)]
pub struct Participants {
    pub group: String,
    pub profession: Option<String>,
    pub country: Option<String>,
    pub count: Figure,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredActivity)]
pub struct Activity {
    pub title: Text,
    pub kind: String,
    pub period: Period,
    pub place: Option<String>,
    pub country: Option<String>,
    pub host: Option<String>,
    pub unit_id: Uuid,
    pub participants: Vec<Participants>,
    pub duration: Option<Figure>,
    pub cost: Option<Money>,
    pub goal_ids: Vec<Uuid>,
    pub project_id: Option<Uuid>,
    pub network_id: Option<Uuid>,
    pub partner_ids: Vec<Uuid>,
    pub theme_ids: Vec<Uuid>,
    pub learning: Option<Text>,
}

impl TryFrom<wire::Activity> for Activity {
    type Error = BadValue;
    fn try_from(told: wire::Activity) -> Result<Self, BadValue> {
        let group = |p: wire::Participants| {
            let count = p.count.ok_or(BadValue("count"))?.try_into()?;
            Ok(Participants {
                group: p.group,
                profession: p.profession,
                country: p.country,
                count,
            })
        };
        Ok(Self {
            title: told.title.unwrap_or_default().into(),
            kind: told.kind,
            period: told.period.ok_or(BadValue("period"))?.try_into()?,
            place: told.place,
            country: told.country,
            host: told.host,
            unit_id: id(&told.unit_id)?,
            participants: told
                .participants
                .into_iter()
                .map(group)
                .collect::<Result<_, BadValue>>()?,
            duration: figure(told.duration)?,
            cost: money(told.cost)?,
            goal_ids: ids(&told.goal_ids)?,
            project_id: maybe_id(told.project_id.as_ref())?,
            network_id: maybe_id(told.network_id.as_ref())?,
            partner_ids: ids(&told.partner_ids)?,
            theme_ids: ids(&told.theme_ids)?,
            learning: said(told.learning),
        })
    }
}

impl Activity {
    pub fn is_exchange(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "staff_exchange" | "pupil_exchange" | "teacher_exchange"
        )
    }

    /// Everybody who took part; absent where nobody counted. As exact as the least exact of its parts.
    pub fn taking_part(&self) -> Option<Figure> {
        let mut all = self.participants.iter().map(|p| &p.count);
        let first = all.next()?.clone();
        Some(all.fold(first, |sum, next| Figure {
            value: sum.value + next.value,
            exactness: sum.exactness.with(next.exactness),
        }))
    }
}

impl Record for Activity {
    const REGISTER: Register = Register::Activities;

    fn counted_with(&self, id: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Activities, id)]
    }

    fn facets(&self) -> Facets {
        let facets = Facets {
            unit_id: Some(self.unit_id),
            parent_id: self.project_id,
            kind: self.kind.clone(),
            days: self.period.into(),
            ..Facets::titled(&self.title)
        };
        facets
            .pointing(LinkKind::Theme, &self.theme_ids)
            .pointing(LinkKind::Goal, &self.goal_ids)
    }
}

impl Columns for Activity {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "kind",
        "from",
        "to",
        "place",
        "country",
        "host",
        "unit_id",
        "participants",
        "participants_exactness",
        "cost",
        "currency",
        "project_id",
        "network_id",
        "partner_ids",
        "theme_ids",
        "goal_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            self.kind.as_str().into(),
            self.period.from.into(),
            Cell::from(self.period.to),
            Cell::maybe(self.place.as_ref()),
            Cell::maybe(self.country.as_ref()),
            Cell::maybe(self.host.as_ref()),
            self.unit_id.into(),
        ]);
        cells.extend(Cell::figure(self.taking_part().as_ref()));
        cells.extend(Cell::money(self.cost.as_ref()));
        cells.extend([
            Cell::maybe(self.project_id),
            Cell::maybe(self.network_id),
            Cell::joined(&self.partner_ids),
            Cell::joined(&self.theme_ids),
            Cell::joined(&self.goal_ids),
        ]);
        cells
    }
}
