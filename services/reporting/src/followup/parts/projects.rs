//! (a) European and other international projects under way in the year, applications submitted in it.

use uuid::Uuid;

use crate::{
    followup::{
        facts::Facts,
        figure::{Counts, Figure, Row},
    },
    register::{
        entry::Entry,
        projects::{Application, Project},
    },
};

pub fn count(facts: &Facts) -> Vec<Figure> {
    let under_way = under_way(facts);
    let of_kind = |kind: &str| -> Vec<Row> {
        under_way
            .iter()
            .filter(|p| p.body.kind == kind)
            .map(|p| project_row(facts, p))
            .collect()
    };
    let (eu, other) = (of_kind("eu"), of_kind("international"));
    let both: Vec<Row> = eu.iter().chain(&other).cloned().collect();
    let submitted = submitted(facts);
    let approved: Vec<Row> = submitted
        .iter()
        .filter(|(a, _)| a.is_approved())
        .map(|(_, row)| row.clone())
        .collect();
    let submitted: Vec<Row> = submitted.into_iter().map(|(_, row)| row).collect();
    let mut figures = vec![
        Figure::of_rows(Counts::EuProjects, eu),
        Figure::of_rows(Counts::OtherInternationalProjects, other),
    ];
    figures.extend(Figure::of_money(Counts::ProjectCosts, &both, |r| r.cost.as_ref()));
    figures.push(Figure::of_rows(Counts::ApplicationsSubmitted, submitted.clone()));
    figures.extend(Figure::of_money(Counts::AmountsApplied, &submitted, |r| {
        r.applied.as_ref()
    }));
    figures.extend(Figure::of_money(Counts::AmountsGranted, &approved, |r| {
        r.granted.as_ref()
    }));
    figures.push(Figure::of_rows(Counts::ApplicationsApproved, approved));
    figures
}

pub fn under_way(facts: &Facts) -> Vec<&Entry<Project>> {
    facts
        .projects
        .iter()
        .filter(|p| p.body.is_international() && p.body.is_under_way(facts.days()))
        .filter(|p| facts.scope.holds(Some(p.body.owner_unit_id)))
        .collect()
}

/// Applications submitted in the year for projects across borders, by unit of the application or else of its project.
fn submitted(facts: &Facts) -> Vec<(&Application, Row)> {
    let mut found = Vec::new();
    for application in &facts.applications {
        let project = facts.projects.iter().find(|p| p.id == application.body.project_id);
        let unit = application.body.owner_unit_id.or(project.map(|p| p.body.owner_unit_id));
        let in_year = application
            .body
            .submitted_on
            .is_some_and(|day| day.year() == facts.year);
        let across_borders = project.is_none_or(|p| p.body.is_international());
        if in_year && across_borders && facts.scope.holds(unit) {
            found.push((&application.body, application_row(facts, application, project, unit)));
        }
    }
    found.sort_by_key(|(application, row)| (application.submitted_on, row.id));
    found
}

pub fn project_row(facts: &Facts, project: &Entry<Project>) -> Row {
    let body = &project.body;
    Row {
        id: project.id,
        title: Some(body.title.clone()),
        unit_id: Some(body.owner_unit_id),
        unit: facts.unit_name(Some(body.owner_unit_id)),
        kind: Some(body.kind.clone()),
        role: Some(body.role.clone()),
        period: Some(body.period),
        organisation: body.funder.clone(),
        belongs_to: body.programme.clone().into_iter().collect(),
        cost: body.total_cost.clone(),
        ..Row::default()
    }
}

fn application_row(
    facts: &Facts,
    application: &Entry<Application>,
    project: Option<&Entry<Project>>,
    unit: Option<Uuid>,
) -> Row {
    let body = &application.body;
    Row {
        id: application.id,
        title: project.map(|p| p.body.title.clone()),
        unit_id: unit,
        unit: facts.unit_name(unit),
        organisation: body.call.clone(),
        state: Some(body.state.clone()),
        submitted_on: body.submitted_on,
        applied: body.applied.clone(),
        granted: body.granted.clone(),
        ..Row::default()
    }
}
