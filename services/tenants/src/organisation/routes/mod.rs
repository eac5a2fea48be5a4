//! How organisations are asked for.

use jiff::civil::Date;
use platform::{
    http::{Answer, Cell, Problem, Tabular},
    values::{Language, Text, said},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Country, Kind, Organisation, OrganisationError, State,
    model::{Brand, Notices, Owner},
    names::DatedName,
};
use crate::App;

mod edit;
mod read;

pub use edit::Rename;

impl From<OrganisationError> for Problem {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::NotFound => Self::not_found("organisation_not_found"),
            OrganisationError::NoSuchZone => {
                Self::field("/time_zone", "unknown_time_zone", "There is no such time zone.")
            }
            OrganisationError::BadDay(pointer) => Self::field(pointer, "reversed", "The days are in the wrong order."),
            OrganisationError::NotJoint => Self::field("/owners", "not_joint", "Only a joint authority has owners."),
            OrganisationError::Share { nth } => Self::field(
                format!("/owners/{nth}/share"),
                "out_of_range",
                "A share is more than nothing, with at most four decimals.",
            ),
            OrganisationError::Shares { sum } => {
                Self::field("/owners", "too_large", format!("The shares add up to {sum} per cent."))
            }
            OrganisationError::NoSuchPlace => Self::field(
                "/place_code",
                "unknown_place",
                "There is no such place in the country's geography.",
            ),
            OrganisationError::Stale(stale) => stale.into(),
            OrganisationError::Db(cause) => cause.into(),
        }
    }
}

/// An official code: letters, digits and hyphens.
pub fn proper_code(code: &str, pointer: &str) -> Result<(), Problem> {
    let proper = (1..=20).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if proper {
        return Ok(());
    }
    Err(Problem::field(
        pointer,
        "bad_code",
        "A code is 1 to 20 letters, digits and hyphens.",
    ))
}

/// A text that says something, none of its languages longer than a line.
pub fn proper_text(text: &Text, pointer: &str) -> Result<(), Problem> {
    if text.is_blank() {
        return Err(Problem::field(
            pointer,
            "required",
            "Write it in at least one language.",
        ));
    }
    said(200)(text, &()).map_err(|fault| Problem::field(pointer, "invalid", format!("{fault}.")))
}

/// An organisation.
#[derive(Serialize, ToSchema)]
pub struct OrganisationBody {
    id: Uuid,
    version: i64,
    kind: Kind,
    name: Text,
    /// All names with their dates, the present one last.
    names: Vec<DatedName>,
    code: String,
    country: Country,
    time_zone: String,
    language: Language,
    place_code: Option<String>,
    owners: Vec<Owner>,
    /// Of a sub-region, region or association: codes of municipalities.
    members: Vec<String>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
    /// The code of the organisation it went up in.
    merged_into: Option<String>,
    invented: bool,
    brand: Brand,
    notices: Notices,
    state: State,
    #[schema(value_type = Option<String>, format = Date)]
    trial_until: Option<Date>,
}

impl OrganisationBody {
    pub fn of(o: Organisation, app: &App) -> Self {
        Self {
            state: o.state_on(app.clock.today(&o.time_zone)),
            id: o.id,
            version: o.version,
            kind: o.kind,
            name: o.name,
            names: o.names,
            code: o.code,
            country: o.country,
            time_zone: o.time_zone,
            language: o.language,
            place_code: o.place_code,
            owners: o.owners,
            members: o.members,
            valid_from: o.valid_from,
            valid_to: o.valid_to,
            merged_into: o.merged_into,
            invented: o.invented,
            brand: o.brand,
            notices: o.notices,
            trial_until: o.trial_until,
        }
    }
}

impl Answer for OrganisationBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for OrganisationBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "name_fi",
        "name_sv",
        "name_en",
        "code",
        "country",
        "time_zone",
        "place_code",
        "valid_from",
        "valid_to",
        "merged_into",
        "invented",
        "state",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.id.into(),
            self.kind.code().into(),
            fi,
            sv,
            en,
            self.code.clone().into(),
            self.country.code().into(),
            self.time_zone.clone().into(),
            Cell::maybe(self.place_code.clone()),
            Cell::from(self.valid_from),
            Cell::from(self.valid_to),
            Cell::maybe(self.merged_into.clone()),
            self.invented.into(),
            self.state.code().into(),
        ]
    }
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    // Before the organisations: `directory` is no id.
    super::directory::routes::routes(config);
    config
        .service(read::list)
        .service(read::current)
        .service(read::show)
        .service(edit::edit)
        .service(edit::rename)
        .service(read::history);
}
