//! Revoking, and knowing when nobody goes by what held before.

use std::time::Duration;

use diesel::pg::Pg;
use diesel_async::AsyncConnectionCore;
use jiff::{SignedDuration, Timestamp};
use platform::{
    auth::{Instance, LEASE, Revocation, Revoked, What},
    db::{DbResult, Purpose, SystemTx},
};
use tokio::time::{Instant, sleep, sleep_until};
use tracing::warn;
use uuid::Uuid;

use super::store;
use crate::App;

/// How long it is remembered that a session was ended: longer than anything is done in its name. A token lives five minutes,
/// and an export that waits is written for a day.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(25);

/// How long it takes the database at most to note a renewal that was sent before: a lease counts from the sending.
const ON_ITS_WAY: Duration = Duration::from_millis(100);

/// Refuses the access tokens that call a session by this name. `App::refuse` it after the commit.
pub async fn revoke_session(tx: &mut SystemTx, access_id: Uuid, now: Timestamp) -> DbResult<Revocation> {
    let revocation = Revocation {
        what: What::Session,
        id: access_id,
        until: now + REMEMBERED,
    };
    store::insert(tx, revocation, now).await?;
    Ok(revocation)
}

/// Refuses an API key by the name that tokens call it. `App::refuse` it after the commit.
pub async fn revoke_key(tx: &mut SystemTx, access_id: Uuid, now: Timestamp) -> DbResult<Revocation> {
    let revocation = Revocation {
        what: What::Key,
        id: access_id,
        until: now + REMEMBERED,
    };
    store::insert(tx, revocation, now).await?;
    Ok(revocation)
}

/// Takes a grant back: from the answer on, no service reads along this sharing agreement. `App::refuse` it after the
/// commit. `until` is how long services refuse it even if the event that says so has not come; after that they go by
/// the agreement's own state.
pub async fn revoke_grant<Tx>(tx: &mut Tx, agreement_id: Uuid, now: Timestamp, until: Timestamp) -> DbResult<Revocation>
where
    Tx: AsyncConnectionCore<Backend = Pg> + Send,
{
    let revocation = Revocation {
        what: What::Grant,
        id: agreement_id,
        until,
    };
    store::insert_grant(tx, revocation, now).await?;
    Ok(revocation)
}

/// Waits until every instance of every service knows what has just been committed, or may no longer go by what it knew.
/// An instance that cannot be reached has lost its lease by then: nobody is waited for longer than that.
pub async fn spread(app: &App) {
    let over = Instant::now() + LEASE + ON_ITS_WAY;
    if let Err(cause) = until_known(app, over).await {
        warn!("waiting a whole lease, because it cannot be seen who knows of a revocation: {cause}");
        sleep_until(over).await;
    }
}

async fn until_known(app: &App, over: Instant) -> DbResult<()> {
    let own = app.revocations.instance_id();
    let epoch = app
        .db
        .system(Purpose::SignIn, async |tx| store::next_epoch(tx).await)
        .await?;
    let mut pause = Duration::from_millis(5);
    while Instant::now() < over {
        let behind = app
            .db
            .system(Purpose::SignIn, async |tx| store::behind(tx, epoch, own).await)
            .await?;
        if behind == 0 {
            break;
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(40));
    }
    Ok(())
}

/// Tells an instance what was revoked since it last asked, and renews its lease. Whoever names no instance gets none.
pub async fn renew(app: &App, instance: Option<Instance>, after: i64) -> DbResult<Revoked> {
    let now = app.clock.now();
    app.db
        .system(Purpose::SignIn, async |tx| {
            // The epoch first, the rows after it: see `store::next_epoch`.
            let reached = match &instance {
                Some(instance) => store::renew(tx, instance).await?,
                None => store::epoch(tx).await?,
            };
            store::revoked_after(tx, after, reached, now).await
        })
        .await
}
