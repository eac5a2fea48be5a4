//! Things of a kind that belong to another thing, as a table on its page: some of them, and the way to the list of all.

use super::thing_page::Part;
use crate::{
    clients::{
        goals::Goal,
        policies::Policy,
        projects::{Activity, Network, Project},
        shared::{List, Text},
    },
    html::Html,
    page::Page,
    reader::rights,
};

/// What a list is narrowed by to be those that belong to the thing: the name of the filter, and the thing's id.
pub type Of<'a> = (&'a str, &'a str);

fn link(page: &Page, at: &str, id: &str, name: &Text) -> Html {
    Html::link(&format!("{at}/{id}"), &page.text(name))
}

/// `key` names the part's messages, `list` the address and the title of the whole list.
fn part<T>(
    page: &Page,
    (key, columns): (&'static str, [&str; 3]),
    (found, row): (&List<T>, impl Fn(&T) -> Vec<Html>),
    ((list, title), (filter, id)): ((&str, &str), Of<'_>),
) -> Part {
    let columns = columns.into_iter().map(|label| page.t(label));
    columns
        .fold(Part::new(page, key), Part::column)
        .rows(found.items.iter().map(row).collect())
        .all(found.next.is_some(), format!("{list}?{filter}={id}"), page.t(title))
}

pub fn goals(page: &Page, key: &'static str, found: &List<Goal>, of: Of<'_>) -> Part {
    let row = |goal: &Goal| {
        vec![
            link(page, "/goals", &goal.id, &goal.title),
            Html::text(&page.choice("goal-status", &goal.status)),
            Html::text(&page.period(&goal.period)),
        ]
    };
    let columns = ["goal-title", "status", "period"];
    part(page, (key, columns), (found, row), (("/goals", "goals-title"), of))
}

pub fn policies(page: &Page, key: &'static str, found: &List<Policy>, of: Of<'_>) -> Part {
    let row = |policy: &Policy| {
        vec![
            link(page, "/policies", &policy.id, &policy.title),
            Html::text(&page.choice("policy-status", &policy.status)),
            Html::text(&page.period(&policy.period)),
        ]
    };
    let columns = ["policy-title", "status", "period"];
    part(
        page,
        (key, columns),
        (found, row),
        (("/policies", "policies-title"), of),
    )
}

pub fn projects(page: &Page, key: &'static str, found: &List<Project>, of: Of<'_>) -> Part {
    let row = |project: &Project| {
        vec![
            link(page, "/projects", &project.id, &project.title),
            Html::text(&page.choice("project-status", &project.status)),
            Html::text(&page.period(&project.period)),
        ]
    };
    let columns = ["project", "status", "period"];
    part(
        page,
        (key, columns),
        (found, row),
        (("/projects", "projects-title"), of),
    )
}

pub fn networks(page: &Page, key: &'static str, found: &List<Network>, of: Of<'_>) -> Part {
    let row = |network: &Network| {
        vec![
            link(page, "/networks", &network.id, &network.name),
            Html::text(&page.choice("network-kind", &network.kind)),
            Html::text(&network.host),
        ]
    };
    let columns = ["network-name", "network-kind-label", "network-host"];
    part(
        page,
        (key, columns),
        (found, row),
        (("/networks", "networks-title"), of),
    )
}

pub fn activities(page: &Page, key: &'static str, found: &List<Activity>, of: Of<'_>) -> Part {
    let row = |activity: &Activity| {
        vec![
            link(page, "/activities", &activity.id, &activity.title),
            Html::text(&page.choice("activity-kind", &activity.kind)),
            Html::text(&page.period(&activity.period)),
        ]
    };
    let columns = ["activity-title", "activity-kind", "period"];
    part(
        page,
        (key, columns),
        (found, row),
        (("/activities", "activities-title"), of),
    )
}

/// The same, with the way to add one that belongs to the thing: `field` of the form is preset.
pub fn activities_to_add(page: &Page, key: &'static str, found: &List<Activity>, of: Of<'_>, field: &str) -> Part {
    activities(page, key, found, of).action(
        page.may(rights::EDIT_ACTIVITIES),
        format!("/activities/new?{field}={}", of.1),
        page.t("activity-new-title"),
    )
}
