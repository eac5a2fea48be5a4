//! What financing plans that were granted come to, by year and source.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    db::{DbResult, TenantTx},
    http::Problem,
    values::{Currency, Money},
};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    financing::{Financing, Source, SourceKind},
    store,
};
use crate::{App, permissions::ReadProjects};

/// What one kind of source pays for the projects that began in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundingOfYear {
    year: i16,
    source: SourceKind,
    amount: Money,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Funding {
    /// By year, then by source; each currency by itself.
    items: Vec<FundingOfYear>,
}

fn by_year(plans: &[(i16, Financing)]) -> Vec<FundingOfYear> {
    let mut sums: BTreeMap<(i16, &'static str, Currency), FundingOfYear> = BTreeMap::new();
    for (year, plan) in plans {
        // From submission on every source says an amount.
        let paid = |source: &Source| Some((source.source, source.amount.clone()?));
        for (source, paid) in plan.sources.iter().filter_map(paid) {
            let key = (*year, source.code(), paid.currency);
            let sum = sums.entry(key).or_insert(FundingOfYear {
                year: *year,
                source,
                amount: Money {
                    amount: Decimal::ZERO,
                    currency: paid.currency,
                },
            });
            sum.amount.amount += paid.amount;
        }
    }
    sums.into_values().collect()
}

pub async fn of(tx: &mut TenantTx) -> DbResult<Vec<FundingOfYear>> {
    Ok(by_year(&store::granted_plans(tx).await?))
}

/// Who pays for the projects whose application was approved, by the year in which the project began.
#[utoipa::path(tag = "applications", responses((status = 200, body = Funding)))]
#[get("/api/v1/applications/funding")]
pub async fn funding(caller: Caller<ReadProjects>, app: Data<App>) -> Result<Plain<Funding>, Problem> {
    let items = app.db.tenant(caller.scope(), async |tx| of(tx).await).await?;
    Ok(Plain(Funding { items }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(told: serde_json::Value) -> Financing {
        serde_json::from_value(told).unwrap()
    }

    #[test]
    fn what_sources_pay_adds_up_by_year_and_currency() {
        let euros = |amount: &str| serde_json::json!({"amount": amount, "currency": "EUR"});
        let plans = [
            (
                2017,
                plan(serde_json::json!({"total": euros("100000.00"), "sources": [
                    {"source": "state", "kind": "cash", "amount": euros("70000.00")},
                    {"source": "municipal", "kind": "cash", "amount": euros("30000.00")}]})),
            ),
            (
                2017,
                plan(
                    serde_json::json!({"sources": [{"source": "municipal", "kind": "in_kind", "amount": euros("0.50")}]}),
                ),
            ),
            (
                2018,
                plan(
                    serde_json::json!({"sources": [{"source": "eu", "kind": "cash", "amount": {"amount": "5.00", "currency": "SEK"}}]}),
                ),
            ),
        ];
        let told: Vec<(i16, &str, String)> = by_year(&plans)
            .iter()
            .map(|f| (f.year, f.source.code(), f.amount.amount.to_string()))
            .collect();
        let expected = [
            (2017, "municipal", "30000.50"),
            (2017, "state", "70000.00"),
            (2018, "eu", "5.00"),
        ];
        assert_eq!(told, expected.map(|(year, source, sum)| (year, source, sum.to_owned())));
    }
}
