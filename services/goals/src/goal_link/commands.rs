//! What can happen to a goal link.

use platform::{
    auth::Caller,
    db::TenantTx,
    events::{Change, journal},
    http::{IfMatch, Once},
    rewriting::{Rewrite, Told},
};

use super::{
    GoalLink, GoalLinkError, GoalLinkId, events,
    model::{GoalLinkContent, GoalLinkPatch},
    store,
};
use crate::{
    App,
    goal::{self, Goal, GoalId},
    permissions::EditGoalLinks,
};

type Result<T> = std::result::Result<T, GoalLinkError>;

pub async fn tie(app: &App, by: &Caller<EditGoalLinks>, once: Once, content: GoalLinkContent) -> Result<GoalLink> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            let goal = within_reach(tx, by, content.goal_id).await?;
            if !goal.is_open() {
                return Err(GoalLinkError::GoalClosed);
            }
            let link = GoalLink::tied(content, app.clock.now());
            store::insert(tx, &link).await?;
            note(tx, by, "tied", &link);
            Ok(link)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<EditGoalLinks>,
    id: GoalLinkId,
    expected: IfMatch,
    patch: &GoalLinkPatch,
) -> Result<GoalLink> {
    let told = &Told::changed(None);
    let rewrite = Rewrite {
        id,
        expected,
        patch,
        told,
    };
    app.db
        .tenant(by.scope(), async |tx| rewritten(tx, by, rewrite).await)
        .await
}

/// Writes what a link says from now on: what it ties stays, so there is nothing outside to look for.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditGoalLinks>,
    rewrite: Rewrite<'_, GoalLinkId, GoalLinkContent>,
) -> Result<GoalLink> {
    let link = held(tx, by, rewrite.id, rewrite.expected).await?;
    let content = rewrite.patch.over(&link.content)?;
    let link = link.rewritten(content)?;
    store::update(tx, &link).await?;
    let change = Change::rewritten(link.id, link.version, rewrite.told, &events::state(&link));
    journal::append(tx, change.by(by.person_id()));
    Ok(link)
}

pub async fn delete(app: &App, by: &Caller<EditGoalLinks>, id: GoalLinkId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let link = held(tx, by, id, expected).await?;
            store::delete(tx, id).await?;
            let gone = Change::of(id, link.version + 1, "deleted", &events::state(&link)).deleted();
            journal::append(tx, gone.by(by.person_id()));
            Ok(())
        })
        .await
}

async fn held(tx: &mut TenantTx, by: &Caller<EditGoalLinks>, id: GoalLinkId, expected: IfMatch) -> Result<GoalLink> {
    let link = store::lock(tx, id).await?.ok_or(GoalLinkError::NotFound)?;
    within_reach(tx, by, link.content.goal_id).await?;
    expected.holds_for(link.version)?;
    Ok(link)
}

/// A link belongs to the unit that answers for its goal.
async fn within_reach(tx: &mut TenantTx, by: &Caller<EditGoalLinks>, goal: GoalId) -> Result<Goal> {
    let goal = goal::store::find(tx, goal).await?.ok_or(GoalLinkError::UnknownGoal)?;
    by.reaches(tx, Some(goal.content.accountable_unit_id), None).await?;
    Ok(goal)
}

fn note(tx: &mut TenantTx, by: &Caller<EditGoalLinks>, event: &'static str, link: &GoalLink) {
    let change = Change::of(link.id, link.version, event, &events::state(link));
    journal::append(tx, change.by(by.person_id()));
}
