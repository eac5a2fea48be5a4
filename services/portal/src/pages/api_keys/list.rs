//! All keys of the organisation: what each is for, until when, when it was last used.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};

use super::super::{Answer, files, list_page::ListPage, show};
use crate::{
    choices,
    clients::{integrations::ApiKey, shared::List},
    forms::Field,
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file);
}

const FILTERS: [&str; 1] = ["state"];

pub fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    Listing::new(page, "/api-keys", &page.t("api-keys-title"), asked, &FILTERS)
        .filter(Field::choice(voice, "state", "status", &choices::API_KEY_STATE))
        .column(page.t("api-key-name"), Some("name"))
        .column(page.t("api-key-scopes"), None)
        .column(page.t("api-key-made-by"), None)
        .column(page.t("api-key-ends-on"), None)
        .column(page.t("api-key-last-used"), None)
        .column(page.t("status"), None)
        .column(page.t("added-on"), Some("created_at"))
        .counted("api-keys-count")
        .empty(page.t("api-keys-none"))
        .with_files()
}

pub fn row(page: &Page, key: &ApiKey) -> Vec<Html> {
    let scopes: Vec<Html> = key
        .scopes
        .iter()
        .map(|one| Html::text(&super::scope(page, one)))
        .collect();
    vec![
        Html::link(&format!("/api-keys/{}", key.id), &Html::text(&key.name)),
        Html::join(&scopes, "<br>"),
        Html::text(&key.made_by_name),
        Html::unbroken(&page.date(&key.ends_on)),
        Html::unbroken(&page.date(&key.last_used_on)),
        Html::text(&page.choice("api-key-state", &key.state)),
        Html::unbroken(&page.date(&key.created_at)),
    ]
}

pub fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "api-keys", listing).action(rights::MAKE_API_KEYS, "/api-keys/new", "api-key-new-title")
}

#[get("/api-keys")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::ApiKeys);
    let listing = listing(&page, &asked);
    let found: List<ApiKey> = reader.api().get_with("/api-keys", &listing.query()).await?;
    let rows = found.items.iter().map(|key| row(&page, key)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &view(page, listing))
}

#[get("/api-keys.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/api-keys", &FILTERS), &kind).await
}
