use actix_web::{get, web::Path};

use super::{
    super::{Answer, files, list_page::ListPage, saved_views, show},
    twin,
};
use crate::{
    choices,
    clients::projects::Partner,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 5] = ["q", "kind", "country", "twin_town", "dormant"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    let yes_or_no = || {
        Control::Choice(vec![
            ("true".to_owned(), page.t("yes")),
            ("false".to_owned(), page.t("no")),
        ])
    };
    let countries = Control::Choice(page.countries());
    Listing::new(page, "/partners", &page.t("partners-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "partner-kind", &choices::PARTNER_KIND))
        .filter(Field::new(voice, "country", "country", countries))
        .filter(Field::new(voice, "twin_town", "twin-town", yes_or_no()))
        .filter(Field::new(voice, "dormant", "partner-is-dormant", yes_or_no()))
        .column(page.t("partner-name"), Some("name"))
        .column(page.t("partner-kind"), None)
        .column(page.t("country"), None)
        .column(page.t("town"), None)
        .column(page.t("twin-town"), None)
        .column(page.t("last-activity"), None)
        .counted("partners-count")
        .empty(page.t("partners-none"))
        .with_files()
}

fn row(page: &Page, partner: &Partner) -> Vec<Html> {
    let last = Html::unbroken(&page.date(&partner.last_activity_on));
    let last = if partner.dormant {
        Html::join(&[Html::tag("warning", &page.t("partner-dormant")), last], " ")
    } else {
        last
    };
    vec![
        Html::link(&format!("/partners/{}", partner.id), &Html::text(&partner.name)),
        Html::text(&page.choice("partner-kind", &partner.kind)),
        Html::text(&page.country(&partner.country)),
        Html::text(&partner.town),
        twin(page, partner),
        last,
    ]
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "partners", listing).action(rights::EDIT_PARTNERS, "/partners/new", "partner-new-title")
}

#[get("/partners")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Partners);
    let listing = listing(&page, &asked);
    let (found, views) = saved_views::beside::<Partner>(&reader, &listing, "/partners").await?;
    let rows = found.items.iter().map(|partner| row(&page, partner)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/partners.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/partners", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Partners);
    let rows = vec![row(&page(), &super::show::sample())];
    let asked = Asked::sample(&[("twin_town", "true")]);
    let full = listing(&page(), &asked).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    vec![
        ("partners".to_owned(), view(page(), full).render().unwrap()),
        ("partners-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
