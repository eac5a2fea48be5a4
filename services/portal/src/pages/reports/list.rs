//! The follow-ups there are.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};

use super::{
    super::{Answer, files, list_page::ListPage, lookups, lookups::Names, saved_views, show},
    about, status,
};
use crate::{
    clients::{reporting::Report, shared::List},
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file);
}

const FILTERS: [&str; 1] = ["year"];

pub fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/reports", &page.t("reports-title"), asked, &FILTERS)
        .filter(Field::new(page.reader.voice, "year", "year", Control::Line("search")))
        .column(page.t("report"), None)
        .column(page.t("report-about"), None)
        .column(page.t("status"), None)
        .column(page.t("own-language"), None)
        .column(page.t("drafted-at"), None)
        .column(page.t("locked-at"), None)
        .counted("reports-count")
        .empty(page.t("reports-none"))
        .with_files()
}

pub fn row(page: &Page, report: &Report, units: &Names) -> Vec<Html> {
    let name = page.with("report-of-year", "year", report.year);
    vec![
        Html::link(&format!("/reports/{}", report.id), &Html::text(&name)),
        about(page, report, units),
        status(page, &report.status),
        Html::text(&page.choice("language", &report.language)),
        Html::text(&page.date(&report.drafted_at)),
        Html::text(&page.date(&report.locked_at)),
    ]
}

pub fn view(page: Page, listing: Listing) -> ListPage {
    let actions = if page.may(rights::LOCK_REPORTS) {
        vec![("/reports/new".to_owned(), page.t("report-new-title"))]
    } else {
        Vec::new()
    };
    ListPage {
        back: None,
        title: page.t("reports-title"),
        lead: page.t("reports-lead"),
        actions,
        listing,
        page,
    }
}

#[get("/reports")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Reports);
    let listing = listing(&page, &asked);
    let mut query = listing.query();
    query.push(("kind", "yearly_followup".to_owned()));
    let api = reader.api();
    let (found, units, views) = futures::try_join!(
        api.get_with::<List<Report>>("/reports", &query),
        lookups::units(&reader),
        saved_views::of(&reader, listing.address)
    )?;
    let rows = found.items.iter().map(|report| row(&page, report, &units)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/reports.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    let mut query = asked.kept(&FILTERS);
    query.push(("kind", "yearly_followup".to_owned()));
    files::file(&reader, "/reports", query, ("reports", &kind)).await
}
