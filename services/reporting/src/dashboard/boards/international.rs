//! The board of whoever leads international work: networks, activities, projects, applications, statements, gaps.

use jiff::civil::Date;

use super::{Figure, Item, ItemKind, Sight, is_owed, kept};
use crate::register::{
    entry::{Days, Entry},
    goals::{Goal, Statement},
    projects::{Activity, Application, Network, NetworkMembership, Project},
};

pub const FIGURES: [Figure; 6] = [
    Figure::Memberships,
    Figure::Activities,
    Figure::Projects,
    Figure::Applications,
    Figure::StatementsAwaited,
    Figure::UnservedGoals,
];

/// What the registers tell of it.
pub struct Told {
    pub networks: Vec<Entry<Network>>,
    pub memberships: Vec<Entry<NetworkMembership>>,
    pub activities: Vec<Entry<Activity>>,
    pub projects: Vec<Entry<Project>>,
    pub applications: Vec<Entry<Application>>,
    pub statements: Vec<Entry<Statement>>,
}

impl kept::Told for Told {
    fn entries(&self) -> usize {
        let done = self.activities.len() + self.projects.len() + self.applications.len();
        self.networks.len() + self.memberships.len() + done + self.statements.len()
    }
}

/// Every row of the board, figure by figure. Which goals nothing serves is worked out where they are kept.
pub fn items(sight: &Sight, told: &Told, unserved: &[Entry<Goal>]) -> Vec<Item> {
    let year = Days::of_year(sight.today.year());
    let lasts = |until: Option<Date>| until.is_none_or(|until| until >= sight.today);
    let memberships = told
        .memberships
        .iter()
        .filter(|m| lasts(m.body.until))
        .map(|membership| sight.membership(Figure::Memberships, membership, &told.networks));
    let activities = told.activities.iter().filter(|a| Days::from(a.body.period).touch(year));
    let activities = activities.map(|activity| Item {
        title: Some(activity.body.title.clone()),
        due_on: Some(activity.body.period.from),
        state: activity.body.kind.clone(),
        ..sight.item(
            Figure::Activities,
            ItemKind::Activity,
            activity.id,
            Some(activity.body.unit_id),
        )
    });
    let projects = told
        .projects
        .iter()
        .filter(|p| p.body.is_under_way(Days::on(sight.today)));
    let projects = projects.map(|project| sight.project(Figure::Projects, project));
    let applications = told.applications.iter().filter(|a| a.body.waits());
    let applications = applications.map(|a| sight.application(Figure::Applications, a, &told.projects));
    let awaited = told
        .statements
        .iter()
        .filter(|s| is_owed(&s.body) && s.body.year == sight.today.year());
    let awaited = awaited.map(|statement| sight.statement(Figure::StatementsAwaited, statement));
    let unserved = unserved
        .iter()
        .map(|goal| sight.goal(Figure::UnservedGoals, goal, &goal.body.status));
    memberships
        .chain(activities)
        .chain(projects)
        .chain(applications)
        .chain(awaited)
        .chain(unserved)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        super::tests::{goal, ids, sight, statement, uuid},
        *,
    };

    #[test]
    fn memberships_that_ended_and_statements_of_other_years_do_not_count() {
        let membership = |n, until| Entry {
            id: uuid(n),
            version: 1,
            body: NetworkMembership {
                network_id: uuid(0),
                accountable_unit_id: Some(uuid(2)),
                outside_organisation: None,
                since: None,
                until,
                seats: None,
                fee: None,
                hours: None,
            },
        };
        let told = Told {
            networks: Vec::new(),
            memberships: vec![
                membership(41, None),
                membership(42, Some(date(2026, 11, 24))),
                membership(43, Some(date(2026, 11, 23))),
            ],
            activities: Vec::new(),
            projects: Vec::new(),
            applications: Vec::new(),
            statements: vec![
                statement(51, 2, "owed", date(2026, 12, 31)),
                statement(52, 2, "owed", date(2025, 12, 31)),
            ],
        };
        let items = items(&sight(false), &told, &[goal(62, 2, None, "open")]);
        assert_eq!(ids(&items, Figure::Memberships), [41, 42].map(uuid));
        assert_eq!(ids(&items, Figure::StatementsAwaited), [uuid(51)]);
        assert_eq!(ids(&items, Figure::UnservedGoals), [uuid(62)]);
    }
}
