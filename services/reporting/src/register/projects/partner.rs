//! Partners, twin towns among them.

use contracts::projects::v1 as wire;
use jiff::civil::Date;
use platform::{http::Cell, values::BadValue};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::register::entry::{Columns, Days, Facets, Record, Register, maybe_day};

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
            Cell::from(self.twin_town.as_ref().and_then(|t| t.since)),
            Cell::maybe(self.twin_town.as_ref().map(|t| &t.status)),
        ]
    }
}
