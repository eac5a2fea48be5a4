//! Which steps are whose.

use std::collections::HashSet;

use jiff::civil::Date;
use platform::values::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    followup::Report,
    register::{
        entry::Entry,
        goals::{Assignment, Indicator, Statement},
        projects::{Application, Project},
        units::Units,
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    StatementOwed,
    AssignmentOpen,
    ValueOwed,
    ApplicationWaiting,
    ReportDraft,
}

/// Something that waits, and where it is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NextStep)]
pub struct Step {
    pub kind: StepKind,
    pub id: Uuid,
    pub title: Option<Text>,
    pub unit_id: Option<Uuid>,
    pub unit: Option<Text>,
    pub year: Option<i16>,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
    /// Where it stands: owed, draft, preparing, submitted …
    pub state: String,
    /// Its address in the API.
    pub address: String,
}

/// Whose steps: everybody's, those of some units, those of one person.
#[derive(Clone, Debug)]
pub struct Mine {
    pub everything: bool,
    pub units: HashSet<Uuid>,
    pub person: Uuid,
}

impl Mine {
    pub fn unit(&self, unit: Option<Uuid>) -> bool {
        self.everything || unit.is_some_and(|u| self.units.contains(&u))
    }
}

/// Statements that are owed or begun, the most urgent first.
pub fn statements(mine: &Mine, units: &Units, statements: &[Entry<Statement>]) -> Vec<Step> {
    let waiting = |s: &&Entry<Statement>| {
        matches!(s.body.status.as_str(), "owed" | "draft")
            && (mine.unit(Some(s.body.unit_id)) || s.body.owner_id == Some(mine.person))
    };
    let step = |s: &Entry<Statement>| Step {
        kind: StepKind::StatementOwed,
        id: s.id,
        title: None,
        unit_id: Some(s.body.unit_id),
        unit: units.name(s.body.unit_id).cloned(),
        year: Some(s.body.year),
        due_on: Some(s.body.due_on),
        state: s.body.status.clone(),
        address: format!("/api/v1/statements/{}", s.id),
    };
    let mut steps: Vec<Step> = statements.iter().filter(waiting).map(step).collect();
    steps.sort_by_key(|s| (s.due_on, s.id));
    steps
}

/// What somebody was told to do and has not done, the most urgent first; what is due on no day comes last.
pub fn assignments(mine: &Mine, units: &Units, open: &[Entry<Assignment>]) -> Vec<Step> {
    let step = |a: &Entry<Assignment>| Step {
        kind: StepKind::AssignmentOpen,
        id: a.id,
        title: Some(a.body.title.clone()),
        unit_id: Some(a.body.unit_id),
        unit: units.name(a.body.unit_id).cloned(),
        year: None,
        due_on: a.body.due_on,
        state: a.body.status.clone(),
        address: format!("/api/v1/assignments/{}", a.id),
    };
    let own = open.iter().filter(|a| mine.unit(Some(a.body.unit_id)));
    let mut steps: Vec<Step> = own.map(step).collect();
    steps.sort_by_key(|s| (s.due_on.is_none(), s.due_on, s.id));
    steps
}

/// Indicators whose unit has entered no value of the last twelve months.
pub fn values(mine: &Mine, units: &Units, without: &[Entry<Indicator>]) -> Vec<Step> {
    let step = |i: &Entry<Indicator>| Step {
        kind: StepKind::ValueOwed,
        id: i.id,
        title: Some(i.body.name.clone()),
        unit_id: Some(i.body.owner_unit_id),
        unit: units.name(i.body.owner_unit_id).cloned(),
        year: None,
        due_on: None,
        state: i.body.frequency.clone(),
        address: format!("/api/v1/indicators/{}", i.id),
    };
    let own = without.iter().filter(|i| mine.unit(Some(i.body.owner_unit_id)));
    own.map(step).collect()
}

/// Applications that somebody here, or the funder, still has to move.
pub fn applications(
    mine: &Mine,
    units: &Units,
    projects: &[Entry<Project>],
    applications: &[Entry<Application>],
) -> Vec<Step> {
    let mut steps = Vec::new();
    for application in applications.iter().filter(|a| a.body.waits()) {
        let project = projects.iter().find(|p| p.id == application.body.project_id);
        let unit = application.body.owner_unit_id.or(project.map(|p| p.body.owner_unit_id));
        if mine.unit(unit) {
            steps.push(Step {
                kind: StepKind::ApplicationWaiting,
                id: application.id,
                title: project.map(|p| p.body.title.clone()),
                unit_id: unit,
                unit: unit.and_then(|u| units.name(u)).cloned(),
                year: None,
                due_on: None,
                state: application.body.state.clone(),
                address: format!("/api/v1/applications/{}", application.id),
            });
        }
    }
    steps.sort_by_key(|s| (s.title.as_ref().map(|t| t.shown(Language::Fi).to_lowercase()), s.id));
    steps
}

/// Drafts of reports.
pub fn drafts(mine: &Mine, units: &Units, reports: &[Report]) -> Vec<Step> {
    let step = |r: &Report| Step {
        kind: StepKind::ReportDraft,
        id: r.id.into(),
        title: None,
        unit_id: r.unit_id,
        unit: r.unit_id.and_then(|u| units.name(u)).cloned(),
        year: Some(r.year),
        due_on: None,
        state: "draft".to_owned(),
        address: format!("/api/v1/reports/{}", r.id),
    };
    reports
        .iter()
        .filter(|r| mine.unit(r.unit_id) || r.drafted_by == mine.person)
        .map(step)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn statement(unit: u128, status: &str, due_on: Date) -> Entry<Statement> {
        let body = Statement {
            round_id: Uuid::nil(),
            year: 2026,
            unit_id: Uuid::from_u128(unit),
            due_on,
            text: None,
            plan_reference: None,
            status: status.into(),
            submitted_on: None,
            owner_id: None,
        };
        Entry {
            id: Uuid::from_u128(unit + 100),
            version: 1,
            body,
        }
    }

    #[test]
    fn my_units_statements_wait_for_me_the_most_urgent_first() {
        let all = [
            statement(1, "owed", date(2026, 12, 31)),
            statement(2, "draft", date(2026, 11, 30)),
            statement(1, "submitted", date(2026, 1, 1)),
            statement(9, "owed", date(2026, 1, 1)),
        ];
        let mine = Mine {
            everything: false,
            units: [1, 2].map(Uuid::from_u128).into(),
            person: Uuid::nil(),
        };
        let steps = statements(&mine, &Units::default(), &all);
        assert_eq!(
            steps.iter().map(|s| s.state.as_str()).collect::<Vec<_>>(),
            ["draft", "owed"]
        );
    }

    #[test]
    fn what_my_units_were_told_to_do_waits_until_it_is_done_and_what_has_no_day_comes_last() {
        let assignment = |n, unit, due_on| Entry {
            id: Uuid::from_u128(n),
            version: 1,
            body: Assignment {
                title: Text::in_one(Language::En, format!("Assignment {n}")),
                unit_id: Uuid::from_u128(unit),
                goal_id: None,
                due_on,
                status: "open".into(),
                done_on: None,
            },
        };
        let open = [
            assignment(1, 1, None),
            assignment(2, 1, Some(date(2027, 1, 1))),
            assignment(3, 9, None),
            assignment(4, 1, Some(date(2026, 1, 1))),
        ];
        let mine = Mine {
            everything: false,
            units: HashSet::from([Uuid::from_u128(1)]),
            person: Uuid::nil(),
        };
        let steps = assignments(&mine, &Units::default(), &open);
        let order: Vec<Uuid> = steps.iter().map(|s| s.id).collect();
        assert_eq!(order, [4, 2, 1].map(Uuid::from_u128));
    }
}
