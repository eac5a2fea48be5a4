//! How subscriptions are asked for.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Path},
};
use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Anyone, Caller, Role},
    db::Purpose,
    http::{
        Answer, Cell, Created, FieldFault, Filter, IfMatch, Json, List, Listing, Problem, Tabular, Versioned, path_id,
    },
    values::{Language, Text, plain, said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands::{self, Deciding},
    model::{Contact, Decider, Request, Status, Step, Subscription, SubscriptionError, SubscriptionId},
    store::{self, Wanted},
};
use crate::{
    App, invitation, lists,
    organisation::{self, Kind, OrganisationError, model::Country, routes::proper_code},
    permissions::{DecideSubscriptions, ReadOrganisation, ReadSubscriptions},
    person::{PersonError, routes::proper_name},
    session::commands::Origin,
    throttle::CountError,
};

impl From<SubscriptionError> for Problem {
    fn from(error: SubscriptionError) -> Self {
        match error {
            SubscriptionError::NotFound => Self::not_found("subscription_not_found"),
            SubscriptionError::CodeTaken => Self::conflict("code_taken")
                .detail("An organisation of this kind with this code has asked already.")
                .naming(vec![FieldFault {
                    pointer: "/organisation/code".to_owned(),
                    code: "code_taken".to_owned(),
                    detail: "This code is taken.".to_owned(),
                }]),
            SubscriptionError::WrongStatus { status } => Self::conflict("wrong_status").detail(format!(
                "The subscription is `{}`: this cannot be done to it.",
                status.code()
            )),
            SubscriptionError::OperatorsOnly => {
                Self::forbidden("operators_only").detail("Only operators of the installation may do this.")
            }
            SubscriptionError::InvitationAccepted => Self::conflict("invitation_accepted").detail(
                "An invitation of this organisation has been accepted: its administrators invite everybody else.",
            ),
            SubscriptionError::Count(CountError::TooMany(too_many)) => PersonError::TooMany(too_many).into(),
            SubscriptionError::Count(CountError::Db(cause)) => cause.into(),
            SubscriptionError::Organisation(cause) => cause.into(),
            SubscriptionError::Invitation(cause) => cause.into(),
            SubscriptionError::Person(cause) => cause.into(),
            SubscriptionError::Mail(cause) => cause.into(),
            SubscriptionError::Stale(stale) => stale.into(),
            SubscriptionError::Db(cause) => cause.into(),
        }
    }
}

/// The organisation as the request names it.
#[derive(Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct RequestedOrganisation {
    kind: Kind,
    #[garde(custom(said(200)))]
    name: Text,
    /// Official code, as text.
    code: String,
    country: Country,
}

/// Whom to write to, and who becomes the first administrator.
#[derive(Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct ContactBody {
    name: String,
    #[garde(email, length(chars, max = 254))]
    email: String,
    language: Language,
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "organisation": {"kind": "municipality", "name": {"fi": "Teuva", "sv": "Östermark"}, "code": "846", "country": "FI"},
    "contact": {"name": "Head of administration", "email": "administration@teuva.example.org", "language": "fi"},
    "message": "We would like to try it."}))]
struct AskFor {
    #[garde(dive)]
    organisation: RequestedOrganisation,
    #[garde(dive)]
    contact: ContactBody,
    #[serde(default)]
    #[garde(inner(custom(plain(2000))))]
    message: Option<String>,
}

/// A subscription.
#[derive(Serialize, ToSchema)]
struct SubscriptionBody {
    id: SubscriptionId,
    version: i64,
    status: Status,
    organisation: RequestedOrganisation,
    contact: ContactBody,
    message: Option<String>,
    /// The organisation that came of it.
    organisation_id: Option<Uuid>,
    #[schema(value_type = Option<String>, format = Date)]
    trial_until: Option<Date>,
    steps: Vec<Step>,
    requested_at: Timestamp,
    /// What became of the first administrator's invitation. Told where one subscription is read, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<invitation::model::State>,
    /// The first administrator's secret link: only in the answer to the approval, and to inviting again.
    #[serde(skip_serializing_if = "Option::is_none")]
    accept_url: Option<String>,
}

impl From<Subscription> for SubscriptionBody {
    fn from(s: Subscription) -> Self {
        Self {
            id: s.id,
            version: s.version,
            status: s.status,
            organisation: RequestedOrganisation {
                kind: s.kind,
                name: s.name,
                code: s.code,
                country: s.country,
            },
            contact: ContactBody {
                name: s.contact.name,
                email: s.contact.email,
                language: s.contact.language,
            },
            message: s.message,
            organisation_id: s.organisation_id,
            trial_until: s.trial_until,
            steps: s.steps,
            requested_at: s.requested_at,
            invitation: None,
            accept_url: None,
        }
    }
}

impl Answer for SubscriptionBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for SubscriptionBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "status",
        "kind",
        "name_fi",
        "name_sv",
        "name_en",
        "code",
        "country",
        "contact_name",
        "contact_email",
        "organisation_id",
        "trial_until",
        "requested_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.organisation.name);
        vec![
            self.id.0.into(),
            self.status.code().into(),
            self.organisation.kind.code().into(),
            fi,
            sv,
            en,
            self.organisation.code.clone().into(),
            self.organisation.country.code().into(),
            self.contact.name.clone().into(),
            self.contact.email.clone().into(),
            Cell::maybe(self.organisation_id),
            Cell::maybe(self.trial_until),
            self.requested_at.to_string().into(),
        ]
    }
}

/// Asks to become a tenant. Anybody may; an operator or the association of the country decides.
#[utoipa::path(tag = "subscriptions", security(()), request_body = AskFor,
    responses((status = 201, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["409 code_taken", "429 too_many_attempts"]))))]
#[post("/api/v1/subscriptions")]
async fn request(body: Json<AskFor>, origin: Origin, app: Data<App>) -> Result<Created<SubscriptionBody>, Problem> {
    let Json(AskFor {
        organisation,
        contact,
        message,
    }) = body;
    proper_name(&contact.name, "/contact/name")?;
    proper_code(&organisation.code, "/organisation/code")?;
    let request = Request {
        kind: organisation.kind,
        name: organisation.name.tidy(),
        code: organisation.code,
        country: organisation.country,
        contact: Contact {
            name: contact.name.trim().to_owned(),
            email: contact.email.trim().to_lowercase(),
            language: contact.language,
        },
        message: message.filter(|m| !m.trim().is_empty()),
    };
    let subscription = commands::request(&app, request, &origin).await?;
    Ok(Created::at(
        format!("/api/v1/subscriptions/{}", subscription.id),
        subscription.into(),
    ))
}

/// As what somebody may see or decide requests.
async fn decider(app: &App, by: Anyone, write: bool) -> Result<Decider, Problem> {
    let operates = by.principal.grants.iter().any(|g| g.role == Role::Operator);
    if by.principal.scope.is_none() && operates {
        return Ok(Decider::Operator);
    }
    let scope = if write {
        Caller::<DecideSubscriptions>::from_principal(by.principal)?
            .scope()
            .clone()
    } else {
        Caller::<ReadSubscriptions>::from_principal(by.principal)?
            .scope()
            .clone()
    };
    let own = app
        .db
        .tenant(&scope, async |tx| organisation::store::find(tx).await)
        .await?;
    match own.ok_or(OrganisationError::NotFound)? {
        association if association.kind == Kind::Association => Ok(Decider::AssociationOf(association.country)),
        _ => {
            Err(Problem::forbidden("not_allowed").detail("Only operators and the country's association see requests."))
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Requests {
    status: Option<Status>,
    kind: Option<Kind>,
    country: Option<Country>,
}

impl Filter for Requests {
    const SORTS: &'static [&'static str] = &["-requested_at", "name"];
}

crate::page_of!(SubscriptionPage, SubscriptionBody);

/// Who asked, and what became of it. An operator sees all, an association its country's.
#[utoipa::path(tag = "subscriptions", params(Requests, lists::Paging), responses((status = 200, body = SubscriptionPage)))]
#[get("/api/v1/subscriptions")]
async fn list(by: Anyone, list: List<Requests>, app: Data<App>) -> Result<Listing<SubscriptionBody>, Problem> {
    let decider = decider(&app, by, false).await?;
    list.answer(async |filter, page| {
        let wanted = Wanted {
            status: filter.status,
            kind: filter.kind,
            country: filter.country,
            organisations: false,
        };
        let rows = app
            .db
            .system(Purpose::SignUp, async |tx| {
                store::page(tx, decider, &wanted, page).await
            })
            .await?;
        Ok::<_, Problem>(rows.map(SubscriptionBody::from))
    })
    .await
}

/// The own organisation's subscription.
#[utoipa::path(tag = "subscriptions", responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found"]))))]
#[get("/api/v1/subscriptions/current")]
async fn current(by: Caller<ReadOrganisation>, app: Data<App>) -> Result<Versioned<SubscriptionBody>, Problem> {
    let id = by.scope().tenant_id();
    let found = app
        .db
        .system(Purpose::SignUp, async |tx| store::find_of(tx, id).await)
        .await?;
    Ok(Versioned(found.ok_or(SubscriptionError::NotFound)?.into()))
}

/// One subscription.
#[utoipa::path(tag = "subscriptions", responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found"]))))]
#[get("/api/v1/subscriptions/{id}")]
async fn show(by: Anyone, id: Path<String>, app: Data<App>) -> Result<Versioned<SubscriptionBody>, Problem> {
    let decider = decider(&app, by, false).await?;
    let id = path_id::<SubscriptionId>(&id, "subscription_not_found")?;
    let (subscription, invitation) = commands::show(&app, decider, id).await?;
    Ok(Versioned(SubscriptionBody {
        invitation,
        ..subscription.into()
    }))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"note": "Welcome."}))]
struct Note {
    #[serde(default)]
    #[garde(inner(custom(plain(2000))))]
    note: Option<String>,
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"reason": "The organisation has a subscription under another code."}))]
struct Reason {
    #[garde(length(chars, min = 1), custom(plain(2000)))]
    reason: String,
}

async fn deciding(
    app: &App,
    by: Anyone,
    id: &str,
    expected: IfMatch,
    note: Option<String>,
) -> Result<Deciding, Problem> {
    let person_id = by.principal.person_id;
    let decider = decider(app, by, true).await?;
    let id = path_id::<SubscriptionId>(id, "subscription_not_found")?;
    Ok(Deciding {
        decider,
        by: person_id,
        id,
        expected,
        note,
    })
}

/// Approves a request: the organisation comes into being, on trial, and its contact is invited.
#[utoipa::path(tag = "subscriptions", request_body = Note,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/approve")]
async fn approve(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    let (subscription, link) = commands::approve(&app, deciding).await?;
    Ok(told_once(subscription, link))
}

/// The answer that holds the link: nobody keeps it.
fn told_once(subscription: Subscription, link: String) -> HttpResponse {
    let answer = SubscriptionBody {
        invitation: Some(invitation::model::State::Open),
        accept_url: Some(link),
        ..subscription.into()
    };
    HttpResponse::Ok()
        .insert_header((header::ETAG, format!("\"{}\"", answer.version)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer)
}

/// Sends the first invitation of an approved organisation once more, by another link; the earlier link opens nothing any
/// more. For when a letter was lost: once somebody has accepted, the organisation's own administrators invite. The answer
/// holds the link, so it is not kept for a repeated `Idempotency-Key`: a second request at the same version is stale.
#[utoipa::path(tag = "subscriptions", request_body(content = Note, example = json!({"note": "The letter was lost."})),
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found", "409 invitation_accepted", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/invite-again")]
async fn invite_again(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    let (subscription, link) = commands::invite_again(&app, deciding).await?;
    Ok(told_once(subscription, link))
}

/// Turns a request down; the contact is told why.
#[utoipa::path(tag = "subscriptions", request_body = Reason,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/reject")]
async fn reject(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Reason>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let deciding = deciding(&app, by, &id, expected, Some(body.0.reason)).await?;
    Ok(Versioned(commands::reject(&app, deciding).await?.into()))
}

/// Makes a subscription active: the trial is over, or what was read-only writes again.
#[utoipa::path(tag = "subscriptions", request_body = Note,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/activate")]
async fn activate(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    Ok(Versioned(commands::activate(&app, deciding).await?.into()))
}

/// Makes a subscription read-only: reading and exporting go on, writing does not.
#[utoipa::path(tag = "subscriptions", request_body = Note,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/make-read-only")]
async fn make_read_only(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    Ok(Versioned(commands::make_read_only(&app, deciding).await?.into()))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(request).service(list).service(current).service(show);
    config
        .service(approve)
        .service(invite_again)
        .service(reject)
        .service(activate)
        .service(make_read_only);
}
