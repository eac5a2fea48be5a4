//! The leadership's board: my goals, decisions due, what is red, what is overdue.

use super::{Figure, Item, ItemKind, Sight, is_owed, kept};
use crate::{
    dashboard::goals::Statuses,
    register::{
        entry::Entry,
        goals::{Assignment, Goal, Policy, Statement},
        projects::{Application, Project},
    },
};

pub const FIGURES: [Figure; 5] = [
    Figure::OpenGoals,
    Figure::GoalsOff,
    Figure::GoalsUnknown,
    Figure::DecisionsDue,
    Figure::Overdue,
];

/// What the registers tell of it.
pub struct Told {
    pub goals: Vec<Entry<Goal>>,
    pub policies: Vec<Entry<Policy>>,
    pub assignments: Vec<Entry<Assignment>>,
    pub statements: Vec<Entry<Statement>>,
    pub projects: Vec<Entry<Project>>,
    pub applications: Vec<Entry<Application>>,
}

impl kept::Told for Told {
    fn entries(&self) -> usize {
        let given = self.policies.len() + self.assignments.len() + self.statements.len();
        self.goals.len() + given + self.projects.len() + self.applications.len()
    }
}

/// Every row of the board, figure by figure.
pub fn items(sight: &Sight, told: &Told, statuses: &Statuses) -> Vec<Item> {
    let mut items = goals(sight, told, statuses);
    items.extend(decisions(sight, told));
    items.extend(overdue(sight, told));
    items
}

fn goals(sight: &Sight, told: &Told, statuses: &Statuses) -> Vec<Item> {
    let open = told.goals.iter().filter(|goal| goal.body.status == "open");
    let open: Vec<Item> = open
        .map(|goal| {
            let status = statuses.get(&goal.id).map_or("unknown", String::as_str);
            sight.goal(Figure::OpenGoals, goal, status)
        })
        .filter(|item| sight.sees(item))
        .collect();
    let of = |state: &str, figure| {
        let like = open.iter().filter(|item| item.state == state);
        like.map(|item| Item { figure, ..item.clone() }).collect::<Vec<_>>()
    };
    let (off, unknown) = (of("off", Figure::GoalsOff), of("unknown", Figure::GoalsUnknown));
    open.into_iter().chain(off).chain(unknown).collect()
}

/// What somebody has to decide: a policy that was proposed, a project whose go or no is open.
fn decisions(sight: &Sight, told: &Told) -> Vec<Item> {
    let policies = told.policies.iter().filter(|policy| policy.body.status == "proposed");
    let policies = policies.map(|policy| Item {
        title: Some(policy.body.title.clone()),
        state: policy.body.status.clone(),
        ..sight.item(Figure::DecisionsDue, ItemKind::Policy, policy.id, None)
    });
    let ideas = told
        .applications
        .iter()
        .filter(|application| application.body.state == "idea");
    let ideas = ideas
        .map(|application| sight.application(Figure::DecisionsDue, application, &told.projects))
        .filter(|item| sight.sees(item));
    // A policy is the whole organisation's: whoever leads sees that it waits.
    policies.chain(ideas).collect()
}

fn overdue(sight: &Sight, told: &Told) -> Vec<Item> {
    let late = |due| due < sight.today;
    let statements = told
        .statements
        .iter()
        .filter(|s| is_owed(&s.body) && late(s.body.due_on));
    let statements = statements.map(|statement| sight.statement(Figure::Overdue, statement));
    let assignments = told
        .assignments
        .iter()
        .filter(|a| a.body.status == "open" && a.body.due_on.is_some_and(late));
    let assignments = assignments.map(|assignment| Item {
        title: Some(assignment.body.title.clone()),
        due_on: assignment.body.due_on,
        state: assignment.body.status.clone(),
        ..sight.item(
            Figure::Overdue,
            ItemKind::Assignment,
            assignment.id,
            Some(assignment.body.unit_id),
        )
    });
    let mut overdue: Vec<Item> = statements.chain(assignments).filter(|item| sight.sees(item)).collect();
    overdue.sort_by_key(|item| (item.due_on, item.id));
    overdue
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::{Language, Text};

    use super::{
        super::tests::{goal, ids, sight, statement, uuid},
        *,
    };

    fn told() -> Told {
        let assignment = |n, due, status: &str| Entry {
            id: uuid(n),
            version: 1,
            body: Assignment {
                title: Text::in_one(Language::En, "Do it".to_owned()),
                unit_id: uuid(1),
                goal_id: None,
                due_on: Some(due),
                status: status.into(),
                done_on: None,
            },
        };
        Told {
            goals: vec![
                goal(11, 1, None, "open"),
                goal(12, 1, None, "open"),
                goal(13, 2, None, "open"),
                goal(14, 1, None, "closed"),
            ],
            policies: Vec::new(),
            assignments: vec![
                assignment(21, date(2026, 11, 23), "open"),
                assignment(22, date(2026, 11, 24), "open"),
                assignment(23, date(2026, 1, 1), "done"),
            ],
            statements: vec![
                statement(31, 1, "draft", date(2026, 2, 28)),
                statement(32, 1, "submitted", date(2026, 2, 28)),
                statement(33, 2, "owed", date(2026, 2, 28)),
            ],
            projects: Vec::new(),
            applications: Vec::new(),
        }
    }

    fn items(sight: &Sight, told: &Told) -> Vec<Item> {
        let statuses = [(uuid(11), "off".to_owned()), (uuid(13), "off".to_owned())].into();
        super::items(sight, told, &statuses)
    }

    #[test]
    fn a_unit_s_head_sees_the_goals_of_the_unit_and_whoever_leads_sees_them_all() {
        let mine = items(&sight(false), &told());
        assert_eq!(ids(&mine, Figure::OpenGoals), [11, 12].map(uuid));
        assert_eq!(ids(&mine, Figure::GoalsOff), [uuid(11)]);
        assert_eq!(ids(&mine, Figure::GoalsUnknown), [uuid(12)]);
        let all = items(&sight(true), &told());
        assert_eq!(ids(&all, Figure::GoalsOff), [11, 13].map(uuid));
    }

    #[test]
    fn what_is_due_today_is_not_overdue_and_what_is_done_never_is() {
        let mine = items(&sight(false), &told());
        assert_eq!(ids(&mine, Figure::Overdue), [31, 21].map(uuid));
    }
}
