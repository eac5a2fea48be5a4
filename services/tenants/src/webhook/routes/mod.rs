//! How webhooks are asked for.

use actix_web::{
    HttpResponse, delete, get,
    http::header,
    patch, post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{Answer, Cell, Filter, Gone, IfMatch, Json, List, Listing, Patch, Problem, Tabular, Versioned, path_id},
    ids::Identity as _,
    outward::Unsent,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Kind, Webhook, WebhookError, WebhookId,
    commands::{self, Told},
    model::{self, Because, Edits, MOST, NewWebhook},
    store,
};
use crate::{
    App,
    lists::{self, History},
    permissions::{EditWebhooks, ReadWebhooks, SendWebhooks},
    person::{
        PersonId,
        routes::{proper_name, required},
    },
};

mod deliveries;

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NotFound => Self::not_found(WebhookId::MISSING),
            WebhookError::NoDelivery => Self::not_found("delivery_not_found"),
            WebhookError::BadUrl => Self::field(
                "/url",
                "bad_url",
                "Write a whole address that begins with https://, without a password and without a #.",
            ),
            WebhookError::Address(unsent) => address(&unsent),
            WebhookError::NoKind => Self::field("/kinds", "required", "Choose what it is told of."),
            WebhookError::AlreadyDisabled => {
                Self::conflict("already_disabled").detail("The webhook is told nothing already.")
            }
            WebhookError::AlreadyEnabled => Self::conflict("already_enabled").detail("The webhook is told already."),
            WebhookError::Disabled => Self::conflict("webhook_disabled")
                .detail("Nothing is sent to a webhook that is disabled: enable it first."),
            WebhookError::TooMany => Self::conflict("too_many_webhooks").detail(format!(
                "The organisation has {MOST} webhooks, and nobody has more: delete one that is no longer used."
            )),
            WebhookError::Seal(cause) => Self::internal(cause),
            WebhookError::Mail(cause) => cause.into(),
            WebhookError::Stale(stale) => stale.into(),
            WebhookError::Db(cause) => cause.into(),
        }
    }
}

fn address(unsent: &Unsent) -> Problem {
    let (code, detail) = match unsent {
        Unsent::NotSecure => ("not_secure", "The address has to begin with https://."),
        Unsent::Inward => (
            "inward",
            "The address leads into a private network: a webhook is a program that is reached in the open internet.",
        ),
        Unsent::Unknown | Unsent::Late | Unsent::Away(_) => {
            ("unknown_host", "No address is found for the name of this host.")
        }
    };
    Problem::field("/url", code, detail)
}

/// The address of a program that is told when things change.
#[derive(Serialize, ToSchema)]
struct WebhookBody {
    id: WebhookId,
    version: i64,
    name: String,
    url: String,
    /// The kinds of things whose changes it is told of.
    kinds: Vec<Kind>,
    enabled: bool,
    /// Null while it is told.
    disabled_because: Option<Because>,
    /// Since when it has taken nothing; null: it takes what it is told.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    made_by: PersonId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The secret by which its messages are signed: only in the answer to making the webhook and to giving it another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// Until when messages are signed by the secret before as well: only in the answer to giving it another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    former_secret_until: Option<Timestamp>,
}

impl From<Webhook> for WebhookBody {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id,
            version: webhook.version,
            name: webhook.name,
            url: webhook.url.into(),
            kinds: webhook.kinds,
            enabled: webhook.disabled.is_none(),
            disabled_because: webhook.disabled,
            failing_since: webhook.failing_since,
            made_by: webhook.made_by,
            created_at: webhook.created_at,
            secret: None,
            former_secret_until: None,
        }
    }
}

impl From<Told> for WebhookBody {
    fn from(told: Told) -> Self {
        Self {
            secret: Some(told.secret.told()),
            former_secret_until: told.former_until,
            ..told.webhook.into()
        }
    }
}

impl Answer for WebhookBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for WebhookBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "url",
        "kinds",
        "enabled",
        "disabled_because",
        "failing_since",
        "made_by",
        "created_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            self.name.clone().into(),
            self.url.clone().into(),
            Cell::joined(self.kinds.iter().map(|kind| kind.code())),
            self.enabled.into(),
            Cell::maybe(self.disabled_because.map(Because::code)),
            Cell::from(self.failing_since),
            self.made_by.0.into(),
            self.created_at.into(),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `true`: those that are told; `false`: those that are told nothing.
    enabled: Option<bool>,
}

impl Filter for Which {
    const SORTS: &'static [&'static str] = &["name", "-created_at"];
}

crate::page_of!(WebhookPage, WebhookBody);

/// The organisation's webhooks.
#[utoipa::path(tag = "webhooks", params(Which, lists::Paging), responses((status = 200, body = WebhookPage)))]
#[get("/api/v1/webhooks")]
async fn list(by: Caller<ReadWebhooks>, list: List<Which>, app: Data<App>) -> Result<Listing<WebhookBody>, Problem> {
    list.answer(async |filter, page| {
        let disabled = filter.enabled.map(|enabled| !enabled);
        let read = async |tx: &mut TenantTx| store::page(tx, disabled, page).await;
        let rows = app.db.tenant(by.scope(), read).await?;
        Ok::<_, Problem>(rows.map(WebhookBody::from))
    })
    .await
}

/// One webhook, without its secret.
#[utoipa::path(tag = "webhooks", responses((status = 200, body = WebhookBody)),
    extensions(("x-problems" = json!(["404 webhook_not_found"]))))]
#[get("/api/v1/webhooks/{id}")]
async fn show(by: Caller<ReadWebhooks>, id: Path<String>, app: Data<App>) -> Result<Versioned<WebhookBody>, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned::of(found.ok_or(WebhookError::NotFound)?))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Data warehouse", "url": "https://warehouse.example.org/samverka",
    "kinds": ["project", "goal"]}))]
struct MakeWebhook {
    /// Which program it is.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Where it is told: `https://`, in the open internet. Redirects are not followed.
    #[schema(max_length = 2000)]
    url: String,
    /// The kinds of things whose changes it is told of.
    kinds: Vec<Kind>,
}

/// 201 or 200 with a secret: never kept by anybody on the way.
fn with_secret(mut answer: actix_web::HttpResponseBuilder, body: &WebhookBody) -> HttpResponse {
    answer
        .insert_header((header::ETAG, format!("\"{}\"", body.version)))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(body)
}

/// Makes a webhook. The answer holds its secret once, so it is not kept for a repeated `Idempotency-Key`. What happens from
/// now on is told by `POST` in the manner of Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
#[utoipa::path(tag = "webhooks", request_body = MakeWebhook, responses((status = 201, body = WebhookBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "409 too_many_webhooks"]))))]
#[post("/api/v1/webhooks")]
async fn create(by: Caller<EditWebhooks>, body: Json<MakeWebhook>, app: Data<App>) -> Result<HttpResponse, Problem> {
    let Json(body) = body;
    proper_name(&body.name, "/name")?;
    let new = NewWebhook {
        name: body.name.trim().to_owned(),
        url: model::address(&body.url)?,
        kinds: body.kinds,
    };
    let body = WebhookBody::from(commands::create(&app, &by, new).await?);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/webhooks/{}", body.id)));
    Ok(with_secret(answer, &body))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"kinds": ["project", "activity"]}))]
struct EditWebhook {
    #[schema(value_type = Option<String>, max_length = 200)]
    name: Patch<String>,
    #[schema(value_type = Option<String>, max_length = 2000)]
    url: Patch<String>,
    #[schema(value_type = Option<Vec<Kind>>)]
    kinds: Patch<Vec<Kind>>,
}

impl EditWebhook {
    fn edits(self) -> Result<Edits, Problem> {
        if let Some(name) = self.name.as_set() {
            proper_name(name, "/name")?;
        }
        let url = required(self.url, "/url")?;
        Ok(Edits {
            name: required(self.name, "/name")?.map(|name| name.trim().to_owned()),
            url: url.map(|url| model::address(&url)).transpose()?,
            kinds: required(self.kinds, "/kinds")?,
        })
    }
}

/// Gives it another name or address, or tells it of other kinds.
#[utoipa::path(tag = "webhooks", request_body = EditWebhook,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = WebhookBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 webhook_not_found"]))))]
#[patch("/api/v1/webhooks/{id}")]
async fn edit(
    by: Caller<EditWebhooks>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditWebhook>,
    app: Data<App>,
) -> Result<Versioned<WebhookBody>, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    let webhook = commands::edit(&app, &by, id, body.0.edits()?, expected).await?;
    Ok(Versioned::of(webhook))
}

/// Takes it away, with the log of what it was told.
#[utoipa::path(tag = "webhooks",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 webhook_not_found"]))))]
#[delete("/api/v1/webhooks/{id}")]
async fn remove(
    by: Caller<EditWebhooks>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    commands::delete(&app, &by, id, expected).await?;
    Ok(Gone)
}

/// Tells it nothing any more. What it was not told yet waits; what happens meanwhile it is never told.
#[utoipa::path(tag = "webhooks",
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = WebhookBody)),
    extensions(("x-problems" = json!(["404 webhook_not_found", "409 already_disabled"]))))]
#[post("/api/v1/webhooks/{id}/disable")]
async fn disable(
    by: Caller<SendWebhooks>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<WebhookBody>, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    Ok(Versioned::of(commands::disable(&app, &by, id, expected).await?))
}

/// Tells it again: what waited, and what happens from now on.
#[utoipa::path(tag = "webhooks",
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = WebhookBody)),
    extensions(("x-problems" = json!(["404 webhook_not_found", "409 already_enabled"]))))]
#[post("/api/v1/webhooks/{id}/enable")]
async fn enable(
    by: Caller<SendWebhooks>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<WebhookBody>, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    Ok(Versioned::of(commands::enable(&app, &by, id, expected).await?))
}

/// Gives it another secret, told once. For a day its messages are signed by both.
#[utoipa::path(tag = "webhooks",
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = WebhookBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 webhook_not_found"]))))]
#[post("/api/v1/webhooks/{id}/replace-secret")]
async fn replace_secret(
    by: Caller<EditWebhooks>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    let body = WebhookBody::from(commands::replace_secret(&app, &by, id, expected).await?);
    Ok(with_secret(HttpResponse::Ok(), &body))
}

/// What happened to a webhook.
#[utoipa::path(tag = "webhooks", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 webhook_not_found"]))))]
#[get("/api/v1/webhooks/{id}/history")]
async fn history(by: Caller<ReadWebhooks>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), WebhookId::AGGREGATE, &id, WebhookId::MISSING).await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show);
    config.service(edit).service(remove).service(history);
    config.service(disable).service(enable).service(replace_secret);
    deliveries::routes(config);
}
