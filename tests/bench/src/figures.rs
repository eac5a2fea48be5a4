//! What was measured, kept beside the bars it is held to.

use std::{fs, path::Path};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    /// `ratio`, `ms`, `MiB`, `/s`.
    pub unit: String,
    /// What it is held to; absent where it only explains another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<Bar>,
    /// What it was made of.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub from: Value,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    AtLeast(f64),
    AtMost(f64),
}

impl Bar {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }

    fn told(self, unit: &str) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {}", number(least, unit)),
            Self::AtMost(most) => format!("≤ {}", number(most, unit)),
        }
    }
}

fn number(value: f64, unit: &str) -> String {
    match unit {
        "ratio" => format!("{value:.2}"),
        unit => format!("{value:.0} {unit}"),
    }
}

impl Figure {
    pub fn new(name: impl Into<String>, value: f64, unit: &str) -> Self {
        Self {
            name: name.into(),
            value,
            unit: unit.to_owned(),
            bar: None,
            from: Value::Null,
        }
    }

    #[must_use]
    pub fn held_to(mut self, bar: Bar) -> Self {
        self.bar = Some(bar);
        self
    }

    #[must_use]
    pub fn made_of(mut self, from: impl Serialize) -> Self {
        self.from = serde_json::to_value(from).unwrap_or_default();
        self
    }
}

/// A run: what the machine is, and every figure.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Run {
    machine: Value,
    figures: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    measured_at: Timestamp,
    #[serde(flatten)]
    figure: Figure,
}

fn read(file: &Path) -> anyhow::Result<Run> {
    if !file.exists() {
        return Ok(Run::default());
    }
    serde_json::from_slice(&fs::read(file)?).with_context(|| format!("{} cannot be read", file.display()))
}

/// Keeps figures in the place of those of the same name.
pub fn keep(file: &Path, figures: Vec<Figure>) -> anyhow::Result<()> {
    let mut run = read(file)?;
    run.machine = machine();
    for figure in figures {
        println!("{}", line(&figure));
        run.figures.retain(|kept| kept.figure.name != figure.name);
        run.figures.push(Kept {
            measured_at: now(),
            figure,
        });
    }
    fs::write(file, serde_json::to_vec_pretty(&run)?)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measures, and serves nobody")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn line(figure: &Figure) -> String {
    let bar = figure.bar.map_or_else(String::new, |bar| {
        let holds = if bar.holds(figure.value) { "holds" } else { "MISSED" };
        format!("{:>12}   {holds}", bar.told(&figure.unit))
    });
    format!("{:<78}{:>12}{bar}", figure.name, number(figure.value, &figure.unit))
}

/// Prints all that was kept. False when a bar is missed.
pub fn table(file: &Path) -> anyhow::Result<bool> {
    let run = read(file)?;
    println!("Measured on {}", run.machine);
    let mut all = true;
    for Kept { figure, .. } in &run.figures {
        println!("{}", line(figure));
        all &= figure.bar.is_none_or(|bar| bar.holds(figure.value));
    }
    Ok(all)
}

/// Enough to understand a ratio by.
fn machine() -> Value {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .map(str::trim);
    serde_json::json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "processor": model.map(|model| model.trim_start_matches([' ', '\t', ':'])),
        "memory": memory,
        "shared": "load generator, service and database share the cores",
    })
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// So many per cent of the values are no larger.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list"
)]
pub fn percentile(values: &mut [f64], percent: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * percent / 100.0).ceil() as usize;
    values.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
