//! How invitations are asked for.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::Caller,
    http::{Answer, Cell, Filter, IfMatch, Json, List, Listing, Problem, Tabular, Versioned, path_id},
    values::{Language, Text, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands::{self, Acceptance, Invite, Invited},
    model::{Invitation, InvitationError, InvitationId, State},
    store,
};
use crate::{
    App,
    lists::{self, History},
    membership::{Held, Roles},
    permissions::{EditPeople, ReadInvitations},
    person::{Email, PersonError, model::NewPerson, routes::proper_name},
    session::{
        commands::Origin,
        routes::{ChallengeBody, SessionBody, entered},
    },
};

impl From<InvitationError> for Problem {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::NotFound => Self::not_found("invitation_not_found"),
            InvitationError::BadLink => PersonError::BadLink.into(),
            InvitationError::NotOpen => Self::conflict("not_open").detail("The invitation is not open any more."),
            InvitationError::AlreadyInvited => Self::conflict("already_invited")
                .detail("An invitation to this address is open: withdraw it before you send another."),
            InvitationError::AlreadyMember => {
                Self::conflict("already_member").detail("Whoever has this address is a member already.")
            }
            InvitationError::Plan(limit) => limit.into(),
            InvitationError::Password(fault) => PersonError::Password(fault).into(),
            InvitationError::Hashing(cause) => PersonError::Hashing(cause).into(),
            InvitationError::Person(cause) => cause.into(),
            InvitationError::Membership(cause) => cause.into(),
            InvitationError::Session(cause) => cause.into(),
            InvitationError::Mail(cause) => cause.into(),
            InvitationError::Stale(stale) => stale.into(),
            InvitationError::Db(cause) => cause.into(),
        }
    }
}

/// Somebody asked to join.
#[derive(Serialize, ToSchema)]
struct InvitationBody {
    id: InvitationId,
    version: i64,
    email: String,
    name: String,
    language: Language,
    roles: Vec<Held>,
    title: Text,
    state: State,
    expires_at: Timestamp,
    created_at: Timestamp,
    /// The secret link: only in the answer to the invitation itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    accept_url: Option<String>,
}

impl InvitationBody {
    fn of(invitation: Invitation, now: Timestamp) -> Self {
        Self {
            state: invitation.state_at(now),
            id: invitation.id,
            version: invitation.version,
            email: invitation.email,
            name: invitation.name,
            language: invitation.language,
            roles: invitation.roles.held().to_vec(),
            title: invitation.title,
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
            accept_url: None,
        }
    }
}

impl Answer for InvitationBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for InvitationBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "email",
        "name",
        "language",
        "roles",
        "state",
        "expires_at",
        "created_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            self.email.clone().into(),
            self.name.clone().into(),
            self.language.code().into(),
            Cell::joined(self.roles.iter().map(|r| r.role.code())),
            self.state.code().into(),
            self.expires_at.into(),
            self.created_at.into(),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByState {
    state: Option<State>,
}

impl Filter for ByState {
    const SORTS: &'static [&'static str] = &["-created_at", "name"];
}

crate::page_of!(InvitationPage, InvitationBody);

/// Who was asked to join, and what became of it.
#[utoipa::path(tag = "invitations", params(ByState, lists::Paging), responses((status = 200, body = InvitationPage)))]
#[get("/api/v1/invitations")]
async fn list(
    by: Caller<ReadInvitations>,
    list: List<ByState>,
    app: Data<App>,
) -> Result<Listing<InvitationBody>, Problem> {
    let now = app.clock.now();
    list.answer(async |filter, page| {
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, filter.state, now, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(|i| InvitationBody::of(i, now)))
    })
    .await
}

/// One invitation.
#[utoipa::path(tag = "invitations", responses((status = 200, body = InvitationBody)),
    extensions(("x-problems" = json!(["404 invitation_not_found"]))))]
#[get("/api/v1/invitations/{id}")]
async fn show(
    by: Caller<ReadInvitations>,
    id: Path<String>,
    app: Data<App>,
) -> Result<Versioned<InvitationBody>, Problem> {
    let id = path_id::<InvitationId>(&id, "invitation_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(InvitationBody::of(
        found.ok_or(InvitationError::NotFound)?,
        app.clock.now(),
    )))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "planner@kauhajoki.example.org", "name": "Planner of Kauhajoki", "language": "fi",
    "roles": [{"role": "planner", "unit_id": null}], "title": {"fi": "Suunnittelija"}}))]
struct CreateInvitation {
    #[garde(email, length(chars, max = 254))]
    email: String,
    name: String,
    language: Language,
    roles: Vec<Held>,
    #[serde(default)]
    #[garde(custom(within_if_said(200)))]
    title: Option<Text>,
}

/// Invites somebody by mail. The answer holds the link once, so it is not kept for a repeated `Idempotency-Key`: a second
/// request for the same address is answered 409 while the invitation is open.
#[utoipa::path(tag = "invitations", request_body = CreateInvitation,
    responses((status = 201, body = InvitationBody)),
    extensions(("x-problems" = json!([
        "403 step_up_required", "409 already_invited", "409 already_member", "409 plan_limit_people",
    ]))))]
#[post("/api/v1/invitations")]
async fn create(by: Caller<EditPeople>, body: Json<CreateInvitation>, app: Data<App>) -> Result<HttpResponse, Problem> {
    let Json(body) = body;
    proper_name(&body.name, "/name")?;
    let invite = Invite {
        person: NewPerson {
            email: Email::new(&body.email),
            name: body.name.trim().to_owned(),
            language: body.language,
        },
        roles: Roles::new(body.roles)?,
        title: body.title.unwrap_or_default().tidy(),
    };
    let Invited { invitation, link } = commands::create(&app, &by, invite).await?;
    let answer = InvitationBody {
        accept_url: Some(link),
        ..InvitationBody::of(invitation, app.clock.now())
    };
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/invitations/{}", answer.id)))
        .insert_header((header::ETAG, format!("\"{}\"", answer.version)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer))
}

/// Takes an invitation back: its link opens nothing any more.
#[utoipa::path(tag = "invitations",
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = InvitationBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 invitation_not_found", "409 not_open"]))))]
#[post("/api/v1/invitations/{id}/withdraw")]
async fn withdraw(
    by: Caller<EditPeople>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<InvitationBody>, Problem> {
    let id = path_id::<InvitationId>(&id, "invitation_not_found")?;
    let invitation = commands::withdraw(&app, &by, id, expected).await?;
    Ok(Versioned(InvitationBody::of(invitation, app.clock.now())))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"token": "from the link"}))]
struct Look {
    #[garde(length(chars, min = 1, max = 200))]
    token: String,
}

/// What a link opens.
#[derive(Serialize, ToSchema)]
struct PreviewBody {
    organisation: Inviter,
    name: String,
    email: String,
    language: Language,
    /// Whoever has the address has a password here already and proves it with that one.
    known: bool,
}

#[derive(Serialize, ToSchema)]
struct Inviter {
    name: Text,
}

/// Shows by whom one was invited.
#[utoipa::path(tag = "invitations", security(()), request_body = Look, responses((status = 200, body = PreviewBody)),
    extensions(("x-problems" = json!(["404 link_not_valid"]))))]
#[post("/api/v1/invitations/preview")]
async fn preview(body: Json<Look>, app: Data<App>) -> Result<JsonOut<PreviewBody>, Problem> {
    let seen = commands::preview(&app, &body.0.token).await?;
    Ok(JsonOut(PreviewBody {
        organisation: Inviter {
            name: seen.organisation.name,
        },
        name: seen.invitation.name,
        email: seen.invitation.email,
        language: seen.invitation.language,
        known: seen.password_hash.is_some(),
    }))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"token": "from the link", "name": "Planner of Kauhajoki",
    "password": "a long enough password", "language": "fi"}))]
struct Accept {
    #[garde(length(chars, min = 1, max = 200))]
    token: String,
    /// As the invitation has it, if not said.
    #[serde(default)]
    name: Option<String>,
    #[garde(length(chars, min = 1, max = 1000))]
    password: String,
    #[serde(default)]
    language: Option<Language>,
}

/// Accepts an invitation and signs in; whoever has a second factor still owes its code, as in signing in.
#[utoipa::path(tag = "invitations", security(()), request_body = Accept,
    responses((status = 201, body = SessionBody), (status = 200, body = ChallengeBody)),
    extensions(("x-problems" = json!(["401 wrong_credentials", "404 link_not_valid", "429 too_many_attempts"]))))]
#[post("/api/v1/invitations/accept")]
async fn accept(body: Json<Accept>, origin: Origin, app: Data<App>) -> Result<HttpResponse, Problem> {
    let Json(body) = body;
    if let Some(name) = &body.name {
        proper_name(name, "/name")?;
    }
    let name = body.name.map(|name| name.trim().to_owned());
    let said = Acceptance {
        token: body.token,
        password: body.password,
        name,
        language: body.language,
    };
    Ok(entered(commands::accept(&app, said, &origin).await?, &app))
}

/// What happened to an invitation.
#[utoipa::path(tag = "invitations", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 invitation_not_found"]))))]
#[get("/api/v1/invitations/{id}/history")]
async fn history(by: Caller<ReadInvitations>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "invitation", &id, "invitation_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(preview)
        .service(accept)
        .service(list)
        .service(create)
        .service(show)
        .service(withdraw)
        .service(history);
}
