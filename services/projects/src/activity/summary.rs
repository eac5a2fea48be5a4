//! Activities counted by country and kind.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    db::{DbResult, TenantTx},
    http::{Parameters, Problem},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{model::Kind, routes::ActivityFilter, store};
use crate::{App, permissions::ReadProjects};

/// How many activities of a kind there are in a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActivityCount {
    /// ISO 3166 alpha-2; null where none was said.
    country: Option<String>,
    kind: Kind,
    count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActivitySummary {
    /// By country, then by kind.
    items: Vec<ActivityCount>,
}

pub async fn of(tx: &mut TenantTx, filter: &ActivityFilter) -> DbResult<Vec<ActivityCount>> {
    let mut counts: BTreeMap<(Option<String>, &'static str), ActivityCount> = BTreeMap::new();
    for (country, kind) in store::countries_and_kinds(tx, filter).await? {
        let count = counts.entry((country.clone(), kind.code())).or_insert(ActivityCount {
            country,
            kind,
            count: 0,
        });
        count.count += 1;
    }
    Ok(counts.into_values().collect())
}

/// Activities counted by country and kind, of those that the list of activities with these filters has.
#[utoipa::path(tag = "activities", params(ActivityFilter), responses((status = 200, body = ActivitySummary)))]
#[get("/api/v1/activities/summary")]
pub async fn summary(
    caller: Caller<ReadProjects>,
    filter: Parameters<ActivityFilter>,
    app: Data<App>,
) -> Result<Plain<ActivitySummary>, Problem> {
    let items = app
        .db
        .tenant(caller.scope(), async |tx| of(tx, &filter.0).await)
        .await?;
    Ok(Plain(ActivitySummary { items }))
}
