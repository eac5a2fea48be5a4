//! The three parts of a yearly follow-up, counted from the registers. Nothing here asks a database or a clock.

use platform::values::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    facts::Facts,
    figure::{Counts, Figure, Row},
};
use crate::register::{
    entry::{Days, Entry},
    goals::{Goal, Indicator, IndicatorValue, Statement},
    projects::{Activity, Application, NetworkMembership, Partner, Project},
};

/// Exactly three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKey {
    /// European and other international projects under way, and applications submitted.
    Projects,
    /// Other international work of the year.
    OtherWork,
    /// The concrete effects.
    Effects,
}

impl PartKey {
    pub const ALL: [Self; 3] = [Self::Projects, Self::OtherWork, Self::Effects];

    pub fn code(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::OtherWork => "other_work",
            Self::Effects => "effects",
        }
    }

    /// Which figures belong here.
    pub fn holds(self, counts: Counts) -> bool {
        let part = match counts {
            Counts::EuProjects
            | Counts::OtherInternationalProjects
            | Counts::ProjectCosts
            | Counts::ApplicationsSubmitted
            | Counts::ApplicationsApproved
            | Counts::AmountsApplied
            | Counts::AmountsGranted => Self::Projects,
            Counts::Goals
            | Counts::GoalsWithIndicators
            | Counts::GoalsWithValues
            | Counts::IndicatorValues
            | Counts::Learnings
            | Counts::ResidentBenefits => Self::Effects,
            _ => Self::OtherWork,
        };
        part == self
    }

    /// The figures whose rows are shown as tables, in order.
    pub fn tables(self) -> &'static [Counts] {
        match self {
            Self::Projects => &[
                Counts::EuProjects,
                Counts::OtherInternationalProjects,
                Counts::ApplicationsSubmitted,
            ],
            Self::OtherWork => &[
                Counts::Activities,
                Counts::StaffExchanges,
                Counts::PupilExchanges,
                Counts::TeacherExchanges,
                Counts::NetworkMemberships,
                Counts::TwinTowns,
                Counts::StatementsOwed,
            ],
            Self::Effects => &[
                Counts::GoalsWithIndicators,
                Counts::IndicatorValues,
                Counts::Learnings,
                Counts::ResidentBenefits,
            ],
        }
    }
}

/// Every figure of a follow-up, part after part.
pub fn count(facts: &Facts) -> Vec<Figure> {
    let mut figures = projects(facts);
    figures.extend(other_work(facts));
    figures.extend(effects(facts));
    figures
}

/// (a) European and other international projects under way in the year, applications submitted in it.
fn projects(facts: &Facts) -> Vec<Figure> {
    let under_way = projects_under_way(facts);
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

fn projects_under_way(facts: &Facts) -> Vec<&Entry<Project>> {
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

fn project_row(facts: &Facts, project: &Entry<Project>) -> Row {
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

/// (b) Other international work.
fn other_work(facts: &Facts) -> Vec<Figure> {
    let activities = activities(facts);
    let of = |wanted: &dyn Fn(&Activity) -> bool| -> Vec<Row> {
        activities
            .iter()
            .filter(|a| wanted(&a.body))
            .map(|a| activity_row(facts, a))
            .collect()
    };
    let plain = of(&|a| !a.is_exchange());
    let every = of(&|_| true);
    let mut figures = vec![
        Figure::of_people(Counts::ActivityParticipants, &plain),
        Figure::of_rows(Counts::Activities, plain),
    ];
    figures.reverse();
    for (kind, exchanges, people) in [
        (
            "staff_exchange",
            Counts::StaffExchanges,
            Counts::StaffExchangeParticipants,
        ),
        (
            "pupil_exchange",
            Counts::PupilExchanges,
            Counts::PupilExchangeParticipants,
        ),
        (
            "teacher_exchange",
            Counts::TeacherExchanges,
            Counts::TeacherExchangeParticipants,
        ),
    ] {
        let rows = of(&|a| a.kind == kind);
        let people = Figure::of_people(people, &rows);
        figures.extend([Figure::of_rows(exchanges, rows), people]);
    }
    figures.extend(Figure::of_money(Counts::ActivityCosts, &every, |r| r.cost.as_ref()));
    let memberships = memberships(facts);
    let fees = Figure::of_money(Counts::NetworkFees, &memberships, |r| r.fee.as_ref());
    figures.push(Figure::of_rows(Counts::NetworkMemberships, memberships));
    figures.extend(fees);
    figures.push(Figure::of_rows(Counts::TwinTowns, twin_towns(facts, &activities)));
    figures.extend(statements(facts));
    figures
}

fn activities(facts: &Facts) -> Vec<&Entry<Activity>> {
    facts
        .activities
        .iter()
        .filter(|a| Days::from(a.body.period).touch(facts.days()) && facts.scope.holds(Some(a.body.unit_id)))
        .collect()
}

fn activity_row(facts: &Facts, activity: &Entry<Activity>) -> Row {
    let body = &activity.body;
    Row {
        id: activity.id,
        title: Some(body.title.clone()),
        unit_id: Some(body.unit_id),
        unit: facts.unit_name(Some(body.unit_id)),
        kind: Some(body.kind.clone()),
        period: Some(body.period),
        place: body.place.clone(),
        country: body.country.clone(),
        participants: body.taking_part(),
        cost: body.cost.clone(),
        ..Row::default()
    }
}

fn memberships(facts: &Facts) -> Vec<Row> {
    let counted = |m: &&Entry<NetworkMembership>| {
        Days::between(m.body.since, m.body.until).touch(facts.days()) && facts.scope.holds(m.body.accountable_unit_id)
    };
    let mut rows: Vec<Row> = facts
        .memberships
        .iter()
        .filter(counted)
        .map(|m| {
            let network = facts.networks.get(&m.body.network_id);
            Row {
                id: m.id,
                title: network.map(|n| n.name.clone()),
                unit_id: m.body.accountable_unit_id,
                unit: facts.unit_name(m.body.accountable_unit_id),
                kind: network.map(|n| n.kind.clone()),
                organisation: m.body.outside_organisation.clone(),
                fee: m.body.fee.clone(),
                ..Row::default()
            }
        })
        .collect();
    rows.sort_by_key(|r| (r.title.as_ref().map(|t| t.shown(Language::Fi).to_lowercase()), r.id));
    rows
}

/// Twin towns that were not ended, by the year. Partners belong to no unit: for a unit they count when its activities or
/// projects of the year name them.
fn twin_towns(facts: &Facts, activities: &[&Entry<Activity>]) -> Vec<Row> {
    let named = |id: Uuid| {
        facts.scope == super::facts::Scope::Group
            || activities.iter().any(|a| a.body.partner_ids.contains(&id))
            || projects_under_way(facts)
                .iter()
                .any(|p| p.body.partner_ids.contains(&id))
    };
    let counted = |p: &&Entry<Partner>| {
        p.body
            .twin_town
            .as_ref()
            .is_some_and(|t| t.status != "ended" && t.since.is_none_or(|since| since.year() <= facts.year))
            && named(p.id)
    };
    let row = |p: &Entry<Partner>| Row {
        id: p.id,
        name: Some(p.body.name.clone()),
        status: p.body.twin_town.as_ref().map(|t| t.status.clone()),
        place: p.body.town.clone(),
        country: Some(p.body.country.clone()),
        ..Row::default()
    };
    facts.partners.iter().filter(counted).map(row).collect()
}

fn statements(facts: &Facts) -> Vec<Figure> {
    let row = |s: &Entry<Statement>| Row {
        id: s.id,
        unit_id: Some(s.body.unit_id),
        unit: facts.unit_name(Some(s.body.unit_id)),
        status: Some(s.body.status.clone()),
        submitted_on: s.body.submitted_on,
        text: s.body.text.clone().filter(|_| s.body.is_submitted()),
        ..Row::default()
    };
    let counted = |s: &&Entry<Statement>| s.body.year == facts.year && facts.scope.holds(Some(s.body.unit_id));
    let owed: Vec<Row> = facts.statements.iter().filter(counted).map(row).collect();
    let submitted: Vec<Row> = owed.iter().filter(|r| r.submitted_on.is_some()).cloned().collect();
    let coverage = Figure::of_share(Counts::StatementCoverage, &owed, |r| r.submitted_on.is_some());
    let mut figures = vec![
        Figure::of_rows(Counts::StatementsOwed, owed),
        Figure::of_rows(Counts::StatementsSubmitted, submitted),
    ];
    figures.extend(coverage);
    figures
}

/// (c) What came of it.
fn effects(facts: &Facts) -> Vec<Figure> {
    let goals: Vec<&Entry<Goal>> = facts.goals.iter().filter(|g| goal_counts(facts, &g.body)).collect();
    let values = values(facts);
    let measures = |goal: Uuid, indicator: &Entry<Indicator>| indicator.body.goal_ids.contains(&goal);
    let rows = |wanted: &dyn Fn(&Entry<Goal>) -> bool| -> Vec<Row> {
        goals.iter().filter(|g| wanted(g)).map(|g| goal_row(facts, g)).collect()
    };
    let with_indicators = rows(&|g| facts.indicators.iter().any(|i| measures(g.id, i)));
    let with_values = rows(&|g| values.iter().any(|(_, i)| measures(g.id, i)));
    let value_rows = values
        .iter()
        .map(|(value, indicator)| value_row(facts, value, indicator))
        .collect();
    let learnings = activities(facts).into_iter().filter(|a| a.body.learning.is_some());
    let learnings = learnings
        .map(|a| Row {
            text: a.body.learning.clone(),
            ..brief(activity_row(facts, a))
        })
        .collect();
    let benefits = projects_under_way(facts)
        .into_iter()
        .filter(|p| p.body.resident_benefit.is_some());
    let benefits = benefits
        .map(|p| Row {
            text: p.body.resident_benefit.clone(),
            ..brief(project_row(facts, p))
        })
        .collect();
    vec![
        Figure::of_rows(Counts::Goals, rows(&|_| true)),
        Figure::of_rows(Counts::GoalsWithIndicators, with_indicators),
        Figure::of_rows(Counts::GoalsWithValues, with_values),
        Figure::of_rows(Counts::IndicatorValues, value_rows),
        Figure::of_rows(Counts::Learnings, learnings),
        Figure::of_rows(Counts::ResidentBenefits, benefits),
    ]
}

/// What a text needs beside it.
fn brief(row: Row) -> Row {
    Row {
        id: row.id,
        title: row.title,
        unit_id: row.unit_id,
        unit: row.unit,
        ..Row::default()
    }
}

fn goal_counts(facts: &Facts, goal: &Goal) -> bool {
    let units = std::iter::once(&goal.accountable_unit_id).chain(&goal.responsible_unit_ids);
    goal.days().touch(facts.days()) && units.into_iter().any(|u| facts.scope.holds(Some(*u)))
}

fn goal_row(facts: &Facts, goal: &Entry<Goal>) -> Row {
    Row {
        id: goal.id,
        title: Some(goal.body.title.clone()),
        unit_id: Some(goal.body.accountable_unit_id),
        unit: facts.unit_name(Some(goal.body.accountable_unit_id)),
        status: Some(goal.body.status.clone()),
        period: Some(goal.body.period),
        ..Row::default()
    }
}

/// Values of the year, each with its indicator: of the unit they are of, or else of the indicator's owner.
fn values(facts: &Facts) -> Vec<(&Entry<IndicatorValue>, &Entry<Indicator>)> {
    let mut found: Vec<_> = facts
        .values
        .iter()
        .filter(|v| Days::from(v.body.days).touch(facts.days()))
        .filter_map(|v| {
            facts
                .indicators
                .iter()
                .find(|i| i.id == v.body.indicator_id)
                .map(|i| (v, i))
        })
        .filter(|(v, i)| facts.scope.holds(Some(v.body.unit_id.unwrap_or(i.body.owner_unit_id))))
        .collect();
    found.sort_by_key(|(v, i)| {
        (
            i.body.name.shown(Language::Fi).to_lowercase(),
            i.id,
            v.body.period.clone(),
            v.id,
        )
    });
    found
}

fn value_row(facts: &Facts, value: &Entry<IndicatorValue>, indicator: &Entry<Indicator>) -> Row {
    let unit = value.body.unit_id.or(Some(indicator.body.owner_unit_id));
    let goals = facts.goals.iter().filter(|g| indicator.body.goal_ids.contains(&g.id));
    let target = indicator.body.targets.iter().find(|t| t.period == value.body.period);
    let year = facts.year.to_string();
    Row {
        id: value.id,
        title: Some(indicator.body.name.clone()),
        unit_id: unit,
        unit: facts.unit_name(unit),
        belongs_to: goals.map(|g| g.body.title.clone()).collect(),
        measured_period: Some(value.body.period.clone()),
        value: value
            .body
            .read(indicator.body.decimals, indicator.body.factor.as_deref()),
        unit_of_measure: Some(indicator.body.unit_of_measure.clone()).filter(|u| !u.is_blank()),
        target: target
            .or(indicator.body.targets.iter().find(|t| t.period == year))
            .map(|t| t.value.clone()),
        status: Some(value.body.status.clone()),
        evidence: value.body.evidence.clone(),
        ..Row::default()
    }
}

#[cfg(test)]
mod tests;
