//! The lists that can be saved as a view: what the service calls each, and where it is.

use crate::page::Page;

/// The code of the service, the address, the message that names it.
pub struct List {
    pub code: &'static str,
    pub address: &'static str,
    title: &'static str,
}

const fn list(code: &'static str, address: &'static str, title: &'static str) -> List {
    List { code, address, title }
}

pub const LISTS: &[List] = &[
    list("goals", "/goals", "goals-title"),
    list("policies", "/policies", "policies-title"),
    list("indicators", "/indicators", "indicators"),
    list("assignments", "/assignments", "assignments-title"),
    list("projects", "/projects", "projects-title"),
    list("applications", "/applications", "applications"),
    list("activities", "/activities", "activities-title"),
    list("networks", "/networks", "networks-title"),
    list("partners", "/partners", "partners-title"),
    list("reports", "/reports", "reports-title"),
    list("board_leadership", "/boards/leadership/rows", "board-leadership-title"),
    list(
        "board_international",
        "/boards/international/rows",
        "board-international-title",
    ),
    list(
        "board_completeness",
        "/boards/completeness/rows",
        "board-completeness-title",
    ),
    list("shared_goals", "/shared/goals", "dataset-goals"),
    list("shared_projects", "/shared/projects", "dataset-projects"),
    list("shared_networks", "/shared/networks", "dataset-networks"),
    list("shared_activities", "/shared/activities", "dataset-activities"),
    list("sharing", "/sharing", "sharing-title"),
    list("units", "/units", "units-title"),
    list("people", "/people", "people-title"),
    list("roles", "/roles", "roles-title"),
];

impl List {
    /// A list that a later version of the service knows has no page here yet.
    pub fn called(code: &str) -> Option<&'static Self> {
        LISTS.iter().find(|list| list.code == code)
    }

    pub fn at(address: &str) -> Option<&'static Self> {
        LISTS.iter().find(|list| list.address == address)
    }

    /// What it is called among others: what is given by others is told apart from one's own.
    pub fn name(&self, page: &Page) -> String {
        let title = page.t(self.title);
        if self.code.starts_with("shared_") {
            page.with("saved-view-of-others", "list", title)
        } else {
            title
        }
    }

    /// The list as a view has it.
    pub fn narrowed(&self, query: &str) -> String {
        if query.is_empty() {
            self.address.to_owned()
        } else {
            format!("{}?{query}", self.address)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::routes;

    /// A list that the service takes has a place here, and the other way round.
    #[test]
    fn every_list_that_can_be_saved_is_a_page() {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        let known: Vec<&str> = described["components"]["schemas"]["ViewedList"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        let ours: Vec<&str> = LISTS.iter().map(|list| list.code).collect();
        assert_eq!(known, ours);
        for list in LISTS {
            assert!(
                routes().iter().any(|page| page.path == list.address),
                "{} is no page",
                list.address
            );
        }
    }

    #[test]
    fn a_view_without_filters_is_the_list_itself() {
        let projects = List::called("projects").unwrap();
        assert_eq!(projects.narrowed(""), "/projects");
        assert_eq!(
            projects.narrowed("kind=eu&sort=-title"),
            "/projects?kind=eu&sort=-title"
        );
        assert!(List::called("moon_phases").is_none());
    }
}
