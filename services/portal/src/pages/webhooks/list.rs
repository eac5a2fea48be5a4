//! All webhooks of the organisation.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};

use super::super::{Answer, files, list_page::ListPage, show};
use crate::{
    clients::{integrations::Webhook, shared::List},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file);
}

const FILTERS: [&str; 0] = [];

pub fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/webhooks", &page.t("webhooks-title"), asked, &FILTERS)
        .column(page.t("webhook-name"), Some("name"))
        .column(page.t("webhook-url"), None)
        .column(page.t("webhook-kinds"), None)
        .column(page.t("status"), None)
        .counted("webhooks-count")
        .empty(page.t("webhooks-none"))
        .with_files()
}

/// Whether it is told, and if not, why; or that it takes nothing.
pub fn standing(page: &Page, webhook: &Webhook) -> String {
    if !webhook.enabled {
        page.choice("webhook-disabled", &webhook.disabled_because)
    } else if webhook.failing_since.is_empty() {
        page.t("webhook-enabled")
    } else {
        page.with("webhook-failing", "since", page.date(&webhook.failing_since))
    }
}

pub fn row(page: &Page, webhook: &Webhook) -> Vec<Html> {
    let kinds = webhook.kinds.iter().map(|kind| Html::text(&page.choice("thing", kind)));
    let kinds: Vec<Html> = kinds.collect();
    vec![
        Html::link(&format!("/webhooks/{}", webhook.id), &Html::text(&webhook.name)),
        Html::code(&webhook.url),
        Html::join(&kinds, ", "),
        Html::text(&standing(page, webhook)),
    ]
}

pub fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "webhooks", listing).action(rights::EDIT_WEBHOOKS, "/webhooks/new", "webhook-new-title")
}

#[get("/webhooks")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Webhooks);
    let listing = listing(&page, &asked);
    let found: List<Webhook> = reader.api().get_with("/webhooks", &listing.query()).await?;
    let rows = found.items.iter().map(|webhook| row(&page, webhook)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &view(page, listing))
}

#[get("/webhooks.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/webhooks", &FILTERS), &kind).await
}
