//! The start page: my next steps.

use actix_web::get;
use askama::Template;

use super::{Answer, see_other, show, usage};
use crate::{
    clients::reporting::{Start, Step},
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::{
        Reader, SignedIn,
        rights::{self, Right},
    },
};

#[derive(Template)]
#[template(path = "pages/start.html")]
struct StartPage {
    page: Page,
    /// What of the plan is nearly used up, for whoever can ask for a larger one.
    nearly: Vec<String>,
    steps: Vec<NextStep>,
    /// What a new organisation does first, until it has done all of it.
    beginning: Vec<Beginning>,
    /// What can be begun, or, for whoever only reads, looked at: heading and links with a note.
    doors: (String, Vec<(&'static str, String, String)>),
    /// The boards, by address and name.
    boards: Vec<(&'static str, String)>,
}

/// One of the first things to do, and whether it is done.
struct Beginning {
    href: &'static str,
    label: String,
    note: String,
    done: bool,
}

/// The register that tells whether it is done, where it is done, and the message that says what it is.
const BEGINNINGS: [(&str, &str, &str); 5] = [
    ("units", "/units/new", "first-units"),
    ("goals", "/goals/new", "first-goals"),
    ("indicators", "/goals", "first-indicators"),
    ("projects", "/projects/new", "first-projects"),
    ("statement-rounds", "/statements/rounds/new", "first-rounds"),
];

fn beginning(page: &Page, begun: Option<&[String]>) -> Vec<Beginning> {
    let Some(begun) = begun.filter(|_| page.may(rights::EDIT_GOALS)) else {
        return Vec::new();
    };
    let each = BEGINNINGS.into_iter().map(|(register, href, key)| Beginning {
        href,
        label: page.t(key),
        note: page.t(&format!("{key}-why")),
        done: begun.iter().any(|one| one == register),
    });
    let all: Vec<Beginning> = each.collect();
    if all.iter().all(|one| one.done) {
        Vec::new()
    } else {
        all
    }
}

/// Something that waits, where it is done, and why it is asked.
struct NextStep {
    href: String,
    label: Html,
    note: String,
}

/// What to do, and for whom: no two links of the list read the same.
fn said(what: &str, whose: &Html) -> Html {
    if whose.is_empty() {
        return Html::text(what);
    }
    Html::join(&[Html::text(what), whose.clone()], ": ")
}

/// Whether it can be done by whoever reads: a unit's duties are told to all of its people.
fn is_mine(page: &Page, step: &Step) -> bool {
    match step.kind.as_str() {
        "value_owed" => page.may(rights::ENTER_VALUES),
        "application_waiting" => page.may(rights::EDIT_APPLICATIONS),
        _ => true,
    }
}

fn next(page: &Page, step: &Step) -> Option<NextStep> {
    let year = step.year.map_or_else(String::new, |year| year.to_string());
    let (href, label, states) = match step.kind.as_str() {
        "statement_owed" => (
            format!("/statements/{}", step.id),
            said(&page.with("next-statement", "year", year), &page.text(&step.unit)),
            "statement-status",
        ),
        "assignment_open" => (
            format!("/assignments/{}", step.id),
            said(&page.t("next-assignment"), &page.text(&step.title)),
            "assignment-status",
        ),
        "value_owed" => (
            format!("/indicators/{}/values/new", step.id),
            said(&page.t("next-value"), &page.text(&step.title)),
            "frequency",
        ),
        "application_waiting" => (
            format!("/applications/{}/step", step.id),
            said(&page.t("next-application"), &page.text(&step.title)),
            "application-state",
        ),
        "report_draft" => (
            format!("/reports/{}", step.id),
            Html::text(&page.with("next-report", "year", year)),
            "report-status",
        ),
        // A kind that is newer than this page has no page of its own yet.
        _ => return None,
    };
    let due = if step.due_on.is_empty() {
        String::new()
    } else {
        format!(", {}", page.with("due-by", "date", page.date(&step.due_on)))
    };
    Some(NextStep {
        href,
        label,
        note: format!("{}{due}", page.choice(states, &step.state)),
    })
}

/// What can be begun, by whoever may.
const BEGIN: [(&str, &str, &str, Right); 6] = [
    ("/goals/new", "goal-new-title", "begin-goal", rights::EDIT_GOALS),
    ("/values", "values-title", "begin-values", rights::ENTER_VALUES),
    (
        "/activities/new",
        "activity-new-title",
        "begin-activity",
        rights::EDIT_ACTIVITIES,
    ),
    (
        "/projects/new",
        "project-new-title",
        "begin-project",
        rights::EDIT_PROJECTS,
    ),
    (
        "/statements/rounds/new",
        "round-new-title",
        "begin-round",
        rights::MANAGE_STATEMENTS,
    ),
    ("/reports/new", "report-new-title", "begin-report", rights::EDIT_REPORTS),
];
/// What there is to see for whoever only reads.
const SEE: [(&str, &str, &str); 4] = [
    ("/goals", "goals-title", "see-goals"),
    ("/projects", "projects-title", "see-projects"),
    ("/statements", "statements-title", "see-statements"),
    ("/reports", "reports-title", "see-reports"),
];

const BOARDS: [(&str, &str); 3] = [
    ("/boards/leadership", "board-leadership-title"),
    ("/boards/international", "board-international-title"),
    ("/boards/completeness", "board-completeness-title"),
];

/// What the services have of it is asked only for those who administer.
async fn plan(reader: &SignedIn) -> Result<usage::Sum, Fault> {
    if reader.must(rights::READ_USAGE).is_err() {
        return Ok(usage::Sum::default());
    }
    usage::sum(reader, &["tenants", "goals", "projects"]).await
}

fn nearly(page: &Page, sum: &usage::Sum) -> Vec<String> {
    let told = |(kind, used, most): (&str, i64, i64)| {
        let [used, most] = [used, most].map(|many| usage::amount(page, kind, many));
        format!(
            "{}: {}",
            page.choice("usage", kind),
            page.with2("usage-of", "used", used, "most", most)
        )
    };
    sum.nearly_used_up().into_iter().map(told).collect()
}

fn view(reader: &Reader, start: &Start, sum: &usage::Sum) -> StartPage {
    let page = Page::new(reader, Section::Start);
    let door = |href, label: &str, note: &str| (href, page.t(label), page.t(note));
    let begin = BEGIN.into_iter().filter(|(.., right)| page.may(*right));
    let begin: Vec<_> = begin.map(|(href, label, note, _)| door(href, label, note)).collect();
    let doors = if begin.is_empty() {
        let see = SEE.map(|(href, label, note)| door(href, label, note));
        (page.t("start-see"), see.to_vec())
    } else {
        (page.t("start-begin"), begin)
    };
    let steps = start.items.iter().filter(|step| is_mine(&page, step));
    StartPage {
        nearly: nearly(&page, sum),
        beginning: beginning(&page, start.begun.as_deref()),
        steps: steps.filter_map(|step| next(&page, step)).collect(),
        doors,
        boards: BOARDS.map(|(href, label)| (href, page.t(label))).to_vec(),
        page,
    }
}

#[get("/")]
pub async fn show_start(reader: SignedIn) -> Answer {
    if reader.is_operator() {
        return Ok(see_other("/requests"));
    }
    if reader.session().organisation.is_none() {
        return Err(Fault::ChooseOrganisation);
    }
    let api = reader.api();
    let (start, plan) = futures::try_join!(reader.or_nothing(api.get("/dashboards/start")), plan(&reader))?;
    show(&reader, &view(&reader, &start, &plan))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use super::samples::an_elected_official;
    let step = |kind: &str, state: &str| -> Step {
        serde_json::from_value(serde_json::json!({
            "kind": kind, "id": "019", "title": {"fi": "Suupohjan elinvoiman johtaminen"}, "unit": {"fi": "Opetuslautakunta"}, "year": 2026,
            "due_on": "2026-12-31", "state": state, "address": "/api/v1/statements/019"
        }))
        .unwrap()
    };
    let steps = [
        step("statement_owed", "owed"),
        step("assignment_open", "open"),
        step("value_owed", "year"),
        step("application_waiting", "preparing"),
        step("report_draft", "draft"),
        step("newer", "x"),
    ];
    let start = |items: &[Step], begun: &[&str]| Start {
        items: items.to_vec(),
        begun: Some(begun.iter().map(|one| (*one).to_owned()).collect()),
    };
    let none = usage::Sum::default();
    let reading = view(&an_elected_official(reader.voice), &Start::default(), &none);
    vec![
        (
            "start".to_owned(),
            view(
                reader,
                &start(
                    &steps,
                    &["units", "goals", "indicators", "projects", "statement-rounds"],
                ),
                &usage::sample(),
            )
            .render()
            .unwrap(),
        ),
        (
            "start-new".to_owned(),
            view(reader, &start(&[], &["units"]), &none).render().unwrap(),
        ),
        (
            "start-nothing".to_owned(),
            view(reader, &Start::default(), &none).render().unwrap(),
        ),
        ("start-reading".to_owned(), reading.render().unwrap()),
    ]
}
