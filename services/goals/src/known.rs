//! What is kept of the things of other services: units, themes and people that ours point at, and where days end.

use contracts::tenants::v1 as wire;
use platform::{
    db::{Db, TenantTx},
    events::{Consumer, Failure, Handled, Received},
    known::{self, Known, Link},
    values::day,
};
use uuid::Uuid;

use crate::organisation;

/// The kinds of things that are kept.
pub const UNIT: &str = "unit";
pub const THEME: &str = "theme";
pub const PERSON: &str = "person";

pub fn consumer(db: &Db) -> Consumer {
    Consumer::new(db.clone())
        .on::<wire::Unit, _>("tenants", "unit", unit)
        .on::<wire::Theme, _>("tenants", "theme", theme)
        .on::<wire::Person, _>("tenants", "person", person)
        .on::<wire::Organisation, _>("tenants", "organisation", organisation_told)
}

async fn unit(tx: &mut TenantTx, event: Received<wire::Unit>) -> Handled {
    let read_day = |text: Option<&String>| text.map(|t| day(t)).transpose().map_err(Failure::reject);
    let parent = event
        .state
        .parent_id
        .as_deref()
        .map(str::parse::<Uuid>)
        .transpose()
        .map_err(Failure::reject)?;
    let (valid_from, valid_to) = (
        read_day(event.state.valid_from.as_ref())?,
        read_day(event.state.valid_to.as_ref())?,
    );
    let label = event.state.name.unwrap_or_default();
    let known = known::told(UNIT, event.aggregate_id, event.version, label, event.deleted);
    Ok(known::keep(
        tx,
        &Known {
            parent_id: parent,
            valid_from,
            valid_to,
            ..known
        },
    )
    .await?)
}

async fn theme(tx: &mut TenantTx, event: Received<wire::Theme>) -> Handled {
    let label = event.state.name.unwrap_or_default();
    let known = known::told(THEME, event.aggregate_id, event.version, label, event.deleted);
    Ok(known::keep(tx, &known).await?)
}

/// People are known by id alone: their names stay where their keys are.
async fn person(tx: &mut TenantTx, event: Received<wire::Person>) -> Handled {
    let known = known::told(PERSON, event.aggregate_id, event.version, wire_nothing(), event.deleted);
    Ok(known::keep(tx, &known).await?)
}

fn wire_nothing() -> contracts::envelope::v1::Text {
    contracts::envelope::v1::Text::default()
}

async fn organisation_told(tx: &mut TenantTx, event: Received<wire::Organisation>) -> Handled {
    // Only the tenant's own: it may hear of others it owns shares of.
    if event.aggregate_id == tx.tenant_id() {
        organisation::keep(tx, event.version, &event.state.time_zone).await?;
    }
    Ok(())
}

/// The links that a change adds: a target that vanished since is no reason to refuse what leaves it standing.
pub fn added(before: &[Link], after: Vec<Link>) -> Vec<Link> {
    after
        .into_iter()
        .filter(|l| !before.iter().any(|b| b.kind == l.kind && b.id == l.id))
        .collect()
}
