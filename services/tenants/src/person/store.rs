//! How people, their keys and their passwords are kept. Kind 3: reached by a purpose's own role, without a tenant.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    config::MasterKey,
    db::{DbResult, SystemTx},
    personal::{PersonKey, WrappedKey},
    values::Language,
};
use uuid::Uuid;

use super::model::{ColourScheme, Email, NewPerson, Person, PersonError, PersonId};
use crate::schema::{credentials, password_resets, people, person_keys, person_organisations};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = people)]
struct Row {
    id: Uuid,
    version: i64,
    email: String,
    name: String,
    language: String,
    colour_scheme: String,
    operator: bool,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            id: PersonId(row.id),
            version: row.version,
            email: Email::new(&row.email),
            name: row.name,
            language: Language::from_code(&row.language).unwrap_or_default(),
            colour_scheme: ColourScheme::from_code(&row.colour_scheme).unwrap_or_default(),
            operator: row.operator,
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl From<&Person> for Row {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.0,
            version: person.version,
            email: person.email.as_str().to_owned(),
            name: person.name.clone(),
            language: person.language.code().to_owned(),
            colour_scheme: person.colour_scheme.code().to_owned(),
            operator: person.operator,
            created_at: person.created_at.into(),
        }
    }
}

pub async fn find(tx: &mut SystemTx, id: PersonId) -> DbResult<Option<Person>> {
    let row = people::table.find(id.0).select(Row::as_select()).first(tx).await;
    Ok(row.optional()?.map(Person::from))
}

/// The person, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut SystemTx, id: PersonId) -> DbResult<Option<Person>> {
    let row = people::table
        .find(id.0)
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await;
    Ok(row.optional()?.map(Person::from))
}

pub async fn find_by_email(tx: &mut SystemTx, email: &Email) -> DbResult<Option<Person>> {
    let row = people::table
        .filter(people::email.eq(email.as_str()))
        .select(Row::as_select())
        .first(tx)
        .await;
    Ok(row.optional()?.map(Person::from))
}

/// The person with an address, made if there is none, with a key of one's own.
pub async fn find_or_make(
    tx: &mut SystemTx,
    master: &MasterKey,
    new: NewPerson,
    now: Timestamp,
) -> Result<(Person, PersonKey), PersonError> {
    let email = new.email.clone();
    let person = new.at(now);
    let made = diesel::insert_into(people::table)
        .values(Row::from(&person))
        .on_conflict(people::email)
        .do_nothing()
        .execute(tx)
        .await
        .map_err(platform::db::DbError::from)?;
    if made == 1 {
        let key = keep_key(tx, master, person.id).await?;
        return Ok((person, key));
    }
    let person = find_by_email(tx, &email).await?.ok_or(PersonError::NotFound)?;
    let key = key(tx, master, person.id).await?;
    Ok((person, key))
}

/// A person's key, unwrapped for use.
pub async fn key(tx: &mut SystemTx, master: &MasterKey, id: PersonId) -> Result<PersonKey, PersonError> {
    let wrapped: Option<Vec<u8>> = person_keys::table
        .find(id.0)
        .select(person_keys::wrapped)
        .first(tx)
        .await
        .optional()
        .map_err(platform::db::DbError::from)?;
    match wrapped {
        Some(wrapped) => Ok(PersonKey::unwrap(id.0, &WrappedKey(wrapped), master)?),
        None => renew_key(tx, master, id).await,
    }
}

/// A fresh key for somebody whose key is gone while the person is not: the database was restored from a dump, which holds
/// no keys. What was sealed before stays unreadable.
async fn renew_key(tx: &mut SystemTx, master: &MasterKey, id: PersonId) -> Result<PersonKey, PersonError> {
    let person = find(tx, id).await?.ok_or(PersonError::NotFound)?;
    keep_key(tx, master, person.id).await
}

async fn keep_key(tx: &mut SystemTx, master: &MasterKey, id: PersonId) -> Result<PersonKey, PersonError> {
    let key = PersonKey::fresh(id.0);
    let wrapped = key.wrap(master)?;
    diesel::insert_into(person_keys::table)
        .values((person_keys::person_id.eq(id.0), person_keys::wrapped.eq(wrapped.0)))
        .execute(tx)
        .await
        .map_err(platform::db::DbError::from)?;
    Ok(key)
}

pub async fn update(tx: &mut SystemTx, person: &Person) -> DbResult<()> {
    diesel::update(people::table.find(person.id.0))
        .set((
            people::version.eq(person.version),
            people::name.eq(&person.name),
            people::language.eq(person.language.code()),
            people::colour_scheme.eq(person.colour_scheme.code()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn make_operator(tx: &mut SystemTx, id: PersonId) -> DbResult<()> {
    diesel::update(people::table.find(id.0))
        .set(people::operator.eq(true))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn password_hash(tx: &mut SystemTx, id: PersonId) -> DbResult<Option<String>> {
    let kept = credentials::table
        .find(id.0)
        .select(credentials::password_hash)
        .first(tx)
        .await;
    Ok(kept.optional()?)
}

pub async fn set_password(tx: &mut SystemTx, id: PersonId, hash: &str, now: Timestamp) -> DbResult<()> {
    let at = jiff_diesel::Timestamp::from(now);
    diesel::insert_into(credentials::table)
        .values((
            credentials::person_id.eq(id.0),
            credentials::password_hash.eq(hash),
            credentials::changed_at.eq(at),
        ))
        .on_conflict(credentials::person_id)
        .do_update()
        .set((credentials::password_hash.eq(hash), credentials::changed_at.eq(at)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Where to look for a person's memberships.
pub async fn organisations(tx: &mut SystemTx, id: PersonId) -> DbResult<Vec<Uuid>> {
    Ok(person_organisations::table
        .filter(person_organisations::person_id.eq(id.0))
        .order(person_organisations::tenant_id)
        .select(person_organisations::tenant_id)
        .load(tx)
        .await?)
}

/// Who may have a membership in an organisation.
pub async fn of_organisation(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Vec<PersonId>> {
    let ids: Vec<Uuid> = person_organisations::table
        .filter(person_organisations::tenant_id.eq(tenant_id))
        .select(person_organisations::person_id)
        .load(tx)
        .await?;
    Ok(ids.into_iter().map(PersonId).collect())
}

pub async fn belongs_to(tx: &mut SystemTx, id: PersonId, tenant_id: Uuid) -> DbResult<()> {
    diesel::insert_into(person_organisations::table)
        .values((
            person_organisations::person_id.eq(id.0),
            person_organisations::tenant_id.eq(tenant_id),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn keep_reset(
    tx: &mut SystemTx,
    id: PersonId,
    token_hash: &[u8],
    now: Timestamp,
    until: Timestamp,
) -> DbResult<()> {
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::token_hash.eq(token_hash),
            password_resets::person_id.eq(id.0),
            password_resets::created_at.eq(jiff_diesel::Timestamp::from(now)),
            password_resets::expires_at.eq(jiff_diesel::Timestamp::from(until)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose reset a secret opens, if it still does.
pub async fn find_reset(tx: &mut SystemTx, token_hash: &[u8], now: Timestamp) -> DbResult<Option<PersonId>> {
    let id: Option<Uuid> = password_resets::table
        .find(token_hash)
        .filter(password_resets::expires_at.gt(jiff_diesel::Timestamp::from(now)))
        .select(password_resets::person_id)
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(id.map(PersonId))
}

/// One new password ends every link that was sent.
pub async fn forget_resets(tx: &mut SystemTx, id: PersonId) -> DbResult<()> {
    diesel::delete(password_resets::table.filter(password_resets::person_id.eq(id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn forget_old_resets(tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
    diesel::delete(password_resets::table.filter(password_resets::expires_at.le(jiff_diesel::Timestamp::from(now))))
        .execute(tx)
        .await?;
    Ok(())
}
