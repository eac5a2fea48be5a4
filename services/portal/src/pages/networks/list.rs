use actix_web::{get, web::Path};

use super::super::{Answer, files, list_page::ListPage, lookups, lookups::Names, saved_views, show};
use crate::{
    choices,
    clients::projects::Network,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 4] = ["q", "kind", "unit_id", "theme_id"];

struct Known {
    units: Names,
    themes: Names,
}

fn listing(page: &Page, asked: &Asked, known: &Known) -> Listing {
    let voice = page.reader.voice;
    let choice = |name: &str, label: &str, options| Field::new(voice, name, label, Control::Choice(options));
    Listing::new(page, "/networks", &page.t("networks-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(
            voice,
            "kind",
            "network-kind-label",
            &choices::NETWORK_KIND,
        ))
        .filter(choice("unit_id", "accountable-unit", known.units.options(page)))
        .filter(choice("theme_id", "theme", known.themes.options(page)))
        .column(page.t("network-name"), Some("name"))
        .column(page.t("network-kind-label"), None)
        .column(page.t("themes"), None)
        .column(page.t("network-host"), None)
        .numbers(page.t("network-size"), None)
        .counted("networks-count")
        .empty(page.t("networks-none"))
        .with_files()
}

fn row(page: &Page, network: &Network, known: &Known) -> Vec<Html> {
    vec![
        Html::link(&format!("/networks/{}", network.id), &page.text(&network.name)),
        Html::text(&page.choice("network-kind", &network.kind)),
        known.themes.joined(page, &network.theme_ids),
        Html::text(&network.host),
        Html::text(&page.figure(network.size.as_ref())),
    ]
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "networks", listing)
        .link("/networks/by-theme", "networks-by-theme")
        .action(rights::EDIT_NETWORKS, "/networks/new", "network-new-title")
}

#[get("/networks")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Networks);
    let (units, themes) = futures::try_join!(
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    let known = Known { units, themes };
    let listing = listing(&page, &asked, &known);
    let (found, views) = saved_views::beside::<Network>(&reader, &listing, "/networks").await?;
    let rows = found.items.iter().map(|network| row(&page, network, &known)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/networks.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/networks", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Networks);
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        themes: Names::sample(&[("t1", "Elinvoima"), ("t2", "Osaaminen")]),
    };
    let rows = vec![row(&page(), &super::show::sample(), &known)];
    let asked = Asked::sample(&[("kind", "network"), ("sort", "name")]);
    let full = listing(&page(), &asked, &known).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::default(), &known).fill(&page(), Vec::new(), None);
    vec![
        ("networks".to_owned(), view(page(), full).render().unwrap()),
        ("networks-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
