//! How it is asked what became of that which a webhook was told.

use actix_web::{
    get, post,
    web::{Data, Json as JsonOut, Path},
};
use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{Cell, Filter, List, Listing, Problem, Tabular, path_id},
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::super::{
    Delivery, DeliveryId, Kind, WebhookError, WebhookId, commands,
    delivery::{Fault, State},
    store,
};
use crate::{
    App, lists,
    permissions::{ReadWebhooks, SendWebhooks},
};

/// A change that a webhook was told of, or is to be.
#[derive(Serialize, ToSchema)]
struct DeliveryBody {
    id: DeliveryId,
    /// As its receiver sees it in all tries: `webhook-id`.
    message_id: String,
    kind: Kind,
    event: String,
    thing_id: Uuid,
    thing_version: i64,
    #[schema(value_type = String, format = DateTime)]
    happened_at: Timestamp,
    state: State,
    /// How often it was tried.
    attempts: i32,
    #[schema(value_type = Option<String>, format = DateTime)]
    tried_at: Option<Timestamp>,
    /// The status of the receiver's last answer; null where there was none.
    status: Option<i32>,
    /// Why the last try was in vain.
    fault: Option<Fault>,
    /// When it is tried next, at the earliest; null: not by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_try_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Delivery> for DeliveryBody {
    fn from(delivery: Delivery) -> Self {
        Self {
            message_id: delivery.message_id(),
            next_try_at: (delivery.state == State::Waiting).then_some(delivery.not_before),
            id: delivery.id,
            kind: delivery.kind,
            event: delivery.event,
            thing_id: delivery.thing_id,
            thing_version: delivery.thing_version,
            happened_at: delivery.happened_at,
            state: delivery.state,
            attempts: delivery.attempts,
            tried_at: delivery.tried_at,
            status: delivery.status,
            fault: delivery.fault,
            created_at: delivery.created_at,
        }
    }
}

impl Tabular for DeliveryBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "message_id",
        "kind",
        "event",
        "thing_id",
        "thing_version",
        "happened_at",
        "state",
        "attempts",
        "tried_at",
        "status",
        "fault",
        "next_try_at",
        "created_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            self.message_id.clone().into(),
            self.kind.code().into(),
            self.event.clone().into(),
            self.thing_id.into(),
            self.thing_version.into(),
            self.happened_at.into(),
            self.state.code().into(),
            i64::from(self.attempts).into(),
            Cell::from(self.tried_at),
            Cell::maybe(self.status),
            Cell::maybe(self.fault.map(Fault::code)),
            Cell::from(self.next_try_at),
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
    const SORTS: &'static [&'static str] = &["-created_at"];
}

crate::page_of!(DeliveryPage, DeliveryBody);

/// What a webhook was told in the last thirty days, and what became of it.
#[utoipa::path(tag = "webhooks", params(ByState, lists::Paging), responses((status = 200, body = DeliveryPage)),
    extensions(("x-problems" = json!(["404 webhook_not_found"]))))]
#[get("/api/v1/webhooks/{id}/deliveries")]
async fn list_deliveries(
    by: Caller<ReadWebhooks>,
    id: Path<String>,
    list: List<ByState>,
    app: Data<App>,
) -> Result<Listing<DeliveryBody>, Problem> {
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    list.answer(async |filter, page| {
        let read = async |tx: &mut TenantTx| {
            store::find(tx, id).await?.ok_or(WebhookError::NotFound)?;
            Ok::<_, WebhookError>(store::deliveries::page(tx, id, filter.state, page).await?)
        };
        let rows = app.db.tenant(by.scope(), read).await?;
        Ok::<_, Problem>(rows.map(DeliveryBody::from))
    })
    .await
}

/// Tells it once more, under the id that it had: a receiver that has it already knows it by that.
#[utoipa::path(tag = "webhooks", responses((status = 200, body = DeliveryBody)),
    extensions(("x-problems" = json!(["404 webhook_not_found", "404 delivery_not_found", "409 webhook_disabled"]))))]
#[post("/api/v1/webhooks/{id}/deliveries/{delivery_id}/send-again")]
async fn send_again(
    by: Caller<SendWebhooks>,
    which: Path<(String, String)>,
    app: Data<App>,
) -> Result<JsonOut<DeliveryBody>, Problem> {
    let (id, delivery_id) = which.into_inner();
    let id = path_id::<WebhookId>(&id, WebhookId::MISSING)?;
    let delivery_id = path_id::<DeliveryId>(&delivery_id, "delivery_not_found")?;
    let delivery = commands::send_again(&app, &by, id, delivery_id).await?;
    Ok(JsonOut(delivery.into()))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_deliveries).service(send_again);
}
