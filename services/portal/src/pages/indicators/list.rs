use actix_web::{get, web::Path};

use super::super::{Answer, files, list_page::ListPage, lookups, lookups::Names, saved_views, show};
use crate::{
    choices,
    clients::indicators::Indicator,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 4] = ["q", "kind", "owner_unit_id", "goal_id"];

fn listing(page: &Page, asked: &Asked, units: &Names) -> Listing {
    let voice = page.reader.voice;
    let units = Control::Choice(units.options(page));
    Listing::new(page, "/indicators", &page.t("indicators"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "indicator-kind", &choices::INDICATOR_KIND))
        .filter(Field::new(voice, "owner_unit_id", "owner-unit", units))
        .column(page.t("indicator-name"), Some("name"))
        .column(page.t("indicator-kind"), None)
        .column(page.t("unit-of-measure"), None)
        .column(page.t("direction"), None)
        .column(page.t("frequency"), None)
        .column(page.t("owner-unit"), None)
        .counted("indicators-count")
        .empty(page.t("indicators-none"))
        .with_files()
}

fn row(page: &Page, indicator: &Indicator, units: &Names) -> Vec<Html> {
    vec![
        Html::link(&format!("/indicators/{}", indicator.id), &page.text(&indicator.name)),
        Html::text(&page.choice("indicator-kind", &indicator.kind)),
        page.text(&indicator.unit_of_measure),
        Html::text(&page.choice("direction", &indicator.direction)),
        Html::text(&page.choice("frequency", &indicator.frequency)),
        units.maybe(page, indicator.owner_unit_id.as_deref()),
    ]
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "indicators", listing)
        .action(rights::ENTER_VALUES, "/values", "values-title")
        .action(rights::ENTER_VALUES, "/imports", "imports-title")
}

#[get("/indicators")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Indicators);
    let units = reader.or_nothing(lookups::units(&reader)).await?;
    let listing = listing(&page, &asked, &units);
    let (found, views) = saved_views::beside::<Indicator>(&reader, &listing, "/indicators").await?;
    let rows = found.items.iter().map(|one| row(&page, one, &units)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/indicators.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/indicators", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Indicators);
    let units = Names::sample(&[("u1", "Koulutus")]);
    let rows = vec![row(&page(), &super::show::sample("ratio"), &units)];
    let full = listing(&page(), &Asked::sample(&[("kind", "ratio")]), &units).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::default(), &units).fill(&page(), Vec::new(), None);
    vec![
        ("indicators".to_owned(), view(page(), full).render().unwrap()),
        ("indicators-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
