//! How what tells of a person is taken away, and what is left: an id.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use diesel_async::RunQueryDsl as _;
use platform::db::{DbResult, SystemTx};
use uuid::Uuid;

use super::Erasure;
use crate::{
    person::{Email, PersonId},
    schema::{credentials, erasures, password_resets, people, person_organisations, person_traces, subscriptions},
};

/// Notes that an organisation, which the transaction has entered, holds something of a person. It waits for an erasure
/// that is under way, and fails after it.
pub async fn trace(tx: &mut SystemTx, person_id: PersonId, tenant_id: Uuid) -> DbResult<()> {
    diesel::insert_into(person_traces::table)
        .values((
            person_traces::person_id.eq(person_id.0),
            person_traces::tenant_id.eq(tenant_id),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// Every organisation that holds something of a person.
pub async fn traces(tx: &mut SystemTx, person_id: PersonId) -> DbResult<Vec<Uuid>> {
    Ok(person_traces::table
        .filter(person_traces::person_id.eq(person_id.0))
        .order(person_traces::tenant_id)
        .select(person_traces::tenant_id)
        .load(tx)
        .await?)
}

/// The operators of the installation, held until the transaction ends: the last two do not leave at once.
pub async fn lock_operators(tx: &mut SystemTx) -> DbResult<Vec<Uuid>> {
    Ok(people::table
        .filter(people::operator.eq(true))
        .order(people::id)
        .select(people::id)
        .for_update()
        .load(tx)
        .await?)
}

/// Takes the contact out of requests for a subscription, with what the person wrote.
pub async fn forget_contact(tx: &mut SystemTx, email: &Email) -> DbResult<()> {
    diesel::update(subscriptions::table.filter(subscriptions::contact_email.eq(email.as_str())))
        .set((
            subscriptions::contact_name.eq(""),
            subscriptions::contact_email.eq(""),
            subscriptions::message.eq(None::<String>),
            subscriptions::version.eq(subscriptions::version + 1),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the person away, and with the person the key and the letters.
pub async fn delete(tx: &mut SystemTx, person_id: PersonId) -> DbResult<()> {
    let id = person_id.0;
    diesel::delete(credentials::table.find(id)).execute(tx).await?;
    diesel::delete(password_resets::table.filter(password_resets::person_id.eq(id)))
        .execute(tx)
        .await?;
    diesel::delete(person_organisations::table.filter(person_organisations::person_id.eq(id)))
        .execute(tx)
        .await?;
    diesel::delete(people::table.find(id)).execute(tx).await?;
    Ok(())
}

pub async fn insert(tx: &mut SystemTx, erasure: &Erasure) -> DbResult<()> {
    diesel::insert_into(erasures::table)
        .values((
            erasures::person_id.eq(erasure.person_id),
            erasures::erased_at.eq(jiff_diesel::Timestamp::from(erasure.erased_at)),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn all(tx: &mut SystemTx) -> DbResult<Vec<Erasure>> {
    let rows: Vec<(Uuid, jiff_diesel::Timestamp)> = erasures::table
        .order(erasures::erased_at)
        .select((erasures::person_id, erasures::erased_at))
        .load(tx)
        .await?;
    let erasure = |(person_id, erased_at): (Uuid, jiff_diesel::Timestamp)| Erasure {
        person_id,
        erased_at: erased_at.to_jiff(),
    };
    Ok(rows.into_iter().map(erasure).collect())
}

pub async fn is_known(tx: &mut SystemTx, person_id: Uuid) -> DbResult<bool> {
    let found: Option<Uuid> = erasures::table
        .find(person_id)
        .select(erasures::person_id)
        .first(tx)
        .await
        .optional()?;
    Ok(found.is_some())
}
