//! What a yearly follow-up is counted from, and what counts in it: the whole group, or a unit with those below it.

use std::collections::{HashMap, HashSet};

use platform::{
    db::{DbResult, TenantTx},
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::Phrase;
use crate::register::{
    entry::{Days, Entry},
    goals::{Goal, Indicator, IndicatorValue, Statement},
    projects::{Activity, Application, Network, NetworkMembership, Partner, Project},
    store,
    tenants::Organisation,
    units::Units,
};

/// Whose work is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every unit, and what belongs to none.
    Group,
    /// A unit and those below it.
    Units(HashSet<Uuid>),
}

impl Scope {
    pub fn holds(&self, unit: Option<Uuid>) -> bool {
        match self {
            Self::Group => true,
            Self::Units(units) => unit.is_some_and(|u| units.contains(&u)),
        }
    }
}

/// Organisation and unit as they are called when a report is drafted or locked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub organisation: Text,
    #[serde(default)]
    pub kind: String,
    pub country: String,
    pub time_zone: String,
    pub unit: Option<Text>,
}

/// The registers of one year.
#[derive(Clone, Debug)]
pub struct Facts {
    pub year: i16,
    pub scope: Scope,
    pub units: Units,
    /// All projects: an application may be for one that begins later.
    pub projects: Vec<Entry<Project>>,
    /// Those submitted in the year.
    pub applications: Vec<Entry<Application>>,
    pub activities: Vec<Entry<Activity>>,
    pub networks: HashMap<Uuid, Network>,
    pub memberships: Vec<Entry<NetworkMembership>>,
    pub partners: Vec<Entry<Partner>>,
    pub goals: Vec<Entry<Goal>>,
    pub indicators: Vec<Entry<Indicator>>,
    pub values: Vec<Entry<IndicatorValue>>,
    pub statements: Vec<Entry<Statement>>,
}

impl Facts {
    pub fn days(&self) -> Days {
        Days::of_year(self.year)
    }

    /// Everything of a tenant that a follow-up of the year is counted from.
    pub async fn load(tx: &mut TenantTx, generation: i32, year: i16, unit: Option<Uuid>) -> DbResult<Self> {
        let days = Days::of_year(year);
        let units = store::units(tx, generation).await?;
        let scope = unit.map_or(Scope::Group, |unit| {
            Scope::Units(units.below(unit).into_iter().collect())
        });
        let networks: Vec<Entry<Network>> = store::whole(tx, generation).await?;
        Ok(Self {
            year,
            scope,
            units,
            projects: store::whole(tx, generation).await?,
            applications: store::all(tx, generation, days).await?,
            activities: store::all(tx, generation, days).await?,
            networks: networks.into_iter().map(|n| (n.id, n.body)).collect(),
            memberships: store::all(tx, generation, days).await?,
            partners: store::all(tx, generation, days).await?,
            goals: store::all(tx, generation, days).await?,
            indicators: store::whole(tx, generation).await?,
            values: store::all(tx, generation, days).await?,
            statements: store::all(tx, generation, days).await?,
        })
    }

    pub fn unit_name(&self, unit: Option<Uuid>) -> Option<Text> {
        unit.and_then(|u| self.units.name(u)).cloned()
    }

    /// Nothing at all, for tests that add what they are about.
    #[cfg(test)]
    pub fn none(year: i16) -> Self {
        Self {
            year,
            scope: Scope::Group,
            units: Units::default(),
            projects: Vec::new(),
            applications: Vec::new(),
            activities: Vec::new(),
            networks: HashMap::new(),
            memberships: Vec::new(),
            partners: Vec::new(),
            goals: Vec::new(),
            indicators: Vec::new(),
            values: Vec::new(),
            statements: Vec::new(),
        }
    }
}

impl Subject {
    /// What all of it is called: only a municipality makes a group with its companies.
    pub fn whole(&self) -> Phrase {
        if self.kind == "municipality" {
            Phrase::WholeGroup
        } else {
            Phrase::WholeOrganisation
        }
    }

    pub async fn load(tx: &mut TenantTx, generation: i32, unit: Option<Uuid>) -> DbResult<Self> {
        let tenant = tx.tenant_id();
        let organisation = store::find::<Organisation>(tx, generation, tenant)
            .await?
            .map(|e| e.body);
        let units = store::units(tx, generation).await?;
        let unit = unit.and_then(|u| units.name(u).cloned());
        Ok(organisation.map_or_else(
            || Self {
                organisation: Text::in_one(Language::En, "—"),
                unit: unit.clone(),
                ..Self::default()
            },
            |o| Self {
                organisation: o.name,
                kind: o.kind,
                country: o.country,
                time_zone: o.time_zone,
                unit: unit.clone(),
            },
        ))
    }
}
