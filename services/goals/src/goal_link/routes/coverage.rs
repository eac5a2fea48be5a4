//! How the coverage matrix is asked for: whole, or cell by cell for tables and files.

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::{Caller, TenantScope},
    http::{Cell, Filter, List, Listing, PageBody, Paging, Parameters, Problem, Tabular},
    values::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::super::{
    coverage::{Coverage, usual_level},
    model::TargetKind,
};
use crate::{App, goal::GoalId, level, permissions::ReadGoals};

pub fn add(config: &mut ServiceConfig<'_>) {
    config.service(matrix).service(cells);
}

/// Which level of goals the matrix is of.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoverageParameters {
    /// Key of a goal level; the one below the top when absent.
    pub level: Option<String>,
}

/// What cells of the matrix can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoverageFilter {
    /// Key of a goal level; the one below the top when absent.
    pub level: Option<String>,
    pub kind: Option<TargetKind>,
    /// Only empty cells, or only others.
    pub gap: Option<bool>,
}

/// A cell of the matrix with its goal.
#[derive(Clone, Serialize, ToSchema)]
pub struct CoverageLine {
    pub goal_id: GoalId,
    pub title: Text,
    pub accountable_unit_id: Uuid,
    pub kind: TargetKind,
    pub count: usize,
    /// The strongest tie; absent where nothing serves the goal.
    pub strength: Option<i32>,
}

impl Filter for CoverageFilter {
    const SORTS: &'static [&'static str] = &["title"];
}

impl Tabular for CoverageLine {
    const COLUMNS: &'static [&'static str] = &[
        "goal_id",
        "title_fi",
        "title_sv",
        "title_en",
        "accountable_unit_id",
        "kind",
        "count",
        "strength",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut row = vec![self.goal_id.0.into()];
        row.extend(Cell::languages(&self.title));
        row.extend([
            self.accountable_unit_id.into(),
            self.kind.code().into(),
            i64::try_from(self.count).map_or(Cell::Empty, Cell::from),
            self.strength.map_or(Cell::Empty, |s| i64::from(s).into()),
        ]);
        row
    }
}

async fn covered(app: &App, scope: &TenantScope, level: Option<&str>) -> Result<Coverage, Problem> {
    app.db
        .tenant(scope, async |tx| {
            let levels = level::store::current(tx).await?;
            let level = level.unwrap_or_else(|| usual_level(&levels));
            if !levels.names(level) {
                let told = format!("No goal level has the key `{level}`.");
                return Err(Problem::field("?level", "unknown_level", told));
            }
            Ok(app.covered.of_level(tx, level).await?)
        })
        .await
}

/// The goals of a level against the kinds of activity that serve them; what nothing serves is told as a gap.
#[utoipa::path(tag = "goals", params(CoverageParameters), responses((status = 200, body = Coverage)))]
#[get("/api/v1/goal-coverage")]
async fn matrix(
    caller: Caller<ReadGoals>,
    asked: Parameters<CoverageParameters>,
    app: Data<App>,
) -> Result<Plain<Coverage>, Problem> {
    Ok(Plain(covered(&app, caller.scope(), asked.0.level.as_deref()).await?))
}

/// The cells of the matrix as a list, for tables and files.
#[utoipa::path(
    tag = "goals", params(CoverageFilter, Paging), responses((status = 200, body = PageBody<CoverageLine>))
)]
#[get("/api/v1/goal-coverage/cells")]
async fn cells(
    caller: Caller<ReadGoals>,
    list: List<CoverageFilter>,
    app: Data<App>,
) -> Result<Listing<CoverageLine>, Problem> {
    let coverage = covered(&app, caller.scope(), list.filter.level.as_deref()).await?;
    list.answer(async |filter, page| {
        let after = page.key::<i64>()?.map(|(position, _)| position);
        let mut lines: Vec<(i64, CoverageLine)> = (0..).zip(lines(&coverage)).collect();
        if page.descending {
            lines.reverse();
        }
        lines.retain(|(n, line)| {
            let wanted = filter.kind.is_none_or(|kind| kind == line.kind)
                && filter.gap.is_none_or(|gap| gap == (line.count == 0));
            wanted && after.is_none_or(|after| if page.descending { *n < after } else { *n > after })
        });
        lines.truncate(usize::try_from(page.fetch()).unwrap_or(usize::MAX));
        let cut = page.cut(lines, |(n, line), _| (n.to_string(), line.goal_id.0));
        Ok::<_, Problem>(cut.map(|(_, line)| line))
    })
    .await
}

fn lines(coverage: &Coverage) -> impl Iterator<Item = CoverageLine> {
    coverage.items.iter().flat_map(|goal| {
        goal.cells.iter().map(|cell| CoverageLine {
            goal_id: goal.goal_id,
            title: goal.title.clone(),
            accountable_unit_id: goal.accountable_unit_id,
            kind: cell.kind,
            count: cell.count,
            strength: cell.strength,
        })
    })
}
