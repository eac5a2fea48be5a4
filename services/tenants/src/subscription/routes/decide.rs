//! Deciding on requests, and on what became of them.

use actix_web::{
    HttpResponse,
    http::header,
    post,
    web::{Data, Path},
};
use garde::Validate;
use platform::{
    auth::Anyone,
    http::{IfMatch, Json, Problem, Versioned, path_id},
    values::plain,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        Subscription, SubscriptionId,
        commands::{self, Deciding},
    },
    SubscriptionBody, decider,
};
use crate::{App, invitation, plan::PlanId};

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"note": "Welcome."}))]
struct Note {
    #[serde(default)]
    #[garde(inner(custom(plain(2000))))]
    note: Option<String>,
}

/// How a request is approved.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"note": "Welcome."}))]
struct Approval {
    #[serde(default)]
    #[garde(inner(custom(plain(2000))))]
    note: Option<String>,
    /// Of operators: the plan that the organisation begins on. Absent: none, and so no limits.
    #[serde(default)]
    plan_id: Option<PlanId>,
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"plan_id": null, "note": "Agreed with the administrators."}))]
struct MoveToPlan {
    /// Null: none, and so no limits.
    plan_id: Option<PlanId>,
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
#[utoipa::path(tag = "subscriptions", request_body = Approval,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/approve")]
pub async fn approve(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Approval>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let Json(Approval { note, plan_id }) = body;
    let deciding = deciding(&app, by, &id, expected, note).await?;
    let (subscription, link) = commands::approve(&app, deciding, plan_id).await?;
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
pub async fn invite_again(
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
pub async fn reject(
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
pub async fn activate(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    Ok(Versioned(commands::activate(&app, deciding).await?.into()))
}

/// Moves an organisation to another plan, or to none. What it has beyond a limit it keeps, and adds nothing to it.
#[utoipa::path(tag = "subscriptions", request_body = MoveToPlan,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/move-to-plan")]
pub async fn move_to_plan(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<MoveToPlan>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let Json(MoveToPlan { plan_id, note }) = body;
    let deciding = deciding(&app, by, &id, expected, note).await?;
    Ok(Versioned(commands::move_to_plan(&app, deciding, plan_id).await?.into()))
}

/// Makes a subscription read-only: reading and exporting go on, writing does not.
#[utoipa::path(tag = "subscriptions", request_body = Note,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 subscription_not_found", "409 wrong_status"]))))]
#[post("/api/v1/subscriptions/{id}/make-read-only")]
pub async fn make_read_only(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    body: Json<Note>,
    app: Data<App>,
) -> Result<Versioned<SubscriptionBody>, Problem> {
    let deciding = deciding(&app, by, &id, expected, body.0.note).await?;
    Ok(Versioned(commands::make_read_only(&app, deciding).await?.into()))
}
