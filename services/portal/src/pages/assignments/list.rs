use actix_web::{get, web::Path};

use super::{
    super::{Answer, address, files, list_page::ListPage, lookups, lookups::Kind, saved_views, show},
    Known, known, status,
};
use crate::{
    choices,
    clients::policies::Assignment,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 5] = ["q", "unit_id", "policy_id", "goal_id", "status"];

fn listing(page: &Page, asked: &Asked, known: &Known) -> Listing {
    let voice = page.reader.voice;
    let choice = |name: &str, label: &str, options| Field::new(voice, name, label, Control::Choice(options));
    Listing::new(page, "/assignments", &page.t("assignments-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(choice("unit_id", "unit", known.units.options(page)))
        .filter(choice("policy_id", "policy", known.policies.options(page)))
        .filter(choice("goal_id", "goal-title", known.goals.options(page)))
        .filter(Field::choice(voice, "status", "status", &choices::ASSIGNMENT_STATUS))
        .column(page.t("assignment"), Some("title"))
        .column(page.t("unit"), None)
        .column(page.t("policy"), None)
        .column(page.t("goal-title"), None)
        .column(page.t("due-on"), Some("due_on"))
        .column(page.t("status"), None)
        .column(page.t("added-on"), Some("created_at"))
        .counted("assignments-count")
        .empty(page.t("assignments-none"))
        .with_files()
}

fn row(page: &Page, assignment: &Assignment, known: &Known) -> Vec<Html> {
    vec![
        Html::link(
            &format!("/assignments/{}", assignment.id),
            &page.text(&assignment.title),
        ),
        known.units.maybe(page, assignment.unit_id.as_deref()),
        known
            .policies
            .linked(page, "/policies", assignment.policy_id.as_slice()),
        known.goals.linked(page, "/goals", assignment.goal_id.as_slice()),
        Html::text(&page.date(&assignment.due_on)),
        status(page, assignment),
        Html::text(&page.date(&assignment.created_at)),
    ]
}

/// A new one begins with what the list is narrowed to.
fn view(page: Page, asked: &Asked, listing: Listing) -> ListPage {
    let new = address("/assignments/new", &asked.kept(&super::edit::PRESET));
    ListPage::new(page, "assignments", listing).action(rights::EDIT_ASSIGNMENTS, &new, "assignment-new-title")
}

#[get("/assignments")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Assignments);
    let to_choose = known(&reader, &asked.ids()).await?;
    let listing = listing(&page, &asked, &to_choose);
    let (found, views) = saved_views::beside::<Assignment>(&reader, &listing, "/assignments").await?;
    let goals = found.items.iter().filter_map(|one| one.goal_id.as_ref());
    let goals = lookups::some(&reader, Kind::Goals, goals).await?;
    let known = Known { goals, ..to_choose };
    let rows = found.items.iter().map(|one| row(&page, one, &known)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, &asked, listing))
}

/// The list as a file.
#[get("/assignments.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/assignments", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Assignments);
    let known = Known::sample();
    let rows = ["open", "done"]
        .map(|status| row(&page(), &super::show::sample(status), &known))
        .to_vec();
    let asked = Asked::sample(&[("policy_id", "p1"), ("sort", "due_on")]);
    let full = listing(&page(), &asked, &known).fill(&page(), rows, Some("cursor"));
    let none = Asked::default();
    let empty = listing(&page(), &none, &known).fill(&page(), Vec::new(), None);
    vec![
        ("assignments".to_owned(), view(page(), &asked, full).render().unwrap()),
        (
            "assignments-empty".to_owned(),
            view(page(), &none, empty).render().unwrap(),
        ),
    ]
}
