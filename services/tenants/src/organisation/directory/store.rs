//! How the directory is read: under the sharing role, to which the table shows these columns of every organisation.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jiff::civil::Date;
use platform::{
    db::{
        DbResult, Kept, Page, Rows, SystemTx,
        search::{sought, strpos},
    },
    fetch_page,
    values::Text,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    super::{Country, Kind, State},
    Listed,
};
use crate::{
    kept::{day, to_day},
    schema::organisations,
};

/// What the directory can be narrowed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DirectoryFilter {
    pub kind: Option<Kind>,
    pub country: Option<Country>,
    /// Words of the name.
    pub q: Option<String>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = organisations, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    kind: String,
    name: Kept<Text>,
    name_sort: String,
    code: String,
    country: String,
    time_zone: String,
    valid_to: Option<jiff_diesel::Date>,
    state: String,
    trial_until: Option<jiff_diesel::Date>,
}

impl From<Row> for Listed {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Municipality),
            name: row.name.0,
            code: row.code,
            country: Country::from_code(&row.country).unwrap_or(Country::Finland),
            time_zone: row.time_zone,
            valid_to: day(row.valid_to),
            state: State::from_code(&row.state).unwrap_or(State::ReadOnly),
            trial_until: day(row.trial_until),
        }
    }
}

/// One organisation, whether it takes part or not.
pub async fn find(tx: &mut SystemTx, id: Uuid) -> DbResult<Option<Listed>> {
    let query = organisations::table
        .filter(organisations::tenant_id.eq(id))
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Listed::from))
}

/// Those that take part on a day, without the one that asks.
pub async fn page(
    tx: &mut SystemTx,
    asks: Uuid,
    today: Date,
    filter: &DirectoryFilter,
    page: &Page,
) -> DbResult<Rows<Listed>> {
    let today = to_day(Some(today));
    let runs = organisations::state
        .eq(State::Active.code())
        .or(organisations::state.eq(State::Trial.code()).and(
            organisations::trial_until
                .is_null()
                .or(organisations::trial_until.ge(today)),
        ));
    let mut query = organisations::table
        .select(Row::as_select())
        .filter(organisations::tenant_id.ne(asks))
        .filter(runs)
        .filter(organisations::valid_to.is_null().or(organisations::valid_to.ge(today)))
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(organisations::kind.eq(kind.code()));
    }
    if let Some(country) = filter.country {
        query = query.filter(organisations::country.eq(country.code()));
    }
    if let Some(words) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(organisations::name_sort, words).gt(0));
    }
    let rows = fetch_page!(tx, query, page, Row of organisations by { "name" => name_sort: String });
    Ok(rows.map(Listed::from))
}
