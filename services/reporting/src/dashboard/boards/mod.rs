//! Boards: figures, each with the rows that it counts. A figure is made from its rows; there is no second query that could
//! count otherwise.

pub mod completeness;
pub mod international;
pub mod kept;
pub mod leadership;

use jiff::civil::Date;
use platform::{
    codes,
    http::{Cell, Tabular},
    values::Text,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::steps::Mine;
use crate::register::{
    entry::Entry,
    goals::{Goal, Statement},
    projects::{Application, Network, NetworkMembership, Project},
    units::Units,
};

codes! {
    /// What a board counts.
    pub enum Figure as BoardFigure {
        /// Open goals.
        OpenGoals = "open_goals",
        /// Open goals that are off.
        GoalsOff = "goals_off",
        /// Open goals of which nobody knows how they are doing.
        GoalsUnknown = "goals_unknown",
        /// Policies that are proposed and projects that wait for go or no.
        DecisionsDue = "decisions_due",
        /// Statements and assignments whose day has passed.
        Overdue = "overdue",
        /// Memberships of networks that last.
        Memberships = "memberships",
        /// Activities of this year.
        Activities = "activities",
        /// Projects that run.
        Projects = "projects",
        /// Applications that somebody has to move.
        Applications = "applications",
        /// Statements of this year that are not handed in.
        StatementsAwaited = "statements_awaited",
        /// Goals that nothing serves.
        UnservedGoals = "unserved_goals",
        /// Statements that are owed.
        StatementsOwed = "statements_owed",
        /// Indicators without a value of the last twelve months.
        ValuesOwed = "values_owed",
        /// Statements that were handed in this year.
        StatementsEntered = "statements_entered",
        /// What belongs to a unit that is over, or to somebody who left.
        StaleOwners = "stale_owners",
        /// What is open and nobody has changed for a year.
        Untouched = "untouched",
        /// What is open although its period is over.
        PastEnd = "past_end",
    }
}

codes! {
    /// What kind of thing a row of a board is.
    pub enum ItemKind as BoardItemKind {
        Goal = "goal",
        Policy = "policy",
        Assignment = "assignment",
        Indicator = "indicator",
        Statement = "statement",
        Project = "project",
        Application = "application",
        Membership = "network_membership",
        Activity = "activity",
    }
}

/// A row that a figure counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BoardItem)]
pub struct Item {
    pub figure: Figure,
    pub kind: ItemKind,
    pub id: Uuid,
    pub title: Option<Text>,
    pub unit_id: Option<Uuid>,
    pub unit: Option<Text>,
    /// Who answers for it, where somebody by name does.
    pub owner_id: Option<Uuid>,
    pub year: Option<i16>,
    /// When it is due, or when it ended.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: String,
    /// Of a membership: the network, under which it is found.
    pub network_id: Option<Uuid>,
    /// Its address in the API.
    pub address: String,
}

impl Tabular for Item {
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "kind",
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "unit_id",
        "unit_fi",
        "unit_sv",
        "unit_en",
        "owner_id",
        "year",
        "due_on",
        "state",
        "network_id",
        "address",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![self.figure.code().into(), self.kind.code().into(), self.id.into()];
        cells.extend(Cell::languages(self.title.as_ref()));
        cells.push(self.unit_id.into());
        cells.extend(Cell::languages(self.unit.as_ref()));
        cells.extend([
            self.owner_id.into(),
            self.year.map(i32::from).into(),
            self.due_on.into(),
            self.state.as_str().into(),
            self.network_id.into(),
            self.address.as_str().into(),
        ]);
        cells
    }
}

/// What a board is made for: whom, and on which day.
#[derive(Clone, Debug)]
pub struct Sight {
    pub mine: Mine,
    pub units: Units,
    pub today: Date,
}

impl Sight {
    fn item(&self, figure: Figure, kind: ItemKind, id: Uuid, unit_id: Option<Uuid>) -> Item {
        let resource = match kind {
            ItemKind::Goal => "goals",
            ItemKind::Policy => "policies",
            ItemKind::Assignment => "assignments",
            ItemKind::Indicator => "indicators",
            ItemKind::Statement => "statements",
            ItemKind::Project => "projects",
            ItemKind::Application => "applications",
            ItemKind::Membership => "network-memberships",
            ItemKind::Activity => "activities",
        };
        Item {
            figure,
            kind,
            id,
            title: None,
            unit_id,
            unit: unit_id.and_then(|unit| self.units.name(unit)).cloned(),
            owner_id: None,
            year: None,
            due_on: None,
            state: String::new(),
            network_id: None,
            address: format!("/api/v1/{resource}/{id}"),
        }
    }

    fn goal(&self, figure: Figure, goal: &Entry<Goal>, state: &str) -> Item {
        Item {
            title: Some(goal.body.title.clone()),
            due_on: goal.body.period.to,
            state: state.to_owned(),
            ..self.item(figure, ItemKind::Goal, goal.id, Some(goal.body.accountable_unit_id))
        }
    }

    fn membership(&self, figure: Figure, membership: &Entry<NetworkMembership>, networks: &[Entry<Network>]) -> Item {
        let NetworkMembership {
            network_id,
            accountable_unit_id,
            until,
            ..
        } = membership.body;
        let network = networks.iter().find(|n| n.id == network_id);
        Item {
            title: network.map(|n| n.body.name.clone()),
            due_on: until,
            network_id: Some(network_id),
            ..self.item(figure, ItemKind::Membership, membership.id, accountable_unit_id)
        }
    }

    fn statement(&self, figure: Figure, statement: &Entry<Statement>) -> Item {
        Item {
            owner_id: statement.body.owner_id,
            year: Some(statement.body.year),
            due_on: Some(statement.body.due_on),
            state: statement.body.status.clone(),
            ..self.item(figure, ItemKind::Statement, statement.id, Some(statement.body.unit_id))
        }
    }

    fn project(&self, figure: Figure, project: &Entry<Project>) -> Item {
        Item {
            title: Some(project.body.title.clone()),
            owner_id: project.body.manager_id,
            due_on: project.body.period.to,
            state: project.body.status.clone(),
            ..self.item(figure, ItemKind::Project, project.id, Some(project.body.owner_unit_id))
        }
    }

    fn application(&self, figure: Figure, application: &Entry<Application>, projects: &[Entry<Project>]) -> Item {
        let project = projects.iter().find(|p| p.id == application.body.project_id);
        let unit = application.body.owner_unit_id.or(project.map(|p| p.body.owner_unit_id));
        Item {
            title: project.map(|p| p.body.title.clone()),
            owner_id: project.and_then(|p| p.body.manager_id),
            state: application.body.state.clone(),
            ..self.item(figure, ItemKind::Application, application.id, unit)
        }
    }

    /// Whether it is of a unit of theirs.
    fn sees(&self, item: &Item) -> bool {
        self.mine.unit(item.unit_id) || item.owner_id == Some(self.mine.person)
    }
}

fn is_owed(statement: &Statement) -> bool {
    matches!(statement.status.as_str(), "owed" | "draft")
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;
    use platform::values::{Language, Period};

    use super::*;
    use crate::register::tenants::Unit;

    pub fn uuid(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn unit(n: u128, valid_to: Option<Date>) -> Entry<Unit> {
        let body = Unit {
            name: Text::in_one(Language::En, format!("Unit {n}")),
            kind: "unit".into(),
            parent_id: None,
            valid_from: None,
            valid_to,
        };
        Entry {
            id: uuid(n),
            version: 1,
            body,
        }
    }

    /// Somebody of unit 1 on the 24th of November; unit 3 was closed.
    pub fn sight(everything: bool) -> Sight {
        Sight {
            mine: Mine {
                everything,
                units: HashSet::from([uuid(1)]),
                person: uuid(100),
            },
            units: Units::new(vec![unit(1, None), unit(2, None), unit(3, Some(date(2025, 12, 31)))]),
            today: date(2026, 11, 24),
        }
    }

    pub fn goal(n: u128, unit: u128, to: Option<Date>, status: &str) -> Entry<Goal> {
        let body = Goal {
            title: Text::in_one(Language::En, format!("Goal {n}")),
            level: "goal".into(),
            parent_id: None,
            policy_id: None,
            accountable_unit_id: uuid(unit),
            responsible_unit_ids: Vec::new(),
            period: Period {
                from: date(2024, 1, 1),
                to,
            },
            cross_cutting: false,
            to_be_measured: false,
            theme_ids: Vec::new(),
            status: status.into(),
            closed_on: None,
        };
        Entry {
            id: uuid(n),
            version: 1,
            body,
        }
    }

    pub fn statement(n: u128, unit: u128, status: &str, due_on: Date) -> Entry<Statement> {
        let body = Statement {
            round_id: uuid(0),
            year: due_on.year(),
            unit_id: uuid(unit),
            due_on,
            text: None,
            plan_reference: None,
            status: status.into(),
            submitted_on: None,
            owner_id: None,
        };
        Entry {
            id: uuid(n),
            version: 1,
            body,
        }
    }

    pub fn ids(items: &[Item], figure: Figure) -> Vec<Uuid> {
        items.iter().filter(|i| i.figure == figure).map(|i| i.id).collect()
    }
}
