use actix_web::{get, web::Path};

use super::super::{
    Answer, files,
    list_page::ListPage,
    lookups,
    lookups::{Kind, Names},
    saved_views, show,
};
use crate::{
    choices,
    clients::projects::Application,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::Member,
};

const FILTERS: [&str; 4] = ["state", "submitted_year", "programme_id", "unit_id"];

struct Known {
    units: Names,
    programmes: Names,
}

fn listing(page: &Page, asked: &Asked, known: &Known) -> Listing {
    let voice = page.reader.voice;
    let choice = |name: &str, label: &str, options| Field::new(voice, name, label, Control::Choice(options));
    Listing::new(page, "/applications", &page.t("applications"), asked, &FILTERS)
        .filter(Field::choice(voice, "state", "status", &choices::APPLICATION_STATE))
        .filter(Field::new(
            voice,
            "submitted_year",
            "application-submitted-year",
            Control::Line("search"),
        ))
        .filter(choice("programme_id", "programme", known.programmes.options(page)))
        .filter(choice("unit_id", "unit", known.units.options(page)))
        .column(page.t("project"), None)
        .column(page.t("call"), None)
        .column(page.t("status"), None)
        .column(page.t("application-submitted-on"), None)
        .numbers(page.t("applied"), None)
        .numbers(page.t("granted"), None)
        .column(page.t("application-newest-step"), Some("last_step_on"))
        .counted("applications-count")
        .empty(page.t("applications-none-yet"))
        .with_files()
}

fn row(page: &Page, application: &Application, projects: &Names) -> Vec<Html> {
    let newest = application.steps.last().map(|step| page.date(&step.on));
    vec![
        Html::link(
            &format!("/projects/{}", application.project_id),
            &projects.name(page, &application.project_id),
        ),
        Html::text(&application.call),
        Html::text(&page.choice("application-state", &application.state)),
        Html::unbroken(&page.date(&application.submitted_on)),
        Html::text(&page.money(&application.applied)),
        Html::text(&page.money(&application.granted)),
        Html::unbroken(&newest.unwrap_or_default()),
    ]
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "applications", listing)
}

#[get("/applications")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Applications);
    let (units, programmes) =
        futures::try_join!(reader.or_nothing(lookups::units(&reader)), lookups::programmes(&reader))?;
    let known = Known { units, programmes };
    let listing = listing(&page, &asked, &known);
    let (found, views) = saved_views::beside::<Application>(&reader, &listing, "/applications").await?;
    let projects = found.items.iter().map(|one| &one.project_id);
    let projects = lookups::some(&reader, Kind::Projects, projects).await?;
    let rows = found.items.iter().map(|one| row(&page, one, &projects)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/applications.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/applications", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Applications);
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        programmes: Names::sample(&[("p1", "Interreg Aurora")]),
    };
    let projects = Names::sample(&[("019", "Elinvoiman johtaminen")]);
    let application: Application = serde_json::from_value(serde_json::json!({
        "id": "0191", "project_id": "019", "call": "Elinvoima 2016", "state": "approved", "submitted_on": "2016-10-01",
        "applied": {"amount": "70000.00", "currency": "EUR"}, "granted": {"amount": "60000.00", "currency": "EUR"},
        "steps": [{"to": "approved", "on": "2016-12-01"}]
    }))
    .unwrap();
    let rows = vec![row(&page(), &application, &projects)];
    let full = listing(&page(), &Asked::sample(&[("state", "approved")]), &known).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::default(), &known).fill(&page(), Vec::new(), None);
    vec![
        ("applications".to_owned(), view(page(), full).render().unwrap()),
        ("applications-empty".to_owned(), view(page(), empty).render().unwrap()),
    ]
}
