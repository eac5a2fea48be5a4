//! A tenant's plan, as every service knows it, and what it refuses.

use std::collections::BTreeMap;

use contracts::tenants::v1 as wire;
use diesel::{
    OptionalExtension as _, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Jsonb, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    db::{DbResult, TenantTx, statement, take_turns},
    http::Problem,
    values::{Language, Text},
};

/// What a plan can limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// As it is called everywhere: `projects`.
    pub kind: &'static str,
    /// The code of the refusal.
    pub code: &'static str,
    /// In a sentence: "3 projects".
    pub called: &'static str,
}

/// How much the files of a tenant come to, whichever service keeps them.
pub const STORAGE: Measure = Measure {
    kind: "storage_bytes",
    code: "plan_limit_storage",
    called: "bytes of files",
};

/// What somebody may have and use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = KnownPlan, example = json!({"id": "019aab3c-0000-7000-8000-000000000001", "name": {"en": "Small"},
    "limits": {"projects": 20, "storage_bytes": 1_073_741_824}}))]
pub struct Plan {
    pub id: Uuid,
    pub name: Text,
    /// By what is limited; what is absent is not.
    pub limits: BTreeMap<String, i64>,
}

impl Plan {
    pub fn limit(&self, of: &str) -> Option<i64> {
        self.limits.get(of).copied()
    }
}

impl TryFrom<wire::Plan> for Plan {
    type Error = uuid::Error;

    fn try_from(told: wire::Plan) -> Result<Self, uuid::Error> {
        let limits = [
            ("people", told.people),
            ("projects", told.projects),
            ("storage_bytes", told.storage_bytes),
            ("calls_per_minute", told.calls_per_minute),
        ];
        Ok(Self {
            id: told.id.parse()?,
            name: told.name.unwrap_or_default().into(),
            limits: limits
                .into_iter()
                .filter_map(|(kind, limit)| Some((kind.to_owned(), limit?)))
                .collect(),
        })
    }
}

impl From<Plan> for wire::Plan {
    fn from(plan: Plan) -> Self {
        Self {
            id: plan.id.to_string(),
            people: plan.limit("people"),
            projects: plan.limit("projects"),
            storage_bytes: plan.limit("storage_bytes"),
            calls_per_minute: plan.limit("calls_per_minute"),
            name: Some(plan.name.into()),
        }
    }
}

/// Keeps what an event told, unless something newer is known. In whichever transaction has entered the tenant.
pub async fn keep_plan<Tx>(tx: &mut Tx, version: i64, plan: Option<&Plan>) -> DbResult<()>
where
    Tx: AsyncConnectionCore<Backend = Pg> + Send,
{
    let plan = plan.map(|plan| serde_json::to_value(plan).unwrap_or_default());
    statement("SELECT keep_plan($1, $2)")
        .bind::<BigInt, _>(version)
        .bind::<Nullable<Jsonb>, _>(plan)
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Nullable<Jsonb>)]
    plan: Option<serde_json::Value>,
}

impl Kept {
    fn read(self) -> Option<Plan> {
        self.plan.and_then(|plan| serde_json::from_value(plan).ok())
    }
}

/// The tenant's plan, if it has one.
pub(super) async fn find(tx: &mut TenantTx) -> DbResult<Option<Plan>> {
    let kept: Option<Kept> = statement("SELECT plan FROM known_plans WHERE tenant_id = $1")
        .bind::<SqlUuid, _>(tx.tenant_id())
        .get_result(tx)
        .await
        .optional()?;
    Ok(kept.and_then(Kept::read))
}

/// How much of something a tenant's plan has room for; nothing, when it has no limit of that. What is used is counted after
/// this: from here on it is the caller's turn.
pub async fn room(tx: &mut TenantTx, of: Measure) -> DbResult<Option<Room>> {
    let room = find(tx).await?.and_then(|plan| Room::of(&plan, of));
    if let Some(room) = &room {
        let tenant_id = tx.tenant_id();
        room.in_turn(tx, tenant_id).await?;
    }
    Ok(room)
}

/// How much a plan has room for.
#[derive(Clone, Debug)]
pub struct Room {
    of: Measure,
    most: i64,
    plan: Text,
}

impl Room {
    /// Nothing, when the plan has no limit of that.
    pub fn of(plan: &Plan, of: Measure) -> Option<Self> {
        Some(Self {
            of,
            most: plan.limit(of.kind)?,
            plan: plan.name.clone(),
        })
    }

    /// Waits for whoever else adds to the same, until the transaction ends: of two at once only one takes the last place.
    pub async fn in_turn<Tx>(&self, tx: &mut Tx, tenant_id: Uuid) -> DbResult<()>
    where
        Tx: AsyncConnectionCore<Backend = Pg> + Send,
    {
        take_turns(tx, format!("plan/{}/{tenant_id}", self.of.kind)).await
    }

    /// Whether so much more fits in.
    pub fn takes(self, more: i64, used: i64) -> Result<(), PlanLimit> {
        if used.saturating_add(more) <= self.most {
            return Ok(());
        }
        Err(PlanLimit {
            room: Box::new(self),
            used,
        })
    }
}

/// A plan has no room for more.
#[derive(Debug, thiserror::Error)]
#[error("the plan has room for {} {}", room.most, room.of.called)]
pub struct PlanLimit {
    room: Box<Room>,
    used: i64,
}

impl From<PlanLimit> for Problem {
    fn from(limit: PlanLimit) -> Self {
        let PlanLimit { room, used } = limit;
        let (most, called) = (room.most, room.of.called);
        Self::conflict(room.of.code).detail(format!(
            "Your organisation's plan, {}, has room for {most} {called}; {used} are used. Nothing was changed. The operator of \
             this installation can move your organisation to a larger plan: its administrators can ask for that.",
            room.plan.shown(Language::En)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            id: Uuid::from_u128(1),
            name: Text::in_one(Language::En, "Small"),
            limits: BTreeMap::from([("storage_bytes".to_owned(), 100)]),
        }
    }

    #[test]
    fn what_fits_in_to_the_last_byte_is_taken_and_nothing_beyond() {
        let room = || Room::of(&plan(), STORAGE).unwrap();
        assert!(room().takes(40, 60).is_ok());
        let problem = Problem::from(room().takes(41, 60).unwrap_err());
        assert_eq!(problem.code(), "plan_limit_storage");
        let told = problem.sentence().unwrap();
        for word in ["Small", "100 bytes of files", "60 are used", "operator"] {
            assert!(told.contains(word), "{told}");
        }
    }

    #[test]
    fn a_plan_without_a_limit_takes_anything() {
        let projects = Measure {
            kind: "projects",
            ..STORAGE
        };
        assert!(Room::of(&plan(), projects).is_none());
    }

    #[test]
    fn a_plan_comes_back_from_the_wire_as_it_went() {
        assert_eq!(Plan::try_from(wire::Plan::from(plan())).unwrap(), plan());
    }
}
