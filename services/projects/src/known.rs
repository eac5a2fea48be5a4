//! What others own and projects, activities and memberships point at.

use contracts::{envelope::v1 as wire, goals::v1 as goals, tenants::v1 as tenants};
use jiff::civil::Date;
use platform::{
    db::TenantTx,
    events::{Failure, Handled, Received},
    known::{Known, keep, told},
    values::{BadValue, day},
};
use uuid::Uuid;

pub async fn unit(tx: &mut TenantTx, event: Received<tenants::Unit>) -> Handled {
    let unit = event.state;
    let mut known = told(
        "unit",
        event.aggregate_id,
        event.version,
        unit.name.unwrap_or_default(),
        event.deleted,
    );
    known.parent_id = id(unit.parent_id.as_deref())?;
    known.valid_from = optional_day(unit.valid_from.as_deref())?;
    known.valid_to = optional_day(unit.valid_to.as_deref())?;
    Ok(keep(tx, &known).await?)
}

pub async fn theme(tx: &mut TenantTx, event: Received<tenants::Theme>) -> Handled {
    let theme = event.state;
    let mut known = told(
        "theme",
        event.aggregate_id,
        event.version,
        theme.name.unwrap_or_default(),
        event.deleted,
    );
    known.parent_id = id(theme.parent_id.as_deref())?;
    Ok(keep(tx, &known).await?)
}

/// That somebody is there, and nothing about them.
pub async fn person(tx: &mut TenantTx, event: Received<tenants::Person>) -> Handled {
    let known: Known = told(
        "person",
        event.aggregate_id,
        event.version,
        wire::Text::default(),
        event.deleted,
    );
    Ok(keep(tx, &known).await?)
}

pub async fn goal(tx: &mut TenantTx, event: Received<goals::Goal>) -> Handled {
    let title = event.state.title.unwrap_or_default();
    Ok(keep(
        tx,
        &told("goal", event.aggregate_id, event.version, title, event.deleted),
    )
    .await?)
}

fn optional_day(text: Option<&str>) -> Result<Option<Date>, Failure> {
    text.map(day).transpose().map_err(Failure::reject)
}

fn id(text: Option<&str>) -> Result<Option<Uuid>, Failure> {
    text.map(str::parse)
        .transpose()
        .map_err(|_: uuid::Error| Failure::reject(BadValue("id")))
}
