//! Goals as the tree is read.

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};
use diesel_async::RunQueryDsl;
use platform::{
    db::{DbResult, Page, Rows, TenantTx, page::Cursor},
    fetch_page,
};
use uuid::Uuid;

use super::{Row, all, whole as with_what_is_beside};
use crate::{
    goal::{Goal, GoalId},
    schema::goals,
};

/// What goals of one depth are in the order of.
pub const ORDER: &str = "title";

/// Goals of the tree, by title within a depth.
pub struct Opened {
    pub goals: Vec<Goal>,
    /// How many lie right below each that has any.
    pub below: HashMap<GoalId, i64>,
    /// Where more of the top begins.
    pub next: Option<Cursor>,
}

pub async fn whole(tx: &mut TenantTx) -> DbResult<Opened> {
    let goals = all(tx).await?;
    let mut below = HashMap::new();
    for parent in goals.iter().filter_map(|goal| goal.content.parent_id) {
        *below.entry(parent).or_default() += 1;
    }
    Ok(Opened {
        goals,
        below,
        next: None,
    })
}

/// The goals at the top, or right below one; and then depth after depth below them, each as long as the whole of it finds room.
pub async fn opened(tx: &mut TenantTx, below: Option<GoalId>, page: &Page) -> DbResult<Opened> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    query = match below {
        None => query.filter(goals::parent_id.is_null()),
        Some(goal) => query.filter(goals::parent_id.eq(goal.0)),
    };
    let Rows { mut rows, next } = fetch_page!(tx, query, page, Row of goals by { "title" => title_sort: String });
    let mut counts = count_below(tx, rows.iter().map(|row| row.id).collect()).await?;
    let mut deepest = counts.clone();
    let mut room = page.limit - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    // What the next page has of the top stands before what lies deeper.
    while next.is_none() && !deepest.is_empty() && deepest.values().sum::<i64>() <= room {
        let query = Row::of(tx)
            .filter(goals::parent_id.eq_any(deepest.into_keys().map(|goal| goal.0)))
            .order((goals::title_sort, goals::id))
            .select(Row::as_select());
        let deeper: Vec<Row> = query.load(tx).await?;
        room -= i64::try_from(deeper.len()).unwrap_or(i64::MAX);
        deepest = count_below(tx, deeper.iter().map(|row| row.id).collect()).await?;
        counts.extend(&deepest);
        rows.extend(deeper);
    }
    Ok(Opened {
        goals: with_what_is_beside(tx, rows).await?,
        below: counts,
        next,
    })
}

/// How many goals lie right below each of some; those with none are left out.
async fn count_below(tx: &mut TenantTx, ids: Vec<Uuid>) -> DbResult<HashMap<GoalId, i64>> {
    let query = Row::of(tx)
        .filter(goals::parent_id.eq_any(ids))
        .group_by(goals::parent_id)
        .select((goals::parent_id.assume_not_null(), count_star()));
    let counted: Vec<(Uuid, i64)> = query.load(tx).await?;
    Ok(counted.into_iter().map(|(id, many)| (GoalId(id), many)).collect())
}
