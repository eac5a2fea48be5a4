//! What is kept of things of other services: what all of them keep of `tenants`, the goals that projects serve, and how large
//! the files of `goals` are.

use contracts::goals::v1 as goals;
use platform::{
    db::{Db, TenantTx},
    events::{Consumer, Handled, Received},
    known::{Known, keep, of_tenants},
    usage::files_of,
};

/// The kind of a thing beside those of `tenants`.
pub const GOAL: &str = "goal";

/// Everything that is listened to.
pub fn consumer(db: &Db) -> Consumer {
    let consumer = of_tenants(Consumer::new(db.clone())).on::<goals::Goal, _>("goals", "goal", goal);
    files_of(consumer, "goals")
}

async fn goal(tx: &mut TenantTx, event: Received<goals::Goal>) -> Handled {
    let known = Known::told(GOAL, &event, event.state.title.clone());
    Ok(keep(tx, &known).await?)
}
