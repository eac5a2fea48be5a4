//! What every service hears of `tenants`: the units, themes and people that its things point at, where days end, and what
//! the plan allows.

use contracts::{envelope::v1::Text, tenants::v1 as wire};
use jiff::civil::Date;
use uuid::Uuid;

use super::{Known, keep, keep_zone};
use crate::{
    db::TenantTx,
    events::{Consumer, Failure, Handled, Received},
    usage::{Plan, keep_plan},
    values::day,
};

pub const UNIT: &str = "unit";
pub const THEME: &str = "theme";
pub const PERSON: &str = "person";

/// Adds the handlers to those that a service has of its own.
pub fn of_tenants(consumer: Consumer) -> Consumer {
    consumer
        .on::<wire::Unit, _>("tenants", "unit", unit)
        .on::<wire::Theme, _>("tenants", "theme", theme)
        .on::<wire::Person, _>("tenants", "person", person)
        .on::<wire::Organisation, _>("tenants", "organisation", organisation)
}

async fn unit(tx: &mut TenantTx, event: Received<wire::Unit>) -> Handled {
    let unit = &event.state;
    let known = Known {
        parent_id: id_if_said(unit.parent_id.as_deref())?,
        valid_from: day_if_said(unit.valid_from.as_deref())?,
        valid_to: day_if_said(unit.valid_to.as_deref())?,
        ..Known::told(UNIT, &event, unit.name.clone())
    };
    Ok(keep(tx, &known).await?)
}

async fn theme(tx: &mut TenantTx, event: Received<wire::Theme>) -> Handled {
    let known = Known {
        parent_id: id_if_said(event.state.parent_id.as_deref())?,
        ..Known::told(THEME, &event, event.state.name.clone())
    };
    Ok(keep(tx, &known).await?)
}

/// People are known by id alone: their names stay where their keys are.
async fn person(tx: &mut TenantTx, event: Received<wire::Person>) -> Handled {
    Ok(keep(tx, &Known::told(PERSON, &event, None::<Text>)).await?)
}

/// Only the tenant's own: it may hear of others that it owns shares of.
async fn organisation(tx: &mut TenantTx, event: Received<wire::Organisation>) -> Handled {
    if event.aggregate_id == tx.tenant_id() {
        keep_zone(tx, event.version, &event.state.time_zone).await?;
        let plan = event.state.plan.map(Plan::try_from).transpose();
        let plan = plan.map_err(Failure::reject)?;
        keep_plan(tx, event.version, plan.as_ref()).await?;
    }
    Ok(())
}

fn id_if_said(text: Option<&str>) -> Result<Option<Uuid>, Failure> {
    text.map(str::parse)
        .transpose()
        .map_err(|cause: uuid::Error| Failure::reject(cause))
}

fn day_if_said(text: Option<&str>) -> Result<Option<Date>, Failure> {
    text.map(day).transpose().map_err(Failure::reject)
}
