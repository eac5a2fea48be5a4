//! Projects, applications, partners, networks and activities, as `projects` tells of them.

use contracts::projects::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Figure, Money, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::entry::{Columns, Days, Facets, LinkKind, Record, Register, id, ids, maybe_day, maybe_id, said};

fn money(told: Option<contracts::envelope::v1::Money>) -> Result<Option<Money>, BadValue> {
    told.map(Money::try_from).transpose()
}

fn figure(told: Option<contracts::envelope::v1::Figure>) -> Result<Option<Figure>, BadValue> {
    told.map(Figure::try_from).transpose()
}

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
            Cell::maybe(self.period.to),
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
}

impl TryFrom<wire::Application> for Application {
    type Error = BadValue;
    fn try_from(told: wire::Application) -> Result<Self, BadValue> {
        Ok(Self {
            project_id: id(&told.project_id)?,
            owner_unit_id: maybe_id(Some(&told.owner_unit_id))?,
            programme_id: maybe_id(told.programme_id.as_ref())?,
            call: told.call,
            state: told.state,
            submitted_on: maybe_day(told.submitted_on.as_ref())?,
            applied: money(told.applied)?,
            granted: money(told.granted)?,
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
    pub fn waits(&self) -> bool {
        matches!(self.state.as_str(), "idea" | "go" | "preparing" | "submitted")
    }
}

impl Record for Application {
    const REGISTER: Register = Register::Applications;
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
            Cell::maybe(self.submitted_on),
        ];
        cells.extend(Cell::money(self.applied.as_ref()));
        cells.extend(Cell::money(self.granted.as_ref()));
        cells
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredTwinTown)]
pub struct TwinTown {
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    pub agreement: Option<String>,
    pub status: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredPartner)]
pub struct Partner {
    pub name: String,
    pub kind: String,
    pub country: String,
    pub town: Option<String>,
    pub website: Option<String>,
    pub twin_town: Option<TwinTown>,
}

impl TryFrom<wire::Partner> for Partner {
    type Error = BadValue;
    fn try_from(told: wire::Partner) -> Result<Self, BadValue> {
        let twin = |t: wire::TwinTown| {
            Ok(TwinTown {
                since: maybe_day(t.since.as_ref())?,
                agreement: t.agreement,
                status: t.status,
            })
        };
        Ok(Self {
            name: told.name,
            kind: told.kind,
            country: told.country,
            town: told.town,
            website: told.website,
            twin_town: told.twin_town.map(twin).transpose()?,
        })
    }
}

impl Record for Partner {
    const REGISTER: Register = Register::Partners;
    fn facets(&self) -> Facets {
        let since = self.twin_town.as_ref().and_then(|t| t.since);
        Facets {
            kind: self.kind.clone(),
            status: self.twin_town.as_ref().map(|t| t.status.clone()).unwrap_or_default(),
            days: Days::between(since, None),
            ..Facets::named(&self.name)
        }
    }
}

impl Columns for Partner {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "kind",
        "country",
        "town",
        "website",
        "twin_town_since",
        "twin_town_status",
    ];
    fn cells(&self) -> Vec<Cell> {
        vec![
            self.name.as_str().into(),
            self.kind.as_str().into(),
            self.country.as_str().into(),
            Cell::maybe(self.town.as_ref()),
            Cell::maybe(self.website.as_ref()),
            Cell::maybe(self.twin_town.as_ref().and_then(|t| t.since)),
            Cell::maybe(self.twin_town.as_ref().map(|t| &t.status)),
        ]
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredNetwork)]
pub struct Network {
    pub name: Text,
    pub acronym: Option<String>,
    pub kind: String,
    pub theme_ids: Vec<Uuid>,
    pub host: Option<String>,
    pub size: Option<Figure>,
    pub scope: Option<Text>,
    pub website: Option<String>,
}

impl TryFrom<wire::Network> for Network {
    type Error = BadValue;
    fn try_from(told: wire::Network) -> Result<Self, BadValue> {
        Ok(Self {
            name: told.name.unwrap_or_default().into(),
            acronym: told.acronym,
            kind: told.kind,
            theme_ids: ids(&told.theme_ids)?,
            host: told.host,
            size: figure(told.size)?,
            scope: said(told.scope),
            website: told.website,
        })
    }
}

impl Record for Network {
    const REGISTER: Register = Register::Networks;
    fn facets(&self) -> Facets {
        Facets {
            kind: self.kind.clone(),
            ..Facets::titled(&self.name)
        }
        .pointing(LinkKind::Theme, &self.theme_ids)
    }
}

impl Columns for Network {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "acronym",
        "kind",
        "host",
        "size",
        "size_exactness",
        "website",
        "theme_ids",
    ];
    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.name).to_vec();
        cells.extend([
            Cell::maybe(self.acronym.as_ref()),
            self.kind.as_str().into(),
            Cell::maybe(self.host.as_ref()),
        ]);
        cells.extend(Cell::figure(self.size.as_ref()));
        cells.extend([Cell::maybe(self.website.as_ref()), Cell::joined(&self.theme_ids)]);
        cells
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredNetworkMembership)]
pub struct NetworkMembership {
    pub network_id: Uuid,
    pub accountable_unit_id: Option<Uuid>,
    pub outside_organisation: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    pub seats: Option<i32>,
    /// A year's fee.
    pub fee: Option<Money>,
    pub hours: Option<i32>,
}

impl TryFrom<wire::NetworkMembership> for NetworkMembership {
    type Error = BadValue;
    fn try_from(told: wire::NetworkMembership) -> Result<Self, BadValue> {
        Ok(Self {
            network_id: id(&told.network_id)?,
            accountable_unit_id: maybe_id(told.accountable_unit_id.as_ref())?,
            outside_organisation: told.outside_organisation,
            since: maybe_day(told.since.as_ref())?,
            until: maybe_day(told.until.as_ref())?,
            seats: told.seats,
            fee: money(told.fee)?,
            hours: told.hours,
        })
    }
}

impl Record for NetworkMembership {
    const REGISTER: Register = Register::NetworkMemberships;
    fn facets(&self) -> Facets {
        Facets {
            unit_id: self.accountable_unit_id,
            parent_id: Some(self.network_id),
            days: Days::between(self.since, self.until),
            ..Facets::named(self.outside_organisation.as_deref().unwrap_or_default())
        }
    }
}

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
            Cell::maybe(self.period.to),
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
