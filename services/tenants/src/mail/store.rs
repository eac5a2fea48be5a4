//! How outgoing mail is kept. Kind 3: written by those who cause it, read by the mail role alone.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, TenantTx},
    keyset,
};
use uuid::Uuid;

use super::model::{LEASE, Mail, MailId, State};
use crate::schema::mails;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mails, treat_none_as_null = true)]
struct Row {
    id: Uuid,
    tenant_id: Option<Uuid>,
    to_person_id: Option<Uuid>,
    template: String,
    letter: Option<Vec<u8>>,
    state: String,
    attempts: i32,
    not_before: jiff_diesel::Timestamp,
    last_error: Option<String>,
    created_at: jiff_diesel::Timestamp,
    sent_at: Option<jiff_diesel::Timestamp>,
    version: i64,
}

impl From<Row> for Mail {
    fn from(row: Row) -> Self {
        Self {
            id: MailId(row.id),
            version: row.version,
            tenant_id: row.tenant_id,
            to_person_id: row.to_person_id,
            template: row.template,
            letter: row.letter,
            state: State::from_code(&row.state).unwrap_or(State::Failed),
            attempts: row.attempts,
            not_before: row.not_before.to_jiff(),
            last_error: row.last_error,
            created_at: row.created_at.to_jiff(),
            sent_at: row.sent_at.map(jiff_diesel::Timestamp::to_jiff),
        }
    }
}

impl From<&Mail> for Row {
    fn from(mail: &Mail) -> Self {
        Self {
            id: mail.id.0,
            tenant_id: mail.tenant_id,
            to_person_id: mail.to_person_id,
            template: mail.template.clone(),
            letter: mail.letter.clone(),
            state: mail.state.code().to_owned(),
            attempts: mail.attempts,
            not_before: mail.not_before.into(),
            last_error: mail.last_error.clone(),
            created_at: mail.created_at.into(),
            sent_at: mail.sent_at.map(Into::into),
            version: mail.version,
        }
    }
}

pub async fn insert(tx: &mut SystemTx, mail: &Mail) -> DbResult<()> {
    diesel::insert_into(mails::table)
        .values(Row::from(mail))
        .execute(tx)
        .await?;
    Ok(())
}

/// A mail that something of the tenant's own has caused. The serving role only adds: it reads no mail.
pub async fn insert_own(tx: &mut TenantTx, mail: &Mail) -> DbResult<()> {
    let own = Row {
        tenant_id: Some(tx.tenant_id()),
        ..Row::from(mail)
    };
    diesel::insert_into(mails::table).values(own).execute(tx).await?;
    Ok(())
}

/// One mail that is due, leased to this process: its attempt is counted before it is made.
pub async fn claim(tx: &mut SystemTx, now: Timestamp) -> DbResult<Option<Mail>> {
    let at = jiff_diesel::Timestamp::from(now);
    let due = mails::table
        .filter(mails::state.eq("queued"))
        .filter(mails::not_before.le(at));
    let row: Option<Row> = due
        .order(mails::not_before)
        .select(Row::as_select())
        .for_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let mail = Mail {
        attempts: row.attempts + 1,
        not_before: now + LEASE,
        ..Mail::from(row)
    };
    update(tx, &mail).await?;
    Ok(Some(mail))
}

pub async fn update(tx: &mut SystemTx, mail: &Mail) -> DbResult<()> {
    diesel::update(mails::table.find(mail.id.0))
        .set(Row::from(mail))
        .execute(tx)
        .await?;
    Ok(())
}

/// A mail, of one organisation or, for operators, of anybody.
pub async fn lock(tx: &mut SystemTx, of: Option<Uuid>, id: MailId) -> DbResult<Option<Mail>> {
    let row: Option<Row> = mails::table
        .find(id.0)
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(row
        .map(Mail::from)
        .filter(|mail| of.is_none_or(|tenant_id| mail.tenant_id == Some(tenant_id))))
}

pub async fn page(tx: &mut SystemTx, of: Option<Uuid>, state: Option<State>, page: &Page) -> DbResult<Rows<Mail>> {
    let mut query = mails::table.select(Row::as_select()).into_boxed();
    if let Some(tenant_id) = of {
        query = query.filter(mails::tenant_id.eq(tenant_id));
    }
    if let Some(state) = state {
        query = query.filter(mails::state.eq(state.code()));
    }
    let query = keyset!(query, page, mails::id, {
        "created_at" => mails::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(page
        .cut(rows, |row, _| (row.created_at.to_jiff().to_string(), row.id))
        .map(Mail::from))
}
