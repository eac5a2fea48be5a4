//! The way of an edition: the stages it passes, and what can still change at each. The service has the last word; here
//! nothing is offered that it would refuse.

use crate::{clients::policies::PolicyStep, page::Page};

/// The straight way. What ends an edition stands behind it once it has come.
const STRAIGHT: [&str; 6] = ["draft", "consultation", "revised", "proposed", "adopted", "in_force"];

/// The stages that an edition passed, the one it is in, and those ahead. What it passed over is left out.
pub fn stages(page: &Page, status: &str, steps: &[PolicyStep]) -> Vec<(String, bool)> {
    let now = STRAIGHT.iter().position(|stage| *stage == status);
    let passed = |stage: &str| stage == "draft" || steps.iter().any(|step| step.to == stage);
    let straight = STRAIGHT.into_iter().enumerate();
    let straight = straight.filter(|(at, stage)| now.is_some_and(|now| *at >= now) || passed(stage));
    let ending = Some(status).filter(|_| now.is_none());
    straight
        .map(|(_, stage)| stage)
        .chain(ending)
        .map(|stage| (page.choice("policy-status", stage), stage == status))
        .collect()
}

/// Whether the words of the edition may still change.
pub fn is_in_writing(status: &str) -> bool {
    matches!(status, "draft" | "consultation" | "revised")
}

/// Whether the next edition can be begun: this one is decided.
pub fn is_decided(status: &str) -> bool {
    !is_in_writing(status) && status != "proposed"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{choices, language::Language, page::Section, pages::samples::a_member};

    fn step(to: &str) -> PolicyStep {
        PolicyStep {
            to: to.to_owned(),
            ..PolicyStep::default()
        }
    }

    fn shown(status: &str, taken: &[&str]) -> Vec<String> {
        let page = Page::new(&a_member(Language::En), Section::Policies);
        let steps: Vec<PolicyStep> = taken.iter().map(|to| step(to)).collect();
        let told = |(stage, now): (String, bool)| if now { format!("[{stage}]") } else { stage };
        stages(&page, status, &steps).into_iter().map(told).collect()
    }

    #[test]
    fn what_lies_ahead_is_shown_and_what_was_passed_over_is_not() {
        assert_eq!(
            shown("adopted", &["proposed", "adopted"]),
            ["draft", "proposed for decision", "[adopted]", "in force"]
        );
        assert_eq!(shown("draft", &[]).len(), STRAIGHT.len());
        assert_eq!(
            shown("superseded", &["adopted", "in_force", "superseded"]),
            ["draft", "adopted", "in force", "[superseded]"]
        );
    }

    /// A status that the API gets has its place on the way.
    #[test]
    fn every_status_of_the_api_is_known() {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        let told = &described["components"]["schemas"]["PolicyStatus"]["enum"];
        assert_eq!(told, &serde_json::json!(choices::POLICY_STATUS.values));
    }
}
