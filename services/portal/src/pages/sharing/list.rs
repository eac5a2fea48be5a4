//! Both sides in one list: the organisation on the other side, and who gives.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};

use super::super::{Answer, files, list_page::ListPage, saved_views, show};
use crate::{
    choices,
    clients::{shared::Period, tenants::Agreement},
    forms::Field,
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file);
}

const FILTERS: [&str; 4] = ["side", "dataset", "level", "state"];

pub fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    Listing::new(page, "/sharing", &page.t("sharing-title"), asked, &FILTERS)
        .filter(Field::choice(voice, "side", "sharing-side", &choices::SHARING_SIDE))
        .filter(Field::choice(
            voice,
            "dataset",
            "sharing-dataset",
            &choices::SHARING_DATASET,
        ))
        .filter(Field::choice(voice, "level", "sharing-level", &choices::SHARING_LEVEL))
        .filter(Field::choice(voice, "state", "status", &choices::SHARING_STATE))
        .column(page.t("sharing-other"), Some("name"))
        .column(page.t("sharing-side"), None)
        .column(page.t("sharing-dataset"), None)
        .column(page.t("sharing-level"), None)
        .column(page.t("validity"), Some("valid_from"))
        .column(page.t("status"), None)
        .counted("sharing-count")
        .with_files()
        .empty(page.t("sharing-none"))
}

pub fn row(page: &Page, agreement: &Agreement) -> Vec<Html> {
    let validity = Period {
        from: agreement.valid_from.clone(),
        to: agreement.valid_to.clone(),
    };
    vec![
        Html::link(&format!("/sharing/{}", agreement.id), &page.text(agreement.other())),
        Html::text(&page.choice("sharing-side", &agreement.side)),
        Html::text(&page.choice("sharing-dataset", &agreement.dataset)),
        Html::text(&page.choice("sharing-level", &agreement.level)),
        Html::text(&page.period(&validity)),
        Html::text(&page.choice("sharing-state", &agreement.state)),
    ]
}

pub fn view(page: Page, listing: Listing) -> ListPage {
    let actions = if page.may(rights::MANAGE_SHARING) {
        vec![("/sharing/new".to_owned(), page.t("sharing-new-title"))]
    } else {
        Vec::new()
    };
    ListPage {
        back: None,
        title: page.t("sharing-title"),
        lead: page.t("sharing-lead"),
        actions,
        listing,
        page,
    }
}

#[get("/sharing")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Sharing);
    let listing = listing(&page, &asked);
    let (found, views) = saved_views::beside::<Agreement>(&reader, &listing, "/sharing-agreements").await?;
    let rows = found.items.iter().map(|agreement| row(&page, agreement)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

#[get("/sharing.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    let mut query = asked.kept(&FILTERS);
    query.extend(asked.kept(&["sort"]));
    files::file(&reader, "/sharing-agreements", query, ("sharing", &kind)).await
}
