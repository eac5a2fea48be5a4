use actix_web::{get, web::Path};

use super::{
    super::{Answer, bulk, files, list_page::ListPage, lookups, lookups::Names, saved_views, show},
    status,
};
use crate::{
    choices,
    clients::projects::Project,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Choosing, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 6] = ["q", "kind", "role", "status", "unit_id", "theme_id"];

struct Known {
    units: Names,
    themes: Names,
}

fn listing(page: &Page, asked: &Asked, known: &Known) -> Listing {
    let voice = page.reader.voice;
    Listing::new(page, "/projects", &page.t("projects-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::choice(voice, "kind", "project-kind", &choices::PROJECT_KIND))
        .filter(Field::choice(voice, "role", "project-role", &choices::PROJECT_ROLE))
        .filter(Field::choice(voice, "status", "status", &choices::PROJECT_STATUS))
        .filter(Field::new(
            voice,
            "unit_id",
            "unit",
            Control::Choice(known.units.options(page)),
        ))
        .filter(Field::new(
            voice,
            "theme_id",
            "theme",
            Control::Choice(known.themes.options(page)),
        ))
        .column(page.t("project"), Some("title"))
        .column(page.t("project-kind"), None)
        .column(page.t("project-role"), None)
        .column(page.t("status"), None)
        .column(page.t("unit"), None)
        .column(page.t("period"), Some("period_from"))
        .numbers(page.t("total-cost"), None)
        .counted("projects-count")
        .empty(page.t("projects-none"))
        .with_files()
}

fn row(page: &Page, project: &Project, known: &Known) -> Vec<Html> {
    vec![
        Html::link(&format!("/projects/{}", project.id), &page.text(&project.title)),
        Html::text(&page.choice("project-kind", &project.kind)),
        Html::text(&page.choice("project-role", &project.role)),
        status(page, &project.status),
        known.units.maybe(page, project.owner_unit_id.as_deref()),
        Html::text(&page.period(&project.period)),
        Html::text(&page.money(&project.total_cost)),
    ]
}

fn chosen_among(page: &Page, projects: &[Project]) -> Option<Choosing> {
    let items = projects
        .iter()
        .map(|one| bulk::Item::of(page, &one.id, one.version, &one.title));
    bulk::choosing(page, "projects", &items.collect::<Vec<_>>())
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "projects", listing)
        .link("/projects/funding", "funding-title")
        .action(rights::EDIT_PROJECTS, "/projects/new", "project-new-title")
}

#[get("/projects")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Projects);
    let (units, themes) = futures::try_join!(
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    let known = Known { units, themes };
    let listing = listing(&page, &asked, &known);
    let (found, views) = saved_views::beside::<Project>(&reader, &listing, "/projects").await?;
    let rows = found.items.iter().map(|project| row(&page, project, &known)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views)
        .choosing(chosen_among(&page, &found.items));
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/projects.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/projects", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Projects);
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        themes: Names::sample(&[("t1", "Elinvoima")]),
    };
    let asked = Asked::sample(&[("kind", "national"), ("sort", "-title")]);
    let rows = vec![row(&page(), &super::show::sample_project(), &known)];
    let saved = saved_views::sample("kind=national&sort=-title");
    let full = listing(&page(), &asked, &known)
        .fill(&page(), rows, Some("cursor"))
        .choosing(chosen_among(&page(), &[super::show::sample_project()]))
        .with_views(&page(), Some(saved));
    let empty = listing(&page(), &Asked::default(), &known)
        .fill(&page(), Vec::new(), None)
        .with_views(&page(), Some(Vec::new()));
    vec![
        ("projects".to_owned(), view(page(), full).render().unwrap()),
        ("projects-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
