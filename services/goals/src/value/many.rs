//! Many values at once, from a grid or a table: each row is judged for itself, and those that are kept are one batch.

use std::collections::{HashMap, HashSet};

use platform::{
    auth::{Caller, OutOfReach},
    db::TenantTx,
    http::{Faults, Problem},
    known::{self, UNIT},
};
use uuid::Uuid;

use super::{
    ValueError,
    commands::{carried_over, note, reach},
    grid::{Step, faults_of},
    model::ValueContent,
    store,
};
use crate::{
    App,
    indicator::{self, Indicator},
    permissions::EnterValues,
};

type Result<T> = std::result::Result<T, ValueError>;

/// What a row does, with its indicator, or everything that is wrong with it.
pub type Judged = std::result::Result<(Step, Indicator), Faults>;

/// Judges rows that could be read; those that could not are handed through. No two may speak of one place in one period.
pub async fn judge(
    app: &App,
    tx: &mut TenantTx,
    by: &Caller<EnterValues>,
    rows: Vec<std::result::Result<ValueContent, Faults>>,
) -> Result<Vec<Judged>> {
    let contents: Vec<&ValueContent> = rows.iter().flatten().collect();
    let indicators = indicator::store::hold_all(tx, contents.iter().map(|c| c.indicator_id).collect()).await?;
    let mut there = store::lock_at(tx, &contents).await?;
    let units: Vec<Uuid> = contents.iter().filter_map(|c| c.unit_id).collect();
    let units = known::find(tx, UNIT, &units).await?;
    let units: HashSet<Uuid> = units.iter().filter(|unit| !unit.gone).map(|unit| unit.id).collect();
    let mut reached: HashMap<Uuid, bool> = HashMap::new();
    let mut judged = Vec::with_capacity(rows.len());
    for row in rows {
        let content = match row {
            Ok(content) => content,
            Err(faults) => {
                judged.push(Err(faults));
                continue;
            }
        };
        let Some(indicator) = indicators.get(&content.indicator_id) else {
            let unknown = Problem::from(ValueError::UnknownIndicator);
            let mut told = Faults::default();
            told.extend(unknown.field_faults().iter().cloned());
            judged.push(Err(told));
            continue;
        };
        let mut told = Faults::default();
        let known = content.unit_id.is_none_or(|id| units.contains(&id));
        told.unless(
            known,
            "/unit_id",
            "unknown_unit",
            "There is no such unit in your organisation.",
        );
        let unit = content.unit_id.unwrap_or(indicator.content.owner_unit_id);
        let within = match reached.get(&unit) {
            Some(within) => *within,
            None => reaches(tx, by, &content, indicator).await?,
        };
        reached.insert(unit, within);
        told.unless(
            within,
            "/unit_id",
            "beyond_reach",
            "This lies beyond what your role reaches.",
        );
        let place = (content.indicator_id, content.period, content.place());
        let step = match carried_over(tx, content).await {
            Ok(content) => Step::of(there.remove(&place), content, &indicator.content, app.clock.now()),
            Err(fault) => Err(fault),
        };
        judged.push(match step {
            Ok(step) => told.none_or((step, indicator.clone())),
            Err(fault) => {
                told.extend(faults_of(fault, indicator.content.kind)?);
                Err(told)
            }
        });
    }
    Ok(judged)
}

async fn reaches(tx: &mut TenantTx, by: &Caller<EnterValues>, content: &ValueContent, of: &Indicator) -> Result<bool> {
    match reach(tx, by, content, of).await {
        Ok(()) => Ok(true),
        Err(ValueError::OutOfReach(OutOfReach::Beyond)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Keeps all of them, with one batch in the journal.
pub async fn keep(tx: &mut TenantTx, by: &Caller<EnterValues>, steps: &[(Step, Indicator)]) -> Result<()> {
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
