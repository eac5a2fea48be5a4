//! What the organisation has and uses, and what its plan allows: for whoever administers it.

use std::collections::BTreeMap;

use actix_web::{get, web::ServiceConfig};
use askama::Template;
use futures::future::join_all;

use super::{Answer, attachments::size, history::kinds::SERVICES, show, table::Table};
use crate::{
    clients::operations::{KnownPlan, Usage},
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, SignedIn, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(own);
}

/// What is told, in this order.
pub const KINDS: [&str; 4] = ["people", "projects", "storage_bytes", "calls"];
/// What a plan limits of it.
const LIMITED: [&str; 3] = ["people", "projects", "storage_bytes"];
/// From which share of a limit on whoever administers is warned.
const NEARLY: i64 = 80;

/// What services count, added up.
#[derive(Debug, Default)]
pub struct Sum {
    plan: Option<KnownPlan>,
    present: BTreeMap<String, i64>,
    /// By month, the newest first; then by what it is.
    months: BTreeMap<std::cmp::Reverse<String>, BTreeMap<String, i64>>,
}

impl Sum {
    fn of(each: Vec<Usage>) -> Self {
        let mut sum = Self::default();
        for usage in each {
            sum.plan = sum.plan.or(usage.plan);
            for used in usage.present {
                *sum.present.entry(used.kind).or_default() += used.amount;
            }
            for used in usage.months {
                let month = sum.months.entry(std::cmp::Reverse(used.month)).or_default();
                *month.entry(used.kind).or_default() += used.amount;
            }
        }
        sum
    }

    /// What comes close to its limit, or has reached it: what it is, how much is used, how much there may be.
    pub fn nearly_used_up(&self) -> Vec<(&'static str, i64, i64)> {
        let limits = self.plan.as_ref().map(|plan| &plan.limits);
        let each = LIMITED.into_iter().filter_map(|kind| {
            let most = *limits?.get(kind)?;
            let used = self.present.get(kind).copied().unwrap_or_default();
            Some((kind, used, most))
        });
        each.filter(|(_, used, most)| used.saturating_mul(100) >= most.saturating_mul(NEARLY))
            .collect()
    }
}

/// What the services count of the reader's organisation. One that is away is left out.
pub async fn sum(reader: &SignedIn, services: &[&str]) -> Result<Sum, Fault> {
    let asked = services.iter().map(async |service| {
        let path = format!("/usage/{service}/current");
        reader.or_nothing(reader.api().get::<Usage>(&path)).await
    });
    let each: Result<Vec<Usage>, Fault> = join_all(asked).await.into_iter().collect();
    Ok(Sum::of(each?))
}

#[derive(Template)]
#[template(path = "pages/usage.html")]
struct UsagePage {
    page: Page,
    /// What its plan is called; nothing when it has none.
    plan: Html,
    limits: Vec<Limit>,
    /// Calls a minute that the plan allows.
    calls: String,
    months: Table,
}

/// Something that the plan limits.
struct Limit {
    label: String,
    used: i64,
    most: i64,
    /// "3 of 20".
    told: String,
    nearly: bool,
}

/// An amount with what it is measured in.
pub fn amount(page: &Page, kind: &str, amount: i64) -> String {
    if kind == "storage_bytes" {
        size(page, u64::try_from(amount).unwrap_or_default())
    } else {
        page.number(&amount.to_string())
    }
}

fn view(reader: &Reader, sum: &Sum) -> UsagePage {
    let page = Page::new(reader, Section::Usage);
    let nearly: Vec<&str> = sum.nearly_used_up().into_iter().map(|(kind, ..)| kind).collect();
    let limit = |kind: &'static str| sum.plan.as_ref().and_then(|plan| plan.limits.get(kind)).copied();
    let limits = LIMITED.into_iter().filter_map(|kind| {
        let most = limit(kind)?;
        let used = sum.present.get(kind).copied().unwrap_or_default();
        Some(Limit {
            label: page.choice("usage", kind),
            used,
            most,
            told: page.with2(
                "usage-of",
                "used",
                amount(&page, kind, used),
                "most",
                amount(&page, kind, most),
            ),
            nearly: nearly.contains(&kind),
        })
    });
    let mut months = Table::new(page.t("usage-months")).column(page.t("usage-month"));
    for kind in KINDS {
        months = months.numbers(page.choice("usage", kind));
    }
    let rows = sum.months.iter().map(|(month, used)| {
        let cell = |kind: &str| {
            used.get(kind)
                .map_or_else(|| "–".to_owned(), |many| amount(&page, kind, *many))
        };
        let cells = KINDS.map(|kind| Html::unbroken(&cell(kind)));
        std::iter::once(Html::unbroken(&page.date(&month.0)))
            .chain(cells)
            .collect()
    });
    UsagePage {
        plan: sum.plan.as_ref().map(|plan| page.text(&plan.name)).unwrap_or_default(),
        limits: limits.collect(),
        calls: limit("calls_per_minute")
            .map(|calls| page.number(&calls.to_string()))
            .unwrap_or_default(),
        months: months.rows(rows.collect()),
        page,
    }
}

#[get("/usage")]
async fn own(reader: Member) -> Answer {
    reader.must(rights::READ_USAGE)?;
    let sum = sum(&reader, &SERVICES).await?;
    show(&reader, &view(&reader, &sum))
}

#[cfg(test)]
pub fn sample() -> Sum {
    let usage = |value: serde_json::Value| serde_json::from_value::<Usage>(value).unwrap();
    Sum::of(vec![
        usage(serde_json::json!({
            "plan": {"name": {"fi": "Pieni"}, "limits": {"people": 25, "projects": 20, "storage_bytes": 1_073_741_824_i64, "calls_per_minute": 600}},
            "present": [{"kind": "people", "amount": 12}],
            "months": [{"month": "2026-11", "kind": "calls", "amount": 1200}, {"month": "2026-10", "kind": "people", "amount": 11}],
        })),
        usage(serde_json::json!({
            "plan": null,
            "present": [{"kind": "projects", "amount": 17}, {"kind": "storage_bytes", "amount": 5_242_880}],
            "months": [{"month": "2026-11", "kind": "calls", "amount": 300}],
        })),
    ])
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    [("usage", sample()), ("usage-without-plan", Sum::default())]
        .into_iter()
        .map(|(name, sum)| (name.to_owned(), view(reader, &sum).render().unwrap()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_used_four_fifths_of_a_limit_is_warned_of_that_one() {
        assert_eq!(sample().nearly_used_up(), [("projects", 17, 20)]);
        assert!(Sum::default().nearly_used_up().is_empty());
    }
}
