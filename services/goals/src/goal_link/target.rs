//! What the service hears of `projects`: the projects, networks and activities that goals may be tied to.

use contracts::projects::v1 as projects;
use platform::{
    db::TenantTx,
    events::{Consumer, Handled, Received},
    known::{Known, keep, keep_newer},
};
use uuid::Uuid;

use super::share;

/// The kinds of things beside those of `tenants`; the codes of a link's target.
pub const PROJECT: &str = "project";
pub const NETWORK: &str = "network";
pub const ACTIVITY: &str = "activity";

/// Adds the handlers to those that the service has.
pub fn of_projects(consumer: Consumer) -> Consumer {
    consumer
        .on::<projects::Project, _>("projects", "project", project)
        .on::<projects::Network, _>("projects", "network", network)
        .on::<projects::Activity, _>("projects", "activity", activity)
}

async fn project(tx: &mut TenantTx, event: Received<projects::Project>) -> Handled {
    if keep_newer(tx, &Known::told(PROJECT, &event, event.state.title.clone())).await? {
        // What has vanished serves nothing.
        let goals = if event.deleted { &[][..] } else { &event.state.goals };
        let goals: Vec<Uuid> = goals.iter().filter_map(|share| share.goal_id.parse().ok()).collect();
        share::keep(tx, event.aggregate_id, &goals).await?;
    }
    Ok(())
}

async fn network(tx: &mut TenantTx, event: Received<projects::Network>) -> Handled {
    Ok(keep(tx, &Known::told(NETWORK, &event, event.state.name.clone())).await?)
}

async fn activity(tx: &mut TenantTx, event: Received<projects::Activity>) -> Handled {
    Ok(keep(tx, &Known::told(ACTIVITY, &event, event.state.title.clone())).await?)
}
