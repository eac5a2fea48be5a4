use actix_web::{get, web::Path};

use super::{
    super::{Answer, files, list_page::ListPage, lookups, lookups::Names, nested, nested::Branch, saved_views, show},
    ended,
};
use crate::{
    choices,
    clients::tenants::Unit,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 3] = ["q", "kind", "on"];

/// Whoever asks for one of these wants a table: what is found lies anywhere in the tree.
const FLAT: [&str; 4] = ["q", "kind", "sort", "after"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    Listing::new(page, "/units", &page.t("units-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "unit-kind", &choices::UNIT_KIND))
        .filter(Field::new(voice, "on", "units-on", Control::Date))
        .column(page.t("unit"), Some("name"))
        .column(page.t("unit-kind"), None)
        .column(page.t("unit-parent"), None)
        .column(page.t("validity"), None)
        .counted("units-count")
        .empty(page.t("units-none"))
        .with_files()
}

fn name(page: &Page, unit: &Unit) -> Html {
    let link = Html::link(&format!("/units/{}", unit.id), &page.text(&unit.name));
    Html::join(&[link, ended(page, unit)], " ")
}

fn row(page: &Page, unit: &Unit, units: &Names) -> Vec<Html> {
    vec![
        name(page, unit),
        Html::text(&page.choice("unit-kind", &unit.kind)),
        units.maybe(page, unit.parent_id.as_deref()),
        Html::text(&page.period(&unit.validity())),
    ]
}

fn branch(page: &Page, unit: &Unit) -> Branch {
    let about = [
        page.choice("unit-kind", &unit.kind),
        unit.short_name.clone(),
        page.period(&unit.validity()),
    ];
    let about: Vec<String> = about.into_iter().filter(|words| !words.is_empty()).collect();
    Branch {
        id: unit.id.clone(),
        above: unit.parent_id.clone(),
        words: Html::join(&[name(page, unit), Html::level(&about.join(", "))], " "),
    }
}

fn tree(page: &Page, listing: Listing, units: &[Unit]) -> Listing {
    let branches: Vec<Branch> = units.iter().map(|unit| branch(page, unit)).collect();
    let rows = branches.iter().map(|branch| vec![branch.words.clone()]).collect();
    listing.fill(page, rows, None).with_tree(nested::tree(&branches))
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "units", listing).action(rights::EDIT_UNITS, "/units/new", "unit-new-title")
}

#[get("/units")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Units);
    let listing = listing(&page, &asked);
    if asked.kept(&FLAT).is_empty() {
        let on = asked.kept(&["on"]);
        let (all, views) = futures::try_join!(
            lookups::every::<Unit>(&reader, "/units", &on),
            saved_views::of(&reader, listing.address)
        )?;
        // A tree is whole or none.
        if all.len() < lookups::MOST {
            let listing = tree(&page, listing, &all).with_views(&page, views);
            return show(&reader, &view(page, listing));
        }
    }
    let ((found, views), names) = futures::try_join!(
        saved_views::beside::<Unit>(&reader, &listing, "/units"),
        lookups::units(&reader)
    )?;
    let rows = found.items.iter().map(|unit| row(&page, unit, &names)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/units.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/units", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Units);
    let units = Names::sample(&[("u1", "Kaupunginhallitus")]);
    let unit = super::show::sample();
    let board = Unit {
        id: "u1".to_owned(),
        name: crate::clients::shared::Text::fi("Kaupunginhallitus"),
        kind: "board".to_owned(),
        ..Unit::default()
    };
    let on = Asked::sample(&[("on", "2010-01-01")]);
    let words = Asked::sample(&[("q", "opetus")]);
    let whole = tree(&page(), listing(&page(), &on), &[board, unit.clone()]);
    let flat = listing(&page(), &words).fill(&page(), vec![row(&page(), &unit, &units)], None);
    let empty = tree(&page(), listing(&page(), &Asked::default()), &[]);
    [("units", whole), ("units-found", flat), ("units-empty", empty)]
        .map(|(name, listing)| (name.to_owned(), view(page(), listing).render().unwrap()))
        .to_vec()
}
