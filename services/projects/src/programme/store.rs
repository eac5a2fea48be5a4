//! How programmes are kept: one register for all, so no query here names a tenant.

use std::collections::HashMap;

use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use jiff_diesel::ToDiesel;
use platform::{
    db::{
        DbResult, Kept, Page, Rows, SystemTx, TenantTx,
        search::{searchable, sought, strpos},
    },
    fetch_page,
    values::{Language, Period, Text},
};
use uuid::Uuid;

use super::{
    model::{Kind, Programme, ProgrammeContent, ProgrammeName},
    routes::ProgrammeFilter,
};
use crate::schema::programmes;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = programmes, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    code: String,
    code_verified: bool,
    name: Kept<Text>,
    name_sort: String,
    search_text: String,
    kind: Kind,
    period_from: Option<jiff_diesel::Date>,
    period_to: Option<jiff_diesel::Date>,
    who: String,
}

pub async fn page(tx: &mut SystemTx, filter: &ProgrammeFilter, page: &Page) -> DbResult<Rows<Programme>> {
    let mut query = programmes::table.select(Row::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(programmes::kind.eq(kind));
    }
    if let Some(code) = &filter.code {
        query = query.filter(programmes::code.eq(code));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(programmes::search_text, q).gt(0));
    }
    let rows = fetch_page!(tx, query, page, Row of programmes by {
        "name" => name_sort: String,
        "code" => code: String,
    });
    Ok(rows.map(Row::into_model))
}

pub async fn find(tx: &mut SystemTx, id: Uuid) -> DbResult<Option<Programme>> {
    let row: Option<Row> = programmes::table
        .filter(programmes::id.eq(id))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(Row::into_model))
}

/// Those that are there already, of a list of ids.
pub async fn present(tx: &mut SystemTx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Programme>> {
    let query = programmes::table
        .filter(programmes::id.eq_any(ids.to_vec()))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into_model())).collect())
}

/// Adds programmes, or says what is known of them now.
pub async fn keep(tx: &mut SystemTx, programmes: &[Programme]) -> DbResult<()> {
    if programmes.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row> = programmes.iter().map(Row::from_model).collect();
    diesel::insert_into(programmes::table)
        .values(rows)
        .on_conflict(programmes::id)
        .do_update()
        .set((
            programmes::code_verified.eq(excluded(programmes::code_verified)),
            programmes::name.eq(excluded(programmes::name)),
            programmes::name_sort.eq(excluded(programmes::name_sort)),
            programmes::search_text.eq(excluded(programmes::search_text)),
            programmes::kind.eq(excluded(programmes::kind)),
            programmes::period_from.eq(excluded(programmes::period_from)),
            programmes::period_to.eq(excluded(programmes::period_to)),
            programmes::who.eq(excluded(programmes::who)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Code and name of programmes that an organisation's things point at.
pub async fn names(tx: &mut TenantTx, ids: impl IntoIterator<Item = Uuid>) -> DbResult<HashMap<Uuid, ProgrammeName>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String, Kept<Text>)> = programmes::table
        .filter(programmes::id.eq_any(ids))
        .select((programmes::id, programmes::code, programmes::name))
        .load(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, code, name)| (id, ProgrammeName { code, name: name.0 }))
        .collect())
}

impl Row {
    fn from_model(programme: &Programme) -> Self {
        let content = &programme.content;
        Self {
            id: programme.id,
            code: content.code.clone(),
            code_verified: content.code_verified,
            name: Kept(content.name.clone()),
            name_sort: content.name.shown(Language::En).to_lowercase(),
            search_text: searchable([&content.name], [&content.code, &content.who]),
            kind: content.kind,
            period_from: content.period.map(|p| p.from.to_diesel()),
            period_to: content.period.and_then(|p| p.to).map(ToDiesel::to_diesel),
            who: content.who.clone(),
        }
    }

    fn into_model(self) -> Programme {
        let to = self.period_to.map(jiff_diesel::Date::to_jiff);
        let content = ProgrammeContent {
            code: self.code,
            code_verified: self.code_verified,
            name: self.name.0,
            kind: self.kind,
            period: self.period_from.map(|from| Period {
                from: from.to_jiff(),
                to,
            }),
            who: self.who,
        };
        Programme { id: self.id, content }
    }
}
