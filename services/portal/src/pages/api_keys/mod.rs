//! Keys by which programs act: the list, one key, making one, revoking it.

use actix_web::web::ServiceConfig;

use crate::{forms::Options, language::Voice, page::Page};

mod list;
mod make;
mod one;
#[cfg(test)]
mod samples;

#[cfg(test)]
pub use samples::samples;

pub fn configure(services: &mut ServiceConfig) {
    // Making first: `new` is no id.
    services
        .configure(list::configure)
        .configure(make::configure)
        .configure(one::configure);
}

/// What a key may be made for, as the service calls it.
const SCOPES: [&str; 33] = [
    "organisation:read",
    "organisation:write",
    "units:read",
    "units:write",
    "people:read",
    "invitations:read",
    "themes:read",
    "themes:write",
    "sharing:read",
    "journal:read",
    "goals:read",
    "goals:write",
    "goal_levels:write",
    "goal_thresholds:write",
    "goal_links:write",
    "policies:write",
    "assignments:write",
    "indicators:write",
    "indicator_values:write",
    "statements:write",
    "projects:read",
    "projects:write",
    "applications:write",
    "activities:write",
    "partners:write",
    "networks:write",
    "registers:read",
    "reports:read",
    "reports:write",
    "completeness:write",
    "aggregates:read",
    "shared:read",
    "usage:read",
];

/// The name of a scope where a message is named by it.
fn in_messages(scope: &str) -> String {
    scope.replace(':', "-")
}

fn scopes(voice: Voice) -> Options {
    let word = |scope: &&str| voice.say(&format!("api-scope-{}", in_messages(scope)));
    SCOPES.iter().map(|scope| ((*scope).to_owned(), word(scope))).collect()
}

/// A scope in the reader's words.
fn scope(page: &Page, scope: &str) -> String {
    page.choice("api-scope", &in_messages(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_that_the_service_knows_is_offered_in_words() {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        let known = described["components"]["schemas"]["ApiKeyScope"]["enum"]
            .as_array()
            .unwrap();
        let known: Vec<&str> = known.iter().filter_map(|scope| scope.as_str()).collect();
        assert_eq!(known, SCOPES);
        let shown = crate::choices::SHOWN
            .iter()
            .find(|choices| choices.prefix == "api-scope");
        let worded: Vec<String> = SCOPES.iter().map(|scope| in_messages(scope)).collect();
        assert_eq!(worded, shown.unwrap().values);
    }
}
