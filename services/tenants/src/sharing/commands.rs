//! What can happen to a sharing agreement. Each change writes both sides in one transaction, under a role that can do
//! little else.

use jiff::{SignedDuration, civil::Date};
use platform::{
    auth::Caller,
    db::{Purpose, SystemTx},
    events::{Change, append},
    http::{IfMatch, Once},
};
use uuid::Uuid;

use super::{
    Agreement, AgreementError, AgreementId, events,
    model::{NewAgreement, Party, Side, TermsPatch},
    store,
};
use crate::{
    App,
    organisation::directory::{self, Listed},
    permissions::ManageSharing,
    revocation,
};

/// How long services refuse a revoked agreement by its id: longer than its event may wait for one that is down.
const TOLD: SignedDuration = SignedDuration::from_hours(24 * 90);

type Result<T> = std::result::Result<T, AgreementError>;

/// Gives a dataset to another organisation.
pub async fn give(app: &App, by: &Caller<ManageSharing>, new: NewAgreement, once: Once) -> Result<Agreement> {
    app.db
        .once_for(Purpose::Sharing, by.scope(), &by.once(once), async |tx| {
            let (owner, today) = owner(app, tx, by.scope().tenant_id()).await?;
            let viewer = directory::find(tx, new.viewer_id).await?;
            let viewer = viewer.filter(|v| v.takes_part_on(app.clock.today(&v.time_zone)));
            let viewer = viewer.ok_or(AgreementError::NoSuchViewer)?;
            let agreement = new.between(owner.owner(), viewer.party(), today, app.clock.now())?;
            store::hold_subject(tx, &agreement).await?;
            if store::overlaps(tx, &agreement).await? {
                return Err(AgreementError::Overlaps);
            }
            for side in agreement.both_sides() {
                tx.enter(side.holder()).await?;
                store::insert(tx, &side).await?;
                tell(tx, by, "given", &side);
            }
            Ok(agreement)
        })
        .await
}

/// Changes the terms: the days, the decision behind them, the waiver. Names are taken as they are today.
pub async fn change_terms(
    app: &App,
    by: &Caller<ManageSharing>,
    id: AgreementId,
    expected: IfMatch,
    patch: &TermsPatch,
) -> Result<Agreement> {
    app.db
        .system(Purpose::Sharing, async |tx| {
            let before = held(tx, by, id, expected).await?;
            let (owner, today) = owner(app, tx, before.owner.id).await?;
            let after = before.clone().on_terms(patch.over(&before.terms)?, today)?;
            if after == before {
                return Ok(after);
            }
            if store::overlaps(tx, &after).await? {
                return Err(AgreementError::Overlaps);
            }
            let viewer = directory::find(tx, after.viewer.id).await?;
            let after = Agreement {
                owner: owner.party(),
                viewer: viewer.map_or(after.viewer, |v| v.party()),
                ..after
            };
            keep(tx, by, "terms_changed", &after).await?;
            Ok(after)
        })
        .await
}

/// The owner takes it back.
pub async fn revoke(
    app: &App,
    by: &Caller<ManageSharing>,
    id: AgreementId,
    expected: IfMatch,
    reason: String,
) -> Result<Agreement> {
    end(app, by, id, expected, (Side::Owner, "revoked", reason)).await
}

/// The viewer gives it up.
pub async fn renounce(
    app: &App,
    by: &Caller<ManageSharing>,
    id: AgreementId,
    expected: IfMatch,
    reason: String,
) -> Result<Agreement> {
    end(app, by, id, expected, (Side::Viewer, "renounced", reason)).await
}

/// Ends an agreement. It is answered when no service shows any more what it gave.
async fn end(
    app: &App,
    by: &Caller<ManageSharing>,
    id: AgreementId,
    expected: IfMatch,
    (side, event, reason): (Side, &'static str, String),
) -> Result<Agreement> {
    let now = app.clock.now();
    let (ended, revoked) = app
        .db
        .system(Purpose::Sharing, async |tx| {
            let before = held(tx, by, id, expected).await?;
            let ended = before.ended_by(side, reason, now)?;
            keep(tx, by, event, &ended).await?;
            let revoked = revocation::commands::revoke_grant(tx, id.0, now, now + TOLD).await?;
            Ok::<_, AgreementError>((ended, revoked))
        })
        .await?;
    app.refuse(&[revoked]).await;
    Ok(ended)
}

/// The caller's side of an agreement, with both rows and what it is about held until the transaction ends.
async fn held(tx: &mut SystemTx, by: &Caller<ManageSharing>, id: AgreementId, expected: IfMatch) -> Result<Agreement> {
    let own = by.scope().tenant_id();
    tx.enter(own).await?;
    let seen = store::find_entered(tx, own, id)
        .await?
        .ok_or(AgreementError::NotFound)?;
    store::hold_subject(tx, &seen).await?;
    for side in seen.both_sides() {
        tx.enter(side.holder()).await?;
        store::lock_entered(tx, side.holder(), id)
            .await?
            .ok_or(AgreementError::NotFound)?;
    }
    tx.enter(own).await?;
    let held = store::find_entered(tx, own, id)
        .await?
        .ok_or(AgreementError::NotFound)?;
    expected.holds_for(held.version)?;
    Ok(held)
}

/// Keeps what an agreement has become, on both sides. The caller stays in neither.
async fn keep(tx: &mut SystemTx, by: &Caller<ManageSharing>, event: &'static str, after: &Agreement) -> Result<()> {
    for side in after.both_sides() {
        tx.enter(side.holder()).await?;
        store::update(tx, &side).await?;
        tell(tx, by, event, &side);
    }
    Ok(())
}

/// A side's journal names the person who acted for it, and nobody of the other organisation.
fn tell(tx: &mut SystemTx, by: &Caller<ManageSharing>, event: &'static str, side: &Agreement) {
    let reason = side.revoked.as_ref().map(|r| r.reason.clone());
    let change = Change::of(side.id, side.version, event, &events::state(side)).because(reason);
    let own = side.holder() == by.scope().tenant_id();
    append(tx, if own { change.by(by.person_id()) } else { change });
}

/// The owner as the directory has it, and what day it is there.
async fn owner(app: &App, tx: &mut SystemTx, id: Uuid) -> Result<(Listed, Date)> {
    let owner = directory::find(tx, id).await?.ok_or(AgreementError::NotFound)?;
    let today = app.clock.today(&owner.time_zone);
    Ok((owner, today))
}

impl Listed {
    fn party(&self) -> Party {
        Party {
            id: self.id,
            name: self.name.clone(),
        }
    }

    fn owner(&self) -> super::model::Owner {
        super::model::Owner {
            party: self.party(),
            code: self.code.clone(),
            country: self.country,
        }
    }
}
