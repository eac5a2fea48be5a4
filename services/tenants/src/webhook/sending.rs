//! Sending what waits: webhook by webhook in turn, one message at a time to each, a few webhooks side by side.

use std::time::Duration;

use futures::{StreamExt as _, stream::FuturesUnordered};
use jiff::Timestamp;
use platform::{
    db::{DbResult, Purpose, SystemTx},
    events::append,
    lifecycle::Stopping,
    outward::Courier,
    values::Language,
};
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    Delivery, Webhook, WebhookError, WebhookId,
    delivery::{AWAY, Outcome},
    events,
    model::Because,
    secret::Secrets,
    store::{
        self, deliveries,
        senders::{self, Turn},
    },
};
use crate::{
    App,
    mail::{self, Template, commands::To},
    membership, organisation,
};

type Result<T> = std::result::Result<T, WebhookError>;

/// How many webhooks are sent to side by side.
const LANES: usize = 8;
/// How often it is looked what is due.
const PERIOD: Duration = Duration::from_millis(500);
/// How many messages one gets before it is another's turn.
const AT_A_TURN: i64 = 10;

/// Sends until the process stops. No transaction is open while a receiver is waited for; a receiver that is slow holds up
/// its own lane alone. What is under way at a stop is sent again later, under the same id.
pub async fn keep_sending(app: App, courier: Courier, stop: Stopping) {
    let mut turns = FuturesUnordered::new();
    loop {
        while turns.len() < LANES {
            match claim(&app).await {
                Ok(Some(turn)) => turns.push(Box::pin(take_turn(&app, &courier, turn))),
                Ok(None) => break,
                Err(cause) => {
                    warn!("webhooks that are due cannot be found: {cause}");
                    break;
                }
            }
        }
        tokio::select! {
            Some(outcome) = turns.next() => {
                if let Err(cause) = outcome {
                    warn!("a webhook's turn failed and comes again: {cause}");
                }
            }
            stopping = stop.within(PERIOD) => {
                if stopping {
                    return;
                }
            }
        }
    }
}

async fn claim(app: &App) -> DbResult<Option<Turn>> {
    let now = app.clock.now();
    app.db
        .system(Purpose::Webhooks, async |tx| senders::claim(tx, now).await)
        .await
}

/// What is due of a webhook, and the webhook itself unless it is told nothing.
async fn due(app: &App, turn: &Turn) -> Result<Option<(Webhook, Vec<Delivery>)>> {
    let (tenant_id, id, now) = (turn.tenant_id, WebhookId(turn.webhook_id), app.clock.now());
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter(tenant_id).await?;
            let webhook = store::lock(tx, tenant_id, id).await?;
            let Some(webhook) = webhook.filter(|webhook| webhook.disabled.is_none()) else {
                return Ok(None);
            };
            let due = deliveries::due(tx, tenant_id, id, now, AT_A_TURN).await?;
            Ok(Some((webhook, due)))
        })
        .await
}

async fn take_turn(app: &App, courier: &Courier, turn: Turn) -> Result<()> {
    let (tenant_id, id) = (turn.tenant_id, WebhookId(turn.webhook_id));
    let Some((webhook, due)) = due(app, &turn).await? else {
        // Enabling it makes it due again.
        return release(app, &turn, None).await;
    };
    let secrets = turn.secrets(&app.master, app.clock.now())?;
    let mut rest_until = None;
    for delivery in due {
        let outcome = send(app, courier, &webhook, &delivery, (tenant_id, &secrets)).await;
        let now = app.clock.now();
        let delivery = settle(app, (tenant_id, id), delivery, outcome, now).await?;
        if !outcome.was_taken() {
            warn!(webhook.id = %id, "webhook {id} did not take what it was told");
            rest_until = Some(now + delivery.rest());
            break;
        }
        info!(webhook.id = %id, "told webhook {id}");
    }
    release(app, &turn, rest_until).await
}

/// Sets when it is this webhook's turn again: when the next message is due, and not while it rests.
async fn release(app: &App, turn: &Turn, rest_until: Option<Timestamp>) -> Result<()> {
    let (tenant_id, id) = (turn.tenant_id, WebhookId(turn.webhook_id));
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter(tenant_id).await?;
            let webhook = store::lock(tx, tenant_id, id).await?;
            let told = webhook.is_some_and(|webhook| webhook.disabled.is_none());
            let next = deliveries::next_due(tx, tenant_id, id).await?.filter(|_| told);
            let next = next.map(|at| rest_until.map_or(at, |until| at.max(until)));
            Ok(senders::release(tx, turn.webhook_id, next).await?)
        })
        .await
}

async fn send(
    app: &App,
    courier: &Courier,
    webhook: &Webhook,
    delivery: &Delivery,
    (tenant_id, secrets): (Uuid, &Secrets),
) -> Outcome {
    let body = delivery.body(tenant_id, &app.public_url).to_string().into_bytes();
    let signed = secrets.headers(&delivery.message_id(), app.clock.now(), &body);
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Samverka-Webhooks/1".to_owned()),
    ];
    headers.extend(signed);
    Outcome::of(&courier.post(&webhook.url, &headers, body).await)
}

/// Notes what a try led to.
async fn settle(
    app: &App,
    (tenant_id, id): (Uuid, WebhookId),
    delivery: Delivery,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Delivery> {
    let settled = delivery.after(outcome, now);
    let delivery = settled.clone();
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter(tenant_id).await?;
            let Some(webhook) = store::lock(tx, tenant_id, id).await? else {
                return Ok(());
            };
            deliveries::update(tx, tenant_id, &delivery).await?;
            if outcome.was_taken() {
                if let Some(since) = webhook.failing_since {
                    store::note_failing(tx, tenant_id, id, None).await?;
                    // One that refuses some messages and takes others was never away: those that it refused keep their
                    // pauses, or their tries would be used up within the hour.
                    if now.duration_since(since) >= AWAY {
                        deliveries::hasten(tx, tenant_id, id, now).await?;
                    }
                }
                return Ok(());
            }
            let failing_since = webhook.failing_since.unwrap_or(now);
            store::note_failing(tx, tenant_id, id, Some(failing_since)).await?;
            let webhook = Webhook {
                failing_since: Some(failing_since),
                ..webhook
            };
            match why_to_stop(&webhook, outcome, now) {
                Some(because) => stop(app, tx, tenant_id, webhook, because).await,
                None => Ok(()),
            }
        })
        .await?;
    Ok(settled)
}

fn why_to_stop(webhook: &Webhook, outcome: Outcome, now: Timestamp) -> Option<Because> {
    if webhook.disabled.is_some() {
        return None;
    }
    let failing = webhook.fails_for_good(now).then_some(Because::Failing);
    outcome.is_gone().then_some(Because::Gone).or(failing)
}

/// Tells it nothing any more, and writes to those who administer the organisation.
async fn stop(app: &App, tx: &mut SystemTx, tenant_id: Uuid, webhook: Webhook, because: Because) -> Result<()> {
    let webhook = webhook.disable(because)?;
    store::update(tx, tenant_id, &webhook).await?;
    senders::stop_hearing(tx, webhook.id).await?;
    append(tx, events::change(&webhook, "disabled"));
    let Some(organisation) = organisation::store::find_entered(tx, tenant_id).await? else {
        return Ok(());
    };
    let today = app.clock.today(&organisation.time_zone);
    let administrators = membership::store::administrators(tx, tenant_id).await?;
    for member in administrators.iter().filter(|member| member.holds_on(today)) {
        let to = To::member(member, tenant_id);
        let language: Language = to.language;
        let template = Template::WebhookDisabled {
            organisation: organisation.name.shown(language),
            webhook: &webhook.name,
            link: &app.page(&format!("/webhooks/{}", webhook.id)),
        };
        mail::commands::queue(app, tx, to, &template).await?;
    }
    Ok(())
}
