use actix_web::{get, web::Path};

use super::{
    super::{Answer, files, list_page::ListPage, lookups, lookups::Names, saved_views, show},
    status,
};
use crate::{
    choices,
    clients::policies::Policy,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 4] = ["q", "kind", "status", "theme_id"];

fn listing(page: &Page, asked: &Asked, themes: &Names) -> Listing {
    let voice = page.reader.voice;
    let themes = Control::Choice(themes.options(page));
    Listing::new(page, "/policies", &page.t("policies-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "policy-kind", &choices::POLICY_KIND))
        .filter(Field::choice(voice, "status", "status", &choices::POLICY_STATUS))
        .filter(Field::new(voice, "theme_id", "theme", themes))
        .column(page.t("policy"), Some("title"))
        .column(page.t("policy-kind"), None)
        .column(page.t("status"), None)
        .numbers(page.t("policy-edition"), None)
        .numbers(page.t("policy-standing-edition"), None)
        .column(page.t("validity"), None)
        .column(page.t("added-on"), Some("created_at"))
        .counted("policies-count")
        .empty(page.t("policies-none"))
        .with_files()
}

fn row(page: &Page, policy: &Policy) -> Vec<Html> {
    let standing = policy
        .standing_edition
        .map_or_else(String::new, |edition| edition.to_string());
    vec![
        Html::link(&format!("/policies/{}", policy.id), &page.text(&policy.title)),
        Html::text(&page.choice("policy-kind", &policy.kind)),
        status(page, &policy.status),
        Html::text(&policy.edition.to_string()),
        Html::text(&standing),
        Html::text(&page.period(&policy.period)),
        Html::unbroken(&page.reader.voice.day(&policy.created_at)),
    ]
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "policies", listing).action(rights::EDIT_POLICIES, "/policies/new", "policy-new-title")
}

#[get("/policies")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Policies);
    let themes = lookups::themes(&reader).await?;
    let listing = listing(&page, &asked, &themes);
    let (found, views) = saved_views::beside::<Policy>(&reader, &listing, "/policies").await?;
    let rows = found.items.iter().map(|policy| row(&page, policy)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/policies.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/policies", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Policies);
    let themes = Names::sample(&[("t1", "Elinvoima")]);
    let rows = vec![row(&page(), &super::show::sample())];
    let asked = Asked::sample(&[("kind", "strategy"), ("sort", "-created_at")]);
    let full = listing(&page(), &asked, &themes).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::default(), &themes).fill(&page(), Vec::new(), None);
    vec![
        ("policies".to_owned(), view(page(), full).render().unwrap()),
        ("policies-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
