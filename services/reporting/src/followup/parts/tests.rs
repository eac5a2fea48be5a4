//! What counts in which year, for whom.

use jiff::civil::{Date, date};
use platform::values::{Currency, Exactness, Figure as Number, Language, Money, Period, Text};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::{
    followup::facts::Scope,
    register::{
        entry::Entry,
        goals::{Goal, Statement},
        projects::{Activity, Application, Project},
    },
};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn text(words: &str) -> Text {
    Text::in_one(Language::Fi, words)
}

fn project(n: u128, kind: &str, funding: &str, from: Date, to: Option<Date>) -> Entry<Project> {
    let body = Project {
        title: text(&format!("Hanke {n}")),
        acronym: None,
        kind: kind.into(),
        role: "partner".into(),
        programme_id: None,
        programme: None,
        funder: None,
        owner_unit_id: id(1),
        manager_id: None,
        period: Period { from, to },
        summary: None,
        resident_benefit: None,
        theme_ids: Vec::new(),
        goal_ids: Vec::new(),
        partner_ids: Vec::new(),
        total_cost: None,
        case_number: None,
        funding: funding.into(),
        status: "running".into(),
    };
    Entry {
        id: id(n),
        version: 1,
        body,
    }
}

fn application(n: u128, project: u128, state: &str, submitted_on: Option<Date>) -> Entry<Application> {
    let body = Application {
        project_id: id(project),
        owner_unit_id: Some(id(1)),
        programme_id: None,
        call: None,
        state: state.into(),
        submitted_on,
        applied: Some(Money::new(Decimal::from(100), Currency::Eur)),
        granted: None,
        granted_on: None,
    };
    Entry {
        id: id(n),
        version: 1,
        body,
    }
}

fn activity(n: u128, kind: &str, unit: u128, count: Option<(i64, Exactness)>) -> Entry<Activity> {
    let participants = count
        .into_iter()
        .map(|(value, exactness)| crate::register::projects::Participants {
            group: "employees".into(),
            profession: None,
            country: None,
            count: Number {
                value: value.into(),
                exactness,
            },
        });
    let body = Activity {
        title: text("Vaihto"),
        kind: kind.into(),
        period: Period {
            from: date(2002, 1, 1),
            to: None,
        },
        place: None,
        country: None,
        host: None,
        unit_id: id(unit),
        participants: participants.collect(),
        duration: None,
        cost: None,
        goal_ids: Vec::new(),
        project_id: None,
        network_id: None,
        partner_ids: Vec::new(),
        theme_ids: Vec::new(),
        learning: None,
    };
    Entry {
        id: id(n),
        version: 1,
        body,
    }
}

fn statement(n: u128, unit: u128, year: i16, submitted_on: Option<Date>) -> Entry<Statement> {
    let body = Statement {
        round_id: id(50),
        year,
        unit_id: id(unit),
        due_on: date(year, 12, 31),
        text: None,
        plan_reference: None,
        status: if submitted_on.is_some() { "locked" } else { "owed" }.into(),
        submitted_on,
        owner_id: None,
    };
    Entry {
        id: id(n),
        version: 1,
        body,
    }
}

fn told(facts: &Facts, counts: Counts) -> (String, Vec<Uuid>) {
    let figures = count(facts);
    let figure = figures.iter().find(|f| f.counts == counts).unwrap();
    (figure.written(), figure.rows.iter().map(|r| r.id).collect())
}

#[test]
fn a_project_is_under_way_in_every_year_its_period_touches() {
    let suupohja = || project(1, "eu", "none", date(2017, 1, 1), Some(date(2018, 12, 31)));
    for (year, expected) in [(2016, "0"), (2017, "1"), (2018, "1"), (2019, "0")] {
        let facts = Facts {
            projects: vec![suupohja()],
            ..Facts::none(year)
        };
        assert_eq!(told(&facts, Counts::EuProjects).0, expected, "{year}");
    }
}

#[test]
fn a_project_without_its_money_is_not_under_way() {
    let of = |n, funding: &str| project(n, "eu", funding, date(2026, 1, 1), None);
    let facts = Facts {
        projects: vec![
            of(1, "granted"),
            of(2, "applied"),
            of(3, "rejected"),
            of(4, "idea"),
            of(5, "finished"),
            of(6, "none"),
        ],
        ..Facts::none(2026)
    };
    assert_eq!(told(&facts, Counts::EuProjects).1, [1, 5, 6].map(id));
}

#[test]
fn national_and_own_projects_are_not_international_work() {
    let of = |n, kind: &str| project(n, kind, "granted", date(2026, 1, 1), None);
    let facts = Facts {
        projects: vec![of(1, "eu"), of(2, "international"), of(3, "national"), of(4, "own")],
        ..Facts::none(2026)
    };
    assert_eq!(told(&facts, Counts::EuProjects).1, [id(1)]);
    assert_eq!(told(&facts, Counts::OtherInternationalProjects).1, [id(2)]);
}

#[test]
fn an_application_counts_in_the_year_it_was_submitted_whatever_came_of_it() {
    let facts = Facts {
        projects: vec![project(1, "eu", "applied", date(2027, 1, 1), None)],
        applications: vec![
            application(10, 1, "rejected", Some(date(2026, 3, 1))),
            application(11, 1, "agreement", Some(date(2026, 1, 1))),
            application(12, 1, "submitted", Some(date(2025, 12, 31))),
            application(13, 1, "preparing", None),
        ],
        ..Facts::none(2026)
    };
    assert_eq!(
        told(&facts, Counts::ApplicationsSubmitted),
        ("2".into(), vec![id(11), id(10)])
    );
    assert_eq!(told(&facts, Counts::ApplicationsApproved).1, [id(11)]);
    assert_eq!(told(&facts, Counts::AmountsApplied).0, "200.00");
}

#[test]
fn at_least_sixty_employees_stay_at_least_sixty() {
    let facts = Facts {
        activities: vec![
            activity(1, "staff_exchange", 1, Some((60, Exactness::AtLeast))),
            activity(2, "pupil_exchange", 1, Some((12, Exactness::Exact))),
        ],
        ..Facts::none(2022)
    };
    let figures = count(&facts);
    let people = figures
        .iter()
        .find(|f| f.counts == Counts::StaffExchangeParticipants)
        .unwrap();
    assert_eq!(
        (people.written().as_str(), people.exactness),
        ("60", Exactness::AtLeast)
    );
    assert_eq!(
        told(&facts, Counts::Activities).0,
        "0",
        "an exchange is not counted twice"
    );
}

#[test]
fn a_unit_reports_what_is_its_own_and_what_lies_below_it() {
    let all = || Facts {
        activities: vec![
            activity(1, "visit", 1, None),
            activity(2, "visit", 2, None),
            activity(3, "visit", 3, None),
        ],
        statements: vec![
            statement(4, 1, 2026, None),
            statement(5, 3, 2026, Some(date(2026, 5, 1))),
        ],
        ..Facts::none(2026)
    };
    let unit = Facts {
        scope: Scope::Units([id(1), id(2)].into()),
        ..all()
    };
    assert_eq!(told(&unit, Counts::Activities).1, [id(1), id(2)]);
    assert_eq!(told(&unit, Counts::StatementsOwed).1, [id(4)]);
    assert_eq!(told(&all(), Counts::Activities).0, "3");
}

#[test]
fn coverage_is_the_share_of_units_that_handed_in_and_a_locked_statement_may_never_have_been() {
    let facts = Facts {
        statements: vec![
            statement(1, 1, 2026, Some(date(2026, 2, 1))),
            statement(2, 2, 2026, None),
            statement(3, 3, 2026, None),
            statement(4, 4, 2025, Some(date(2025, 2, 1))),
        ],
        ..Facts::none(2026)
    };
    assert_eq!(told(&facts, Counts::StatementsSubmitted).0, "1");
    assert_eq!(
        told(&facts, Counts::StatementCoverage),
        ("33.3".into(), [1, 2, 3].map(id).to_vec())
    );
}

#[test]
fn where_nobody_was_asked_there_is_no_coverage() {
    assert!(
        !count(&Facts::none(2026))
            .iter()
            .any(|f| f.counts == Counts::StatementCoverage)
    );
}

#[test]
fn every_count_is_the_number_of_its_rows() {
    let facts = Facts {
        projects: vec![project(1, "eu", "granted", date(2026, 1, 1), None)],
        activities: vec![activity(2, "seminar", 1, Some((5, Exactness::About)))],
        ..Facts::none(2026)
    };
    for figure in count(&facts)
        .iter()
        .filter(|f| f.unit == crate::followup::figure::Unit::Rows)
    {
        assert_eq!(figure.value, Decimal::from(figure.rows.len()), "{}", figure.key());
    }
}

#[test]
fn a_goal_closed_before_the_year_is_none_of_the_year() {
    let goal = |n, closed_on| Entry {
        id: id(n),
        version: 1,
        body: Goal {
            title: text("Tavoite"),
            level: "goal".into(),
            parent_id: None,
            policy_id: None,
            accountable_unit_id: id(1),
            responsible_unit_ids: Vec::new(),
            period: Period {
                from: date(2020, 1, 1),
                to: None,
            },
            cross_cutting: false,
            to_be_measured: true,
            theme_ids: Vec::new(),
            status: "open".into(),
            closed_on,
        },
    };
    let facts = Facts {
        goals: vec![
            goal(1, None),
            goal(2, Some(date(2025, 12, 31))),
            goal(3, Some(date(2026, 1, 1))),
        ],
        ..Facts::none(2026)
    };
    assert_eq!(told(&facts, Counts::Goals).1, [id(1), id(3)]);
}
