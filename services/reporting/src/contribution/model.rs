//! What a thing adds to which measures in which years.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{facts::Facts, measure::Measure};
use crate::register::{
    entry::Days,
    projects::{Activity, Application, NetworkMembership, Project},
};

/// A part of a contribution: of one thing, to one measure, in every year from one to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub measure: Measure,
    pub from_year: i16,
    pub to_year: i16,
    pub value: Decimal,
}

impl Part {
    fn during(measure: Measure, days: Days, value: impl Into<Decimal>) -> Option<Self> {
        let part = Self {
            measure,
            from_year: days.from.year(),
            to_year: days.to.year(),
            value: value.into(),
        };
        (part.from_year <= part.to_year && !part.value.is_zero()).then_some(part)
    }

    fn once(measure: Measure, days: Days) -> Option<Self> {
        Self::during(measure, days, Decimal::ONE)
    }
}

/// Everything a thing adds.
pub fn parts(facts: &Facts) -> Vec<Part> {
    match facts {
        Facts::Project(project, applications) => of_project(project, applications),
        Facts::Goal { goal, measured } => measured
            .then(|| Part::once(Measure::GoalsWithIndicator, goal.days()))
            .flatten()
            .into_iter()
            .collect(),
        Facts::Network(memberships) => memberships.iter().filter_map(of_membership).collect(),
        Facts::Activity(activity) => of_activity(activity),
        Facts::Nothing => Vec::new(),
    }
}

fn of_project(project: &Project, applications: &[Application]) -> Vec<Part> {
    let days = Days::from(project.period);
    let mut parts = Vec::new();
    if project.is_under_way(days) {
        parts.extend(Part::once(Measure::ProjectsUnderWay, days));
    }
    if project.kind == "eu" {
        parts.extend(applications.iter().filter_map(of_grant));
    }
    parts
}

fn of_grant(application: &Application) -> Option<Part> {
    let granted = application.granted.as_ref().filter(|_| application.is_approved())?;
    let measure = match granted.currency.code() {
        "EUR" => Measure::EuFundingGrantedEur,
        "SEK" => Measure::EuFundingGrantedSek,
        _ => return None,
    };
    let day: Date = application.granted_on.or(application.submitted_on)?;
    Part::during(measure, Days::on(day), granted.amount)
}

fn of_membership(membership: &NetworkMembership) -> Option<Part> {
    Part::once(
        Measure::NetworkMemberships,
        Days::between(membership.since, membership.until),
    )
}

fn of_activity(activity: &Activity) -> Vec<Part> {
    let days = Days::from(activity.period);
    let mut parts: Vec<Part> = Part::once(Measure::Activities, days).into_iter().collect();
    if let Some(people) = activity.taking_part() {
        parts.extend(Part::during(Measure::Participants, Days::on(days.from), people.value));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use platform::values::{Money, Period, Text};
    use uuid::Uuid;

    fn project(kind: &str, funding: &str) -> Project {
        Project {
            title: Text::default(),
            acronym: None,
            kind: kind.into(),
            role: "lead".into(),
            programme_id: None,
            programme: None,
            funder: None,
            owner_unit_id: Uuid::nil(),
            manager_id: None,
            period: Period {
                from: date(2023, 11, 1),
                to: Some(date(2025, 2, 1)),
            },
            summary: None,
            resident_benefit: None,
            theme_ids: Vec::new(),
            goal_ids: Vec::new(),
            partner_ids: Vec::new(),
            total_cost: None,
            case_number: None,
            funding: funding.into(),
            status: "running".into(),
        }
    }

    fn application(state: &str, granted: &str, currency: &str) -> Application {
        let money = serde_json::json!({"amount": granted, "currency": currency});
        Application {
            project_id: Uuid::nil(),
            owner_unit_id: None,
            programme_id: None,
            call: None,
            state: state.into(),
            submitted_on: Some(date(2023, 3, 1)),
            applied: None,
            granted: Some(serde_json::from_value::<Money>(money).unwrap()),
            granted_on: Some(date(2024, 1, 15)),
        }
    }

    fn told(parts: &[Part]) -> Vec<(&'static str, i16, i16, String)> {
        let one = |p: &Part| (p.measure.code(), p.from_year, p.to_year, p.value.to_string());
        parts.iter().map(one).collect()
    }

    #[test]
    fn a_project_with_its_money_counts_in_every_year_it_touches() {
        let parts = parts(&Facts::Project(project("eu", "granted"), Vec::new()));
        assert_eq!(told(&parts), [("projects_under_way", 2023, 2025, "1".to_owned())]);
        assert!(super::parts(&Facts::Project(project("eu", "applied"), Vec::new())).is_empty());
    }

    #[test]
    fn what_was_granted_counts_in_the_year_of_the_decision_in_its_own_currency() {
        let applications = vec![
            application("running", "120000.50", "EUR"),
            application("approved", "900000", "SEK"),
            application("rejected", "5", "EUR"),
        ];
        let parts = parts(&Facts::Project(project("eu", "granted"), applications.clone()));
        let granted: Vec<_> = told(&parts).into_iter().skip(1).collect();
        assert_eq!(
            granted,
            [
                ("eu_funding_granted_eur", 2024, 2024, "120000.50".to_owned()),
                ("eu_funding_granted_sek", 2024, 2024, "900000".to_owned()),
            ]
        );
        let national = super::parts(&Facts::Project(project("national", "granted"), applications));
        assert_eq!(told(&national).len(), 1, "only what the EU grants");
    }
}
