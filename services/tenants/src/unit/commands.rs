//! What can happen to a unit.

use jiff::civil::Date;
use platform::{
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, append},
    http::IfMatch,
    values::Text,
};

use super::{
    events,
    model::{Edits, NewUnit, Unit, UnitError, UnitId},
    store,
};
use crate::{App, membership, permissions::EditUnits};

type Result<T> = std::result::Result<T, UnitError>;

fn tell(tx: &mut TenantTx, unit: &Unit, event: &'static str, by: &Caller<EditUnits>) {
    append(
        tx,
        Change::new("unit", unit.id, unit.version, event, &events::state(unit)).by(by.person_id()),
    );
}

pub async fn create(app: &App, by: &Caller<EditUnits>, new: NewUnit, once: Once) -> Result<Unit> {
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            if let Some(parent_id) = new.parent_id {
                // Locked: it must not be deleted meanwhile.
                store::lock(tx, parent_id).await?.ok_or(UnitError::NoSuchParent)?;
            }
            let unit = new.clone().at(app.clock.now())?;
            store::insert(tx, &unit).await?;
            tell(tx, &unit, "created", by);
            Ok(unit)
        })
        .await
}

pub async fn edit(app: &App, by: &Caller<EditUnits>, id: UnitId, edits: Edits, expected: IfMatch) -> Result<Unit> {
    app.db
        .tenant(by.scope(), async |tx| {
            store::lock_tree(tx).await?;
            let before = store::lock(tx, id).await?.ok_or(UnitError::NotFound)?;
            expected.holds_for(before.version)?;
            let parent_before = before.parent_id;
            let unit = before.edit(edits)?;
            if let Some(parent_id) = unit.parent_id.filter(|parent| Some(*parent) != parent_before) {
                store::find(tx, parent_id).await?.ok_or(UnitError::NoSuchParent)?;
                if store::lies_within(tx, parent_id, id).await? {
                    return Err(UnitError::Cycle);
                }
            }
            store::update(tx, &unit).await?;
            tell(tx, &unit, "edited", by);
            Ok(unit)
        })
        .await
}

/// From a day on the unit has another name; reports on earlier days keep the old one.
pub async fn rename(
    app: &App,
    by: &Caller<EditUnits>,
    id: UnitId,
    (name, from): (Text, Date),
    expected: IfMatch,
) -> Result<Unit> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::lock(tx, id).await?.ok_or(UnitError::NotFound)?;
            expected.holds_for(before.version)?;
            let unit = before.rename(name, from)?;
            store::update(tx, &unit).await?;
            tell(tx, &unit, "renamed", by);
            Ok(unit)
        })
        .await
}

/// The unit goes up in another; what lies below it lies below the other from then on.
pub async fn merge(
    app: &App,
    by: &Caller<EditUnits>,
    id: UnitId,
    (into, on): (UnitId, Date),
    expected: IfMatch,
) -> Result<Unit> {
    app.db
        .tenant(by.scope(), async |tx| {
            store::lock_tree(tx).await?;
            let before = store::lock(tx, id).await?.ok_or(UnitError::NotFound)?;
            expected.holds_for(before.version)?;
            let successor = store::find(tx, into).await?.ok_or(UnitError::NoSuchSuccessor)?;
            if store::lies_within(tx, into, id).await? {
                return Err(UnitError::OwnBranch);
            }
            let unit = before.merge(&successor, on)?;
            store::update(tx, &unit).await?;
            tell(tx, &unit, "merged", by);
            for child in store::lock_children(tx, id).await? {
                let child = child.under(into);
                store::update(tx, &child).await?;
                tell(tx, &child, "moved", by);
            }
            Ok(unit)
        })
        .await
}

/// Takes back a unit that was made by mistake. One that was at work is ended or merged instead.
pub async fn delete(app: &App, by: &Caller<EditUnits>, id: UnitId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            store::lock_tree(tx).await?;
            let before = store::lock(tx, id).await?.ok_or(UnitError::NotFound)?;
            expected.holds_for(before.version)?;
            if store::is_needed(tx, id).await? {
                return Err(UnitError::HasChildren);
            }
            if membership::store::hold_unit(tx, id.0).await? {
                return Err(UnitError::InUse);
            }
            store::delete(tx, id).await?;
            let change = Change::new("unit", id, before.version + 1, "deleted", &events::state(&before));
            append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}
