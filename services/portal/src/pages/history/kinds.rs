//! The kinds of things that journals tell of: where the API has their histories, and where the portal shows them.

use crate::{
    page::Section,
    reader::rights::{self, Right},
};

/// Where a history is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Of each thing: `/goals/{id}/history`.
    Each(&'static str),
    /// There is one such thing in an organisation: `/goal-levels/history`.
    Only(&'static str),
    /// Only the journal tells of it.
    Nowhere,
}

#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As journals call it. Its words are the message `thing-<name>`.
    pub name: &'static str,
    pub service: &'static str,
    pub place: Place,
    /// The part of the portal that it belongs to, and the page of that part.
    pub section: Section,
    pub list: &'static str,
}

/// The services that keep journals, in the order in which pages tell of them.
pub const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

const fn kind(name: &'static str, service: &'static str, place: Place, section: Section, list: &'static str) -> Kind {
    Kind {
        name,
        service,
        place,
        section,
        list,
    }
}

pub const KINDS: &[Kind] = {
    use Place::{Each, Nowhere, Only};
    use Section::{
        Activities, ApiKeys, Applications, Assignments, Goals, Indicators, National, Networks, Organisation, Own,
        Partners, People, Policies, Projects, Reports, Sharing, Statements, Themes, Units, Webhooks,
    };
    &[
        kind(
            "organisation",
            "tenants",
            Each("/organisations"),
            Organisation,
            "/organisation",
        ),
        kind("unit", "tenants", Each("/units"), Units, "/units"),
        kind("membership", "tenants", Each("/memberships"), People, "/people"),
        kind("person", "tenants", Nowhere, People, "/people"),
        kind("invitation", "tenants", Each("/invitations"), People, "/people"),
        kind("taxonomy", "tenants", Each("/taxonomies"), Themes, "/themes"),
        kind("theme", "tenants", Each("/themes"), Themes, "/themes"),
        kind(
            "sharing_agreement",
            "tenants",
            Each("/sharing-agreements"),
            Sharing,
            "/sharing",
        ),
        kind("api_key", "tenants", Each("/api-keys"), ApiKeys, "/api-keys"),
        kind("webhook", "tenants", Each("/webhooks"), Webhooks, "/webhooks"),
        // What is somebody's own has no history that others could read.
        kind("saved_view", "tenants", Nowhere, Own, "/saved-views"),
        kind("policy", "goals", Each("/policies"), Policies, "/policies"),
        kind("goal", "goals", Each("/goals"), Goals, "/goals"),
        kind("goal_link", "goals", Each("/goal-links"), Goals, "/goals"),
        kind("goal_levels", "goals", Only("/goal-levels"), Goals, "/goals"),
        kind("goal_thresholds", "goals", Only("/goal-thresholds"), Goals, "/goals"),
        kind("assignment", "goals", Each("/assignments"), Assignments, "/assignments"),
        kind("indicator", "goals", Each("/indicators"), Indicators, "/indicators"),
        kind(
            "indicator_value",
            "goals",
            Each("/indicator-values"),
            Indicators,
            "/indicators",
        ),
        kind(
            "statement_round",
            "goals",
            Each("/statement-rounds"),
            Statements,
            "/statements",
        ),
        kind("statement", "goals", Each("/statements"), Statements, "/statements"),
        kind("project", "projects", Each("/projects"), Projects, "/projects"),
        kind(
            "application",
            "projects",
            Each("/applications"),
            Applications,
            "/applications",
        ),
        kind("partner", "projects", Each("/partners"), Partners, "/partners"),
        kind("network", "projects", Each("/networks"), Networks, "/networks"),
        kind(
            "network_membership",
            "projects",
            Each("/network-memberships"),
            Networks,
            "/networks",
        ),
        kind("activity", "projects", Each("/activities"), Activities, "/activities"),
        kind("report", "reporting", Each("/reports"), Reports, "/reports"),
        kind("release", "reporting", Each("/releases"), National, "/national"),
    ]
};

impl Kind {
    pub fn called(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// Who may bring back what a thing of this kind said, where that can be done. A value is corrected, a statement and a
    /// report are opened again, an application takes another step: those have ways of their own.
    pub fn restored_by(&self) -> Option<Right> {
        Some(match self.name {
            "policy" => rights::EDIT_POLICIES,
            "goal" => rights::EDIT_GOALS,
            "goal_link" => rights::TIE_GOALS,
            "assignment" => rights::EDIT_ASSIGNMENTS,
            "indicator" => rights::EDIT_INDICATORS,
            "project" => rights::EDIT_PROJECTS,
            "partner" => rights::EDIT_PARTNERS,
            "network" | "network_membership" => rights::EDIT_NETWORKS,
            "activity" => rights::EDIT_ACTIVITIES,
            _ => return None,
        })
    }

    /// Where the API brings back what it said.
    pub fn restorations(&self, id: &str) -> Option<String> {
        match self.place {
            Place::Each(resource) => Some(format!("{resource}/{id}/restorations")),
            Place::Only(_) | Place::Nowhere => None,
        }
    }

    /// Where the API tells of it.
    pub fn source(&self, id: &str) -> Option<String> {
        match self.place {
            Place::Each(resource) => Some(format!("{resource}/{id}/history")),
            Place::Only(resource) => Some(format!("{resource}/history")),
            Place::Nowhere => None,
        }
    }
}

/// The page with the history of a thing, where there is one.
pub fn address(name: &str, id: &str) -> Option<String> {
    match Kind::called(name)?.place {
        Place::Each(_) => Some(format!("/history/{name}/{id}")),
        Place::Only(_) => Some(format!("/history/{name}")),
        Place::Nowhere => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn described() -> Vec<String> {
        let described: serde_json::Value =
            serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        described["paths"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn what_the_api_can_bring_back_the_portal_offers() {
        let told: BTreeSet<String> = described()
            .iter()
            .filter(|path| path.ends_with("/{id}/restorations"))
            .map(|path| path.replace("/api/v1", "").replace("{id}", "1"))
            .collect();
        let kinds = KINDS.iter().filter(|kind| kind.restored_by().is_some());
        assert_eq!(told, kinds.filter_map(|kind| kind.restorations("1")).collect());
    }

    /// A resource that gets a history gets a page for it: name its kind above, its fields in `fields.rs`.
    #[test]
    fn every_history_of_the_api_has_a_page() {
        let paths = described();
        let told: BTreeSet<String> = paths
            .iter()
            // What happened to an attached file is told by the journal of all.
            .filter(|path| path.ends_with("/history") && !path.contains("/attachments/"))
            .map(|path| path.replace("/api/v1", "").replace("{id}", "1"))
            .collect();
        let shown: BTreeSet<String> = KINDS.iter().filter_map(|kind| kind.source("1")).collect();
        assert_eq!(told, shown);
        assert!(
            SERVICES
                .iter()
                .all(|service| KINDS.iter().any(|kind| kind.service == *service))
        );
    }
}
