//! How the town is doing, by what it counts and what its units state.

use std::time::Duration;

use anyhow::Context as _;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{
    super::words::{one_of, title},
    Maker, YEARS, pick,
    sending::id,
};

/// As many as the API takes at once.
const GRID: usize = 500;

impl Maker {
    /// Indicators, and their values over the years.
    pub(super) async fn measuring(&mut self) -> anyhow::Result<()> {
        let goals = self.goals.len();
        let indicator = |n: usize| {
            json!({"name": title(7, n), "goal_ids": [self.goals.get(n * 5 % goals)], "unit_of_measure": {"fi": "kpl", "sv": "st", "en": "pcs"},
                   "direction": "up", "kind": "number", "decimals": 0, "frequency": "year",
                   "owner_unit_id": pick(&self.units, n), "targets": [{"period": "2028", "value": "500"}]})
        };
        self.indicators = self.many("indicators", 0..self.size.indicators, indicator).await?;
        let values: Vec<Value> = self
            .indicators
            .iter()
            .enumerate()
            .flat_map(|(i, indicator)| self.values(i, indicator))
            .collect();
        println!("  {} indicator-values", values.len());
        let grids = values.chunks(GRID).map(|grid| json!({ "values": grid }));
        let maker: &Self = self;
        let grids = grids.map(|grid| async move { maker.one("indicator-values/grid", grid).await });
        let _kept: Vec<Value> = stream::iter(grids).buffered(4).try_collect().await?;
        let indicator = self.indicators.first().cloned().context("an indicator")?;
        let value = self
            .first(&format!("indicator-values?indicator_id={indicator}"))
            .await?;
        self.shown("indicator", &indicator);
        self.shown("indicator_value", &id(&value)?);
        Ok(())
    }

    fn values(&self, n: usize, indicator: &str) -> Vec<Value> {
        let cells = YEARS
            .into_iter()
            .flat_map(|year| (0..self.size.measured_units).map(move |unit| (year, unit)));
        let value = |(year, unit): (i32, usize)| {
            let seed = n as u64 * 1_000 + u64::from(year.unsigned_abs()) * 10 + unit as u64;
            json!({"indicator_id": indicator, "period": year.to_string(), "unit_id": self.units.get(unit),
                   "value": (20 + one_of(seed, 100)).to_string(), "status": "final"})
        };
        cells.map(value).collect()
    }

    /// What units state every year.
    pub(super) async fn stating(&mut self) -> anyhow::Result<()> {
        for year in YEARS.into_iter().rev().take(self.size.rounds) {
            let units: Vec<&String> = self.units.iter().take(60).collect();
            let round = json!({"year": year, "due_on": format!("{year}-12-31"), "unit_ids": units});
            self.one("statement-rounds", round).await?;
        }
        let statement = loop {
            match self.first("statements?status=owed").await {
                Ok(statement) => break statement,
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        };
        self.shown("statement", &id(&statement)?);
        Ok(())
    }
}
