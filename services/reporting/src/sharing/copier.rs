//! Carrying what is given by name from owners to viewers.

use std::time::Duration;

use platform::{
    clock::Clock,
    db::{Db, DbResult, Purpose, SystemTx},
    jobs,
    lifecycle::Lifecycle,
};
use uuid::Uuid;

use super::{rows::Ready, store};
use crate::{
    agreement::{self, Agreement, Dataset},
    rebuild,
};

/// How often notes are looked for. A look at nothing costs one query of two empty tables.
const LOOK: Duration = Duration::from_millis(200);
/// How often agreements are looked at that begin or end by the calendar.
const CALENDAR: Duration = Duration::from_mins(1);
/// Things of one transaction.
const SOME: i64 = 200;

/// Copies what is given by name.
#[derive(Clone)]
pub struct Copier {
    pub db: Db,
    pub clock: Clock,
}

impl Copier {
    pub fn run(self, life: &Lifecycle) {
        let calendar = self.clone();
        jobs::every(life, "named sharing", LOOK, move || {
            let copier = self.clone();
            async move { Ok(copier.work().await?) }
        });
        jobs::every(life, "agreements by the calendar", CALENDAR, move || {
            let copier = calendar.clone();
            async move { Ok(copier.turn_the_page().await?) }
        });
    }

    /// Everything that waits. Several processes may do this at once.
    pub async fn work(&self) -> DbResult<()> {
        while self.some_changes().await? || self.some_of_a_filling().await? {}
        Ok(())
    }

    /// Some changed things of one owner. Whether there were any.
    async fn some_changes(&self) -> DbResult<bool> {
        self.db
            .system(Purpose::Sharing, async |tx| {
                let Some((owner, dataset, ids)) = store::claim_changes(tx, SOME).await? else {
                    return Ok(false);
                };
                let agreements = agreement::store::hold_named_of_owner(tx, owner, dataset).await?;
                // Read after the agreements are held: whoever copies next reads what is newer.
                let things = things(tx, owner, dataset, &ids).await?;
                for agreement in agreements {
                    let given = if self.gives(&agreement) { things.as_slice() } else { &[] };
                    tx.enter(agreement.viewer_id).await?;
                    store::replace(tx, &agreement, &ids, given).await?;
                }
                tx.enter(owner).await?;
                store::settle_changes(tx, owner, dataset, &ids).await?;
                Ok(true)
            })
            .await
    }

    /// Some things of an agreement that is being filled or emptied. Whether there was one.
    async fn some_of_a_filling(&self) -> DbResult<bool> {
        self.db
            .system(Purpose::Sharing, async |tx| {
                let Some(filling) = store::claim_fill(tx).await? else {
                    return Ok(false);
                };
                let held = agreement::store::hold_of_owner(tx, filling.owner_id, filling.agreement_id).await?;
                let Some(agreement) = held else {
                    store::end_fill(tx, filling.owner_id, filling.agreement_id).await?;
                    return Ok(true);
                };
                let gives = self.gives(&agreement);
                let next = if gives {
                    fill(tx, &agreement, filling.after).await?
                } else {
                    empty(tx, &agreement).await?
                };
                if let Some(after) = next {
                    store::go_on(tx, agreement.owner_id, agreement.id, after).await?;
                } else {
                    agreement::store::note_copied(tx, agreement.owner_id, agreement.id, gives).await?;
                    store::end_fill(tx, agreement.owner_id, agreement.id).await?;
                }
                Ok(true)
            })
            .await
    }

    /// Agreements that began or ended without anybody doing anything.
    pub async fn turn_the_page(&self) -> DbResult<()> {
        let today = agreement::today(&self.clock);
        self.db
            .system(Purpose::Sharing, async |tx| {
                for (owner, agreement) in agreement::store::turned(tx, today, SOME).await? {
                    tx.enter(owner).await?;
                    store::begin_fill_of(tx, owner, agreement).await?;
                }
                Ok(())
            })
            .await
    }

    fn gives(&self, agreement: &Agreement) -> bool {
        agreement.is_in_force(agreement::today(&self.clock))
    }
}

/// Things as they stand at their owner.
async fn things(tx: &mut SystemTx, owner: Uuid, dataset: Dataset, ids: &[Uuid]) -> DbResult<Vec<Ready>> {
    tx.enter(owner).await?;
    let generation = rebuild::serving(tx).await?;
    store::ready(tx, owner, generation, dataset, ids).await
}

/// Copies the next things, and takes away what lies between them. Where to go on, if there is more.
async fn fill(tx: &mut SystemTx, agreement: &Agreement, after: Option<Uuid>) -> DbResult<Option<Option<Uuid>>> {
    tx.enter(agreement.owner_id).await?;
    let generation = rebuild::serving(tx).await?;
    let ids = store::ids_after(tx, agreement.owner_id, generation, agreement.dataset, after, SOME).await?;
    let last = ids
        .last()
        .copied()
        .filter(|_| i64::try_from(ids.len()).unwrap_or(SOME) == SOME);
    let things = store::ready(tx, agreement.owner_id, generation, agreement.dataset, &ids).await?;
    tx.enter(agreement.viewer_id).await?;
    store::clear_between(tx, agreement, after, last, &ids).await?;
    store::replace(tx, agreement, &ids, &things).await?;
    tx.enter(agreement.owner_id).await?;
    Ok(last.map(Some))
}

/// Takes some things away. Where to go on, if there is more.
async fn empty(tx: &mut SystemTx, agreement: &Agreement) -> DbResult<Option<Option<Uuid>>> {
    tx.enter(agreement.viewer_id).await?;
    let gone = store::take_away(tx, agreement, SOME).await?;
    tx.enter(agreement.owner_id).await?;
    Ok((i64::try_from(gone).unwrap_or(SOME) == SOME).then_some(None))
}
