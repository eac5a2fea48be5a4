//! Usage by the API. Each service tells of what is counted there, under an address of its own, laid by
//! `operations_routes!`.

use std::collections::HashMap;

use actix_web::web::{Data, Json as Plain};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Month, Plan, Stock, calls::CALLS, plan, store};
use crate::{
    auth::{Auth, Caller},
    db::{Db, DbError},
    http::{Cell, Filter, List, Listing, Problem, Tabular},
    permission,
};

permission!(
    /// Seeing how much the organisation has and uses, and what its plan allows.
    pub ReadUsage = "usage.read", Read { Admin: Any, Auditor: Any }
);

/// Where each service of this process counts what.
#[derive(Clone, Default)]
pub struct Counted {
    services: HashMap<&'static str, (Db, &'static [Stock])>,
    /// Which of them has the calls of all: those are counted once a process.
    calls: Option<&'static str>,
}

impl Counted {
    /// Adds a service of this process; the first has the calls.
    pub(crate) fn by(&mut self, service: &'static str, db: Db, stocks: &'static [Stock]) {
        self.calls.get_or_insert(service);
        self.services.insert(service, (db, stocks));
    }

    fn of(&self, service: &str) -> Result<(&Db, &'static [Stock]), Problem> {
        let (db, stocks) = self.services.get(service).ok_or_else(Problem::no_such_address)?;
        Ok((db, stocks))
    }
}

/// What usage can be narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UsageFilter {
    /// The present one when absent.
    pub month: Option<Month>,
    pub tenant_id: Option<Uuid>,
    /// `calls`, `people`, `projects`, `storage_bytes`.
    #[param(example = "projects")]
    pub kind: Option<String>,
}

impl Filter for UsageFilter {
    const SORTS: &'static [&'static str] = &["kind"];
}

/// How much an organisation used of something in a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UsageRow {
    pub tenant_id: Uuid,
    pub month: Month,
    /// `calls`: how many there were in the month. Everything else: the most there was at once.
    #[schema(example = "projects")]
    pub kind: String,
    pub amount: i64,
}

impl Tabular for UsageRow {
    const COLUMNS: &'static [&'static str] = &["tenant_id", "month", "kind", "amount"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.tenant_id.into(),
            self.month.to_string().into(),
            self.kind.as_str().into(),
            self.amount.into(),
        ]
    }
}

/// How much of something there is now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Present {
    #[schema(example = "projects")]
    pub kind: &'static str,
    pub amount: i64,
}

/// How much was used of something in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Used {
    pub month: Month,
    /// `calls`: how many there were in the month. Everything else: the most there was at once.
    #[schema(example = "projects")]
    pub kind: String,
    pub amount: i64,
}

/// What an organisation has and uses, as far as a service counts it, and what it may.
#[derive(Serialize, ToSchema)]
pub struct UsageBody {
    /// Null: none, and so no limits. The limits are of all services together.
    plan: Option<Plan>,
    /// What there is in this service now.
    present: Vec<Present>,
    /// What was used in this service, by month, the newest first.
    months: Vec<Used>,
}

/// A page of what every organisation used.
pub async fn list_of(
    counted: &Data<Counted>,
    auth: &Data<Auth>,
    service: &str,
    asked: List<UsageFilter>,
) -> Result<Listing<UsageRow>, Problem> {
    let (db, _) = counted.of(service)?;
    let month = asked.filter.month.unwrap_or_else(|| Month::of(auth.clock.now()));
    asked
        .answer(async |filter, page| store::page(db, filter, month, page).await)
        .await
}

/// What the caller's organisation has and uses.
pub async fn current_of(
    counted: &Data<Counted>,
    auth: &Data<Auth>,
    service: &str,
    by: &Caller<ReadUsage>,
) -> Result<Plain<UsageBody>, Problem> {
    let (db, stocks) = counted.of(service)?;
    let mut body = db
        .tenant(by.scope(), async |tx| {
            let mut present = Vec::with_capacity(stocks.len());
            for stock in stocks {
                let amount = store::count(tx, *stock).await?;
                present.push(Present {
                    kind: stock.kind,
                    amount,
                });
            }
            Ok::<_, DbError>(UsageBody {
                plan: plan::find(tx).await?,
                present,
                months: store::of_tenant(tx).await?,
            })
        })
        .await?;
    let calls = match counted.calls {
        Some(first) if first == service => auth.limits.waiting_calls(by.scope().tenant_id()),
        _ => 0,
    };
    body.is_now(Month::of(auth.clock.now()), calls);
    Ok(Plain(body))
}

impl UsageBody {
    /// Brings the present month up to date: with what was counted and is yet to be written down.
    fn is_now(&mut self, month: Month, calls: i64) {
        let present = self.present.iter().map(|one| (one.kind, one.amount, false));
        let now: Vec<_> = present
            .chain([(CALLS, calls, true)])
            .filter(|(_, amount, _)| *amount > 0)
            .collect();
        for (kind, amount, adds) in now {
            match self
                .months
                .iter_mut()
                .find(|used| used.month == month && used.kind == kind)
            {
                Some(used) if adds => used.amount += amount,
                Some(used) => used.amount = used.amount.max(amount),
                None => self.months.insert(
                    0,
                    Used {
                        month,
                        kind: kind.to_owned(),
                        amount,
                    },
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_month_holds_what_is_yet_to_be_written_down() {
        let month: Month = "2026-11".parse().unwrap();
        let used = |kind: &str, amount| Used {
            month,
            kind: kind.to_owned(),
            amount,
        };
        let mut body = UsageBody {
            plan: None,
            present: vec![
                Present {
                    kind: "projects",
                    amount: 3,
                },
                Present {
                    kind: "people",
                    amount: 2,
                },
            ],
            months: vec![used("calls", 10), used("projects", 5)],
        };
        body.is_now(month, 4);
        assert_eq!(body.months, [used("people", 2), used("calls", 14), used("projects", 5)]);
    }
}
