//! Things that the other services tell of.
#![expect(clippy::unnecessary_wraps, reason = "the fields of messages are optional")]

use contracts::{
    envelope::v1::{Figure, Money, Period, Text},
    goals::v1 as goals,
    projects::v1 as projects,
    tenants::v1 as tenants,
};
use uuid::Uuid;

use crate::support::World;

pub fn text(words: &str) -> Option<Text> {
    Some(Text {
        fi: Some(words.to_owned()),
        sv: Some(format!("{words} på svenska")),
        en: None,
    })
}

pub fn period(from: &str, to: Option<&str>) -> Option<Period> {
    Some(Period {
        from: from.to_owned(),
        to: to.map(str::to_owned),
    })
}

pub fn money(minor: i64, currency: &str) -> Option<Money> {
    Some(Money {
        minor,
        currency: currency.to_owned(),
    })
}

pub fn project(id: Uuid, unit: Uuid, kind: &str) -> projects::Project {
    projects::Project {
        id: id.to_string(),
        title: text("Seutukunnan elinvoima"),
        kind: kind.to_owned(),
        role: "lead".to_owned(),
        funder: Some("TEKES".to_owned()),
        owner_unit_id: unit.to_string(),
        period: period("2017-01-01", Some("2018-12-31")),
        summary: text("Johtaminen"),
        resident_benefit: text("Palvelut paranevat"),
        total_cost: money(10_000_000, "EUR"),
        funding: "granted".to_owned(),
        status: "running".to_owned(),
        ..projects::Project::default()
    }
}

pub fn application(id: Uuid, project: Uuid, unit: Uuid, submitted_on: Option<&str>) -> projects::Application {
    projects::Application {
        id: id.to_string(),
        project_id: project.to_string(),
        owner_unit_id: unit.to_string(),
        call: Some("Kevään haku".to_owned()),
        state: "submitted".to_owned(),
        submitted_on: submitted_on.map(str::to_owned),
        applied: money(5_000_000, "SEK"),
        ..projects::Application::default()
    }
}

pub fn exchange(id: Uuid, unit: Uuid, count: &str, exactness: &str) -> projects::Activity {
    projects::Activity {
        id: id.to_string(),
        kind: "staff_exchange".to_owned(),
        title: text("Työssä ulkomailla"),
        period: period("2000-01-01", None),
        unit_id: unit.to_string(),
        participants: vec![projects::Participants {
            group: "employees".to_owned(),
            count: Some(Figure {
                value: count.to_owned(),
                exactness: exactness.to_owned(),
            }),
            ..projects::Participants::default()
        }],
        learning: text("Uusia tapoja"),
        ..projects::Activity::default()
    }
}

pub fn network(id: Uuid) -> projects::Network {
    projects::Network {
        id: id.to_string(),
        name: text("Eurocities"),
        kind: "network".to_owned(),
        host: Some("Bryssel".to_owned()),
        ..projects::Network::default()
    }
}

pub fn unit(id: Uuid, name: &str, parent: Option<Uuid>) -> tenants::Unit {
    tenants::Unit {
        id: id.to_string(),
        name: text(name),
        kind: "unit".to_owned(),
        parent_id: parent.map(|p| p.to_string()),
        ..tenants::Unit::default()
    }
}

pub fn statement(id: Uuid, unit: Uuid, year: i32, submitted_on: Option<&str>) -> goals::Statement {
    goals::Statement {
        id: id.to_string(),
        round_id: Uuid::nil().to_string(),
        year,
        unit_id: unit.to_string(),
        due_on: format!("{year}-12-31"),
        text: text("Kansainvälisyys työssämme"),
        status: if submitted_on.is_some() { "submitted" } else { "owed" }.to_owned(),
        submitted_on: submitted_on.map(str::to_owned),
        escalation: "none".to_owned(),
        ..goals::Statement::default()
    }
}

/// A municipality with two units, one below the other, and a year of work.
pub struct Year {
    pub office: Uuid,
    pub school: Uuid,
    pub project: Uuid,
}

impl Year {
    /// Told for 2018.
    pub async fn told_to(world: &World) -> Self {
        let year = Self {
            office: Uuid::now_v7(),
            school: Uuid::now_v7(),
            project: Uuid::now_v7(),
        };
        let organisation = tenants::Organisation {
            id: world.tenant.to_string(),
            kind: "municipality".to_owned(),
            name: text("Kauhajoki"),
            country: "FI".to_owned(),
            time_zone: "Europe/Helsinki".to_owned(),
            language: "fi".to_owned(),
            ..tenants::Organisation::default()
        };
        world.tell("tenants", "organisation", world.tenant, &organisation).await;
        world
            .tell("tenants", "unit", year.office, &unit(year.office, "Kehittäminen", None))
            .await;
        world
            .tell(
                "tenants",
                "unit",
                year.school,
                &unit(year.school, "Koulu", Some(year.office)),
            )
            .await;
        world
            .tell(
                "projects",
                "project",
                year.project,
                &project(year.project, year.office, "international"),
            )
            .await;
        let application_id = Uuid::now_v7();
        let applied = application(application_id, year.project, year.school, Some("2018-03-01"));
        world.tell("projects", "application", application_id, &applied).await;
        let (some, more) = (Uuid::now_v7(), Uuid::now_v7());
        world
            .tell(
                "projects",
                "activity",
                some,
                &exchange(some, year.school, "60", "at_least"),
            )
            .await;
        world
            .tell("projects", "activity", more, &exchange(more, year.office, "5", "exact"))
            .await;
        for (unit, submitted_on) in [(year.office, Some("2018-05-01")), (year.school, None)] {
            let id = Uuid::now_v7();
            world
                .tell("goals", "statement", id, &statement(id, unit, 2018, submitted_on))
                .await;
        }
        world.listed("statements", 2).await;
        world.listed("activities", 2).await;
        year
    }
}
