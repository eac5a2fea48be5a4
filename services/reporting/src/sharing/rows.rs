//! What is given of a thing: what it is called and how it stands, no more; nothing about persons.

use jiff::civil::Date;
use platform::{
    http::{Cell, Tabular},
    values::{Figure, Money, Period, Text},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    agreement::Dataset,
    register::{
        entry::{Columns, Days, Facets, Record as _},
        goals::Goal,
        projects::{Activity, Network, NetworkMembership, Project},
    },
};

/// A row of a dataset.
pub trait Given: Serialize + DeserializeOwned + Columns + Send + Sync + 'static {
    const DATASET: Dataset;
}

/// A thing of another organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Shared<B> {
    pub id: Uuid,
    pub owner_id: Uuid,
    pub owner_name: Text,
    /// The agreement that gives it.
    pub agreement_id: Uuid,
    #[serde(flatten)]
    pub body: B,
}

/// A thing on its way to a viewer: what lists filter and sort by, and what is given of it.
#[derive(Clone, Debug)]
pub struct Ready {
    pub id: Uuid,
    pub facets: Facets,
    pub body: serde_json::Value,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SharedGoal)]
pub struct GivenGoal {
    pub title: Text,
    pub period: Period,
    pub status: String,
    pub cross_cutting: bool,
    pub to_be_measured: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SharedProject)]
pub struct GivenProject {
    pub title: Text,
    pub acronym: Option<String>,
    pub kind: String,
    pub role: String,
    pub status: String,
    pub programme: Option<Text>,
    pub funder: Option<String>,
    pub period: Period,
    pub total_cost: Option<Money>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SharedNetwork)]
pub struct GivenNetwork {
    pub name: Text,
    pub acronym: Option<String>,
    pub kind: String,
    pub host: Option<String>,
    /// The organisation has been a member since, as far as known.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    /// And was until; null while it is.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SharedActivity)]
pub struct GivenActivity {
    pub title: Text,
    pub kind: String,
    pub period: Period,
    pub place: Option<String>,
    pub country: Option<String>,
    pub participants: Option<Figure>,
}

impl Given for GivenGoal {
    const DATASET: Dataset = Dataset::Goals;
}

impl Given for GivenProject {
    const DATASET: Dataset = Dataset::Projects;
}

impl Given for GivenNetwork {
    const DATASET: Dataset = Dataset::Networks;
}

impl Given for GivenActivity {
    const DATASET: Dataset = Dataset::Activities;
}

fn ready(id: Uuid, facets: Facets, body: &impl Serialize) -> Ready {
    Ready {
        id,
        facets,
        body: serde_json::to_value(body).unwrap_or_default(),
    }
}

pub fn of_goal(id: Uuid, goal: Goal) -> Ready {
    let facets = Facets {
        // The level is the tenant's own word.
        kind: String::new(),
        ..goal.facets()
    };
    let body = GivenGoal {
        title: goal.title,
        period: goal.period,
        status: goal.status,
        cross_cutting: goal.cross_cutting,
        to_be_measured: goal.to_be_measured,
    };
    ready(id, facets, &body)
}

pub fn of_project(id: Uuid, project: Project) -> Ready {
    let facets = project.facets();
    let body = GivenProject {
        title: project.title,
        acronym: project.acronym,
        kind: project.kind,
        role: project.role,
        status: project.status,
        programme: project.programme,
        funder: project.funder,
        period: project.period,
        total_cost: project.total_cost,
    };
    ready(id, facets, &body)
}

pub fn of_network(id: Uuid, network: Network, memberships: &[NetworkMembership]) -> Ready {
    let since = memberships.iter().filter_map(|m| m.since).min();
    let still = memberships.iter().any(|m| m.until.is_none());
    let until = memberships.iter().filter_map(|m| m.until).max().filter(|_| !still);
    let facets = Facets {
        days: Days::between(since, until),
        ..network.facets()
    };
    let body = GivenNetwork {
        name: network.name,
        acronym: network.acronym,
        kind: network.kind,
        host: network.host,
        since,
        until,
    };
    ready(id, facets, &body)
}

pub fn of_activity(id: Uuid, activity: Activity) -> Ready {
    let (facets, participants) = (activity.facets(), activity.taking_part());
    let body = GivenActivity {
        title: activity.title,
        kind: activity.kind,
        period: activity.period,
        place: activity.place,
        country: activity.country,
        participants,
    };
    ready(id, facets, &body)
}

impl<B: Columns> Tabular for Shared<B> {
    const COLUMNS: &'static [&'static str] = B::COLUMNS;

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![self.id.into(), self.owner_id.into()];
        cells.extend(Cell::languages(&self.owner_name));
        cells.extend(self.body.cells());
        cells
    }
}

impl Columns for GivenGoal {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner_id",
        "owner_name_fi",
        "owner_name_sv",
        "owner_name_en",
        "title_fi",
        "title_sv",
        "title_en",
        "from",
        "to",
        "status",
        "cross_cutting",
        "to_be_measured",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            self.period.from.into(),
            Cell::maybe(self.period.to),
            self.status.as_str().into(),
            self.cross_cutting.into(),
            self.to_be_measured.into(),
        ]);
        cells
    }
}

impl Columns for GivenProject {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner_id",
        "owner_name_fi",
        "owner_name_sv",
        "owner_name_en",
        "title_fi",
        "title_sv",
        "title_en",
        "acronym",
        "kind",
        "role",
        "status",
        "programme_fi",
        "programme_sv",
        "programme_en",
        "funder",
        "from",
        "to",
        "total_cost",
        "currency",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            Cell::maybe(self.acronym.as_ref()),
            self.kind.as_str().into(),
            self.role.as_str().into(),
            self.status.as_str().into(),
        ]);
        cells.extend(Cell::languages(self.programme.as_ref()));
        cells.extend([
            Cell::maybe(self.funder.as_ref()),
            self.period.from.into(),
            Cell::maybe(self.period.to),
        ]);
        cells.extend(Cell::money(self.total_cost.as_ref()));
        cells
    }
}

impl Columns for GivenNetwork {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner_id",
        "owner_name_fi",
        "owner_name_sv",
        "owner_name_en",
        "name_fi",
        "name_sv",
        "name_en",
        "acronym",
        "kind",
        "host",
        "since",
        "until",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.name).to_vec();
        cells.extend([
            Cell::maybe(self.acronym.as_ref()),
            self.kind.as_str().into(),
            Cell::maybe(self.host.as_ref()),
            Cell::maybe(self.since),
            Cell::maybe(self.until),
        ]);
        cells
    }
}

impl Columns for GivenActivity {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner_id",
        "owner_name_fi",
        "owner_name_sv",
        "owner_name_en",
        "title_fi",
        "title_sv",
        "title_en",
        "kind",
        "from",
        "to",
        "place",
        "country",
        "participants",
        "participants_exactness",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Cell::languages(&self.title).to_vec();
        cells.extend([
            self.kind.as_str().into(),
            self.period.from.into(),
            Cell::maybe(self.period.to),
            Cell::maybe(self.place.as_ref()),
            Cell::maybe(self.country.as_ref()),
        ]);
        cells.extend(Cell::figure(self.participants.as_ref()));
        cells
    }
}
