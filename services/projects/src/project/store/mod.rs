//! How projects are kept.

mod lists;

use diesel::{dsl, prelude::*};
use diesel_async::RunQueryDsl;
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use platform::{
    db::{
        DbResult, Kept, Page, Rows, SystemTx, TenantTx, one_row, prepared,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    known::{UNIT, below},
    usage::Stock,
    values::{Money, Period, Text},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    Funding, PROJECTS, Project, ProjectContent, ProjectId, Status,
    content::{Kind, RelationKind, Role, WorkPackage},
    routes::ProjectFilter,
};
use crate::{
    application::State,
    programme,
    schema::{
        activities, applications, project_goals, project_partners, project_relations, project_themes, projects,
        public_cards,
    },
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = projects, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    title: Kept<Text>,
    title_sort: String,
    search_text: String,
    acronym: Option<String>,
    kind: Kind,
    role: Role,
    programme_id: Option<Uuid>,
    funder: Option<String>,
    operation_id: Option<String>,
    owner_unit_id: Uuid,
    manager_id: Option<Uuid>,
    period_from: jiff_diesel::Date,
    period_to: Option<jiff_diesel::Date>,
    summary: Option<Kept<Text>>,
    resident_benefit: Option<Kept<Text>>,
    work_packages: Kept<Vec<WorkPackage>>,
    public_card: bool,
    total_cost: Option<Decimal>,
    total_cost_currency: Option<String>,
    case_number: Option<String>,
    funding: Funding,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<projects::table, dsl::Eq<projects::tenant_id, Uuid>> {
    projects::table.filter(projects::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: ProjectId) -> DbResult<Option<Project>> {
    let row = of(tx)
        .filter(projects::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    one(tx, row).await
}

/// The project, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ProjectId) -> DbResult<Option<Project>> {
    let query = of(tx).filter(projects::id.eq(id.0)).select(Row::as_select());
    let row = query.for_update().first(tx).await.optional()?;
    one(tx, row).await
}

/// A project that was read before, held against concurrent change. What still has its version is as it was read, its lists
/// too: five statements fewer.
pub async fn lock_as_read(tx: &mut TenantTx, read: &Project) -> DbResult<Option<Project>> {
    let query = of(tx).filter(projects::id.eq(read.id.0)).select(projects::version);
    let version: Option<i64> = query.for_update().first(tx).await.optional()?;
    match version {
        Some(version) if version == read.version => Ok(Some(read.clone())),
        Some(_) => find(tx, read.id).await,
        None => Ok(None),
    }
}

async fn one(tx: &mut TenantTx, row: Option<Row>) -> DbResult<Option<Project>> {
    Ok(complete(tx, row.into_iter().collect()).await?.pop())
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, of(tx), (projects::id, projects::title => Kept<Text>) by projects::title_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &ProjectFilter, page: &Page, today: Date) -> DbResult<Rows<Project>> {
    let tenant = tx.tenant_id();
    let mut query = of(tx).select(Row::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(projects::kind.eq(kind));
    }
    if let Some(role) = filter.role {
        query = query.filter(projects::role.eq(role));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(projects::owner_unit_id.eq_any(below(tx, UNIT, unit).await?));
    }
    if let Some(programme) = filter.programme_id {
        query = query.filter(projects::programme_id.eq(programme));
    }
    if let Some(theme) = filter.theme_id {
        let with_theme = project_themes::table
            .filter(
                project_themes::tenant_id
                    .eq(tenant)
                    .and(project_themes::theme_id.eq(theme)),
            )
            .select(project_themes::project_id);
        query = query.filter(projects::id.eq_any(with_theme));
    }
    if let Some(goal) = filter.goal_id {
        let with_goal = project_goals::table
            .filter(project_goals::tenant_id.eq(tenant).and(project_goals::goal_id.eq(goal)))
            .select(project_goals::project_id);
        query = query.filter(projects::id.eq_any(with_goal));
    }
    if let Some(partner) = filter.partner_id {
        let with_partner = project_partners::table
            .filter(
                project_partners::tenant_id
                    .eq(tenant)
                    .and(project_partners::partner_id.eq(partner)),
            )
            .select(project_partners::project_id);
        query = query.filter(projects::id.eq_any(with_partner));
    }
    if let Some(from) = filter.from {
        query = query.filter(
            projects::period_to
                .is_null()
                .or(projects::period_to.ge(from.to_diesel())),
        );
    }
    if let Some(to) = filter.to {
        query = query.filter(projects::period_from.le(to.to_diesel()));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(projects::search_text, q).gt(0));
    }
    // Like `Funding::status`, told the other way round.
    let today = today.to_diesel();
    let by_dates = [Funding::None, Funding::Granted];
    query = match filter.status {
        None => query,
        Some(Status::Idea) => query.filter(projects::funding.eq(Funding::Idea)),
        Some(Status::Applied) => query.filter(projects::funding.eq(Funding::Applied)),
        Some(Status::Rejected) => query.filter(projects::funding.eq(Funding::Rejected)),
        Some(Status::Preparing) => query.filter(
            projects::funding
                .eq(Funding::Preparing)
                .or(projects::funding.eq_any(by_dates).and(projects::period_from.gt(today))),
        ),
        Some(Status::Running) => query
            .filter(projects::funding.eq_any(by_dates).and(projects::period_from.le(today)))
            .filter(projects::period_to.is_null().or(projects::period_to.ge(today))),
        Some(Status::Ended) => query.filter(
            projects::funding.eq(Funding::Finished).or(projects::funding
                .eq_any(by_dates)
                .and(projects::period_to.is_not_null())
                .and(projects::period_to.lt(today))
                .assume_not_null()),
        ),
    };
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of projects by {
        "title" => title_sort: String,
        "period_from" => period_from: jiff_diesel::Date,
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(Rows {
        rows: complete(tx, rows).await?,
        next,
    })
}

/// How projects are counted for usage.
pub const STOCK: Stock = Stock {
    kind: PROJECTS.kind,
    count: "SELECT count(*) AS amount FROM projects WHERE tenant_id = $1",
};

/// How many projects there are.
pub async fn count(tx: &mut TenantTx) -> DbResult<i64> {
    Ok(of(tx).count().get_result(tx).await?)
}

pub async fn insert(tx: &mut TenantTx, project: &Project) -> DbResult<()> {
    diesel::insert_into(projects::table)
        .values(Row::from_model(tx, project))
        .execute(tx)
        .await?;
    lists::insert(tx, project).await
}

/// Keeps what a locked project says now; its lists only where they are others than `before`.
pub async fn update(tx: &mut TenantTx, project: &Project, before: &ProjectContent) -> DbResult<()> {
    let target = of(tx)
        .filter(projects::id.eq(project.id.0))
        .filter(projects::version.eq(project.version - 1));
    let update = diesel::update(target).set(Row::from_model(tx, project));
    one_row(prepared(update).execute(tx).await?)?;
    if lists::of(&project.content) == lists::of(before) {
        return Ok(());
    }
    lists::delete(tx, project.id).await?;
    lists::insert(tx, project).await
}

pub async fn delete(tx: &mut TenantTx, id: ProjectId) -> DbResult<()> {
    lists::delete(tx, id).await?;
    let gone = diesel::delete(of(tx).filter(projects::id.eq(id.0))).execute(tx).await?;
    one_row(gone)
}

/// What points at the project and would be left alone without it.
pub async fn user_of(tx: &mut TenantTx, id: ProjectId) -> DbResult<Option<&'static str>> {
    let tenant = tx.tenant_id();
    let applied = applications::table.filter(
        applications::tenant_id
            .eq(tenant)
            .and(applications::project_id.eq(id.0)),
    );
    if diesel::select(dsl::exists(applied)).get_result::<bool>(tx).await? {
        return Ok(Some("an application"));
    }
    let done = activities::table.filter(activities::tenant_id.eq(tenant).and(activities::project_id.eq(id.0)));
    if diesel::select(dsl::exists(done)).get_result::<bool>(tx).await? {
        return Ok(Some("an activity"));
    }
    let related = project_relations::table.filter(
        project_relations::tenant_id
            .eq(tenant)
            .and(project_relations::other_id.eq(id.0)),
    );
    Ok(diesel::select(dsl::exists(related))
        .get_result::<bool>(tx)
        .await?
        .then_some("another project"))
}

/// Those of the projects that are there.
pub async fn known(tx: &mut TenantTx, ids: &[Uuid]) -> DbResult<Vec<Uuid>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(of(tx)
        .filter(projects::id.eq_any(ids.to_vec()))
        .select(projects::id)
        .load(tx)
        .await?)
}

/// The project that another one is part of. Both are held: two at once could otherwise make a ring.
pub async fn parent_of(tx: &mut TenantTx, id: ProjectId) -> DbResult<Option<ProjectId>> {
    let held: Option<Uuid> = of(tx)
        .filter(projects::id.eq(id.0))
        .select(projects::id)
        .for_update()
        .first(tx)
        .await
        .optional()?;
    if held.is_none() {
        return Ok(None);
    }
    let parent: Option<Uuid> = project_relations::table
        .filter(project_relations::tenant_id.eq(tx.tenant_id()))
        .filter(
            project_relations::project_id
                .eq(id.0)
                .and(project_relations::kind.eq(RelationKind::Parent)),
        )
        .select(project_relations::other_id)
        .first(tx)
        .await
        .optional()?;
    Ok(parent.map(ProjectId))
}

/// How far each application of the project is.
pub async fn application_states(tx: &mut TenantTx, id: ProjectId) -> DbResult<Vec<State>> {
    Ok(applications::table
        .filter(applications::tenant_id.eq(tx.tenant_id()))
        .filter(applications::project_id.eq(id.0))
        .select(applications::state)
        .load(tx)
        .await?)
}

/// Whose project is shown to everybody under this id, if any is: a lookup before there is a tenant.
pub async fn shown_by(tx: &mut SystemTx, id: ProjectId) -> DbResult<Option<Uuid>> {
    let query = public_cards::table
        .filter(public_cards::project_id.eq(id.0))
        .select(public_cards::tenant_id);
    Ok(query.first(tx).await.optional()?)
}

/// Rows with their lists and the names of their programmes, in the same order.
async fn complete(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Project>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names = programme::store::names(tx, rows.iter().filter_map(|r| r.programme_id)).await?;
    let mut projects: Vec<Project> = rows.into_iter().map(Row::into_model).collect();
    lists::fill(tx, &mut projects).await?;
    for project in &mut projects {
        project.programme = project.content.programme_id.and_then(|id| names.get(&id).cloned());
    }
    Ok(projects)
}

impl Row {
    fn from_model(tx: &TenantTx, project: &Project) -> Self {
        let content = &project.content;
        let words = [
            &content.acronym,
            &content.funder,
            &content.operation_id,
            &content.case_number,
        ];
        Self {
            tenant_id: tx.tenant_id(),
            id: project.id.0,
            version: project.version,
            created_at: project.created_at.to_diesel(),
            title: Kept(content.title.clone()),
            title_sort: sort_key(&content.title),
            search_text: searchable([&content.title], words.into_iter().flatten()),
            acronym: content.acronym.clone(),
            kind: content.kind,
            role: content.role,
            programme_id: content.programme_id,
            funder: content.funder.clone(),
            operation_id: content.operation_id.clone(),
            owner_unit_id: content.owner_unit_id,
            manager_id: content.manager_id,
            period_from: content.period.from.to_diesel(),
            period_to: content.period.to.map(ToDiesel::to_diesel),
            summary: content.summary.clone().map(Kept),
            resident_benefit: content.resident_benefit.clone().map(Kept),
            work_packages: Kept(content.work_packages.clone()),
            public_card: content.public_card,
            total_cost: content.total_cost.as_ref().map(|m| m.amount),
            total_cost_currency: content.total_cost.as_ref().map(|m| m.currency.code().to_owned()),
            case_number: content.case_number.clone(),
            funding: project.funding,
        }
    }

    fn into_model(self) -> Project {
        let content = ProjectContent {
            title: self.title.0,
            acronym: self.acronym,
            kind: self.kind,
            role: self.role,
            programme_id: self.programme_id,
            funder: self.funder,
            operation_id: self.operation_id,
            owner_unit_id: self.owner_unit_id,
            manager_id: self.manager_id,
            partners: Vec::new(),
            period: Period {
                from: self.period_from.to_jiff(),
                to: self.period_to.map(jiff_diesel::Date::to_jiff),
            },
            summary: self.summary.map(|s| s.0),
            resident_benefit: self.resident_benefit.map(|s| s.0),
            theme_ids: Vec::new(),
            goal_ids: Vec::new(),
            relations: Vec::new(),
            work_packages: self.work_packages.0,
            public_card: self.public_card,
            total_cost: Money::from_parts(self.total_cost, self.total_cost_currency.as_deref()),
            case_number: self.case_number,
        };
        Project {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            content,
            programme: None,
            funding: self.funding,
        }
    }
}
