//! Who the town is.

use anyhow::Context as _;
use kit::Client;
use serde_json::json;

use super::{
    super::words::{text, title},
    Maker, pick,
    sending::{id, invited},
};

impl Maker {
    /// Units, people, themes.
    pub(super) async fn organisation(&mut self, visitor: &Client, name: &str) -> anyhow::Result<()> {
        let unit = |n: usize, parent: Option<&String>| {
            json!({"name": title(1, n), "kind": "unit", "short_name": format!("U{n}"), "parent_id": parent,
                   "valid_from": "2000-01-01"})
        };
        let top = self.size.units.div_ceil(15);
        self.units = self.many("units", 0..top, |n| unit(n, None)).await?;
        let below = self.many("units", top..self.size.units, |n| unit(n, pick(&self.units, n)));
        let below = below.await?;
        self.units.extend(below);
        println!("  {} people", self.size.people);
        for n in 0..self.size.people {
            let email = format!("person-{n}-{}@{name}.example.org", self.tenant);
            invited(visitor, &self.admin, &email, &["reader"]).await?;
        }
        let taxonomy = json!({"key": "topics", "name": {"fi": "Aiheet", "sv": "Ämnen", "en": "Topics"}});
        let taxonomy = id(&self.one("taxonomies", taxonomy).await?)?;
        let theme = |n: usize| json!({"taxonomy_id": taxonomy, "code": format!("T{n}"), "name": title(2, n), "description": text(2, n)});
        self.themes = self.many("themes", 0..self.size.themes, theme).await?;
        self.shown("taxonomy", &taxonomy);
        let (unit, theme) = (self.units.first().cloned(), self.themes.first().cloned());
        self.shown("unit", &unit.context("a unit")?);
        self.shown("theme", &theme.context("a theme")?);
        Ok(())
    }
}
