//! The floor: what reading costs when somebody writes it by hand, in a bare handler, with the very statements of the
//! suite. `scoped` as tenancy asks for it, inside begin, scope and commit; `plain` without.

use std::net::SocketAddr;

use actix_web::{
    App, HttpResponse, HttpServer, get,
    web::{Data, Path, Query},
};
use anyhow::Context as _;
use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod};
use futures::join;
use jiff::{Timestamp, civil::Date};
use platform::config::usual_connections;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_postgres::{Error, NoTls, Row, types::ToSql};
use uuid::Uuid;

/// As the suite.
const WORKERS: usize = 2;

const ZONE: &str = "SELECT time_zone FROM known_zones WHERE tenant_id = $1";
const COLUMNS: &str = "tenant_id, id, version, created_at, title, title_sort, search_text, acronym, kind, role, \
    programme_id, funder, operation_id, owner_unit_id, manager_id, period_from, period_to, summary, resident_benefit, \
    work_packages, public_card, total_cost::text, total_cost_currency, case_number, funding";
const THEMES: &str = "SELECT project_id, theme_id FROM project_themes WHERE tenant_id = $1 AND project_id = ANY($2) \
    ORDER BY theme_id";
const GOALS: &str = "SELECT project_id, goal_id, share::text FROM project_goals \
    WHERE tenant_id = $1 AND project_id = ANY($2) ORDER BY share DESC, goal_id";
const PARTNERS: &str = "SELECT project_id, partner_id, role FROM project_partners \
    WHERE tenant_id = $1 AND project_id = ANY($2) ORDER BY partner_id";
const RELATIONS: &str = "SELECT project_id, kind, other_id FROM project_relations \
    WHERE tenant_id = $1 AND project_id = ANY($2) ORDER BY kind, other_id";

#[derive(Serialize)]
struct Project {
    id: Uuid,
    version: i64,
    created_at: Timestamp,
    title: Value,
    acronym: Option<String>,
    kind: String,
    role: String,
    programme_id: Option<Uuid>,
    funder: Option<String>,
    operation_id: Option<String>,
    owner_unit_id: Uuid,
    manager_id: Option<Uuid>,
    period_from: Date,
    period_to: Option<Date>,
    summary: Option<Value>,
    resident_benefit: Option<Value>,
    work_packages: Value,
    public_card: bool,
    total_cost: Option<String>,
    currency: Option<String>,
    case_number: Option<String>,
    funding: String,
    theme_ids: Vec<Uuid>,
    goal_ids: Vec<(Uuid, String)>,
    partners: Vec<(Uuid, String)>,
    relations: Vec<(String, Uuid)>,
}

impl Project {
    fn of(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get(1)?,
            version: row.try_get(2)?,
            created_at: row.try_get(3)?,
            title: row.try_get(4)?,
            acronym: row.try_get(7)?,
            kind: row.try_get(8)?,
            role: row.try_get(9)?,
            programme_id: row.try_get(10)?,
            funder: row.try_get(11)?,
            operation_id: row.try_get(12)?,
            owner_unit_id: row.try_get(13)?,
            manager_id: row.try_get(14)?,
            period_from: row.try_get(15)?,
            period_to: row.try_get(16)?,
            summary: row.try_get(17)?,
            resident_benefit: row.try_get(18)?,
            work_packages: row.try_get(19)?,
            public_card: row.try_get(20)?,
            total_cost: row.try_get(21)?,
            currency: row.try_get(22)?,
            case_number: row.try_get(23)?,
            funding: row.try_get(24)?,
            theme_ids: Vec::new(),
            goal_ids: Vec::new(),
            partners: Vec::new(),
            relations: Vec::new(),
        })
    }
}

/// One request's way to the database.
struct Way {
    client: Client,
    tenant: Uuid,
    scoped: bool,
}

impl Way {
    async fn begin(pools: &Pools, kind: &str, tenant: Uuid) -> anyhow::Result<Self> {
        let scoped = kind == "scoped";
        let pool = if scoped { &pools.scoped } else { &pools.plain };
        let client = pool.get().await?;
        Ok(Self { client, tenant, scoped })
    }

    /// The first statement goes out together with begin and scope.
    async fn first(&self) -> Result<(), Error> {
        let zone = self.client.prepare_cached(ZONE).await?;
        if !self.scoped {
            self.client.query_opt(&zone, &[&self.tenant]).await?;
            return Ok(());
        }
        let scope = format!("BEGIN; SET LOCAL app.tenant_id = '{}'", self.tenant);
        let whose: [&(dyn ToSql + Sync); 1] = [&self.tenant];
        let (begun, zone) = join!(self.client.batch_execute(&scope), self.client.query_opt(&zone, &whose));
        begun?;
        zone?;
        Ok(())
    }

    async fn projects(&self, rows: Vec<Row>) -> Result<Vec<Project>, Error> {
        let mut projects = rows.iter().map(Project::of).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<Uuid> = projects.iter().map(|project| project.id).collect();
        for row in self.list(THEMES, &ids).await? {
            owner(&mut projects, &row).theme_ids.push(row.try_get(1)?);
        }
        for row in self.list(GOALS, &ids).await? {
            owner(&mut projects, &row)
                .goal_ids
                .push((row.try_get(1)?, row.try_get(2)?));
        }
        for row in self.list(PARTNERS, &ids).await? {
            owner(&mut projects, &row)
                .partners
                .push((row.try_get(1)?, row.try_get(2)?));
        }
        for row in self.list(RELATIONS, &ids).await? {
            owner(&mut projects, &row)
                .relations
                .push((row.try_get(1)?, row.try_get(2)?));
        }
        Ok(projects)
    }

    async fn list(&self, sql: &str, ids: &[Uuid]) -> Result<Vec<Row>, Error> {
        let statement = self.client.prepare_cached(sql).await?;
        self.client.query(&statement, &[&self.tenant, &ids]).await
    }

    async fn end(&self) -> Result<(), Error> {
        if self.scoped {
            self.client.batch_execute("COMMIT").await?;
        }
        Ok(())
    }
}

#[expect(clippy::expect_used, reason = "the statement asked for these projects alone")]
fn owner<'a>(projects: &'a mut [Project], row: &Row) -> &'a mut Project {
    let id: Uuid = row.get(0);
    projects.iter_mut().find(|project| project.id == id).expect("a project")
}

struct Pools {
    plain: Pool,
    scoped: Pool,
}

fn broken(cause: impl std::fmt::Display) -> HttpResponse {
    HttpResponse::InternalServerError().body(cause.to_string())
}

async fn one(pools: &Pools, kind: &str, tenant: Uuid, id: Uuid) -> anyhow::Result<Vec<Project>> {
    let way = Way::begin(pools, kind, tenant).await?;
    way.first().await?;
    let sql = format!("SELECT {COLUMNS} FROM projects WHERE tenant_id = $1 AND id = $2 LIMIT 1");
    let statement = way.client.prepare_cached(&sql).await?;
    let found = way.client.query(&statement, &[&tenant, &id]).await?;
    let projects = way.projects(found).await?;
    way.end().await?;
    Ok(projects)
}

async fn several(pools: &Pools, kind: &str, tenant: Uuid, limit: i64) -> anyhow::Result<Vec<Project>> {
    let way = Way::begin(pools, kind, tenant).await?;
    way.first().await?;
    let sql = format!("SELECT {COLUMNS} FROM projects WHERE tenant_id = $1 ORDER BY title_sort, id LIMIT $2");
    let statement = way.client.prepare_cached(&sql).await?;
    let found = way.client.query(&statement, &[&tenant, &(limit + 1)]).await?;
    let mut projects = way.projects(found).await?;
    way.end().await?;
    projects.truncate(usize::try_from(limit)?);
    Ok(projects)
}

#[get("/{kind}/projects/{tenant}/{id}")]
async fn show(asked: Path<(String, Uuid, Uuid)>, pools: Data<Pools>) -> HttpResponse {
    let (kind, tenant, id) = asked.into_inner();
    match one(&pools, &kind, tenant, id).await {
        Ok(projects) => match projects.first() {
            Some(project) => HttpResponse::Ok().json(project),
            None => HttpResponse::NotFound().finish(),
        },
        Err(cause) => broken(cause),
    }
}

#[derive(Deserialize)]
struct Limit {
    limit: i64,
}

#[derive(Serialize)]
struct Page {
    items: Vec<Project>,
}

#[get("/{kind}/projects/{tenant}")]
async fn list(asked: Path<(String, Uuid)>, limit: Query<Limit>, pools: Data<Pools>) -> HttpResponse {
    let (kind, tenant) = asked.into_inner();
    match several(&pools, &kind, tenant, limit.limit).await {
        Ok(items) => HttpResponse::Ok().json(Page { items }),
        Err(cause) => broken(cause),
    }
}

fn pool(url: &str) -> anyhow::Result<Pool> {
    let mut settings: tokio_postgres::Config = url.parse().context("the database's URL cannot be read")?;
    settings.options("-c search_path=projects");
    let manager = Manager::from_config(
        settings,
        NoTls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    // As many as the suite opens where nobody says otherwise.
    Ok(Pool::builder(manager).max_size(usual_connections()).build()?)
}

/// Serves until it is ended. `plain` looks past row security, as only a superuser may; `scoped` is the serving role.
pub async fn serve(address: SocketAddr, plain: &str, scoped: &str) -> anyhow::Result<()> {
    let pools = Data::new(Pools {
        plain: pool(plain)?,
        scoped: pool(scoped)?,
    });
    HttpServer::new(move || App::new().app_data(pools.clone()).service(show).service(list))
        .workers(WORKERS)
        .bind(address)?
        .run()
        .await?;
    Ok(())
}
