//! The lists, one for each kind of thing.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};

use super::super::{Answer, files, list_page::ListPage, saved_views, show};
use crate::{
    clients::{
        reporting::{SharedRow, SharedSource},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, Options},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::Member,
};

/// `….csv` and its like before the page, which would take it for a name.
pub fn configure(services: &mut ServiceConfig) {
    services.service(as_file).service(list);
}

const FILTERS: [&str; 3] = ["q", "owner_id", "year"];

/// A kind of thing that can be given.
#[derive(Clone, Copy)]
struct Dataset {
    code: &'static str,
    address: &'static str,
}

const DATASETS: [Dataset; 4] = [
    Dataset {
        code: "goals",
        address: "/shared/goals",
    },
    Dataset {
        code: "projects",
        address: "/shared/projects",
    },
    Dataset {
        code: "networks",
        address: "/shared/networks",
    },
    Dataset {
        code: "activities",
        address: "/shared/activities",
    },
];

fn dataset(code: &str) -> Result<Dataset, Fault> {
    DATASETS.into_iter().find(|d| d.code == code).ok_or(Fault::NotFound)
}

fn listing(page: &Page, asked: &Asked, of: Dataset, owners: Options) -> Listing {
    let voice = page.reader.voice;
    let title = page.choice("dataset", of.code);
    let listing = Listing::new(page, of.address, &title, asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::new(voice, "owner_id", "shared-owner", Control::Choice(owners)))
        .filter(Field::new(voice, "year", "year", Control::Line("search")))
        .column(page.t("shared-thing"), Some("title"))
        .column(page.t("shared-owner"), None);
    let listing = match of.code {
        "projects" => listing
            .column(page.t("project-kind"), None)
            .column(page.t("shared-role"), None)
            .column(page.t("status"), None)
            .column(page.t("period"), Some("from"))
            .numbers(page.t("total-cost"), None),
        "networks" => listing
            .column(page.t("shared-since"), Some("from"))
            .column(page.t("shared-until"), Some("to")),
        "activities" => listing
            .column(page.t("shared-kind"), None)
            .column(page.t("period"), Some("from"))
            .numbers(page.t("shared-participants"), None),
        _ => listing
            .column(page.t("status"), None)
            .column(page.t("period"), Some("from")),
    };
    listing
        .counted("shared-count")
        .empty(page.t("shared-none"))
        .with_files()
}

fn row(page: &Page, of: Dataset, row: &SharedRow) -> Vec<Html> {
    let title = if of.code == "networks" { &row.name } else { &row.title };
    let mut cells = vec![page.text(title), page.text(&row.owner_name)];
    let period = Html::text(&page.period(&row.period));
    match of.code {
        "projects" => cells.extend([
            Html::text(&page.choice("project-kind", &row.kind)),
            Html::text(&page.choice("project-role", &row.role)),
            Html::text(&page.choice("project-status", &row.status)),
            period,
            Html::text(&page.money(&row.total_cost)),
        ]),
        "networks" => cells.extend([Html::text(&page.date(&row.since)), Html::text(&page.date(&row.until))]),
        "activities" => cells.extend([
            Html::text(&page.choice("activity-kind", &row.kind)),
            period,
            Html::text(&page.value(&row.participants)),
        ]),
        _ => cells.extend([Html::text(&page.choice("goal-status", &row.status)), period]),
    }
    cells
}

fn view(page: Page, of: Dataset, listing: Listing) -> ListPage {
    ListPage {
        back: None,
        title: page.choice("dataset", of.code),
        lead: page.t("shared-list-lead"),
        actions: Vec::new(),
        listing,
        page,
    }
}

#[get("/shared/{dataset}")]
async fn list(reader: Member, path: Path<String>, asked: Asked) -> Answer {
    let of = dataset(&path)?;
    let page = Page::new(&reader, Section::Shared);
    let sources: List<SharedSource> = reader.api().get("/shared").await?;
    let given = sources
        .items
        .iter()
        .filter(|source| source.datasets.iter().any(|d| d == of.code));
    let owners = given
        .map(|source| (source.owner_id.clone(), page.plain(&source.owner_name)))
        .collect();
    let listing = listing(&page, &asked, of, owners);
    let (found, views) = saved_views::beside::<SharedRow>(&reader, &listing, of.address).await?;
    let rows = found.items.iter().map(|thing| row(&page, of, thing)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, of, listing))
}

/// A list as a file.
#[get("/shared/{dataset}.{kind:csv|xlsx}")]
async fn as_file(reader: Member, path: Path<(String, String)>, asked: Asked) -> Answer {
    let (code, kind) = path.into_inner();
    let of = dataset(&code)?;
    let mut query = asked.kept(&FILTERS);
    query.extend(asked.kept(&["sort"]));
    files::file(&reader, of.address, query, (of.code, &kind)).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;

    use crate::{
        clients::shared::{Money, Period, Text},
        pages::lookups::Names,
    };
    let thing = SharedRow {
        owner_name: Text::fi("Isojoki"),
        title: Text::fi("Elinvoima"),
        name: Text::fi("Eurocities"),
        kind: "eu".to_owned(),
        role: "lead".to_owned(),
        status: "running".to_owned(),
        period: Period {
            from: "2024-01-01".to_owned(),
            to: String::new(),
        },
        since: "2019-05-01".to_owned(),
        total_cost: Some(Money {
            amount: "1000.00".to_owned(),
            currency: "EUR".to_owned(),
        }),
        participants: serde_json::json!({"value": "60", "exactness": "at_least"}),
        ..SharedRow::default()
    };
    let page = || Page::new(reader, Section::Shared);
    let asked = Asked::sample(&[("owner_id", "o2")]);
    let owners = || Names::sample(&[("o2", "Isojoki")]).options(&page());
    DATASETS
        .into_iter()
        .map(|of| {
            let full = listing(&page(), &asked, of, owners()).fill(&page(), vec![row(&page(), of, &thing)], None);
            (format!("shared-{}", of.code), view(page(), of, full).render().unwrap())
        })
        .collect()
}
