//! What can happen to a goal.

use platform::{
    attachments::go_with,
    auth::Caller,
    db::TenantTx,
    events::{Change, Reason, journal},
    http::{IfMatch, Once},
    ids::Identity as _,
    known::added,
    rewriting::{Rewrite, Told},
};

use super::{
    Goal, GoalError, GoalId, events,
    judgement::Judging,
    model::{GoalContent, GoalPatch, OfPolicy},
    store,
    tree::would_be_cycle,
};
use crate::{
    App, level,
    permissions::{CloseGoals, EditGoals, JudgeGoals},
    policy,
};

type Result<T> = std::result::Result<T, GoalError>;

pub async fn create(app: &App, by: &Caller<EditGoals>, once: Once, content: GoalContent) -> Result<Goal> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, Some(content.accountable_unit_id), None).await?;
            let mut goal = Goal::set(content, app.clock.now());
            settle(tx, &mut goal.content, None).await?;
            store::insert(tx, &goal).await?;
            note(tx, by.person_id(), "created", &goal, None);
            Ok(goal)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<EditGoals>,
    id: GoalId,
    expected: IfMatch,
    patch: &GoalPatch,
) -> Result<Goal> {
    let read = app
        .db
        .tenant(by.scope(), async |tx| store::find(tx, id).await)
        .await?
        .ok_or(GoalError::NotFound)?;
    let links = patch.over(&read.content)?.links();
    app.db
        .check_links(by.scope(), &added(&read.content.links(), links))
        .await?;
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

/// Writes what a goal says from now on. Links outside were checked before, but for those that come back.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditGoals>,
    rewrite: Rewrite<'_, GoalId, GoalContent>,
) -> Result<Goal> {
    store::hold_tree(tx).await?;
    let goal = held(tx, by, rewrite.id, rewrite.expected).await?;
    let before = goal.content.clone();
    let mut goal = goal.rewritten(rewrite.patch.over(&before)?)?;
    by.reaches(tx, Some(goal.content.accountable_unit_id), None).await?;
    rewrite.look_again(tx, &before.links(), goal.content.links()).await?;
    settle(tx, &mut goal.content, Some((rewrite.id, &before))).await?;
    store::update(tx, &goal).await?;
    let change = Change::rewritten(goal.id, goal.version, rewrite.told, &events::state(&goal));
    journal::append(tx, change.by(by.person_id()));
    Ok(goal)
}

pub async fn close(app: &App, by: &Caller<CloseGoals>, id: GoalId, expected: IfMatch, reason: Reason) -> Result<Goal> {
    app.db
        .tenant(by.scope(), async |tx| {
            let goal = held(tx, by, id, expected).await?;
            let today = app.clock.today_of(tx).await?;
            let goal = goal.closed(today, reason.clone())?;
            store::update(tx, &goal).await?;
            note(tx, by.person_id(), "closed", &goal, reason);
            Ok(goal)
        })
        .await
}

pub async fn reopen(app: &App, by: &Caller<CloseGoals>, id: GoalId, expected: IfMatch) -> Result<Goal> {
    app.db
        .tenant(by.scope(), async |tx| {
            let goal = held(tx, by, id, expected).await?.reopened()?;
            store::update(tx, &goal).await?;
            note(tx, by.person_id(), "reopened", &goal, None);
            Ok(goal)
        })
        .await
}

pub async fn judge(
    app: &App,
    by: &Caller<JudgeGoals>,
    id: GoalId,
    expected: IfMatch,
    judging: &Judging,
) -> Result<Goal> {
    app.db
        .tenant(by.scope(), async |tx| {
            let goal = held(tx, by, id, expected).await?;
            let goal = goal.judged(judging, by.person_id(), app.clock.now())?;
            store::update(tx, &goal).await?;
            note(
                tx,
                by.person_id(),
                "judged",
                &goal,
                Some(judging.reasons.trim().to_owned()),
            );
            Ok(goal)
        })
        .await
}

/// Takes a goal away that nothing hangs on. What had a life is closed instead.
pub async fn delete(app: &App, by: &Caller<EditGoals>, id: GoalId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let goal = held(tx, by, id, expected).await?;
            if store::is_used(tx, id).await? {
                return Err(GoalError::InUse);
            }
            go_with(tx, (GoalId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let gone = Change::of(id, goal.version + 1, "deleted", &events::state(&goal)).deleted();
            journal::append(tx, gone.by(by.person_id()));
            Ok(())
        })
        .await
}

async fn held<P: platform::auth::Permission>(
    tx: &mut TenantTx,
    by: &Caller<P>,
    id: GoalId,
    expected: IfMatch,
) -> Result<Goal> {
    let goal = store::lock(tx, id).await?.ok_or(GoalError::NotFound)?;
    by.reaches(tx, Some(goal.content.accountable_unit_id), None).await?;
    expected.holds_for(goal.version)?;
    Ok(goal)
}

/// Checks what the goal says about things of this service, where that is new, and settles which edition it means.
async fn settle(tx: &mut TenantTx, content: &mut GoalContent, before: Option<(GoalId, &GoalContent)>) -> Result<()> {
    let was = before.map(|(_, b)| b);
    if was.is_none_or(|b| b.level != content.level) && !level::store::current(tx).await?.names(&content.level) {
        return Err(GoalError::UnknownLevel(content.level.clone()));
    }
    if let Some(parent_id) = content
        .parent_id
        .filter(|p| was.is_none_or(|b| b.parent_id != Some(*p)))
    {
        let parent = store::find(tx, parent_id).await?.ok_or(GoalError::UnknownParent)?;
        if let Some((id, _)) = before
            && would_be_cycle(&store::parents(tx).await?, id, parent_id)
        {
            return Err(GoalError::Cycle);
        }
        if !parent.is_open() {
            return Err(GoalError::ParentClosed);
        }
    }
    if let Some(policy) = content.policy.filter(|p| was.is_none_or(|b| b.policy != Some(*p))) {
        let edition = policy::store::edition_number(tx, policy.id, policy.edition).await?;
        let edition = edition.ok_or(GoalError::UnknownEdition)?;
        content.policy = Some(OfPolicy {
            id: policy.id,
            edition: Some(edition),
        });
    }
    Ok(())
}

fn note(tx: &mut TenantTx, by: uuid::Uuid, event: &'static str, goal: &Goal, reason: Reason) {
    let change = Change::of(goal.id, goal.version, event, &events::state(goal));
    journal::append(tx, change.by(by).because(reason));
}
