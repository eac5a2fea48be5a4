//! How the tree is asked for: whole, or as far as a page has room for it.

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    db::{DbError, Page, page::Cursor},
    http::{Parameters, Problem},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    super::{GoalId, attainment, routes::GoalBody, store},
    tree,
};
use crate::{App, permissions::ReadGoals};

/// As many goals as a page has room for.
const ROOM: i64 = 200;

pub fn add(config: &mut ServiceConfig<'_>) {
    config.service(read_tree);
}

/// A goal in the order of the tree.
#[derive(Serialize, ToSchema)]
pub struct TreeLine {
    /// 0 at the top.
    pub depth: usize,
    /// How it is doing, as its indicators and the goals below it tell.
    pub attainment_status: attainment::Status,
    /// How many goals lie right below it, whether they are told here or not.
    pub goals_below: i64,
    #[serde(flatten)]
    pub goal: GoalBody,
}

/// The tree, depth first.
#[derive(Serialize, ToSchema)]
pub struct Tree {
    pub items: Vec<TreeLine>,
    /// Give it back as `after` for more of the goals at the top; null when all of them are here.
    pub next: Option<String>,
}

/// How much of the tree. With none of these it is whole.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TreeAsked {
    /// What lies below this goal alone.
    pub below: Option<Uuid>,
    /// Goals that there is room for: 1 to 200, and 200 when only another of these is given. The tree is opened from the top, as
    /// long as a whole depth of it finds room.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl TreeAsked {
    /// What there is room for; nothing when the whole tree is asked for.
    fn page(&self) -> Result<Option<Page>, Problem> {
        if self.below.is_none() && self.limit.is_none() && self.after.is_none() {
            return Ok(None);
        }
        let limit = self.limit.unwrap_or(ROOM);
        if !(1..=ROOM).contains(&limit) {
            return Err(Problem::field(
                "?limit",
                "out_of_range",
                "A page of the tree has 1 to 200 goals.",
            ));
        }
        let after = self.after.as_deref().map(|text| {
            let cursor = Cursor::decode(text).filter(|cursor| cursor.sort == store::tree::ORDER);
            cursor.ok_or_else(|| Problem::field("?after", "bad_cursor", "This page does not belong to the tree."))
        });
        Ok(Some(Page {
            limit,
            sort: store::tree::ORDER,
            descending: false,
            after: after.transpose()?,
        }))
    }
}

/// The tree of goals, depth first: whole, or as far as there is room for it.
#[utoipa::path(tag = "goals", params(TreeAsked), responses((status = 200, body = Tree)))]
#[get("/api/v1/goals/tree")]
async fn read_tree(
    caller: Caller<ReadGoals>,
    asked: Parameters<TreeAsked>,
    app: Data<App>,
) -> Result<Plain<Tree>, Problem> {
    let page = asked.0.page()?;
    let below = asked.0.below.map(GoalId);
    let (opened, attained) = app
        .db
        .tenant(caller.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let opened = match &page {
                None => store::tree::whole(tx).await?,
                Some(page) => store::tree::opened(tx, below, page).await?,
            };
            Ok::<_, DbError>((opened, app.attained.statuses(tx, today).await?))
        })
        .await?;
    let lines = tree(opened.goals).into_iter().map(|(depth, goal)| TreeLine {
        depth,
        attainment_status: attainment::status_in(&attained, goal.id),
        goals_below: opened.below.get(&goal.id).copied().unwrap_or(0),
        goal: goal.into(),
    });
    Ok(Plain(Tree {
        items: lines.collect(),
        next: opened.next.map(|cursor| cursor.encode()),
    }))
}
