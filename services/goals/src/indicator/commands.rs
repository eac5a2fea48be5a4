//! What can happen to an indicator.

use platform::{
    auth::Caller,
    db::TenantTx,
    events::{Change, journal},
    http::{IfMatch, Once},
    known::added,
    rewriting::{Rewrite, Told},
};

use super::{
    Indicator, IndicatorError, IndicatorId, events,
    model::{IndicatorContent, IndicatorPatch},
    store,
};
use crate::{
    App,
    goal::{self, GoalId},
    permissions::EditIndicators,
};

type Result<T> = std::result::Result<T, IndicatorError>;

pub async fn create(
    app: &App,
    by: &Caller<EditIndicators>,
    once: Once,
    content: IndicatorContent,
) -> Result<Indicator> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, Some(content.owner_unit_id), None).await?;
            let indicator = Indicator::defined(content, app.clock.now())?;
            check_goals(tx, &indicator.content.goal_ids, &[]).await?;
            store::insert(tx, &indicator).await?;
            note(tx, by, "defined", &indicator);
            Ok(indicator)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<EditIndicators>,
    id: IndicatorId,
    expected: IfMatch,
    patch: &IndicatorPatch,
) -> Result<Indicator> {
    let read = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    let read = read.ok_or(IndicatorError::NotFound)?;
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

/// Writes what an indicator says from now on. Links outside were checked before, but for those that come back.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditIndicators>,
    rewrite: Rewrite<'_, IndicatorId, IndicatorContent>,
) -> Result<Indicator> {
    let before = held(tx, by, rewrite.id, rewrite.expected).await?;
    let (goals, links) = (before.content.goal_ids.clone(), before.content.links());
    let content = rewrite.patch.over(&before.content)?;
    let indicator = before.rewritten(content, store::has_values(tx, rewrite.id).await?)?;
    by.reaches(tx, Some(indicator.content.owner_unit_id), None).await?;
    rewrite.look_again(tx, &links, indicator.content.links()).await?;
    check_goals(tx, &indicator.content.goal_ids, &goals).await?;
    store::update(tx, &indicator).await?;
    let state = events::state(&indicator);
    let change = Change::rewritten(indicator.id, indicator.version, rewrite.told, &state);
    journal::append(tx, change.by(by.person_id()));
    Ok(indicator)
}

/// Takes an indicator away that never had a value.
pub async fn delete(app: &App, by: &Caller<EditIndicators>, id: IndicatorId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let indicator = held(tx, by, id, expected).await?;
            if store::has_values(tx, id).await? {
                return Err(IndicatorError::InUse);
            }
            store::delete(tx, id).await?;
            let gone = Change::of(id, indicator.version + 1, "deleted", &events::state(&indicator));
            journal::append(tx, gone.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

async fn held(tx: &mut TenantTx, by: &Caller<EditIndicators>, id: IndicatorId, expected: IfMatch) -> Result<Indicator> {
    let indicator = store::lock(tx, id).await?.ok_or(IndicatorError::NotFound)?;
    by.reaches(tx, Some(indicator.content.owner_unit_id), None).await?;
    expected.holds_for(indicator.version)?;
    Ok(indicator)
}

/// Goals that the indicator is newly tied to are there and open.
async fn check_goals(tx: &mut TenantTx, goals: &[GoalId], before: &[GoalId]) -> Result<()> {
    let there = goal::store::open_ones(tx, goals).await?;
    for (n, id) in goals.iter().enumerate().filter(|(_, id)| !before.contains(id)) {
        match there.get(id) {
            None => return Err(IndicatorError::UnknownGoal(n)),
            Some(false) => return Err(IndicatorError::GoalClosed(n)),
            Some(true) => {}
        }
    }
    Ok(())
}

fn note(tx: &mut TenantTx, by: &Caller<EditIndicators>, event: &'static str, indicator: &Indicator) {
    let change = Change::of(indicator.id, indicator.version, event, &events::state(indicator));
    journal::append(tx, change.by(by.person_id()));
}
