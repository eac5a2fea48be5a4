//! How organisations are asked for.

use actix_web::{
    get, patch, post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::{Anyone, Caller, Role},
    db::{Purpose, SystemTx},
    http::{
        Answer, Cell, FieldFault, Filter, IfMatch, Json, List, Listing, Patch, Problem, Tabular, Versioned, path_id,
    },
    values::{Language, Text, plain, said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Brand, Country, DatedName, Edits, Kind, Organisation, OrganisationError, Owner, State},
    store,
};
use crate::{
    App,
    lists::{self, History},
    permissions::{EditOrganisation, ReadOrganisation},
    person::{
        PersonId,
        routes::{optional, required},
    },
    session,
    subscription::{self, model::Decider},
};

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
            Cell::maybe(self.valid_from),
            Cell::maybe(self.valid_to),
            Cell::maybe(self.merged_into.clone()),
            self.invented.into(),
            self.state.code().into(),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByKind {
    /// For operators.
    kind: Option<Kind>,
    /// For operators.
    country: Option<Country>,
}

impl Filter for ByKind {
    const SORTS: &'static [&'static str] = &["-requested_at", "name"];
}

crate::page_of!(OrganisationPage, OrganisationBody);

/// The organisations one belongs to; for an operator, all of them.
#[utoipa::path(tag = "organisations", params(ByKind, lists::Paging), responses((status = 200, body = OrganisationPage)))]
#[get("/api/v1/organisations")]
async fn list(by: Anyone, list: List<ByKind>, app: Data<App>) -> Result<Listing<OrganisationBody>, Problem> {
    let operates = by.principal.grants.iter().any(|g| g.role == Role::Operator);
    let person_id = PersonId(by.principal.person_id);
    list.answer(async |filter, page| {
        if operates {
            let wanted = subscription::store::Wanted {
                status: None,
                kind: filter.kind,
                country: filter.country,
                organisations: true,
            };
            return app
                .db
                .system(Purpose::SignUp, async |tx| everybody(&app, tx, &wanted, page).await)
                .await;
        }
        let own = async |tx: &mut SystemTx| session::commands::standings(&app, tx, person_id).await;
        let own = app.db.system(Purpose::SignIn, own).await?;
        let rows = own
            .into_iter()
            .map(|s| OrganisationBody::of(s.organisation, &app))
            .collect();
        Ok::<_, Problem>(platform::db::Rows { rows, next: None })
    })
    .await
}

/// A page of subscriptions that became organisations, each entered and read: an operator's token has no tenant.
async fn everybody(
    app: &App,
    tx: &mut SystemTx,
    wanted: &subscription::store::Wanted,
    page: &platform::db::Page,
) -> Result<platform::db::Rows<OrganisationBody>, Problem> {
    let found = subscription::store::page(tx, Decider::Operator, wanted, page).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for id in found.rows.iter().filter_map(|s| s.organisation_id) {
        tx.enter(id).await?;
        let organisation = store::find_entered(tx, id).await?;
        rows.extend(organisation.map(|o| OrganisationBody::of(o, app)));
    }
    Ok(platform::db::Rows { rows, next: found.next })
}

/// The organisation one acts for.
#[utoipa::path(tag = "organisations", responses((status = 200, body = OrganisationBody)))]
#[get("/api/v1/organisations/current")]
async fn current(by: Caller<ReadOrganisation>, app: Data<App>) -> Result<Versioned<OrganisationBody>, Problem> {
    let own = app.db.tenant(by.scope(), async |tx| store::find(tx).await).await?;
    Ok(Versioned(OrganisationBody::of(
        own.ok_or(OrganisationError::NotFound)?,
        &app,
    )))
}

/// An organisation: the one that one acts for, or, for an operator, any.
#[utoipa::path(tag = "organisations", responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[get("/api/v1/organisations/{id}")]
async fn show(by: Anyone, id: Path<String>, app: Data<App>) -> Result<Versioned<OrganisationBody>, Problem> {
    let id = path_id::<Uuid>(&id, "organisation_not_found")?;
    let operates = by.principal.scope.is_none() && by.principal.grants.iter().any(|g| g.role == Role::Operator);
    let found = if operates {
        let any = async |tx: &mut SystemTx| {
            tx.enter(id).await?;
            store::find_entered(tx, id).await
        };
        app.db.system(Purpose::SignUp, any).await?
    } else {
        let by = Caller::<ReadOrganisation>::from_principal(by.principal)?;
        let own = app.db.tenant(by.scope(), async |tx| store::find(tx).await).await?;
        own.filter(|o| o.id == id)
    };
    Ok(Versioned(OrganisationBody::of(
        found.ok_or(OrganisationError::NotFound)?,
        &app,
    )))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"brand": {"colour": "#1a5276"}, "time_zone": "Europe/Helsinki"}))]
struct EditBody {
    #[schema(value_type = Option<Text>)]
    name: Patch<Text>,
    #[schema(value_type = Option<String>)]
    time_zone: Patch<String>,
    #[schema(value_type = Option<Language>)]
    language: Patch<Language>,
    #[schema(value_type = Option<String>)]
    place_code: Patch<String>,
    #[schema(value_type = Option<Vec<Owner>>)]
    owners: Patch<Vec<Owner>>,
    #[schema(value_type = Option<Vec<String>>)]
    members: Patch<Vec<String>>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Patch<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Patch<Date>,
    #[schema(value_type = Option<String>)]
    merged_into: Patch<String>,
    #[schema(value_type = Option<bool>)]
    invented: Patch<bool>,
    #[schema(value_type = Option<Brand>)]
    brand: Patch<Brand>,
}

impl EditBody {
    fn edits(self) -> Result<Edits, Problem> {
        self.faults()?;
        Ok(Edits {
            name: required(self.name, "/name")?.map(Text::tidy),
            time_zone: required(self.time_zone, "/time_zone")?,
            language: required(self.language, "/language")?,
            place_code: optional(self.place_code),
            owners: optional(self.owners).map(Option::unwrap_or_default),
            members: optional(self.members).map(Option::unwrap_or_default),
            valid_from: optional(self.valid_from),
            valid_to: optional(self.valid_to),
            merged_into: optional(self.merged_into),
            invented: required(self.invented, "/invented")?,
            brand: optional(self.brand).map(Option::unwrap_or_default),
        })
    }

    fn faults(&self) -> Result<(), Problem> {
        if let Some(name) = self.name.as_set() {
            proper_text(name, "/name")?;
        }
        if let Some(code) = self.merged_into.as_set() {
            proper_code(code, "/merged_into")?;
        }
        if let Some(code) = self.place_code.as_set() {
            proper_code(code, "/place_code")?;
        }
        let members = self.members.as_set().map(Vec::as_slice).unwrap_or_default();
        if members.len() > 500 {
            return Err(Problem::field("/members", "too_long", "At most 500 members."));
        }
        for (nth, code) in members.iter().enumerate() {
            proper_code(code, &format!("/members/{nth}"))?;
        }
        let owners = self.owners.as_set().map(Vec::as_slice).unwrap_or_default();
        if owners.len() > 500 {
            return Err(Problem::field("/owners", "too_long", "At most 500 owners."));
        }
        for (nth, owner) in owners.iter().enumerate() {
            crate::person::routes::proper_name(&owner.organisation_name, &format!("/owners/{nth}/organisation_name"))?;
            if !owner.code.is_empty() {
                proper_code(&owner.code, &format!("/owners/{nth}/code"))?;
            }
        }
        self.brand.as_set().map_or(Ok(()), proper_brand)
    }
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

/// A colour is six hexadecimal digits; a crest is a small picture that holds its own bytes.
fn proper_brand(brand: &Brand) -> Result<(), Problem> {
    let digits = brand.colour.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Problem::field(
            "/brand/colour",
            "bad_colour",
            "A colour is written like `#1a5276`.",
        ));
    }
    let Some(crest) = &brand.crest else { return Ok(()) };
    let picture = ["data:image/png;base64,", "data:image/svg+xml;base64,"]
        .iter()
        .any(|kind| crest.starts_with(kind));
    let fault = |code: &str, told: &str| {
        Problem::faults(vec![FieldFault {
            pointer: "/brand/crest".to_owned(),
            code: code.to_owned(),
            detail: told.to_owned(),
        }])
    };
    if !picture {
        return Err(fault(
            "bad_picture",
            "A crest is a data address of a PNG or SVG picture in base64.",
        ));
    }
    if crest.len() > 100_000 {
        return Err(fault("too_long", "A crest has at most 100 000 characters."));
    }
    plain(100_000)(crest, &()).map_err(|_unshowable| fault("bad_picture", "The crest holds unusable characters."))
}

fn own_id(by: &Caller<EditOrganisation>, id: &str) -> Result<(), Problem> {
    if id == "current" || path_id::<Uuid>(id, "organisation_not_found")? == by.scope().tenant_id() {
        return Ok(());
    }
    Err(OrganisationError::NotFound.into())
}

/// Changes what the organisation says of itself. `current` is the one that one acts for. A changed name is a correction;
/// a new name from a day on is a rename.
#[utoipa::path(tag = "organisations", request_body = EditBody,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[patch("/api/v1/organisations/{id}")]
async fn edit(
    by: Caller<EditOrganisation>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditBody>,
    app: Data<App>,
) -> Result<Versioned<OrganisationBody>, Problem> {
    own_id(&by, &id)?;
    let organisation = commands::edit(&app, &by, body.0.edits()?, expected).await?;
    Ok(Versioned(OrganisationBody::of(organisation, &app)))
}

/// A new name from a day on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": {"fi": "Kauhajoki", "sv": "Kauhajoki"}, "from": "2027-01-01"}))]
pub struct Rename {
    #[garde(custom(said(200)))]
    pub name: Text,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
}

/// From a day on the organisation has another name; what was before stays under the old one.
#[utoipa::path(tag = "organisations", request_body = Rename,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[post("/api/v1/organisations/{id}/rename")]
async fn rename(
    by: Caller<EditOrganisation>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Rename>,
    app: Data<App>,
) -> Result<Versioned<OrganisationBody>, Problem> {
    own_id(&by, &id)?;
    let Json(Rename { name, from }) = body;
    let organisation = commands::rename(&app, &by, name.tidy(), from, expected).await?;
    Ok(Versioned(OrganisationBody::of(organisation, &app)))
}

/// What happened to the organisation.
#[utoipa::path(tag = "organisations", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[get("/api/v1/organisations/{id}/history")]
async fn history(by: Caller<ReadOrganisation>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "organisation", &id, "organisation_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(current)
        .service(show)
        .service(edit)
        .service(rename)
        .service(history);
}
