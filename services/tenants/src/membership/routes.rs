//! How memberships are asked for.

use actix_web::{
    delete, get, patch,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::civil::Date;
use platform::{
    auth::{Caller, Role},
    http::{
        Answer, Cell, FieldFault, Filter, Gone, IfMatch, Json, List, Listing, Patch, Problem, Tabular, Versioned,
        path_id,
    },
    values::{Text, within},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{BadRoles, Edits, Held, Membership, MembershipError, MembershipId, Roles},
    store,
};
use crate::{
    App,
    lists::{self, History},
    permissions::{EditPeople, ReadPeople},
    person::{
        PersonId,
        routes::{optional, required},
    },
};

impl From<BadRoles> for Problem {
    fn from(error: BadRoles) -> Self {
        let (pointer, code) = match error {
            BadRoles::None => ("/roles".to_owned(), "required"),
            BadRoles::TooMany => ("/roles".to_owned(), "too_long"),
            BadRoles::NotGiven { nth } => (format!("/roles/{nth}/role"), "not_a_choice"),
            BadRoles::NoUnit { nth } => (format!("/roles/{nth}/unit_id"), "required"),
            BadRoles::Twice { nth } => (format!("/roles/{nth}"), "repeated"),
            BadRoles::NoSuchUnit { nth } => (format!("/roles/{nth}/unit_id"), "unknown_unit"),
        };
        let detail = match error {
            BadRoles::None => "Choose at least one role.",
            BadRoles::TooMany => "At most 20 roles.",
            BadRoles::NotGiven { .. } => "An organisation does not give this role.",
            BadRoles::NoUnit { .. } => "A contributor belongs to a unit: choose it.",
            BadRoles::Twice { .. } => "This role is there already.",
            BadRoles::NoSuchUnit { .. } => "There is no such unit in your organisation.",
        };
        Self::faults(vec![FieldFault {
            pointer,
            code: code.to_owned(),
            detail: detail.to_owned(),
        }])
    }
}

impl From<MembershipError> for Problem {
    fn from(error: MembershipError) -> Self {
        match error {
            MembershipError::NotFound => Self::not_found("membership_not_found"),
            MembershipError::LastAdmin => Self::conflict("last_administrator")
                .detail("The organisation would be left without an administrator: make somebody else one first."),
            MembershipError::BadDay => Self::field("/valid_to", "reversed", "It ends before it begins."),
            MembershipError::Roles(fault) => fault.into(),
            MembershipError::Person(cause) => cause.into(),
            MembershipError::ApiKey(cause) => cause.into(),
            MembershipError::Stale(stale) => stale.into(),
            MembershipError::Db(cause) => cause.into(),
        }
    }
}

/// What somebody is in the organisation.
#[derive(Serialize, ToSchema)]
struct MembershipBody {
    id: MembershipId,
    version: i64,
    person_id: PersonId,
    person_name: String,
    roles: Vec<Held>,
    title: Text,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
    /// Taken away.
    ended: bool,
}

impl From<Membership> for MembershipBody {
    fn from(m: Membership) -> Self {
        Self {
            id: m.id,
            version: m.version,
            person_id: m.person_id,
            person_name: m.person_name,
            roles: m.roles.held().to_vec(),
            title: m.title,
            valid_from: m.valid_from,
            valid_to: m.valid_to,
            ended: m.ended,
        }
    }
}

impl Answer for MembershipBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for MembershipBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "person_id",
        "person_name",
        "roles",
        "unit_ids",
        "title_fi",
        "title_sv",
        "title_en",
        "valid_from",
        "valid_to",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.title);
        vec![
            self.id.0.into(),
            self.person_id.0.into(),
            self.person_name.clone().into(),
            Cell::joined(self.roles.iter().map(|r| r.role.code())),
            Cell::joined(self.roles.iter().filter_map(|r| r.unit_id)),
            fi,
            sv,
            en,
            self.valid_from.into(),
            Cell::from(self.valid_to),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByPerson {
    person_id: Option<Uuid>,
    /// Those that hold this role.
    role: Option<Role>,
    /// Words of the person's name.
    q: Option<String>,
    /// `true`: those that ended too.
    ended: Option<bool>,
}

impl Filter for ByPerson {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

crate::page_of!(MembershipPage, MembershipBody);

/// Who is what in the organisation.
#[utoipa::path(tag = "memberships", params(ByPerson, lists::Paging), responses((status = 200, body = MembershipPage)))]
#[get("/api/v1/memberships")]
async fn list(
    by: Caller<ReadPeople>,
    list: List<ByPerson>,
    app: Data<App>,
) -> Result<Listing<MembershipBody>, Problem> {
    list.answer(async |filter, page| {
        let wanted = store::Wanted {
            person_id: filter.person_id,
            role: filter.role,
            q: filter.q.clone(),
            ended: filter.ended.unwrap_or(false),
        };
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, &wanted, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(MembershipBody::from))
    })
    .await
}

/// What one person is in the organisation.
#[utoipa::path(tag = "memberships", responses((status = 200, body = MembershipBody)),
    extensions(("x-problems" = json!(["404 membership_not_found"]))))]
#[get("/api/v1/memberships/{id}")]
async fn show(by: Caller<ReadPeople>, id: Path<String>, app: Data<App>) -> Result<Versioned<MembershipBody>, Problem> {
    let id = path_id::<MembershipId>(&id, "membership_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(found.ok_or(MembershipError::NotFound)?.into()))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"roles": [{"role": "planner", "unit_id": null}], "title": {"fi": "Suunnittelija"}}))]
struct EditMembership {
    #[schema(value_type = Option<Vec<Held>>)]
    roles: Patch<Vec<Held>>,
    #[schema(value_type = Option<Text>)]
    title: Patch<Text>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Patch<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Patch<Date>,
}

impl EditMembership {
    fn edits(self) -> Result<Edits, Problem> {
        if let Some(title) = self.title.as_set() {
            within(200)(title, &()).map_err(|fault| Problem::field("/title", "too_long", format!("{fault}.")))?;
        }
        Ok(Edits {
            roles: required(self.roles, "/roles")?.map(Roles::new).transpose()?,
            title: optional(self.title).map(|title| title.unwrap_or_default().tidy()),
            valid_from: required(self.valid_from, "/valid_from")?,
            valid_to: optional(self.valid_to),
        })
    }
}

/// Changes somebody's roles, title or days.
#[utoipa::path(tag = "memberships", request_body = EditMembership,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = MembershipBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 membership_not_found", "409 last_administrator"]))))]
#[patch("/api/v1/memberships/{id}")]
async fn edit(
    by: Caller<EditPeople>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditMembership>,
    app: Data<App>,
) -> Result<Versioned<MembershipBody>, Problem> {
    let id = path_id::<MembershipId>(&id, "membership_not_found")?;
    let membership = commands::edit(&app, &by, id, body.0.edits()?, expected).await?;
    Ok(Versioned(membership.into()))
}

/// Takes a membership away: access tokens that were given for it are refused at once.
#[utoipa::path(tag = "memberships",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 membership_not_found", "409 last_administrator"]))))]
#[delete("/api/v1/memberships/{id}")]
async fn end(by: Caller<EditPeople>, id: Path<String>, expected: IfMatch, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<MembershipId>(&id, "membership_not_found")?;
    commands::end(&app, &by, id, expected).await?;
    Ok(Gone)
}

/// What happened to a membership.
#[utoipa::path(tag = "memberships", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 membership_not_found"]))))]
#[get("/api/v1/memberships/{id}/history")]
async fn history(by: Caller<ReadPeople>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "membership", &id, "membership_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(show)
        .service(edit)
        .service(end)
        .service(history);
}
