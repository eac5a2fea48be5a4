//! Programs that are told when things change: the list, one with its log, making and changing one, another secret.

use actix_web::web::ServiceConfig;

mod edit;
mod list;
mod one;
#[cfg(test)]
mod samples;
mod secret;

#[cfg(test)]
pub use samples::samples;

pub fn configure(services: &mut ServiceConfig) {
    // Making first: `new` is no id.
    services
        .configure(list::configure)
        .configure(edit::configure)
        .configure(secret::configure)
        .configure(one::configure);
}

/// The kinds of things that a program can be told of, as journals call them.
const KINDS: [&str; 23] = [
    "organisation",
    "unit",
    "taxonomy",
    "theme",
    "sharing_agreement",
    "policy",
    "goal",
    "goal_link",
    "goal_levels",
    "goal_thresholds",
    "assignment",
    "indicator",
    "indicator_value",
    "statement_round",
    "statement",
    "project",
    "application",
    "partner",
    "network",
    "network_membership",
    "activity",
    "report",
    "release",
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_that_the_service_tells_of_is_offered() {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        let known = described["components"]["schemas"]["WebhookKind"]["enum"]
            .as_array()
            .unwrap();
        let known: Vec<&str> = known.iter().filter_map(|kind| kind.as_str()).collect();
        assert_eq!(known, super::KINDS);
    }
}
