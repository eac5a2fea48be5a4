use actix_web::{get, web::Path};

use super::super::{Answer, address, bulk, files, list_page::ListPage, lookups, lookups::Names, saved_views, show};
use crate::{
    choices,
    clients::projects::Activity,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Choosing, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

pub const FILTERS: [&str; 11] = [
    "q",
    "kind",
    "unit_id",
    "theme_id",
    "country",
    "from",
    "to",
    "goal_id",
    "partner_id",
    "project_id",
    "network_id",
];

struct Known {
    units: Names,
    themes: Names,
}

fn listing(page: &Page, asked: &Asked, known: &Known) -> Listing {
    let voice = page.reader.voice;
    let choice = |name: &str, label: &str, options| Field::new(voice, name, label, Control::Choice(options));
    Listing::new(page, "/activities", &page.t("activities-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "activity-kind", &choices::ACTIVITY_KIND))
        .filter(choice("unit_id", "unit", known.units.options(page)))
        .filter(choice("theme_id", "theme", known.themes.options(page)))
        .filter(choice("country", "country", page.countries()))
        .filter(Field::new(voice, "from", "not-over-before", Control::Date))
        .filter(Field::new(voice, "to", "begun-by", Control::Date))
        .column(page.t("activity-title"), Some("title"))
        .column(page.t("activity-kind"), None)
        .column(page.t("unit"), None)
        .column(page.t("country"), None)
        .column(page.t("period"), Some("period_from"))
        .numbers(page.t("participants-count"), None)
        .counted("activities-count")
        .empty(page.t("activities-none"))
        .with_files()
}

fn row(page: &Page, activity: &Activity, known: &Known) -> Vec<Html> {
    vec![
        Html::link(&format!("/activities/{}", activity.id), &page.text(&activity.title)),
        Html::text(&page.choice("activity-kind", &activity.kind)),
        known.units.maybe(page, activity.unit_id.as_deref()),
        Html::text(&page.country(&activity.country)),
        Html::text(&page.period(&activity.period)),
        Html::text(&page.figure(activity.people.as_ref())),
    ]
}

fn chosen_among(page: &Page, activities: &[Activity]) -> Option<Choosing> {
    let items = activities
        .iter()
        .map(|one| bulk::Item::of(page, &one.id, one.version, &one.title));
    bulk::choosing(page, "activities", &items.collect::<Vec<_>>())
}

fn view(page: Page, asked: &Asked, listing: Listing) -> ListPage {
    // The map shows what the list shows.
    let map = address("/activities/map", &asked.kept(&FILTERS));
    ListPage::new(page, "activities", listing)
        .link(map, "activities-map")
        .action(rights::EDIT_ACTIVITIES, "/activities/new", "activity-new-title")
}

#[get("/activities")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Activities);
    let (units, themes) = futures::try_join!(
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    let known = Known { units, themes };
    let listing = listing(&page, &asked, &known);
    let (found, views) = saved_views::beside::<Activity>(&reader, &listing, "/activities").await?;
    let rows = found.items.iter().map(|one| row(&page, one, &known)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views)
        .choosing(chosen_among(&page, &found.items));
    show(&reader, &view(page, &asked, listing))
}

/// The list as a file.
#[get("/activities.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/activities", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Activities);
    let known = Known {
        units: Names::sample(&[("u1", "Koulutus")]),
        themes: Names::sample(&[("t1", "Osaaminen")]),
    };
    let rows = vec![row(&page(), &super::show::sample(), &known)];
    let asked = Asked::sample(&[("kind", "visit"), ("country", "EE")]);
    let full = listing(&page(), &asked, &known).fill(&page(), rows, Some("cursor"));
    let full = full.choosing(chosen_among(&page(), &[super::show::sample()]));
    let empty = listing(&page(), &Asked::default(), &known).fill(&page(), Vec::new(), None);
    vec![
        ("activities".to_owned(), view(page(), &asked, full).render().unwrap()),
        (
            "activities-empty".to_owned(),
            view(page(), &Asked::default(), empty).render().unwrap(),
        ),
    ]
}
