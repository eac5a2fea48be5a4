//! How the registers hear of what others own.

use contracts::{goals::v1 as goals, projects::v1 as projects, tenants::v1 as tenants};
use platform::{
    db::{Db, TenantTx},
    events::{Consumer, Failure, Handled, Received},
    known::{self, Known},
    values::BadValue,
};
use prost::Message;

use super::{
    entry::Record,
    goals::{Assignment, Goal, Indicator, IndicatorValue, Policy, Statement, StatementRound},
    projects::{Activity, Application, Network, NetworkMembership, Partner, Project},
    store,
    tenants::{Organisation, Person, Theme, Unit},
};
use crate::{
    agreement,
    contribution::{self, holding, recount::recount},
    rebuild, sharing,
};

/// Everything this service listens to.
pub fn consumer(db: &Db) -> Consumer {
    Consumer::new(db.clone())
        .of_generations(rebuild::live)
        .on("tenants", "organisation", organisation)
        .on("tenants", "sharing_agreement", agreement::events::changed)
        .on("tenants", "unit", unit)
        .on("tenants", "theme", keep::<tenants::Theme, Theme>)
        .on("tenants", "person", keep::<tenants::Person, Person>)
        .on("goals", "policy", keep::<goals::Policy, Policy>)
        .on("goals", "goal", keep::<goals::Goal, Goal>)
        .on("goals", "indicator", keep::<goals::Indicator, Indicator>)
        .on(
            "goals",
            "indicator_value",
            keep::<goals::IndicatorValue, IndicatorValue>,
        )
        .on(
            "goals",
            "statement_round",
            keep::<goals::StatementRound, StatementRound>,
        )
        .on("goals", "statement", keep::<goals::Statement, Statement>)
        .on("goals", "assignment", keep::<goals::Assignment, Assignment>)
        .on("projects", "project", keep::<projects::Project, Project>)
        .on("projects", "application", keep::<projects::Application, Application>)
        .on("projects", "partner", keep::<projects::Partner, Partner>)
        .on("projects", "network", keep::<projects::Network, Network>)
        .on(
            "projects",
            "network_membership",
            keep::<projects::NetworkMembership, NetworkMembership>,
        )
        .on("projects", "activity", keep::<projects::Activity, Activity>)
}

/// Keeps what an event tells, unless something newer is known.
async fn keep<M, R>(tx: &mut TenantTx, event: Received<M>) -> Handled
where
    M: Message + Default,
    R: Record + TryFrom<M, Error = BadValue>,
{
    let about = store::About {
        id: event.aggregate_id,
        generation: event.generation,
        version: event.version,
        gone: event.deleted,
        changed_at: event.recorded_at,
    };
    let record = R::try_from(event.state).map_err(Failure::reject)?;
    let mut counted = record.counted_with(about.id);
    if !R::REGISTER.is_counted() {
        store::keep_if_newer(tx, &about, &record).await?;
        return Ok(());
    }
    contribution::store::turn(tx, about.generation).await?;
    let before = store::find::<R>(tx, about.generation, about.id).await?;
    store::keep_if_newer(tx, &about, &record).await?;
    counted.extend(before.into_iter().flat_map(|before| before.body.counted_with(about.id)));
    counted.sort_unstable_by_key(|(dataset, id)| (dataset.code(), *id));
    counted.dedup();
    recount(tx, about.generation, &counted).await?;
    sharing::store::note_changes(tx, about.generation, &counted).await?;
    Ok(())
}

/// An organisation also tells which holding it counts with.
async fn organisation(tx: &mut TenantTx, event: Received<tenants::Organisation>) -> Handled {
    holding::keep(tx, &event).await?;
    keep::<tenants::Organisation, Organisation>(tx, event).await
}

/// A unit also decides how far a role reaches, for which the platform keeps its own note.
async fn unit(tx: &mut TenantTx, event: Received<tenants::Unit>) -> Handled {
    let unit = Unit::try_from(event.state.clone()).map_err(Failure::reject)?;
    let known = Known {
        kind: "unit",
        id: event.aggregate_id,
        version: event.version,
        parent_id: unit.parent_id,
        label: unit.name,
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        gone: event.deleted,
    };
    known::keep(tx, &known).await?;
    keep::<tenants::Unit, Unit>(tx, event).await
}
