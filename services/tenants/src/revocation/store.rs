//! How revocations and leases are kept. Kind 3: the sign-in role alone; a grant's by way of a function.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, QueryableByName,
    dsl::{count_star, now as this_moment},
    pg::Pg,
    sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl as _};
use jiff::{SignedDuration, Timestamp};
use platform::{
    auth::{Instance, Revocation, Revoked, What},
    db::{DbResult, SystemTx},
};
use uuid::Uuid;

use crate::schema::{revocation_leases, revocations};

/// Rows are numbered before they commit: one that is seen late is told again for this long, which is longer than any
/// transaction lasts.
const TOLD_AGAIN: SignedDuration = SignedDuration::from_secs(60);

pub async fn insert(tx: &mut SystemTx, revocation: Revocation, at: Timestamp) -> DbResult<()> {
    diesel::insert_into(revocations::table)
        .values((
            revocations::kind.eq(revocation.what.code()),
            revocations::access_id.eq(revocation.id),
            revocations::revoked_at.eq(jiff_diesel::Timestamp::from(at)),
            revocations::until.eq(jiff_diesel::Timestamp::from(revocation.until)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// In the transaction that changes the agreement, whichever role that has.
#[expect(
    clippy::disallowed_methods,
    reason = "a function, so that the serving role needs no grant on a lookup table"
)]
pub async fn insert_grant<Tx>(tx: &mut Tx, revocation: Revocation, at: Timestamp) -> DbResult<()>
where
    Tx: AsyncConnectionCore<Backend = Pg> + Send,
{
    diesel::sql_query("SELECT revoke_grant($1, $2, $3)")
        .bind::<SqlUuid, _>(revocation.id)
        .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(at))
        .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(revocation.until))
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Epoch {
    #[diesel(sql_type = BigInt)]
    epoch: i64,
}

/// Begins a new epoch. After the commit of what was revoked, never before: an instance that has this epoch has the row.
#[expect(clippy::disallowed_methods, reason = "a sequence has no tenant")]
pub async fn next_epoch(tx: &mut SystemTx) -> DbResult<i64> {
    let drawn: Epoch = diesel::sql_query("SELECT nextval('revocations_epoch_seq') AS epoch")
        .get_result(tx)
        .await?;
    Ok(drawn.epoch)
}

/// The epoch reached. Read before the rows are: what it stands for has committed.
#[expect(clippy::disallowed_methods, reason = "a sequence has no tenant")]
pub async fn epoch(tx: &mut SystemTx) -> DbResult<i64> {
    let reached: Epoch =
        diesel::sql_query("SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS epoch FROM revocations_epoch_seq")
            .get_result(tx)
            .await?;
    Ok(reached.epoch)
}

/// Renews an instance's lease, by the database's clock, and says which epoch is reached.
#[expect(
    clippy::disallowed_methods,
    reason = "a lookup table and a sequence, in one round trip"
)]
pub async fn renew(tx: &mut SystemTx, instance: &Instance) -> DbResult<i64> {
    let reached: Epoch = diesel::sql_query(
        "INSERT INTO revocation_leases AS l (instance_id, service, epoch, expires_at)
         VALUES ($1, $2, $3, clock_timestamp() + interval '1 second')
         ON CONFLICT (instance_id) DO UPDATE
             SET epoch = greatest(l.epoch, excluded.epoch), expires_at = excluded.expires_at
         RETURNING (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM revocations_epoch_seq) AS epoch",
    )
    .bind::<SqlUuid, _>(instance.id)
    .bind::<Text, _>(&instance.service)
    .bind::<BigInt, _>(instance.epoch)
    .get_result(tx)
    .await?;
    Ok(reached.epoch)
}

/// How many other instances go by an older epoch and still may.
pub async fn behind(tx: &mut SystemTx, epoch: i64, but: Uuid) -> DbResult<i64> {
    Ok(revocation_leases::table
        .filter(revocation_leases::expires_at.gt(this_moment))
        .filter(revocation_leases::epoch.lt(epoch))
        .filter(revocation_leases::instance_id.ne(but))
        .select(count_star())
        .get_result(tx)
        .await?)
}

/// What was revoked after an epoch, and what was revoked just now.
pub async fn revoked_after(tx: &mut SystemTx, epoch: i64, reached: i64, now: Timestamp) -> DbResult<Revoked> {
    let lately = jiff_diesel::Timestamp::from(now - TOLD_AGAIN);
    let rows: Vec<(String, Uuid, jiff_diesel::Timestamp)> = revocations::table
        .filter(revocations::epoch.gt(epoch).or(revocations::revoked_at.gt(lately)))
        .filter(revocations::until.gt(jiff_diesel::Timestamp::from(now)))
        .order(revocations::epoch)
        .select((revocations::kind, revocations::access_id, revocations::until))
        .load(tx)
        .await?;
    let mut revoked = Revoked::of_epoch(reached);
    for (kind, id, until) in rows {
        // A kind of tomorrow's version is for instances of tomorrow's version.
        if let Some(what) = What::from_code(&kind) {
            revoked.add(Revocation {
                what,
                id,
                until: until.to_jiff(),
            });
        }
    }
    Ok(revoked)
}

/// Revocations that no longer matter; leases of instances that are long gone.
pub async fn forget_old(tx: &mut SystemTx, at: Timestamp) -> DbResult<()> {
    diesel::delete(revocations::table.filter(revocations::until.le(jiff_diesel::Timestamp::from(at))))
        .execute(tx)
        .await?;
    diesel::delete(revocation_leases::table.filter(revocation_leases::expires_at.lt(this_moment)))
        .execute(tx)
        .await?;
    Ok(())
}
