//! Counting attempts before anything expensive happens: per address and per origin.
//!
//! The count lies in PostgreSQL, so that all processes agree; who is shut out already is remembered in the cache, so
//! that a flood does not reach the database.

use std::time::Duration;

use diesel::{ExpressionMethods as _, IntoSql as _, QueryDsl as _, dsl::case_when};
use diesel_async::RunQueryDsl as _;
use jiff::{SignedDuration, Timestamp};
use platform::db::{DbError, DbResult, Purpose, SystemTx};

use crate::{App, schema::throttles, secret};

/// Something that may only be tried so often.
#[derive(Clone, Debug)]
pub struct Limit {
    key: String,
    most: i32,
    window: SignedDuration,
}

/// Tried too often: how many seconds until it may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts, again in {seconds} s")]
pub struct TooMany {
    pub seconds: u32,
}

impl Limit {
    fn of(what: &str, whom: &str, most: i32, minutes: i64) -> Self {
        let key = hex::encode(secret::hash(&format!("{what}/{whom}")));
        Self {
            key,
            most,
            window: SignedDuration::from_mins(minutes),
        }
    }

    /// Ten wrong passwords for one address in a quarter of an hour.
    pub fn sign_in_of(email: &str) -> Self {
        Self::of("sign-in/address", email, 10, 15)
    }

    /// A municipality may sit behind one address, so the origin gets more.
    pub fn sign_in_from(origin: &str) -> Self {
        Self::of("sign-in/origin", origin, 100, 15)
    }

    pub fn reset_of(email: &str) -> Self {
        Self::of("reset/address", email, 5, 60)
    }

    pub fn reset_from(origin: &str) -> Self {
        Self::of("reset/origin", origin, 50, 60)
    }

    pub fn request_from(origin: &str) -> Self {
        Self::of("subscription/origin", origin, 300, 60)
    }
}

/// Counts an attempt against each limit, or says how long to wait.
pub async fn count(app: &App, limits: &[Limit]) -> Result<(), CountError> {
    let now = app.clock.now();
    let cache = app.cache.shared();
    for limit in limits {
        let until: Option<Timestamp> = cache.get(&limit.key).await;
        refuse_until(until.filter(|until| *until > now), now)?;
    }
    let counted = app
        .db
        .system(Purpose::SignIn, async |tx| add(tx, limits, now).await)
        .await?;
    for (limit, (attempts, ends_at)) in limits.iter().zip(counted) {
        if attempts > limit.most {
            let left = Duration::try_from(ends_at.duration_since(now)).unwrap_or_default();
            cache.put(&limit.key, &ends_at, left).await;
            refuse_until(Some(ends_at), now)?;
        }
    }
    Ok(())
}

fn refuse_until(until: Option<Timestamp>, now: Timestamp) -> Result<(), TooMany> {
    let Some(until) = until else { return Ok(()) };
    let seconds = until.duration_since(now).as_secs().max(0) + 1;
    Err(TooMany {
        seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
    })
}

/// Takes an attempt back: it was no failure.
pub async fn take_back(tx: &mut SystemTx, limits: &[Limit]) -> DbResult<()> {
    for limit in limits {
        diesel::update(throttles::table.find(&limit.key).filter(throttles::attempts.gt(0)))
            .set(throttles::attempts.eq(throttles::attempts - 1))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Forgets what an address failed at: its owner has come.
pub async fn forget(tx: &mut SystemTx, limit: &Limit) -> DbResult<()> {
    diesel::delete(throttles::table.find(&limit.key)).execute(tx).await?;
    Ok(())
}

pub async fn forget_old(tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
    diesel::delete(throttles::table.filter(throttles::ends_at.le(jiff_diesel::Timestamp::from(now))))
        .execute(tx)
        .await?;
    Ok(())
}

/// One statement a limit: it counts and starts a new window where the old one is over.
async fn add(tx: &mut SystemTx, limits: &[Limit], now: Timestamp) -> DbResult<Vec<(i32, Timestamp)>> {
    let at = jiff_diesel::Timestamp::from(now);
    let mut counted = Vec::with_capacity(limits.len());
    for limit in limits {
        let ends_at = jiff_diesel::Timestamp::from(now + limit.window);
        let over = throttles::ends_at.le(at);
        let (attempts, ends_at): (i32, jiff_diesel::Timestamp) = diesel::insert_into(throttles::table)
            .values((
                throttles::key.eq(&limit.key),
                throttles::attempts.eq(1),
                throttles::ends_at.eq(ends_at),
            ))
            .on_conflict(throttles::key)
            .do_update()
            .set((
                throttles::attempts
                    .eq(case_when(over, 1.into_sql::<diesel::sql_types::Integer>()).otherwise(throttles::attempts + 1)),
                throttles::ends_at
                    .eq(case_when(over, ends_at.into_sql::<diesel::sql_types::Timestamptz>())
                        .otherwise(throttles::ends_at)),
            ))
            .returning((throttles::attempts, throttles::ends_at))
            .get_result(tx)
            .await?;
        counted.push((attempts, ends_at.to_jiff()));
    }
    Ok(counted)
}

#[derive(Debug, thiserror::Error)]
pub enum CountError {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Db(#[from] DbError),
}
