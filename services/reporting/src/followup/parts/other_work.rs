//! (b) Other international work: activities and exchanges, networks, twin towns, statements of units.

use platform::values::Language;
use uuid::Uuid;

use super::projects;
use crate::{
    followup::{
        facts::{Facts, Scope},
        figure::{Counts, Figure, Row},
    },
    register::{
        entry::{Days, Entry},
        goals::Statement,
        projects::{Activity, NetworkMembership, Partner},
    },
};

pub fn count(facts: &Facts) -> Vec<Figure> {
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

pub fn activities(facts: &Facts) -> Vec<&Entry<Activity>> {
    facts
        .activities
        .iter()
        .filter(|a| Days::from(a.body.period).touch(facts.days()) && facts.scope.holds(Some(a.body.unit_id)))
        .collect()
}

pub fn activity_row(facts: &Facts, activity: &Entry<Activity>) -> Row {
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
        facts.scope == Scope::Group
            || activities.iter().any(|a| a.body.partner_ids.contains(&id))
            || projects::under_way(facts)
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
    let mut owed: Vec<Row> = facts.statements.iter().filter(counted).map(row).collect();
    owed.sort_by_key(|r| (r.unit.as_ref().map(|u| u.shown(Language::Fi).to_lowercase()), r.id));
    let submitted: Vec<Row> = owed.iter().filter(|r| r.submitted_on.is_some()).cloned().collect();
    let coverage = Figure::of_share(Counts::StatementCoverage, &owed, |r| r.submitted_on.is_some());
    let mut figures = vec![
        Figure::of_rows(Counts::StatementsOwed, owed),
        Figure::of_rows(Counts::StatementsSubmitted, submitted),
    ];
    figures.extend(coverage);
    figures
}
