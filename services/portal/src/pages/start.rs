//! The start page: my next steps.

use actix_web::get;
use askama::Template;

use super::{Answer, lookups, lookups::Names, see_other, show};
use crate::{
    clients::{goals::Statement, projects::Application, reporting::Report, shared::List},
    fault::Fault,
    page::{Page, Section},
    reader::{Reader, SignedIn},
};

#[derive(Template)]
#[template(path = "pages/start.html")]
struct StartPage {
    page: Page,
    steps: Vec<NextStep>,
    beginnings: Vec<(&'static str, String, String)>,
}

/// Something that waits, where it is done, and why it is asked.
struct NextStep {
    href: String,
    label: String,
    note: String,
}

struct Waiting {
    statements: Vec<Statement>,
    applications: Vec<Application>,
    reports: Vec<Report>,
    units: Names,
}

fn steps(page: &Page, waiting: &Waiting) -> Vec<NextStep> {
    let own: Vec<&str> = page.reader.access.as_ref().map(|access| access.units().collect()).unwrap_or_default();
    let all = page.may(&["admin", "planner"]);
    let mine = |statement: &&Statement| all || statement.unit_id.as_deref().is_some_and(|unit| own.contains(&unit));
    let statements = waiting.statements.iter().filter(mine).filter(|statement| matches!(statement.status.as_str(), "owed" | "draft")).map(|statement| NextStep {
        href: format!("/statements/{}", statement.id),
        label: page.with("next-statement", "year", statement.year),
        note: waiting.units.plain(page, statement.unit_id.as_deref()),
    });
    let applications = waiting.applications.iter().filter(|application| matches!(application.state.as_str(), "idea" | "go" | "preparing" | "submitted")).map(|application| NextStep {
        href: format!("/applications/{}/step", application.id),
        label: page.with("next-application", "call", &application.call),
        note: page.choice("application-state", &application.state),
    });
    let reports = waiting.reports.iter().filter(|report| report.status == "draft").map(|report| NextStep {
        href: format!("/reports/{}", report.id),
        label: page.with("next-report", "year", report.year),
        note: page.choice("report-status", &report.status),
    });
    let writes = page.may(&["admin", "planner", "contributor"]);
    if writes { statements.chain(applications).chain(reports).collect() } else { Vec::new() }
}

fn view(reader: &Reader, waiting: &Waiting) -> StartPage {
    let page = Page::new(reader, Section::Start);
    let beginnings = if page.may(&["admin", "planner"]) {
        [("/goals/new", "goal-new-title", "begin-goal"), ("/projects/new", "project-new-title", "begin-project"), ("/statements/rounds/new", "round-new-title", "begin-round"), ("/reports/new", "report-new-title", "begin-report")]
            .map(|(href, label, note)| (href, page.t(label), page.t(note)))
            .to_vec()
    } else {
        Vec::new()
    };
    StartPage { steps: steps(&page, waiting), beginnings, page }
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
    let many = || [("limit", "200".to_owned())];
    let (many_statements, many_applications, many_reports) = (many(), many(), many());
    let (statements, applications, reports, units) = futures::try_join!(
        api.get_with::<List<Statement>>("/statements", &many_statements),
        api.get_with::<List<Application>>("/applications", &many_applications),
        api.get_with::<List<Report>>("/reports", &many_reports),
        lookups::units(&reader)
    )?;
    let waiting = Waiting { statements: statements.items, applications: applications.items, reports: reports.items, units };
    show(&reader, &view(&reader, &waiting))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let full = Waiting {
        statements: vec![Statement { id: "s1".to_owned(), year: 2026, unit_id: Some("u1".to_owned()), status: "owed".to_owned(), ..Statement::default() }],
        applications: vec![Application { id: "a1".to_owned(), call: "Interreg Aurora 3".to_owned(), state: "preparing".to_owned(), ..Application::default() }],
        reports: vec![Report { id: "r1".to_owned(), year: 2026, status: "draft".to_owned(), ..Report::default() }],
        units: Names::sample(&[("u1", "Opetuslautakunta")]),
    };
    let none = Waiting { statements: Vec::new(), applications: Vec::new(), reports: Vec::new(), units: Names::default() };
    vec![("start".to_owned(), view(reader, &full).render().unwrap()), ("start-nothing".to_owned(), view(reader, &none).render().unwrap())]
}
