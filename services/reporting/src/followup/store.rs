//! How reports are kept.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
    dsl::sql,
    sql_types::{Integer, Jsonb, Text},
};
use diesel_async::RunQueryDsl as _;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{DbError, DbResult, Page, Rows, TenantTx, Unread},
    keyset,
    values::Language,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    figure::{self, Figure},
    model::{Report, ReportId, Status},
    routes::ReportFilter,
};
use crate::schema::{report_figures as figures, reports};

const KIND: &str = "yearly_followup";

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reports, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    version: i64,
    kind: String,
    year: i32,
    unit_id: Option<Uuid>,
    language: String,
    status: String,
    texts: serde_json::Value,
    subject: serde_json::Value,
    positions: serde_json::Value,
    faults: serde_json::Value,
    drafted_at: jiff_diesel::Timestamp,
    drafted_by: Uuid,
    locked_at: Option<jiff_diesel::Timestamp>,
    locked_by: Option<Uuid>,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of(tenant_id: Uuid) -> _ {
    reports::table.filter(reports::tenant_id.eq(tenant_id))
}

fn unreadable(cause: serde_json::Error) -> DbError {
    DbError::Other(diesel::result::Error::DeserializationError(Box::new(cause)))
}

fn read<T: DeserializeOwned>(json: serde_json::Value) -> DbResult<T> {
    serde_json::from_value(json).map_err(unreadable)
}

fn json(value: &impl Serialize) -> DbResult<serde_json::Value> {
    serde_json::to_value(value)
        .map_err(|cause| DbError::Other(diesel::result::Error::SerializationError(Box::new(cause))))
}

impl Row {
    fn of(report: &Report) -> DbResult<Self> {
        let locked = match report.status {
            Status::Draft => None,
            Status::Locked { at, by } => Some((at.to_diesel(), by)),
        };
        Ok(Self {
            id: report.id.0,
            version: report.version,
            kind: KIND.to_owned(),
            year: i32::from(report.year),
            unit_id: report.unit_id,
            language: report.language.code().to_owned(),
            status: report.status.code().to_owned(),
            texts: json(&report.texts)?,
            subject: json(&report.subject)?,
            positions: json(&report.positions)?,
            faults: json(&report.faults)?,
            drafted_at: report.drafted_at.to_diesel(),
            drafted_by: report.drafted_by,
            locked_at: locked.map(|(at, _)| at),
            locked_by: locked.map(|(_, by)| by),
        })
    }

    fn report(self, figures: Vec<Figure>) -> DbResult<Report> {
        let locked = self.locked_at.zip(self.locked_by);
        Ok(Report {
            id: ReportId(self.id),
            version: self.version,
            year: i16::try_from(self.year).unwrap_or_default(),
            unit_id: self.unit_id,
            language: Language::from_code(&self.language).unwrap_or_default(),
            status: locked.map_or(Status::Draft, |(at, by)| Status::Locked { at: at.to_jiff(), by }),
            texts: read(self.texts)?,
            subject: read(self.subject)?,
            figures,
            positions: read(self.positions)?,
            faults: read(self.faults)?,
            drafted_at: self.drafted_at.to_jiff(),
            drafted_by: self.drafted_by,
        })
    }
}

/// The report with everything it counts.
pub async fn find(tx: &mut TenantTx, id: ReportId) -> DbResult<Option<Report>> {
    let row: Option<Row> = of(tx.tenant_id())
        .filter(reports::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    with_figures(tx, row).await
}

/// The same, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ReportId) -> DbResult<Option<Report>> {
    let row: Option<Row> = of(tx.tenant_id())
        .filter(reports::id.eq(id.0))
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    with_figures(tx, row).await
}

async fn with_figures(tx: &mut TenantTx, row: Option<Row>) -> DbResult<Option<Report>> {
    let Some(row) = row else { return Ok(None) };
    let kept: Vec<(serde_json::Value, Unread)> = figures::table
        .filter(figures::tenant_id.eq(tx.tenant_id()))
        .filter(figures::report_id.eq(row.id))
        .order(figures::position.asc())
        .select((figures::figure, figures::rows))
        .load(tx)
        .await?;
    let mut counted = Vec::with_capacity(kept.len());
    for (figure, rows) in kept {
        counted.push(Figure {
            rows: rows.read().map_err(unreadable)?,
            ..read(figure)?
        });
    }
    row.report(counted).map(Some)
}

/// How many rows each figure counts, by its key.
pub type Counted = HashMap<String, usize>;

/// The report with the first rows of each figure: of thousands of rows nobody who glances at it sees more.
pub async fn glance(tx: &mut TenantTx, id: ReportId, most: u16) -> DbResult<Option<(Report, Counted)>> {
    let row: Option<Row> = of(tx.tenant_id())
        .filter(reports::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    // From the first one on; of none there is no last one.
    let path = most
        .checked_sub(1)
        .map_or_else(|| "$[*] ? (1 == 0)".to_owned(), |last| format!("$[0 to {last}]"));
    let first = sql::<Jsonb>("jsonb_path_query_array(report_figures.rows, (")
        .bind::<Text, _>(path)
        .sql(")::jsonpath)");
    let kept: Vec<(serde_json::Value, Unread, i32)> = figures::table
        .filter(figures::tenant_id.eq(tx.tenant_id()))
        .filter(figures::report_id.eq(row.id))
        .order(figures::position.asc())
        .select((
            figures::figure,
            first,
            sql::<Integer>("jsonb_array_length(report_figures.rows)"),
        ))
        .load(tx)
        .await?;
    let mut figures = Vec::with_capacity(kept.len());
    let mut counted = Counted::new();
    for (figure, first, many) in kept {
        let figure = Figure {
            rows: first.read().map_err(unreadable)?,
            ..read(figure)?
        };
        counted.insert(figure.key(), usize::try_from(many).unwrap_or_default());
        figures.push(figure);
    }
    Ok(Some((row.report(figures)?, counted)))
}

/// The rows of one figure; nothing when the report has no such figure.
pub async fn rows_of(tx: &mut TenantTx, id: ReportId, key: &str) -> DbResult<Option<Vec<figure::Row>>> {
    let rows: Option<Unread> = figures::table
        .filter(figures::tenant_id.eq(tx.tenant_id()))
        .filter(figures::report_id.eq(id.0))
        .filter(figures::key.eq(key))
        .select(figures::rows)
        .first(tx)
        .await
        .optional()?;
    rows.map(|rows| rows.read().map_err(unreadable)).transpose()
}

/// Whether there is such a report.
pub async fn is_there(tx: &mut TenantTx, id: ReportId) -> DbResult<bool> {
    let there = of(tx.tenant_id()).filter(reports::id.eq(id.0)).select(reports::id);
    let there: Option<Uuid> = there.first(tx).await.optional()?;
    Ok(there.is_some())
}

/// A page of reports, without what they count.
pub async fn page(tx: &mut TenantTx, filter: &ReportFilter, page: &Page) -> DbResult<Rows<Report>> {
    let mut query = of(tx.tenant_id()).select(Row::as_select()).into_boxed();
    if let Some(kind) = &filter.kind {
        query = query.filter(reports::kind.eq(kind.clone()));
    }
    if let Some(year) = filter.year {
        query = query.filter(reports::year.eq(i32::from(year)));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(reports::unit_id.eq(unit));
    }
    if let Some(status) = &filter.status {
        query = query.filter(reports::status.eq(status.clone()));
    }
    let query = keyset!(query, page, reports::id, {
        "drafted_at" => reports::drafted_at => jiff_diesel::Timestamp,
        "year" => reports::year => i32,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let cut = page.cut(rows, |row, sort| match sort {
        "year" => (row.year.to_string(), row.id),
        _ => (row.drafted_at.to_jiff().to_string(), row.id),
    });
    let reports = cut
        .rows
        .into_iter()
        .map(|row| row.report(Vec::new()))
        .collect::<DbResult<_>>()?;
    Ok(Rows {
        rows: reports,
        next: cut.next,
    })
}

/// Drafts, newest first, without what they count.
pub async fn drafts(tx: &mut TenantTx, most: i64) -> DbResult<Vec<Report>> {
    let rows: Vec<Row> = of(tx.tenant_id())
        .filter(reports::status.eq("draft"))
        .order((reports::drafted_at.desc(), reports::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(tx)
        .await?;
    rows.into_iter().map(|row| row.report(Vec::new())).collect()
}

pub async fn insert(tx: &mut TenantTx, report: &Report) -> DbResult<()> {
    diesel::insert_into(reports::table)
        .values((reports::tenant_id.eq(tx.tenant_id()), Row::of(report)?))
        .execute(tx)
        .await?;
    write_figures(tx, report).await
}

/// Keeps a changed report. Its figures go first: once it is locked, the database lets nobody touch them.
pub async fn update(tx: &mut TenantTx, report: &Report) -> DbResult<()> {
    let before = figures::table
        .filter(figures::tenant_id.eq(tx.tenant_id()))
        .filter(figures::report_id.eq(report.id.0));
    diesel::delete(before).execute(tx).await?;
    write_figures(tx, report).await?;
    let row = Row::of(report)?;
    let changed = diesel::update(
        of(tx.tenant_id())
            .filter(reports::id.eq(report.id.0))
            .filter(reports::version.eq(report.version - 1)),
    )
    .set((
        reports::version.eq(row.version),
        reports::status.eq(row.status),
        reports::texts.eq(row.texts),
        reports::subject.eq(row.subject),
        reports::positions.eq(row.positions),
        reports::faults.eq(row.faults),
        reports::drafted_at.eq(row.drafted_at),
        reports::locked_at.eq(row.locked_at),
        reports::locked_by.eq(row.locked_by),
    ))
    .execute(tx)
    .await?;
    one(changed)
}

pub async fn delete(tx: &mut TenantTx, report: &Report) -> DbResult<()> {
    one(diesel::delete(of(tx.tenant_id()).filter(reports::id.eq(report.id.0)))
        .execute(tx)
        .await?)
}

fn one(changed: usize) -> DbResult<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(DbError::Other(diesel::result::Error::NotFound))
    }
}

async fn write_figures(tx: &mut TenantTx, report: &Report) -> DbResult<()> {
    let mut rows = Vec::with_capacity(report.figures.len());
    for (position, figure) in (0_i32..).zip(&report.figures) {
        rows.push((
            figures::tenant_id.eq(tx.tenant_id()),
            figures::report_id.eq(report.id.0),
            figures::position.eq(position),
            figures::key.eq(figure.key()),
            figures::figure.eq(json(figure)?),
            figures::rows.eq(json(&figure.rows)?),
        ));
    }
    diesel::insert_into(figures::table).values(rows).execute(tx).await?;
    Ok(())
}
