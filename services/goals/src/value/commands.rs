//! What can happen to a value.

use std::collections::HashMap;

use platform::{
    auth::{Caller, OutOfReach},
    db::TenantTx,
    events::{Change, Reason, journal},
    http::{Faults, IfMatch, Once, Problem},
    known::{self, UNIT, Unknown, added},
};

use super::{
    Value, ValueError, ValueId,
    correction::Correction,
    events,
    grid::{self, Grid, Gridded, Step},
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
    let (mut rows, mut faults) = (Vec::new(), Faults::default());
    for (n, row) in grid.values.iter().enumerate() {
        let read = row.read();
        rows.push(read.map_err(|told| faults.extend(told.within(&grid::place(n)))).ok());
    }
    faults.extend(grid::repeated(&rows));
    let links: Vec<_> = rows.iter().flatten().flat_map(ValueContent::links).collect();
    // Waits for units that are on their way; those that never come are told row by row.
    if let Err(Unknown::Db(cause)) = app.db.check_links(by.scope(), &links).await {
        return Err(cause.into());
    }
    let work = async |tx: &mut TenantTx| {
        let steps = steps(app, tx, by, rows, faults).await?;
        let items = steps.iter().map(|(step, _)| step.told(grid.dry_run)).collect();
        if !grid.dry_run {
            keep_all(tx, by, &steps).await?;
        }
        Ok(Gridded {
            dry_run: grid.dry_run,
            items,
        })
    };
    app.db.once(by.scope(), &by.once(once), work).await
}

/// What each row does, or everything that is wrong with any of them.
async fn steps(
    app: &App,
    tx: &mut TenantTx,
    by: &Caller<EnterValues>,
    rows: Vec<Option<ValueContent>>,
    mut faults: Faults,
) -> Result<Vec<(Step, Indicator)>> {
    let contents: Vec<&ValueContent> = rows.iter().flatten().collect();
    let indicators = indicator::store::hold_all(tx, contents.iter().map(|c| c.indicator_id).collect()).await?;
    let mut there = store::lock_at(tx, &contents).await?;
    let units: Vec<_> = contents.iter().filter_map(|c| c.unit_id).collect();
    let units = known::find(tx, UNIT, &units).await?;
    let mut reached: HashMap<_, bool> = HashMap::new();
    let mut steps = Vec::new();
    for (n, content) in rows.into_iter().enumerate() {
        let Some(content) = content else { continue };
        let mut told = Faults::default();
        let Some(indicator) = indicators.get(&content.indicator_id) else {
            let unknown = Problem::from(ValueError::UnknownIndicator);
            told.extend(unknown.field_faults().iter().cloned());
            faults.extend(told.within(&grid::place(n)));
            continue;
        };
        if content
            .unit_id
            .is_some_and(|id| !units.iter().any(|u| u.id == id && !u.gone))
        {
            told.add(
                "/unit_id",
                "unknown_unit",
                "There is no such unit in your organisation.",
            );
        }
        let unit = content.unit_id.unwrap_or(indicator.content.owner_unit_id);
        let within = match reached.get(&unit) {
            Some(within) => *within,
            None => reaches(tx, by, &content, indicator).await?,
        };
        reached.insert(unit, within);
        if !within {
            told.add("/unit_id", "beyond_reach", "This lies beyond what your role reaches.");
        }
        let place = (content.indicator_id, content.period, content.place());
        let content = match carried_over(tx, content).await {
            Ok(content) => content,
            Err(fault) => {
                told.extend(grid::faults_of(fault, indicator.content.kind)?);
                faults.extend(told.within(&grid::place(n)));
                continue;
            }
        };
        match Step::of(there.remove(&place), content, &indicator.content, app.clock.now()) {
            Ok(step) => steps.push((step, indicator.clone())),
            Err(fault) => told.extend(grid::faults_of(fault, indicator.content.kind)?),
        }
        faults.extend(told.within(&grid::place(n)));
    }
    Ok(faults.none_or(steps).map_err(Problem::from)?)
}

async fn reaches(tx: &mut TenantTx, by: &Caller<EnterValues>, content: &ValueContent, of: &Indicator) -> Result<bool> {
    match reach(tx, by, content, of).await {
        Ok(()) => Ok(true),
        Err(ValueError::OutOfReach(OutOfReach::Beyond)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Keeps all of them, with one batch in the journal.
async fn keep_all(tx: &mut TenantTx, by: &Caller<EnterValues>, steps: &[(Step, Indicator)]) -> Result<()> {
    let new = steps.iter().filter_map(|(step, _)| match step {
        Step::Enter(value) => Some(value),
        Step::Change(_) | Step::Leave(_) => None,
    });
    store::insert_all(tx, new).await?;
    for (step, indicator) in steps {
        match step {
            Step::Enter(value) => note(tx, by, "entered", (value, indicator), None),
            Step::Change(value) => {
                store::update(tx, value).await?;
                note(tx, by, "changed", (value, indicator), None);
            }
            Step::Leave(_) => {}
        }
    }
    Ok(())
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
async fn reach(tx: &mut TenantTx, by: &Caller<EnterValues>, content: &ValueContent, of: &Indicator) -> Result<()> {
    let unit = content.unit_id.unwrap_or(of.content.owner_unit_id);
    Ok(by.reaches(tx, Some(unit), None).await?)
}

/// "No change": what stood at this place the last time.
async fn carried_over(tx: &mut TenantTx, content: ValueContent) -> Result<ValueContent> {
    if !content.no_change || !content.measured().is_nothing() {
        return Ok(content);
    }
    let before = store::latest_before(tx, &content)
        .await?
        .ok_or(ValueError::NothingBefore)?;
    Ok(content.with(before.content.measured()))
}

fn note(
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
