//! Counting attempts before anything expensive happens: per network, per account from that network, and per account.
//!
//! The count lies in PostgreSQL, so that all processes agree; who is shut out already is remembered in the cache, so
//! that a flood does not reach the database. What one network may have in work at once is bounded in the process.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use diesel::{ExpressionMethods as _, IntoSql as _, QueryDsl as _, dsl::case_when};
use diesel_async::RunQueryDsl as _;
use jiff::{SignedDuration, Timestamp};
use platform::db::{DbError, DbResult, Purpose, SystemTx};

use crate::{
    App,
    person::{Email, PersonId},
    schema::throttles,
    secret,
};

/// How many sign-ins of one network a process works on at once: many more than a town hall sends in the morning.
const AT_ONCE: usize = 32;
/// How long it is remembered that somebody signed in from a network.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Something that may only be tried so often.
#[derive(Clone, Debug)]
pub struct Limit {
    key: String,
    most: i32,
    window: SignedDuration,
    /// Where this is remembered, the limit does not hold.
    unless: Option<String>,
}

/// Tried too often: how many seconds until it may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts, again in {seconds} s")]
pub struct TooMany {
    pub seconds: u32,
}

/// Where an address lies: a customer has one of version 4, and of version 6 a whole network.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            let its_network = || format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00);
            ip.to_ipv4_mapped().map_or_else(its_network, |ip| ip.to_string())
        }
        _ => address.to_owned(),
    }
}

fn key(what: &str, whom: &str) -> String {
    hex::encode(secret::hash(&format!("{what}/{whom}")))
}

impl Limit {
    fn of(what: &str, whom: &str, most: i32, minutes: i64) -> Self {
        Self {
            key: key(what, whom),
            most,
            window: SignedDuration::from_mins(minutes),
            unless: None,
        }
    }

    /// Five wrong codes of one person in a quarter of an hour.
    pub fn code_of(person_id: PersonId) -> Self {
        Self::of("code/person", &person_id.to_string(), 5, 15)
    }

    pub fn reset_of(email: &str) -> Self {
        Self::of("reset/address", email, 5, 60)
    }

    pub fn reset_from(origin: &str) -> Self {
        Self::of("reset/origin", &network(origin), 50, 60)
    }

    pub fn request_from(origin: &str) -> Self {
        Self::of("subscription/origin", &network(origin), 300, 60)
    }
}

/// What trying a password is counted against.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// A municipality may sit behind one address, so a network gets more than a person.
    from: Limit,
    /// Ten wrong passwords of one account from one network in a quarter of an hour: whoever guesses there shuts out
    /// nobody who comes from elsewhere.
    here: Limit,
    /// A hundred from all networks together; but not from where the person has signed in before.
    of: Limit,
}

impl SignIn {
    pub fn new(email: &Email, origin: &str) -> Self {
        let (email, network) = (email.as_str(), network(origin));
        let both = format!("{email} from {network}");
        Self {
            from: Limit::of("sign-in/origin", &network, 100, 15),
            here: Limit::of("sign-in/address from origin", &both, 10, 15),
            of: Limit {
                unless: Some(key("signed in/address from origin", &both)),
                ..Limit::of("sign-in/address", email, 100, 15)
            },
        }
    }

    pub async fn count(&self, app: &App) -> Result<(), CountError> {
        count(app, &[self.from.clone(), self.here.clone(), self.of.clone()]).await
    }

    /// It was no failure: what was counted is taken back, and it is remembered that the person signs in from here.
    pub async fn succeeded(&self, tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
        forget(tx, &self.here).await?;
        take_back(tx, &self.from).await?;
        if let Some(memory) = &self.of.unless {
            if !is_remembered(tx, memory, now).await? {
                take_back(tx, &self.of).await?;
            }
            remember(tx, memory, now).await?;
        }
        Ok(())
    }

    /// Whoever has chosen a new password by a link comes in from here at once, whatever was tried before.
    pub async fn forgive(&self, app: &App, tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
        forget(tx, &self.here).await?;
        forget(tx, &self.of).await?;
        if let Some(memory) = &self.of.unless {
            remember(tx, memory, now).await?;
        }
        // In the cache, too, it is over.
        app.cache
            .shared()
            .put(&self.here.key, &now, Duration::from_secs(1))
            .await;
        Ok(())
    }
}

/// What each network has in work in this process.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<HashMap<String, usize>>>);

/// A place in the gate, given back when dropped.
pub struct Inside {
    gate: Gate,
    network: String,
}

impl Gate {
    /// Lets an attempt in, or says to come again at once.
    pub fn enter(&self, origin: &str) -> Result<Inside, TooMany> {
        let network = network(origin);
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(network.clone()).or_default();
        if *count >= AT_ONCE {
            return Err(TooMany { seconds: 1 });
        }
        *count += 1;
        drop(inside);
        Ok(Inside {
            gate: self.clone(),
            network,
        })
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut inside = self.gate.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.network);
            }
        }
    }
}

/// Counts an attempt against each limit in turn, or says how long to wait: what one refuses is not counted by the next.
pub async fn count(app: &App, limits: &[Limit]) -> Result<(), CountError> {
    let now = app.clock.now();
    let cache = app.cache.shared();
    for limit in limits.iter().filter(|limit| limit.unless.is_none()) {
        let until: Option<Timestamp> = cache.get(&limit.key).await;
        refuse_until(until.filter(|until| *until > now), now)?;
    }
    let refused = app
        .db
        .system(Purpose::SignIn, async |tx| first_refused(tx, limits, now).await)
        .await?;
    if let Some((limit, ends_at)) = refused {
        let left = Duration::try_from(ends_at.duration_since(now)).unwrap_or_default();
        cache.put(&limit.key, &ends_at, left).await;
        refuse_until(Some(ends_at), now)?;
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
async fn take_back(tx: &mut SystemTx, limit: &Limit) -> DbResult<()> {
    diesel::update(throttles::table.find(&limit.key).filter(throttles::attempts.gt(0)))
        .set(throttles::attempts.eq(throttles::attempts - 1))
        .execute(tx)
        .await?;
    Ok(())
}

async fn is_remembered(tx: &mut SystemTx, memory: &str, now: Timestamp) -> DbResult<bool> {
    let there = throttles::table
        .find(memory)
        .filter(throttles::ends_at.gt(jiff_diesel::Timestamp::from(now)));
    Ok(diesel::select(diesel::dsl::exists(there)).get_result(tx).await?)
}

async fn remember(tx: &mut SystemTx, memory: &str, now: Timestamp) -> DbResult<()> {
    let ends_at = jiff_diesel::Timestamp::from(now + REMEMBERED);
    diesel::insert_into(throttles::table)
        .values((
            throttles::key.eq(memory),
            throttles::attempts.eq(0),
            throttles::ends_at.eq(ends_at),
        ))
        .on_conflict(throttles::key)
        .do_update()
        .set(throttles::ends_at.eq(ends_at))
        .execute(tx)
        .await?;
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

async fn first_refused<'a>(
    tx: &mut SystemTx,
    limits: &'a [Limit],
    now: Timestamp,
) -> DbResult<Option<(&'a Limit, Timestamp)>> {
    for limit in limits {
        if let Some(memory) = &limit.unless
            && is_remembered(tx, memory, now).await?
        {
            continue;
        }
        let (attempts, ends_at) = add(tx, limit, now).await?;
        if attempts > limit.most {
            return Ok(Some((limit, ends_at)));
        }
    }
    Ok(None)
}

/// One statement: it counts and starts a new window where the old one is over.
async fn add(tx: &mut SystemTx, limit: &Limit, now: Timestamp) -> DbResult<(i32, Timestamp)> {
    let at = jiff_diesel::Timestamp::from(now);
    let ends_at = jiff_diesel::Timestamp::from(now + limit.window);
    let over = throttles::ends_at.le(at);
    let (attempts, ends_at): (i32, jiff_diesel::Timestamp) =
        diesel::insert_into(throttles::table)
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
    Ok((attempts, ends_at.to_jiff()))
}

#[derive(Debug, thiserror::Error)]
pub enum CountError {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_customer_are_one_network() {
        assert_eq!(network("198.51.100.7"), "198.51.100.7");
        assert_eq!(network("::ffff:198.51.100.7"), "198.51.100.7");
        assert_eq!(network("2001:db8:12:3456::1"), network("2001:db8:12:34ff:a:b:c:d"));
        assert_ne!(network("2001:db8:12:3456::1"), network("2001:db8:12:3556::1"));
        assert_eq!(network("nowhere"), "nowhere");
    }

    #[test]
    fn a_network_that_has_much_in_work_waits_and_no_other_does() {
        let gate = Gate::default();
        let mut inside: Vec<Inside> = (0..AT_ONCE).map(|_| gate.enter("198.51.100.7").unwrap()).collect();
        assert!(gate.enter("198.51.100.7").is_err());
        assert!(gate.enter("198.51.100.8").is_ok());
        inside.pop();
        assert!(gate.enter("198.51.100.7").is_ok());
        drop(inside);
        assert!(gate.0.lock().unwrap().is_empty());
    }
}
