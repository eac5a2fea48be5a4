//! How sessions are kept. Kind 3: the sign-in role alone.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::{SignedDuration, Timestamp};
use platform::{
    db::{DbResult, SystemTx},
    ids,
};
use uuid::Uuid;

use super::model::{Challenge, Session, SessionId};
use crate::{
    person::PersonId,
    schema::{sessions, sign_in_challenges},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
struct Row {
    id: Uuid,
    access_id: Uuid,
    person_id: Uuid,
    created_at: jiff_diesel::Timestamp,
    last_seen_at: jiff_diesel::Timestamp,
    expires_at: jiff_diesel::Timestamp,
    device: String,
    proven_at: Option<jiff_diesel::Timestamp>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId(row.id),
            access_id: row.access_id,
            person_id: PersonId(row.person_id),
            created_at: row.created_at.to_jiff(),
            last_seen_at: row.last_seen_at.to_jiff(),
            expires_at: row.expires_at.to_jiff(),
            device: row.device,
            proven_at: row.proven_at.map(jiff_diesel::Timestamp::to_jiff),
        }
    }
}

pub async fn insert(tx: &mut SystemTx, session: &Session, token_hash: &[u8]) -> DbResult<()> {
    let row = Row {
        id: session.id.0,
        access_id: session.access_id,
        person_id: session.person_id.0,
        created_at: session.created_at.into(),
        last_seen_at: session.last_seen_at.into(),
        expires_at: session.expires_at.into(),
        device: session.device.clone(),
        proven_at: session.proven_at.map(Into::into),
    };
    diesel::insert_into(sessions::table)
        .values((row, sessions::token_hash.eq(token_hash)))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn find_by_token(tx: &mut SystemTx, token_hash: &[u8]) -> DbResult<Option<Session>> {
    let query = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Session::from))
}

/// The session that an access token names.
pub async fn find_by_access(tx: &mut SystemTx, access_id: Uuid) -> DbResult<Option<Session>> {
    let query = sessions::table
        .filter(sessions::access_id.eq(access_id))
        .select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Session::from))
}

pub async fn of_person(tx: &mut SystemTx, person_id: PersonId) -> DbResult<Vec<Session>> {
    let query = sessions::table
        .filter(sessions::person_id.eq(person_id.0))
        .order(sessions::created_at.desc());
    let rows: Vec<Row> = query.limit(200).select(Row::as_select()).load(tx).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

pub async fn note_use(tx: &mut SystemTx, id: SessionId, now: Timestamp) -> DbResult<()> {
    diesel::update(sessions::table.find(id.0))
        .set(sessions::last_seen_at.eq(jiff_diesel::Timestamp::from(now)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that the session has just seen a proof of who it is.
pub async fn prove(tx: &mut SystemTx, id: SessionId, now: Timestamp) -> DbResult<()> {
    diesel::update(sessions::table.find(id.0))
        .set(sessions::proven_at.eq(jiff_diesel::Timestamp::from(now)))
        .execute(tx)
        .await?;
    Ok(())
}

/// What a person's sessions had seen counts no more.
pub async fn forget_proofs(tx: &mut SystemTx, person_id: PersonId) -> DbResult<()> {
    diesel::update(sessions::table.filter(sessions::person_id.eq(person_id.0)))
        .set(sessions::proven_at.eq(None::<jiff_diesel::Timestamp>))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn keep_challenge(tx: &mut SystemTx, challenge: &Challenge, token_hash: &[u8]) -> DbResult<()> {
    diesel::insert_into(sign_in_challenges::table)
        .values((
            sign_in_challenges::token_hash.eq(token_hash),
            sign_in_challenges::person_id.eq(challenge.person_id.0),
            sign_in_challenges::created_at.eq(jiff_diesel::Timestamp::from(challenge.created_at)),
            sign_in_challenges::expires_at.eq(jiff_diesel::Timestamp::from(challenge.expires_at)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose challenge a secret opens, if it still does.
pub async fn find_challenge(tx: &mut SystemTx, token_hash: &[u8], now: Timestamp) -> DbResult<Option<PersonId>> {
    let id: Option<Uuid> = sign_in_challenges::table
        .find(token_hash)
        .filter(sign_in_challenges::expires_at.gt(jiff_diesel::Timestamp::from(now)))
        .select(sign_in_challenges::person_id)
        .first(tx)
        .await
        .optional()?;
    Ok(id.map(PersonId))
}

/// The same, used up. Of two who bring the same one, one finds nothing.
pub async fn take_challenge(tx: &mut SystemTx, token_hash: &[u8], now: Timestamp) -> DbResult<Option<PersonId>> {
    let open = sign_in_challenges::table
        .find(token_hash)
        .filter(sign_in_challenges::expires_at.gt(jiff_diesel::Timestamp::from(now)));
    let id: Option<Uuid> = diesel::delete(open)
        .returning(sign_in_challenges::person_id)
        .get_result(tx)
        .await
        .optional()?;
    Ok(id.map(PersonId))
}

pub async fn forget_challenges(tx: &mut SystemTx, person_id: PersonId) -> DbResult<()> {
    diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::person_id.eq(person_id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut SystemTx, id: SessionId) -> DbResult<()> {
    diesel::delete(sessions::table.find(id.0)).execute(tx).await?;
    Ok(())
}

/// The same session under another name: access tokens with the old one can be revoked.
pub async fn rename(tx: &mut SystemTx, id: SessionId) -> DbResult<()> {
    diesel::update(sessions::table.find(id.0))
        .set(sessions::access_id.eq(ids::fresh()))
        .execute(tx)
        .await?;
    Ok(())
}

/// Sessions and challenges that no longer matter.
pub async fn forget_old(tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
    let at = jiff_diesel::Timestamp::from(now);
    let idle = jiff_diesel::Timestamp::from(now - SignedDuration::from_hours(24));
    let over = sessions::expires_at.le(at).or(sessions::last_seen_at.le(idle));
    diesel::delete(sessions::table.filter(over)).execute(tx).await?;
    diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::expires_at.le(at)))
        .execute(tx)
        .await?;
    Ok(())
}
