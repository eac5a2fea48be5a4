//! What can happen to a value.

use platform::{
    auth::Caller,
    db::TenantTx,
    events::{Change, Reason, journal},
    http::{Faults, IfMatch, Once, Problem},
    known::{Unknown, added},
};

use super::{
    Value, ValueError, ValueId,
    correction::Correction,
    events,
    grid::{self, Grid, Gridded, Step},
    many::{self, Judged},
    model::{Status, ValueContent, ValuePatch},
    store,
};
use crate::{
    App,
    indicator::{self, Indicator, IndicatorId},
    permissions::EnterValues,
};

type Result<T> = std::result::Result<T, ValueError>;

pub async fn enter(app: &App, by: &Caller<EnterValues>, once: Once, content: ValueContent) -> Result<Value> {
    app.db.check_links(by.scope(), &content.links()).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            let indicator = held(tx, content.indicator_id).await?;
            reach(tx, by, &content, &indicator).await?;
            let content = carried_over(tx, content).await?;
            let value = Value::entered(content, &indicator.content, app.clock.now())?;
            store::insert(tx, &value).await?;
            note(tx, by, "entered", (&value, &indicator), None);
            Ok(value)
        })
        .await
}

/// Enters what was typed into a grid. One fault in one row keeps all of them out; a dry run keeps nothing in any case.
pub async fn enter_all(app: &App, by: &Caller<EnterValues>, once: Once, grid: &Grid) -> Result<Gridded> {
    let rows: Vec<_> = grid.values.iter().map(grid::GridRow::read).collect();
    let repeated = grid::repeated(&rows);
    let links: Vec<_> = rows.iter().flatten().flat_map(ValueContent::links).collect();
    // Waits for units that are on their way; those that never come are told row by row.
    if let Err(Unknown::Db(cause)) = app.db.check_links(by.scope(), &links).await {
        return Err(cause.into());
    }
    let work = async |tx: &mut TenantTx| {
        let judged = many::judge(app, tx, by, rows).await?;
        let steps = all_or_none(judged, repeated)?;
        let items = steps.iter().map(|(step, _)| step.told(grid.dry_run)).collect();
        if !grid.dry_run {
            many::keep(tx, by, &steps).await?;
        }
        Ok(Gridded {
            dry_run: grid.dry_run,
            items,
        })
    };
    app.db.once(by.scope(), &by.once(once), work).await
}

/// What each row does, or everything that is wrong with any of them.
fn all_or_none(judged: Vec<Judged>, repeated: Faults) -> Result<Vec<(Step, Indicator)>> {
    let (mut steps, mut faults) = (Vec::new(), repeated);
    for (n, judged) in judged.into_iter().enumerate() {
        match judged {
            Ok(step) => steps.push(step),
            Err(told) => faults.extend(told.within(&grid::place(n))),
        }
    }
    Ok(faults.none_or(steps).map_err(Problem::from)?)
}

pub async fn change(
    app: &App,
    by: &Caller<EnterValues>,
    id: ValueId,
    expected: IfMatch,
    patch: &ValuePatch,
) -> Result<Value> {
    let read = app
        .db
        .tenant(by.scope(), async |tx| store::find(tx, id).await)
        .await?
        .ok_or(ValueError::NotFound)?;
    let links = patch.over(&read.content)?.links();
    app.db
        .check_links(by.scope(), &added(&read.content.links(), links))
        .await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let (value, indicator) = both(tx, by, id, expected).await?;
            let content = patch.over(&value.content)?;
            reach(tx, by, &content, &indicator).await?;
            let value = value.revised(content, &indicator.content, app.clock.now())?;
            store::update(tx, &value).await?;
            note(tx, by, "changed", (&value, &indicator), None);
            Ok(value)
        })
        .await
}

pub async fn correct(
    app: &App,
    by: &Caller<EnterValues>,
    id: ValueId,
    expected: IfMatch,
    correction: Correction,
) -> Result<Value> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (value, indicator) = both(tx, by, id, expected).await?;
            let reason = Some(correction.reason.clone());
            let value = value.corrected(correction, &indicator.content, app.clock.now())?;
            store::update(tx, &value).await?;
            note(tx, by, "corrected", (&value, &indicator), reason);
            Ok(value)
        })
        .await
}

/// Takes a preliminary value away. A final one stays, and is corrected.
pub async fn delete(app: &App, by: &Caller<EnterValues>, id: ValueId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let (value, indicator) = both(tx, by, id, expected).await?;
            if value.status != Status::Preliminary {
                return Err(ValueError::Final);
            }
            store::delete(tx, id).await?;
            let state = events::state(&value, indicator.content.kind);
            let gone = Change::of(id, value.version + 1, "deleted", &state).deleted();
            journal::append(tx, gone.by(by.person_id()));
            Ok(())
        })
        .await
}

async fn held(tx: &mut TenantTx, id: IndicatorId) -> Result<Indicator> {
    indicator::store::hold(tx, id)
        .await?
        .ok_or(ValueError::UnknownIndicator)
}

async fn both(
    tx: &mut TenantTx,
    by: &Caller<EnterValues>,
    id: ValueId,
    expected: IfMatch,
) -> Result<(Value, Indicator)> {
    let value = store::lock(tx, id).await?.ok_or(ValueError::NotFound)?;
    let indicator = held(tx, value.content.indicator_id).await?;
    reach(tx, by, &value.content, &indicator).await?;
    expected.holds_for(value.version)?;
    Ok((value, indicator))
}

/// A value of a unit is that unit's; one of the whole organisation belongs to the unit that owns the indicator.
pub(super) async fn reach(
    tx: &mut TenantTx,
    by: &Caller<EnterValues>,
    content: &ValueContent,
    of: &Indicator,
) -> Result<()> {
    let unit = content.unit_id.unwrap_or(of.content.owner_unit_id);
    Ok(by.reaches(tx, Some(unit), None).await?)
}

/// "No change": what stood at this place the last time.
pub(super) async fn carried_over(tx: &mut TenantTx, content: ValueContent) -> Result<ValueContent> {
    if !content.no_change || !content.measured().is_nothing() {
        return Ok(content);
    }
    let before = store::latest_before(tx, &content)
        .await?
        .ok_or(ValueError::NothingBefore)?;
    Ok(content.with(before.content.measured()))
}

pub(super) fn note(
    tx: &mut TenantTx,
    by: &Caller<EnterValues>,
    event: &'static str,
    (value, indicator): (&Value, &Indicator),
    reason: Reason,
) {
    let state = events::state(value, indicator.content.kind);
    let change = Change::of(value.id, value.version, event, &state);
    journal::append(tx, change.by(by.person_id()).because(reason));
}
