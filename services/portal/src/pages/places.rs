//! Where a thing's own page is, by the kind that the services call it.

pub fn page_of(kind: &str, id: &str) -> Option<String> {
    Some(match kind {
        "goal" => format!("/goals/{id}"),
        "indicator" => format!("/indicators/{id}"),
        "policy" => format!("/policies/{id}"),
        "assignment" => format!("/assignments/{id}"),
        "statement" => format!("/statements/{id}"),
        "project" => format!("/projects/{id}"),
        "activity" => format!("/activities/{id}"),
        "network" => format!("/networks/{id}"),
        "partner" => format!("/partners/{id}"),
        "organisation" => "/organisation".to_owned(),
        "unit" => format!("/units/{id}"),
        "theme" => format!("/themes/{id}"),
        "membership" => format!("/memberships/{id}"),
        "report" => format!("/reports/{id}"),
        _ => return None,
    })
}
