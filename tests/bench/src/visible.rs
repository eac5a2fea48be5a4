//! From the answer that accepts a change to the moment at which reporting shows it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use kit::{Client, Home, Tenant};
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_postgres::Client as Database;
use uuid::Uuid;

use crate::{
    database,
    figures::{Bar, Figure, percentile},
    tokens::Tokens,
};

const TENANTS: usize = 4;
const PROJECTS_EACH: usize = 100;
const CHANGES_A_SECOND: u64 = 200;
const SECONDS: u64 = 60;
/// How often the read model is looked at: what is told is too long by that much at most.
const LOOK: Duration = Duration::from_millis(25);
const PATIENCE: Duration = Duration::from_mins(2);

/// What another tenant brings in meanwhile.
const LINES: usize = 50_000;
const LINES_EACH: usize = 500;
const INDICATORS: usize = 10;
const IMPORTS: &str = "/api/v1/imports/indicator-values";

/// A project that is changed again and again.
#[derive(Clone)]
struct Changed {
    id: Uuid,
    version: i64,
    owner: usize,
}

/// Organisations as they come into being, and what they own.
struct Scene {
    base: String,
    http: reqwest::Client,
    owners: Vec<Uuid>,
    tokens: Vec<String>,
    projects: Vec<Changed>,
    importer: Importer,
}

/// The tenant that brings in a great deal.
struct Importer {
    planner: Client,
    indicators: Vec<String>,
    units: Vec<String>,
}

impl Scene {
    async fn set(home: &Home, tokens: &Tokens) -> anyhow::Result<Self> {
        let base = home.url();
        let visitor = Client::at(&base);
        let operator = Client::at(&base)
            .signed_in("operator@samverka.example", &home.secret("OPERATOR_PASSWORD"), None)
            .await;
        let (mut owners, mut bearers, mut projects) = (Vec::new(), Vec::new(), Vec::new());
        for owner in 0..TENANTS {
            let tenant = Tenant::sign_up(&visitor, &operator, &format!("Steady {owner}")).await;
            let unit = tenant.unit("Office", None).await;
            let planner = tenant.planner().await;
            for n in 0..PROJECTS_EACH {
                let id = once_known(&planner, "/api/v1/projects", project(&unit, n))
                    .await
                    .parse()?;
                projects.push(Changed { id, version: 1, owner });
            }
            owners.push(tenant.id);
            bearers.push(tokens.planner(tenant.id)?);
        }
        Ok(Self {
            http: reqwest::Client::builder().build()?,
            base,
            owners,
            tokens: bearers,
            projects,
            importer: Importer::set(&visitor, &operator).await,
        })
    }
}

/// Makes something, and gives its id. What names a unit is refused until the service has heard of the unit.
async fn once_known(planner: &Client, path: &str, body: Value) -> String {
    let began = Instant::now();
    loop {
        let answer = planner.post(path, body.clone()).await;
        if answer.status.as_u16() == 422 && began.elapsed() < PATIENCE {
            sleep(Duration::from_millis(50)).await;
            continue;
        }
        return answer.created().id();
    }
}

fn project(unit: &str, n: usize) -> Value {
    json!({"title": {"en": format!("Exchange {n}")}, "kind": "international", "role": "lead", "owner_unit_id": unit,
           "period": {"from": "2026-01-01"},
           "work_packages": [{"number": 1, "title": {"en": "Prepare"}}, {"number": 2, "title": {"en": "Try it out"}}]})
}

impl Importer {
    async fn set(visitor: &Client, operator: &Client) -> Self {
        let tenant = Tenant::sign_up(visitor, operator, "Hasty").await;
        let planner = tenant.planner().await;
        let mut units = Vec::new();
        for n in 0..LINES / LINES_EACH {
            units.push(tenant.unit(&format!("School {n}"), None).await);
        }
        let mut indicators = Vec::new();
        for n in 0..INDICATORS {
            let indicator = json!({"name": {"en": format!("Pupils abroad {n}")}, "unit_of_measure": {"en": "pupils"},
                                   "direction": "up", "kind": "number", "decimals": 0, "frequency": "month",
                                   "owner_unit_id": units.last()});
            indicators.push(once_known(&planner, "/api/v1/indicators", indicator).await);
        }
        Self {
            planner,
            indicators,
            units,
        }
    }

    /// The lines: each unit's five hundred, by ids.
    fn table(&self) -> String {
        let mut table = "Indicator;Unit;Period;Value;Status\r\n".to_owned();
        for unit in &self.units {
            for month in (0..LINES_EACH / INDICATORS).map(|n| format!("{}-{:02}", 2020 + n / 12, 1 + n % 12)) {
                for indicator in &self.indicators {
                    table.extend([indicator, ";", unit, ";", &month, ";12;final\r\n"]);
                }
            }
        }
        table
    }

    /// As a person brings a table in: sends it, and has it checked. Gives its address.
    async fn checked(&self) -> anyhow::Result<String> {
        self.planner.renew().await;
        let sent = self.planner.upload(IMPORTS, "values.csv", self.table().into()).await;
        let import = format!("{IMPORTS}/{}", sent.created().id());
        let never = AtomicBool::new(false);
        let (lines, _) = self.through(&import, "check", &never).await?;
        ensure!(lines == LINES, "{lines} lines were checked");
        Ok(import)
    }

    /// Has it entered. Stopped when it is not through by then.
    async fn enter(&self, import: &str, stop: &AtomicBool) -> anyhow::Result<Imported> {
        let began = Instant::now();
        let (lines, whole) = self.through(import, "apply", stop).await?;
        Ok(Imported {
            lines,
            whole,
            took: began.elapsed(),
        })
    }

    /// How many lines a step did, and whether that was all of them.
    async fn through(&self, import: &str, what: &str, stop: &AtomicBool) -> anyhow::Result<(usize, bool)> {
        self.planner
            .post(&format!("{import}/{what}"), json!({}))
            .await
            .expect(202);
        loop {
            sleep(LOOK * 20).await;
            let told = self.planner.get(import).await.ok().json;
            let done = told.get("done").and_then(Value::as_u64).context("how far it is")?;
            let lines = usize::try_from(done)?;
            ensure!(
                told.pointer("/tally/faulty") == Some(&json!(0)),
                "the import has faults: {told}"
            );
            match told.get("state").and_then(Value::as_str) {
                Some("checking" | "applying") if stop.load(Ordering::Relaxed) => {
                    self.planner.post(&format!("{import}/stop"), json!({})).await;
                    return Ok((lines, false));
                }
                Some("checking" | "applying") => {}
                Some("checked" | "applied") => return Ok((lines, true)),
                _ => anyhow::bail!("the import came to nothing: {told}"),
            }
        }
    }
}

struct Imported {
    lines: usize,
    whole: bool,
    took: Duration,
}

/// What was accepted and is not visible yet, and how long everything took.
#[derive(Default)]
struct Watch {
    awaited: HashMap<(Uuid, i64), Instant>,
    /// When each was accepted, and the milliseconds it took.
    took: Vec<(Instant, f64)>,
    /// Versions seen before their answer had come.
    seen: HashMap<Uuid, (i64, Instant)>,
}

impl Watch {
    fn accepted(&mut self, id: Uuid, version: i64, at: Instant) {
        if self.seen.get(&id).is_some_and(|(seen, _)| *seen >= version) {
            self.took.push((at, 0.0));
        } else {
            self.awaited.insert((id, version), at);
        }
    }

    fn visible(&mut self, id: Uuid, version: i64, at: Instant) {
        let before = self.seen.insert(id, (version, at)).map_or(0, |(version, _)| version);
        for version in before + 1..=version {
            if let Some(accepted) = self.awaited.remove(&(id, version)) {
                self.took.push((accepted, (at - accepted).as_secs_f64() * 1_000.0));
            }
        }
    }

    /// Whether it was slow all the time or now and then: the p99 of every five seconds.
    fn by_time(&self) -> Vec<f64> {
        let first = self.took.iter().map(|(accepted, _)| *accepted).min();
        let mut spans: Vec<Vec<f64>> = Vec::new();
        for (accepted, took) in &self.took {
            let since = first.map_or(0, |first| (*accepted - first).as_secs() / 5);
            let nth = usize::try_from(since).unwrap_or(0);
            spans.resize(spans.len().max(nth + 1), Vec::new());
            if let Some(span) = spans.get_mut(nth) {
                span.push(*took);
            }
        }
        spans.iter_mut().map(|span| percentile(span, 99.0).round()).collect()
    }
}

pub async fn measure(home: &Home, way: &str) -> anyhow::Result<Vec<Figure>> {
    let database = database::open(home).await?;
    let tokens = Tokens::of(home, &database).await?;
    let mut scene = Scene::set(home, &tokens).await?;
    let mut figures = Vec::new();
    for imports in [false, true] {
        for (token, owner) in scene.tokens.iter_mut().zip(&scene.owners) {
            *token = tokens.planner(*owner)?;
        }
        figures.push(round(&mut scene, home, way, imports).await?);
    }
    Ok(figures)
}

/// A minute of changes at an even pace, whether or not they are answered in time.
async fn round(scene: &mut Scene, home: &Home, way: &str, imports: bool) -> anyhow::Result<Figure> {
    let table = if imports {
        Some(scene.importer.checked().await?)
    } else {
        None
    };
    let watch = Arc::new(Mutex::new(Watch::default()));
    let stop = Arc::new(AtomicBool::new(false));
    let database = database::open(home).await?;
    let looking = look(database, scene.owners.clone(), watch.clone(), stop.clone());
    let changing = change(scene, &watch);
    let (made, imported, looked) = {
        let importer = &scene.importer;
        let import = async {
            match &table {
                Some(table) => importer.enter(table, &stop).await.map(Some),
                None => Ok(None),
            }
        };
        let until_all_is_seen = async {
            let made = changing.await?;
            let began = Instant::now();
            while !watch.lock().map_or(true, |watch| watch.awaited.is_empty()) {
                ensure!(began.elapsed() < PATIENCE, "changes are not visible after {PATIENCE:?}");
                sleep(Duration::from_millis(20)).await;
            }
            stop.store(true, Ordering::Relaxed);
            Ok(made)
        };
        tokio::try_join!(until_all_is_seen, import, looking)?
    };
    let _: () = looked;
    let watch = watch.lock().map_err(|_| anyhow::anyhow!("a measurement broke"))?;
    let meanwhile = if imports { ", while another tenant imports" } else { "" };
    let name = format!("change accepted → visible, {way}, {CHANGES_A_SECOND}/s{meanwhile}: p99");
    let mut took: Vec<f64> = watch.took.iter().map(|(_, took)| *took).collect();
    let p50 = percentile(&mut took, 50.0);
    let p99 = percentile(&mut took, 99.0);
    let most = percentile(&mut took, 100.0);
    for project in &mut scene.projects {
        if let Some((version, _)) = watch.seen.get(&project.id) {
            project.version = *version;
        }
    }
    let from = json!({
        "changes": made.accepted, "answered_after_ms_p50": made.p50, "answered_after_ms_p99": made.p99,
        "p50_ms": p50, "max_ms": most, "p99_ms_of_every_five_seconds": watch.by_time(),
        "imported_lines": imported.as_ref().map(|done| done.lines), "import_whole": imported.as_ref().map(|done| done.whole),
        "import_took_s": imported.map(|done| done.took.as_secs_f64()),
    });
    println!("{from}");
    Ok(Figure::new(name, p99, "ms").held_to(Bar::AtMost(250.0)).made_of(from))
}

/// Looks at the read model again and again.
async fn look(
    database: Database,
    owners: Vec<Uuid>,
    watch: Arc<Mutex<Watch>>,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<()> {
    let known = "SELECT id, version FROM reporting.register_entries
        WHERE tenant_id = ANY($1) AND register = 'projects'
          AND generation = coalesce((SELECT number FROM reporting.generations WHERE state = 'current'), 0)";
    let known = database.prepare(known).await?;
    while !stop.load(Ordering::Relaxed) {
        let rows = database.query(&known, &[&owners]).await?;
        let at = Instant::now();
        if let Ok(mut watch) = watch.lock() {
            for row in rows {
                watch.visible(row.get(0), row.get(1), at);
            }
        }
        sleep(LOOK).await;
    }
    Ok(())
}

/// What was accepted, and how long the answers took.
struct Made {
    accepted: usize,
    p50: f64,
    p99: f64,
}

async fn change(scene: &Scene, watch: &Arc<Mutex<Watch>>) -> anyhow::Result<Made> {
    let free = Arc::new(Mutex::new(
        scene
            .projects
            .iter()
            .cloned()
            .collect::<std::collections::VecDeque<_>>(),
    ));
    let refused = Arc::new(AtomicUsize::new(0));
    let answered = Arc::new(Mutex::new(Vec::new()));
    let mut ticks = interval(Duration::from_micros(1_000_000 / CHANGES_A_SECOND));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut asked = Vec::new();
    for n in 0..CHANGES_A_SECOND * SECONDS {
        ticks.tick().await;
        let project = free.lock().ok().and_then(|mut free| free.pop_front());
        let project = project.context("every project waits for an answer: the pace is too much")?;
        let request = scene
            .http
            .patch(format!("{}/api/v1/projects/{}", scene.base, project.id))
            .bearer_auth(scene.tokens.get(project.owner).context("a token")?)
            .header("If-Match", format!("\"{}\"", project.version))
            .json(&json!({"title": {"en": format!("Exchange, told anew for the {n}th time")}}));
        let (watch, free, refused, answered) = (watch.clone(), free.clone(), refused.clone(), answered.clone());
        #[expect(clippy::disallowed_methods, reason = "awaited below")]
        asked.push(tokio::spawn(async move {
            let began = Instant::now();
            let accepted = request.send().await.is_ok_and(|answer| answer.status().is_success());
            let at = Instant::now();
            if !accepted {
                refused.fetch_add(1, Ordering::Relaxed);
                return;
            }
            let version = project.version + 1;
            if let Ok(mut watch) = watch.lock() {
                watch.accepted(project.id, version, at);
            }
            if let Ok(mut answered) = answered.lock() {
                answered.push((at - began).as_secs_f64() * 1_000.0);
            }
            if let Ok(mut free) = free.lock() {
                free.push_back(Changed { version, ..project });
            }
        }));
    }
    for one in asked {
        one.await?;
    }
    let refused = refused.load(Ordering::Relaxed);
    ensure!(refused == 0, "{refused} changes were refused");
    let mut answered = answered.lock().map_err(|_| anyhow::anyhow!("a measurement broke"))?;
    Ok(Made {
        accepted: answered.len(),
        p50: percentile(&mut answered, 50.0),
        p99: percentile(&mut answered, 99.0),
    })
}
