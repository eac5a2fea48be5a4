//! How people are asked for: oneself, the people of one's organisation, a forgotten password.

use actix_web::{
    get, patch, post,
    web::{Data, Path},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::{Anyone, Caller},
    db::{Purpose, TenantTx},
    http::{
        Accepted, Answer, Cell, Filter, Gone, IfMatch, Json, List, Listing, Names, NamesAsked, Parameters, Patch,
        Problem, Tabular, Versioned, path_id,
    },
    values::{Language, Text, plain},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands,
    model::{ColourScheme, Email, Person, PersonError, PersonId, Wishes},
    password::HashingError,
    store,
};
use crate::{
    App,
    membership::{self, Held, Membership, MembershipError, MembershipId},
    permissions::ReadPeople,
    session::commands::Origin,
};

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::NotFound => Self::not_found("person_not_found"),
            PersonError::BadLink => {
                Self::not_found("link_not_valid").detail("The link was used already, or is too old: ask for a new one.")
            }
            PersonError::Password(fault) => Self::field("/password", fault.code(), format!("{}.", sentence(fault))),
            PersonError::TooMany(too_many) => Self::too_many("too_many_attempts", too_many.seconds)
                .detail("Too many attempts: wait a little, then try again."),
            PersonError::Stale(stale) => stale.into(),
            PersonError::Hashing(HashingError::Crowded) => Self::unavailable(HashingError::Crowded),
            PersonError::Hashing(cause @ HashingError::Failed(_)) => Self::internal(cause),
            PersonError::Seal(cause) => Self::internal(cause),
            PersonError::Mail(cause) => cause.into(),
            PersonError::Db(cause) => cause.into(),
        }
    }
}

fn sentence(fault: super::password::Fault) -> String {
    let told = fault.to_string();
    let mut letters = told.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Oneself.
#[derive(Serialize, ToSchema)]
struct Me {
    id: PersonId,
    version: i64,
    name: String,
    email: String,
    language: Language,
    colour_scheme: ColourScheme,
    operator: bool,
}

impl From<Person> for Me {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            version: person.version,
            name: person.name,
            email: person.email.as_str().to_owned(),
            language: person.language,
            colour_scheme: person.colour_scheme,
            operator: person.operator,
        }
    }
}

impl Answer for Me {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Who I am.
#[utoipa::path(tag = "people", responses((status = 200, body = Me)))]
#[get("/api/v1/people/me")]
async fn me(by: Anyone, app: Data<App>) -> Result<Versioned<Me>, Problem> {
    let id = PersonId(by.principal.person_id);
    let person = app
        .db
        .system(Purpose::SignIn, async |tx| store::find(tx, id).await)
        .await?;
    Ok(Versioned(person.ok_or(PersonError::NotFound)?.into()))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Planner of Kauhajoki", "language": "sv", "colour_scheme": "dark"}))]
struct ChangeMe {
    #[schema(value_type = Option<String>)]
    name: Patch<String>,
    #[schema(value_type = Option<Language>)]
    language: Patch<Language>,
    #[schema(value_type = Option<ColourScheme>)]
    colour_scheme: Patch<ColourScheme>,
}

impl ChangeMe {
    fn wishes(self) -> Result<Wishes, Problem> {
        if let Some(name) = self.name.as_set() {
            proper_name(name, "/name")?;
        }
        Ok(Wishes {
            name: required(self.name, "/name")?.map(|name| name.trim().to_owned()),
            language: required(self.language, "/language")?,
            colour_scheme: required(self.colour_scheme, "/colour_scheme")?,
        })
    }
}

/// A field of a merge patch that may be left alone but not emptied.
pub fn required<T>(patch: Patch<T>, pointer: &str) -> Result<Option<T>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Set(value) => Ok(Some(value)),
        Patch::Clear => Err(Problem::field(pointer, "required", "This field cannot be empty.")),
    }
}

/// A field of a merge patch that may be emptied.
pub fn optional<T>(patch: Patch<T>) -> Option<Option<T>> {
    match patch {
        Patch::Keep => None,
        Patch::Set(value) => Some(Some(value)),
        Patch::Clear => Some(None),
    }
}

/// A person's name: one line that says something.
pub fn proper_name(name: &str, pointer: &str) -> Result<(), Problem> {
    if name.trim().is_empty() {
        return Err(Problem::field(pointer, "required", "Write the name."));
    }
    if name.contains(['\n', '\r', '\t']) {
        return Err(Problem::field(pointer, "bad_characters", "A name is one line."));
    }
    plain(200)(name, &()).map_err(|fault| Problem::field(pointer, "invalid", format!("{fault}.")))
}

/// Changes my name, language or colours.
#[utoipa::path(tag = "people", request_body = ChangeMe,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = Me)))]
#[patch("/api/v1/people/me")]
async fn change_me(
    by: Anyone,
    expected: IfMatch,
    body: Json<ChangeMe>,
    app: Data<App>,
) -> Result<Versioned<Me>, Problem> {
    let id = PersonId(by.principal.person_id);
    let person = commands::change(&app, id, body.0.wishes()?, expected).await?;
    Ok(Versioned(person.into()))
}

/// What people are called: the first thousand members by name, or those that are asked for, who may have left. What an API
/// key did is told by the key's id: asked for by it, its name is told here too.
#[utoipa::path(tag = "people", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/people/names")]
async fn list_names(
    by: Caller<ReadPeople>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<actix_web::web::Json<Names>, Problem> {
    let names = async |tx: &mut TenantTx| membership::store::names_of_people(tx, &asked.0).await;
    Ok(actix_web::web::Json(app.db.tenant(by.scope(), names).await?))
}

/// A person of the organisation.
#[derive(Serialize, ToSchema)]
struct PersonBody {
    id: PersonId,
    name: String,
    email: String,
    language: String,
    memberships: Vec<AsWhat>,
}

/// What the person is here.
#[derive(Serialize, ToSchema)]
struct AsWhat {
    id: MembershipId,
    roles: Vec<Held>,
    title: Text,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
}

impl From<Membership> for PersonBody {
    fn from(m: Membership) -> Self {
        Self {
            id: m.person_id,
            name: m.person_name,
            email: m.person_email,
            language: m.person_language,
            memberships: vec![AsWhat {
                id: m.id,
                roles: m.roles.held().to_vec(),
                title: m.title,
                valid_from: m.valid_from,
                valid_to: m.valid_to,
            }],
        }
    }
}

impl Tabular for PersonBody {
    const COLUMNS: &'static [&'static str] = &["id", "name", "email", "language", "roles"];

    fn cells(&self) -> Vec<Cell> {
        let roles = self
            .memberships
            .iter()
            .flat_map(|m| m.roles.iter().map(|r| r.role.code()));
        vec![
            self.id.0.into(),
            self.name.clone().into(),
            self.email.clone().into(),
            self.language.clone().into(),
            Cell::joined(roles),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct People {}

impl Filter for People {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

crate::page_of!(PeoplePage, PersonBody);

/// The people of the organisation.
#[utoipa::path(tag = "people", params(crate::lists::Paging), responses((status = 200, body = PeoplePage)))]
#[get("/api/v1/people")]
async fn list(by: Caller<ReadPeople>, list: List<People>, app: Data<App>) -> Result<Listing<PersonBody>, Problem> {
    list.answer(async |_, page| {
        let wanted = membership::store::Wanted::default();
        let rows = app
            .db
            .tenant(by.scope(), async |tx| membership::store::page(tx, &wanted, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(PersonBody::from))
    })
    .await
}

/// A person of the organisation.
#[utoipa::path(tag = "people", responses((status = 200, body = PersonBody)),
    extensions(("x-problems" = json!(["404 person_not_found"]))))]
#[get("/api/v1/people/{id}")]
async fn show(
    by: Caller<ReadPeople>,
    id: Path<String>,
    app: Data<App>,
) -> Result<actix_web::web::Json<PersonBody>, Problem> {
    let id = path_id::<PersonId>(&id, "person_not_found")?;
    let found = app
        .db
        .tenant(by.scope(), async |tx| membership::store::find_person(tx, id).await)
        .await?;
    let membership = found.ok_or(MembershipError::Person(PersonError::NotFound))?;
    Ok(actix_web::web::Json(membership.into()))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "planner@kauhajoki.example.org"}))]
struct AskReset {
    #[garde(length(chars, min = 1, max = 254))]
    email: String,
}

/// Asks for a link by which a forgotten password is replaced. The answer is the same for every address.
#[utoipa::path(tag = "people", security(()), request_body = AskReset, responses((status = 202)),
    extensions(("x-problems" = json!(["429 too_many_attempts"]))))]
#[post("/api/v1/password-resets")]
async fn ask_reset(body: Json<AskReset>, origin: Origin, app: Data<App>) -> Result<Accepted, Problem> {
    commands::ask_reset(&app, &Email::new(&body.0.email), &origin).await?;
    Ok(Accepted)
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"token": "from the link", "password": "a long enough password"}))]
struct CompleteReset {
    #[garde(length(chars, min = 1, max = 200))]
    token: String,
    #[garde(length(chars, min = 1, max = 1000))]
    password: String,
}

/// Replaces a forgotten password and ends every session.
#[utoipa::path(tag = "people", security(()), request_body = CompleteReset, responses((status = 204)),
    extensions(("x-problems" = json!(["404 link_not_valid"]))))]
#[post("/api/v1/password-resets/complete")]
async fn complete_reset(body: Json<CompleteReset>, origin: Origin, app: Data<App>) -> Result<Gone, Problem> {
    commands::complete_reset(&app, &body.0.token, &body.0.password, &origin).await?;
    Ok(Gone)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    // `names` before `{id}`, which would take it for one.
    config
        .service(me)
        .service(change_me)
        .service(list)
        .service(list_names)
        .service(show);
    config.service(complete_reset).service(ask_reset);
}
