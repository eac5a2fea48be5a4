//! What an operator looks at and does in every service: how it stands, what was used, sealing. Nothing of what tenants say
//! is told.

mod standing;

pub use standing::{Lane, Standing, standing_of};

use actix_web::web::{Data, Json as Plain};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    auth::TenantScope,
    events::{
        journal::{journal_of, seal::Sealer},
        rebuild::{Journals, tenants},
    },
    http::{Problem, path_id},
};

/// How far a journal is sealed.
#[derive(Serialize, ToSchema)]
pub struct SealedUpTo {
    pub tenant_id: Uuid,
    /// The last position that a seal covers; nought when there is nothing to seal.
    pub position: i64,
}

/// Seals what an organisation's journal holds, now instead of within ten seconds.
pub async fn seal_for_operator(
    journals: &Data<Journals>,
    sealer: &Sealer,
    service: &str,
    id: &str,
) -> Result<Plain<SealedUpTo>, Problem> {
    let tenant_id: Uuid = path_id(id, "organisation_not_found")?;
    let db = journal_of(journals, service)?;
    if !tenants(db).await?.contains(&tenant_id) {
        return Err(Problem::not_found("organisation_not_found"));
    }
    let scope = TenantScope::proven(tenant_id);
    sealer.seal(db, &scope).await?;
    let position = sealer.reaches(db, &scope).await?;
    Ok(Plain(SealedUpTo { tenant_id, position }))
}

/// Lays what an operator looks at and does in a service, each under the address that is given for it.
#[macro_export]
macro_rules! operations_routes {
    ($service:tt: $health:tt, $usage:tt, $current:tt, $seals:tt) => {
        use actix_web::{
            get, post,
            web::{Data, Json as Plain, Path},
        };
        use platform::{
            auth::{Auth, Caller, OperatorCaller},
            events::{journal::seal::Sealer, rebuild::Journals},
            http::{List, Listing, PageBody, Paging, Problem},
            operations::{SealedUpTo, Standing, seal_for_operator, standing_of},
            usage::routes::{Counted, ReadUsage, UsageBody, UsageFilter, UsageRow, current_of, list_of},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config.service(health).service(usage).service(current).service(seal);
        }

        /// How this service stands: its version, what waits to be sent, what was rejected, what is not sealed, and how many
        /// months of the journal are laid ahead. For operators.
        #[utoipa::path(
            tag = "operations", responses((status = 200, body = Standing)),
            extensions(("x-problems" = json!(["403 operators_only"]))),
        )]
        #[get($health)]
        async fn health(_by: OperatorCaller, journals: Data<Journals>) -> Result<Plain<Standing>, Problem> {
            standing_of(&journals, $service).await
        }

        /// How much every organisation used in a month, as far as this service counts it. For operators.
        #[utoipa::path(
            tag = "operations", params(UsageFilter, Paging), responses((status = 200, body = PageBody<UsageRow>)),
            extensions(("x-problems" = json!(["403 operators_only"]))),
        )]
        #[get($usage)]
        async fn usage(
            _by: OperatorCaller,
            asked: List<UsageFilter>,
            counted: Data<Counted>,
            auth: Data<Auth>,
        ) -> Result<Listing<UsageRow>, Problem> {
            list_of(&counted, &auth, $service, asked).await
        }

        /// What the organisation has and uses, as far as this service counts it, and what its plan allows.
        #[utoipa::path(tag = "operations", responses((status = 200, body = UsageBody)))]
        #[get($current)]
        async fn current(
            by: Caller<ReadUsage>,
            counted: Data<Counted>,
            auth: Data<Auth>,
        ) -> Result<Plain<UsageBody>, Problem> {
            current_of(&counted, &auth, $service, &by).await
        }

        /// Seals the journal of an organisation up to its end, now instead of within ten seconds. For operators.
        #[utoipa::path(
            tag = "journal", params(("id" = String, Path)), responses((status = 200, body = SealedUpTo)),
            extensions(("x-problems" = json!(["403 operators_only", "404 organisation_not_found"]))),
        )]
        #[post($seals)]
        async fn seal(
            _by: OperatorCaller,
            id: Path<String>,
            sealer: Data<Sealer>,
            journals: Data<Journals>,
        ) -> Result<Plain<SealedUpTo>, Problem> {
            seal_for_operator(&journals, &sealer, $service, &id).await
        }
    };
}
