//! Networks, and who is a member of them.

use contracts::projects::v1 as wire;
use jiff::civil::Date;
use platform::{
    http::Cell,
    values::{BadValue, Figure, Money, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{figure, money};
use crate::agreement::Dataset;
use crate::register::entry::{Columns, Days, Facets, LinkKind, Record, Register, id, ids, maybe_day, maybe_id, said};

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

    fn counted_with(&self, id: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Networks, id)]
    }

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

    fn counted_with(&self, _: Uuid) -> Vec<(Dataset, Uuid)> {
        vec![(Dataset::Networks, self.network_id)]
    }

    fn facets(&self) -> Facets {
        Facets {
            unit_id: self.accountable_unit_id,
            parent_id: Some(self.network_id),
            days: Days::between(self.since, self.until),
            ..Facets::named(self.outside_organisation.as_deref().unwrap_or_default())
        }
    }
}
