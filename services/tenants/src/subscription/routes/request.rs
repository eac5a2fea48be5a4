//! Asking to become a tenant.

use actix_web::{post, web::Data};
use garde::Validate;
use platform::{
    http::{Created, Json, Problem},
    values::plain,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        commands,
        model::{Contact, Request},
    },
    ContactBody, RequestedOrganisation, SubscriptionBody,
};
use crate::{App, organisation::routes::proper_code, person::routes::proper_name, session::commands::Origin};

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

/// Asks to become a tenant. Anybody may; an operator or the association of the country decides.
#[utoipa::path(tag = "subscriptions", security(()), request_body = AskFor,
    responses((status = 201, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["409 code_taken", "429 too_many_attempts"]))))]
#[post("/api/v1/subscriptions")]
pub async fn request(body: Json<AskFor>, origin: Origin, app: Data<App>) -> Result<Created<SubscriptionBody>, Problem> {
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
