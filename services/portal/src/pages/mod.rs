//! The pages. Each file holds what belongs together: the view structs, the handlers that fill them, the samples that a
//! test renders in every language.

use actix_web::{
    HttpResponse,
    cookie::Cookie,
    http::{StatusCode, header},
    web::ServiceConfig,
};
use askama::Template;

use crate::{assets, fault::Fault, reader::Reader, tables};

mod activities;
mod addresses;
mod api_docs;
mod api_keys;
mod applications;
mod assignments;
pub mod attachments;
mod boards;
mod bulk;
mod dead_letters;
mod erasure;
mod exports;
pub mod fault;
pub mod files;
mod form_page;
mod gathered;
mod goals;
mod history;
mod imports;
mod indicators;
mod invitations;
mod journal;
mod list_page;
pub mod lookups;
mod multipart;
mod national;
mod nested;
mod networks;
mod notices;
mod operations;
mod organisation;
mod organisations;
mod partners;
mod passing_on;
mod passwords;
mod people;
mod picture_page;
mod places;
mod policies;
mod preferences;
mod projects;
mod related;
mod removal;
mod rename;
mod reports;
mod requests;
mod roles;
#[cfg(test)]
pub mod samples;
pub mod saved_views;
mod search;
mod second_factor;
mod sessions;
mod shared;
mod sharing;
pub mod sign_in;
mod sign_up;
mod start;
mod statements;
pub mod step_up;
mod table;
mod themes;
mod thing_page;
mod told_once;
mod units;
mod usage;
mod values;
mod webhooks;

pub use addresses::{Address, routes};

pub type Answer = Result<HttpResponse, Fault>;

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(assets::theme_sheet)
        .service(organisation::crest_file)
        .service(assets::file)
        .service(start::show_start)
        .configure(api_docs::configure)
        .configure(sign_in::configure)
        .configure(passwords::configure)
        .configure(invitations::configure)
        .configure(organisations::configure)
        .configure(preferences::configure)
        .configure(sessions::configure)
        .configure(notices::configure)
        .configure(saved_views::configure)
        .configure(exports::configure)
        .configure(imports::configure)
        .configure(boards::configure)
        .configure(search::configure)
        .configure(second_factor::configure)
        .configure(erasure::configure)
        .configure(step_up::configure)
        .configure(sign_up::configure)
        .configure(requests::configure)
        // Before the pages of things, one of which its addresses would look like.
        .configure(bulk::configure)
        .configure(projects::configure)
        .configure(applications::configure)
        .configure(attachments::configure)
        .configure(activities::configure)
        .configure(partners::configure)
        .configure(networks::configure)
        .configure(goals::configure)
        .configure(policies::configure)
        .configure(assignments::configure)
        .configure(indicators::configure)
        .configure(values::configure)
        .configure(statements::configure)
        .configure(organisation::configure)
        .configure(units::configure)
        .configure(people::configure)
        .configure(roles::configure)
        .configure(api_keys::configure)
        .configure(webhooks::configure)
        .configure(themes::configure)
        .configure(sharing::configure)
        .configure(reports::configure)
        .configure(national::configure)
        .configure(shared::configure)
        .configure(history::configure)
        .configure(journal::configure)
        .configure(dead_letters::configure)
        .configure(operations::configure)
        .configure(usage::configure)
        .configure(removal::configure);
}

/// Any address we do not know.
pub async fn nowhere(_: Reader) -> Answer {
    Err(Fault::NotFound)
}

/// The one function that turns a view into an answer.
pub fn render(reader: &Reader, status: StatusCode, view: &impl Template) -> Answer {
    let html = view.render().map_err(|error| Fault::Broken(error.to_string()))?;
    let mut answer = HttpResponse::build(status);
    answer.content_type("text/html; charset=utf-8");
    if let Some(cookie) = reader.visitor_cookie() {
        answer.cookie(cookie);
    }
    Ok(answer.body(tables::labelled(&html)))
}

pub fn show(reader: &Reader, view: &impl Template) -> Answer {
    render(reader, StatusCode::OK, view)
}

/// A form that was not taken: the same page again, with its faults.
pub fn refuse(reader: &Reader, view: &impl Template) -> Answer {
    render(reader, StatusCode::UNPROCESSABLE_ENTITY, view)
}

pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .finish()
}

pub fn see_other_with(address: &str, cookies: &[Cookie<'_>]) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, address));
    for cookie in cookies {
        answer.cookie(cookie.clone());
    }
    answer.finish()
}

/// An address with a query.
pub fn address(path: &str, query: &[(&str, impl AsRef<str>)]) -> String {
    let pairs: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    match serde_html_form::to_string(pairs) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Where to go back to: only to a page of ours.
pub fn way_back(asked: &str) -> &str {
    let ours = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains(['\\', '\r', '\n']);
    if ours { asked } else { "/" }
}

/// An id in an address, before it becomes part of an address of the API.
pub type Id = actix_web::web::Path<uuid::Uuid>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(way_back("/projects?kind=eu"), "/projects?kind=eu");
        for trap in [
            "https://example.org/",
            "//example.org",
            "/\\example.org",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(way_back(trap), "/");
        }
    }

    #[test]
    fn queries_are_escaped() {
        assert_eq!(
            address("/sign-in", &[("return", "/a?b=c&d")]),
            "/sign-in?return=%2Fa%3Fb%3Dc%26d"
        );
    }
}
