//! What can happen to a webhook. Whoever writes one reaches its secret and its turn, so it is done under the role that may.

use jiff::Timestamp;
use platform::{
    auth::{Caller, Permission},
    db::{Purpose, SystemTx},
    events::append,
    http::IfMatch,
};
use url::Url;

use super::{
    Delivery, DeliveryId, Webhook, WebhookError, WebhookId, delivery, events,
    kind::services_of,
    model::{Because, Edits, MOST, NewWebhook},
    secret::Secret,
    store::{self, deliveries, senders},
};
use crate::{
    App,
    permissions::{EditWebhooks, SendWebhooks},
    person::PersonId,
};

type Result<T> = std::result::Result<T, WebhookError>;

/// A webhook and a secret of its, told once.
#[derive(Clone, Debug)]
pub struct Told {
    pub webhook: Webhook,
    pub secret: Secret,
    /// Until when the secret before it is good too.
    pub former_until: Option<Timestamp>,
}

/// Makes sure that an address leads outwards, before anything is kept.
async fn judge(app: &App, url: &Url) -> Result<()> {
    Ok(app.outside.judge(url).await?)
}

pub async fn create(app: &App, by: &Caller<EditWebhooks>, new: NewWebhook) -> Result<Told> {
    judge(app, &new.url).await?;
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter_for(by.scope()).await?;
            let webhook = new.of(PersonId(by.person_id()), app.clock.now());
            if webhook.kinds.is_empty() {
                return Err(WebhookError::NoKind);
            }
            if store::count(tx, tenant_id).await? >= MOST {
                return Err(WebhookError::TooMany);
            }
            let secret = Secret::fresh();
            store::insert(tx, tenant_id, &webhook).await?;
            senders::insert(tx, tenant_id, webhook.id, &secret.kept(&app.master, webhook.id)?).await?;
            senders::hear(tx, tenant_id, webhook.id, &services_of(&webhook.kinds)).await?;
            append(tx, events::change(&webhook, "created").by(by.person_id()));
            Ok(Told {
                webhook,
                secret,
                former_until: None,
            })
        })
        .await
}

pub async fn edit(
    app: &App,
    by: &Caller<EditWebhooks>,
    id: WebhookId,
    edits: Edits,
    expected: IfMatch,
) -> Result<Webhook> {
    if let Some(url) = &edits.url {
        judge(app, url).await?;
    }
    change(app, by, id, expected, "edited", async |tx, before| {
        let webhook = before.edit(edits);
        if webhook.kinds.is_empty() {
            return Err(WebhookError::NoKind);
        }
        if webhook.disabled.is_none() {
            let services = services_of(&webhook.kinds);
            senders::hear(tx, by.scope().tenant_id(), webhook.id, &services).await?;
        }
        Ok(webhook)
    })
    .await
}

/// Tells a webhook nothing any more. What waits goes on waiting; what happens from now on is not told.
pub async fn disable(app: &App, by: &Caller<SendWebhooks>, id: WebhookId, expected: IfMatch) -> Result<Webhook> {
    change(app, by, id, expected, "disabled", async |tx, before| {
        senders::stop_hearing(tx, before.id).await?;
        before.disable(Because::Wish)
    })
    .await
}

/// Tells it again: what waited, and what happens from now on.
pub async fn enable(app: &App, by: &Caller<SendWebhooks>, id: WebhookId, expected: IfMatch) -> Result<Webhook> {
    let now = app.clock.now();
    let tenant_id = by.scope().tenant_id();
    change(app, by, id, expected, "enabled", async |tx, before| {
        let webhook = before.enable()?;
        senders::hear(tx, tenant_id, webhook.id, &services_of(&webhook.kinds)).await?;
        deliveries::hasten(tx, tenant_id, webhook.id, now).await?;
        senders::is_due(tx, webhook.id, now).await?;
        Ok(webhook)
    })
    .await
}

/// Gives it another secret. For a day, what it is told is signed by both.
pub async fn replace_secret(app: &App, by: &Caller<EditWebhooks>, id: WebhookId, expected: IfMatch) -> Result<Told> {
    let secret = Secret::fresh();
    let mut former_until = None;
    let webhook = change(app, by, id, expected, "secret_replaced", async |tx, before| {
        let kept = secret.kept(&app.master, before.id)?;
        former_until = Some(senders::replace_secret(tx, before.id, &kept, app.clock.now()).await?);
        Ok(before.noted())
    })
    .await?;
    Ok(Told {
        webhook,
        secret,
        former_until,
    })
}

async fn change<P: Permission>(
    app: &App,
    by: &Caller<P>,
    id: WebhookId,
    expected: IfMatch,
    event: &'static str,
    how: impl AsyncFnOnce(&mut SystemTx, Webhook) -> Result<Webhook>,
) -> Result<Webhook> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter_for(by.scope()).await?;
            let before = store::lock(tx, tenant_id, id).await?.ok_or(WebhookError::NotFound)?;
            expected.holds_for(before.version)?;
            let webhook = how(tx, before).await?;
            store::update(tx, tenant_id, &webhook).await?;
            append(tx, events::change(&webhook, event).by(by.person_id()));
            Ok(webhook)
        })
        .await
}

/// With its secret and all that it was told.
pub async fn delete(app: &App, by: &Caller<EditWebhooks>, id: WebhookId, expected: IfMatch) -> Result<()> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter_for(by.scope()).await?;
            let before = store::lock(tx, tenant_id, id).await?.ok_or(WebhookError::NotFound)?;
            expected.holds_for(before.version)?;
            store::delete(tx, tenant_id, id).await?;
            let gone = before.noted();
            append(tx, events::change(&gone, "deleted").by(by.person_id()).deleted());
            Ok(())
        })
        .await
}

/// Tells something once more, under the id that it had.
pub async fn send_again(app: &App, by: &Caller<SendWebhooks>, id: WebhookId, which: DeliveryId) -> Result<Delivery> {
    let (tenant_id, now) = (by.scope().tenant_id(), app.clock.now());
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter_for(by.scope()).await?;
            let webhook = store::lock(tx, tenant_id, id).await?.ok_or(WebhookError::NotFound)?;
            let delivery = deliveries::lock(tx, tenant_id, id, which).await?;
            let delivery = delivery.ok_or(WebhookError::NoDelivery)?;
            if webhook.disabled.is_some() {
                return Err(WebhookError::Disabled);
            }
            let delivery = delivery.again(now);
            deliveries::update(tx, tenant_id, &delivery).await?;
            senders::is_due(tx, id, now).await?;
            Ok(delivery)
        })
        .await
}

/// What was told long ago is forgotten, tenant by tenant.
pub async fn forget_old(app: &App) -> Result<()> {
    let before = app.clock.now() - delivery::KEPT;
    let tenants = app
        .db
        .system(Purpose::Webhooks, async |tx| senders::tenants(tx).await)
        .await?;
    for tenant_id in tenants {
        app.db
            .system(Purpose::Webhooks, async |tx| {
                tx.enter(tenant_id).await?;
                deliveries::forget_old(tx, tenant_id, before).await
            })
            .await?;
    }
    Ok(())
}
