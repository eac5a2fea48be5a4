//! Pages for what went wrong. Each says what happened and what the reader can do about it.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::render;
use crate::{
    clients::{shared::List, tenants::Membership},
    fault::Fault,
    forms::fault_words,
    page::{Page, Section},
    reader::Reader,
};

#[derive(Template)]
#[template(path = "pages/fault.html")]
struct FaultPage {
    page: Page,
    title: String,
    advice: String,
    details: Vec<String>,
    /// The same address once more, where that can help.
    again: Option<String>,
    request_id: Option<String>,
}

/// The pages there are, for the test that looks for messages nobody uses.
#[cfg(test)]
pub const PAGES: &[&str] = &[
    "not-found",
    "not-allowed",
    "stale",
    "conflict",
    "refused",
    "forged",
    "unreadable",
    "too-many",
    "unavailable",
    "broken",
];

pub fn show(reader: &Reader, fault: &Fault) -> HttpResponse {
    let view = view(reader, fault);
    let answer = render(reader, fault.status(), &view);
    let mut answer = answer.unwrap_or_else(|_unrenderable| HttpResponse::InternalServerError().body("500"));
    if matches!(fault, Fault::Unavailable(_) | Fault::TooMany) {
        let in_seconds = actix_web::http::header::HeaderValue::from_static("5");
        answer
            .headers_mut()
            .insert(actix_web::http::header::RETRY_AFTER, in_seconds);
    }
    answer
}

/// Who may not is told who could change that.
pub async fn not_allowed(request: &HttpRequest) -> HttpResponse {
    let Some(reader) = Reader::of_fault(request) else {
        return HttpResponse::Forbidden().finish();
    };
    let names = administrators(&reader).await;
    let mut view = view(&reader, &Fault::NotAllowed);
    if !names.is_empty() {
        let told = view.page.with("fault-page-not-allowed-who", "names", names.join(", "));
        view.details.push(told);
    }
    let answer = render(&reader, Fault::NotAllowed.status(), &view);
    answer.unwrap_or_else(|_unrenderable| HttpResponse::Forbidden().finish())
}

/// A few are enough to ask; where nobody can tell, the page says what it can.
async fn administrators(reader: &Reader) -> Vec<String> {
    let Ok(api) = reader.signed_in_api() else {
        return Vec::new();
    };
    let query = [("role", "admin".to_owned()), ("limit", "3".to_owned())];
    let found: Result<List<Membership>, Fault> = api.get_with("/memberships", &query).await;
    let members = found.map(|found| found.items).unwrap_or_default();
    members.into_iter().map(|member| member.person_name).collect()
}

fn view(reader: &Reader, fault: &Fault) -> FaultPage {
    let page = Page::new(reader, Section::Outside);
    let told = |problem: &crate::clients::Problem| {
        let each = problem
            .errors
            .iter()
            .map(|error| fault_words(reader.voice, &error.code, Some(&error.detail)));
        let whole = problem
            .errors
            .is_empty()
            .then(|| fault_words(reader.voice, &problem.code, problem.detail.as_deref()));
        each.chain(whole).collect()
    };
    let again = matches!(
        fault,
        Fault::Stale | Fault::Unavailable(_) | Fault::TooMany | Fault::Forged | Fault::Conflict(_)
    );
    FaultPage {
        title: page.t(&format!("fault-page-{}", fault.page())),
        advice: page.t(&format!("fault-page-{}-advice", fault.page())),
        details: fault.problem().map(told).unwrap_or_default(),
        again: again.then(|| reader.address.clone()),
        request_id: fault.problem().and_then(|problem| problem.request_id.clone()),
        page,
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::Problem;
    let problem = || Problem {
        status: 409,
        code: "already_locked".to_owned(),
        ..Problem::default()
    };
    let faults = [
        Fault::NotFound,
        Fault::NotAllowed,
        Fault::Stale,
        Fault::Conflict(problem()),
        Fault::Refused(problem()),
        Fault::Forged,
        Fault::Unreadable(String::new()),
        Fault::TooMany,
        Fault::Unavailable(String::new()),
        Fault::Broken(String::new()),
    ];
    faults
        .iter()
        .map(|fault| (format!("fault-{}", fault.page()), view(reader, fault).render().unwrap()))
        .collect()
}
