//! From the journals of the services to rows that are to be sent.
//!
//! A queue would bring every change of every tenant here, for the few that have a webhook. A journal is numbered without
//! gaps, so how far a webhook has heard is a number, and only whoever has one costs a question.

use std::collections::BTreeSet;

use platform::{
    db::{DbError, Purpose},
    events::{feed::Since, refill::Journals},
};
use tracing::warn;
use uuid::Uuid;

use super::{
    Delivery, Kind, WebhookId,
    delivery::LONGEST_REST,
    store::{self, deliveries, senders, senders::Cursor},
};
use crate::App;

/// The services that things are told of.
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];
/// How many pages of one journal are read in one round, so that a long import holds no other tenant up.
const PAGES: usize = 4;

/// One round: whatever has happened to the things of those who are told.
pub async fn feed(app: &App, journals: &Journals) -> anyhow::Result<()> {
    let all = app
        .db
        .system(Purpose::Webhooks, async |tx| senders::cursors(tx).await)
        .await?;
    for service in SERVICES {
        let cursors: Vec<&Cursor> = all.iter().filter(|cursor| cursor.service == service).collect();
        if cursors.is_empty() {
            continue;
        }
        let tenants: BTreeSet<Uuid> = cursors.iter().map(|cursor| cursor.tenant_id).collect();
        let tenants: Vec<Uuid> = tenants.into_iter().collect();
        let heads = match journals.heads(service, &tenants).await {
            Ok(heads) => heads,
            Err(away) => {
                // The others go on.
                warn!("webhooks hear nothing of {service} for the moment: {away}");
                continue;
            }
        };
        for cursor in cursors {
            let head = heads.get(&cursor.tenant_id).copied().unwrap_or_default();
            if cursor.position.is_none_or(|position| position < head) {
                let id = cursor.webhook_id;
                if let Err(cause) = follow(app, journals, service, cursor.clone()).await {
                    warn!(webhook.id = %id, "webhook {id} hears nothing of {service} for the moment: {cause:#}");
                }
            }
        }
    }
    Ok(())
}

/// Takes in what a webhook has not heard yet.
async fn follow(app: &App, journals: &Journals, service: &'static str, mut cursor: Cursor) -> anyhow::Result<()> {
    for _ in 0..PAGES {
        let page = journals.since(service, cursor.tenant_id, cursor.point()).await?;
        let (heard, reached) = (page.changes.len(), page.reached);
        if !take_in(app, service, &cursor, page).await? {
            // Another process was faster, or the webhook is told nothing any more.
            return Ok(());
        }
        cursor.position = Some(reached);
        if heard == 0 {
            break;
        }
    }
    Ok(())
}

/// Notes what is to be sent, and how far was heard, in one transaction.
async fn take_in(app: &App, service: &str, cursor: &Cursor, page: Since) -> Result<bool, DbError> {
    let (tenant_id, id, now) = (cursor.tenant_id, WebhookId(cursor.webhook_id), app.clock.now());
    app.db
        .system(Purpose::Webhooks, async |tx| {
            tx.enter(tenant_id).await?;
            // The webhook before the cursor, as whoever changes it does.
            let webhook = store::lock(tx, tenant_id, id).await?;
            let webhook = webhook.filter(|webhook| webhook.disabled.is_none());
            let Some(webhook) = webhook else { return Ok(false) };
            if !senders::lock_cursor(tx, cursor).await? {
                return Ok(false);
            }
            let told = page.changes.iter().filter_map(|happened| {
                let kind = Kind::of(service, &happened.aggregate)?;
                let wanted = webhook.kinds.contains(&kind);
                wanted.then(|| Delivery::new(id, kind, happened, now))
            });
            let told: Vec<Delivery> = told.collect();
            deliveries::insert(tx, tenant_id, &told).await?;
            senders::move_cursor(tx, cursor, page.reached).await?;
            if !told.is_empty() {
                senders::has_news(tx, id, now, LONGEST_REST).await?;
            }
            Ok(true)
        })
        .await
}
