//! Reading one project, and a page of them, beside the floor in the same run.

use std::{
    collections::HashMap,
    env, fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::ensure;
use kit::Home;
use serde_json::json;
use tokio_postgres::Client;
use uuid::Uuid;

use crate::{
    database,
    figures::{Bar, Figure, median},
    load::{Load, Target},
    tokens::Tokens,
};

/// How many tenants share the projects.
const CROWDS: [i64; 3] = [10, 1_000, 100_000];
const PROJECTS: i64 = 1_000_000;
/// The crowd that the floor is measured with.
const USUAL: i64 = 1_000;
/// How many different requests are sent in turn.
const SAMPLE: i64 = 20_000;
const ROUNDS: usize = 5;
const SECONDS: u64 = 5;

/// Makes what is read, unless it lies there already.
pub async fn data(home: &Home) -> anyhow::Result<()> {
    let database = database::open(home).await?;
    database.batch_execute(include_str!("../sql/data.sql")).await?;
    for crowd in CROWDS {
        let asked = "SELECT EXISTS (SELECT FROM projects.projects WHERE tenant_id = bench.tenant($1, 0))";
        if database.query_one(asked, &[&crowd]).await?.get(0) {
            continue;
        }
        println!("Making {PROJECTS} projects of {crowd} tenants");
        // Foreign keys hold by the way the rows are made; checking each would take most of the time.
        database.batch_execute("SET session_replication_role = replica").await?;
        database
            .execute(&format!("CALL bench.fill({crowd}, {PROJECTS})"), &[])
            .await?;
    }
    // Nothing that follows is measured while the database tidies up after this.
    for tidy in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
        database.batch_execute(tidy).await?;
    }
    Ok(())
}

/// The floor, a process of its own as the suite is.
struct Floor {
    process: Child,
    address: String,
}

impl Floor {
    fn start(home: &Home) -> anyhow::Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(env::current_exe()?)
            .args(["floor", &address.to_string(), "--home"])
            .arg(home.folder())
            .spawn()?;
        let floor = Self {
            process,
            address: format!("http://{address}"),
        };
        let began = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            ensure!(began.elapsed() < Duration::from_secs(10), "the floor does not start");
            sleep(Duration::from_millis(50));
        }
        Ok(floor)
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

pub async fn serve_floor(home: &Home, address: SocketAddr) -> anyhow::Result<()> {
    crate::floor::serve(address, &database::url(home), &database::url_of_projects(home)).await
}

/// Projects drawn at random, and tokens to read them with.
struct Sample {
    projects: Vec<(Uuid, Uuid)>,
    tokens: HashMap<Uuid, String>,
}

impl Sample {
    async fn draw(database: &Client, tokens: &Tokens, crowd: i64) -> anyhow::Result<Self> {
        let drawn = "SELECT bench.tenant($1, n), bench.project($1, n)
            FROM (SELECT floor(random() * $2::bigint)::bigint AS n FROM generate_series(1, $3::bigint)) AS drawn";
        let rows = database.query(drawn, &[&crowd, &PROJECTS, &SAMPLE]).await?;
        let projects: Vec<(Uuid, Uuid)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        let mut known = HashMap::new();
        for (tenant, _) in &projects {
            if !known.contains_key(tenant) {
                known.insert(*tenant, tokens.planner(*tenant)?);
            }
        }
        Ok(Self {
            projects,
            tokens: known,
        })
    }

    fn token(&self, tenant: Uuid) -> String {
        self.tokens.get(&tenant).cloned().unwrap_or_default()
    }
}

/// What is read: one project, or a page of so many.
#[derive(Clone, Copy)]
enum What {
    One,
    Page(u32),
}

impl What {
    fn told(self) -> String {
        match self {
            Self::One => "one project".to_owned(),
            Self::Page(rows) => format!("a page of {rows}"),
        }
    }

    fn of_suite(self, home: &Home, sample: &Sample, name: &str) -> anyhow::Result<Target> {
        let requests = sample.projects.iter().map(|(tenant, id)| {
            let path = match self {
                Self::One => format!("/api/v1/projects/{id}"),
                Self::Page(rows) => format!("/api/v1/projects?limit={rows}"),
            };
            (path, sample.token(*tenant))
        });
        Target::new(&home.folder().join("bench"), name, &home.url(), requests)
    }

    fn of_floor(self, home: &Home, sample: &Sample, floor: &Floor, kind: &str) -> anyhow::Result<Target> {
        let requests = sample.projects.iter().map(|(tenant, id)| {
            let path = match self {
                Self::One => format!("/{kind}/projects/{tenant}/{id}"),
                Self::Page(rows) => format!("/{kind}/projects/{tenant}?limit={rows}"),
            };
            (path, String::new())
        });
        Target::new(&home.folder().join("bench"), kind, &floor.address, requests)
    }
}

/// All that was measured of one target, a load a round.
struct Measured(Vec<Load>);

impl Measured {
    fn per_second(&self) -> f64 {
        median(self.0.iter().map(Load::per_second).collect())
    }
    fn p50(&self) -> f64 {
        median(self.0.iter().map(|load| load.p50).collect())
    }
    fn p99(&self) -> f64 {
        median(self.0.iter().map(|load| load.p99).collect())
    }
    fn told(&self) -> serde_json::Value {
        json!({"per_second": self.per_second().round(), "p50_us": self.p50(), "p99_us": self.p99(),
               "bytes": self.0.first().map(Load::bytes_each)})
    }
}

/// Asks each in turn, round after round, so that whatever else the machine does falls upon all of them.
fn in_turn(targets: &[&Target]) -> anyhow::Result<Vec<Measured>> {
    for target in targets {
        target.ask(2)?;
    }
    let mut measured: Vec<Measured> = targets.iter().map(|_| Measured(Vec::new())).collect();
    for _ in 0..ROUNDS {
        for (target, measured) in targets.iter().zip(&mut measured) {
            measured.0.push(target.ask(SECONDS)?);
        }
    }
    Ok(measured)
}

pub async fn measure(home: &Home) -> anyhow::Result<Vec<Figure>> {
    fs::create_dir_all(home.folder().join("bench"))?;
    let database = database::open(home).await?;
    let mut figures = Vec::new();
    for what in [What::One, What::Page(50)] {
        figures.extend(beside_the_floor(home, &database, what).await?);
    }
    for what in [What::One, What::Page(10)] {
        figures.push(of_few_and_of_many(home, &database, what).await?);
    }
    Ok(figures)
}

async fn beside_the_floor(home: &Home, database: &Client, what: What) -> anyhow::Result<Vec<Figure>> {
    let tokens = Tokens::of(home, database).await?;
    let sample = Sample::draw(database, &tokens, USUAL).await?;
    let floor = Floor::start(home)?;
    let suite = what.of_suite(home, &sample, "suite")?;
    let scoped = what.of_floor(home, &sample, &floor, "scoped")?;
    let plain = what.of_floor(home, &sample, &floor, "plain")?;
    let measured = in_turn(&[&suite, &scoped, &plain])?;
    let [suite, scoped, plain] = measured.as_slice() else {
        anyhow::bail!("three were measured");
    };
    let told = what.told();
    let from = json!({"suite": suite.told(), "floor": scoped.told(), "plain_floor": plain.told()});
    Ok(vec![
        Figure::new(
            format!("read {told} of 1 000 000, 1 000 tenants"),
            suite.per_second(),
            "/s",
        )
        .made_of(&from),
        Figure::new(
            format!("read {told}: requests a second, to the floor's"),
            suite.per_second() / scoped.per_second(),
            "ratio",
        )
        .held_to(Bar::AtLeast(0.70)),
        Figure::new(
            format!("read {told}: requests a second, to the plain floor's"),
            suite.per_second() / plain.per_second(),
            "ratio",
        )
        .held_to(Bar::AtLeast(0.40)),
        Figure::new(
            format!("read {told}: p99, to the floor's"),
            suite.p99() / scoped.p99(),
            "ratio",
        )
        .held_to(Bar::AtMost(3.0)),
    ])
}

async fn of_few_and_of_many(home: &Home, database: &Client, what: What) -> anyhow::Result<Figure> {
    let tokens = Tokens::of(home, database).await?;
    let [few, _, many] = CROWDS;
    let few = Sample::draw(database, &tokens, few).await?;
    let many = Sample::draw(database, &tokens, many).await?;
    let few = what.of_suite(home, &few, "few")?;
    let many = what.of_suite(home, &many, "many")?;
    let measured = in_turn(&[&few, &many])?;
    let [few, many] = measured.as_slice() else {
        anyhow::bail!("two were measured");
    };
    let apart = (few.p50() / many.p50()).max(many.p50() / few.p50());
    Ok(Figure::new(
        format!("read {}: p50 of 10 tenants and of 100 000, apart by", what.told()),
        apart,
        "ratio",
    )
    .held_to(Bar::AtMost(1.2))
    .made_of(json!({"of_10": few.told(), "of_100_000": many.told()})))
}
