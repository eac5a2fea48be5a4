//! What can happen to a plan, and how organisations hear of it.

use platform::{
    db::{Purpose, SystemTx},
    events::{Change, append},
    http::IfMatch,
    usage::keep_plan,
};
use uuid::Uuid;

use super::{
    model::{Plan, PlanContent, PlanError, PlanId, PlanPatch},
    store,
};
use crate::{
    App,
    organisation::{self, Organisation},
    subscription,
};

type Result<T> = std::result::Result<T, PlanError>;

/// How many organisations hear of a changed plan before others have their turn.
const AT_ONCE: i64 = 100;

pub async fn create(app: &App, by: Uuid, content: PlanContent) -> Result<Plan> {
    let plan = Plan::new(content, by, app.clock.now());
    app.db
        .system(Purpose::SignUp, async |tx| {
            store::insert(tx, &plan).await?;
            Ok(plan)
        })
        .await
}

/// Says something else about a plan. Its organisations hear of it soon after.
pub async fn change(app: &App, by: Uuid, id: PlanId, expected: IfMatch, patch: &PlanPatch) -> Result<Plan> {
    app.db
        .system(Purpose::SignUp, async |tx| {
            let plan = store::lock(tx, id).await?.ok_or(PlanError::NotFound)?;
            expected.holds_for(plan.version)?;
            let content = patch.over(&plan.content)?;
            let plan = plan.says(content, by, app.clock.now());
            store::update(tx, &plan).await?;
            Ok(plan)
        })
        .await
}

/// Tells the organisations of changed plans, each in a transaction of its own.
pub async fn tell_changed(app: &App) -> Result<()> {
    loop {
        let behind = app
            .db
            .system(Purpose::SignUp, async |tx| {
                Ok::<_, PlanError>(store::behind(tx, AT_ONCE).await?)
            })
            .await?;
        if behind.is_empty() {
            return Ok(());
        }
        for id in behind {
            app.db.system(Purpose::SignUp, async |tx| tell(tx, id).await).await?;
        }
    }
}

async fn tell(tx: &mut SystemTx, id: Uuid) -> Result<()> {
    let Some(subscription) = subscription::store::lock(tx, id.into()).await? else {
        return Ok(());
    };
    let Some((plan_id, organisation_id)) = subscription.plan_id.zip(subscription.organisation_id) else {
        return Ok(());
    };
    let Some(plan) = store::find(tx, plan_id).await? else {
        return Ok(());
    };
    // Another process may have been faster.
    if !subscription::store::told_plan(tx, subscription.id, plan.version).await? {
        return Ok(());
    }
    tx.enter(organisation_id).await?;
    let Some(organisation) = organisation::store::lock_entered(tx, organisation_id).await? else {
        return Ok(());
    };
    give(tx, organisation, Some(&plan), (plan.changed_by, None)).await?;
    Ok(())
}

/// Gives an organisation a plan, or none, in the transaction that has entered it.
pub async fn give(
    tx: &mut SystemTx,
    organisation: Organisation,
    plan: Option<&Plan>,
    (by, why): (Uuid, Option<String>),
) -> platform::db::DbResult<Organisation> {
    let organisation = organisation.with_plan(plan.map(Plan::carried));
    organisation::store::update_entered(tx, &organisation).await?;
    keep_plan(tx, organisation.version, organisation.plan.as_ref()).await?;
    let state = organisation::events::state(&organisation);
    let change = Change::new(
        "organisation",
        organisation.id,
        organisation.version,
        "plan_given",
        &state,
    );
    append(tx, change.by(by).because(why));
    Ok(organisation)
}
