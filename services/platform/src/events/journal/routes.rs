//! The journal of a service as a list, and as something to verify. Each service has these routes under an address of its
//! own, laid by `journal_routes!`.

use actix_web::web::{Data, Json as Plain};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    list,
    list::{JournalEntry, JournalFilter},
    seal::{KnownHead, Sealer, Verification},
};
use crate::{
    auth::{Caller, TenantScope},
    db::{Db, Page, TenantTx},
    events::rebuild::{Journals, tenants},
    http::{List, Listing, Problem},
    permission,
};

permission!(
    /// Reading and verifying the whole journal of the organisation.
    pub ReadJournal = "journal.read", Read { Admin: Any, Auditor: Any }
);

/// Heads that were noted elsewhere, to hold the chain against.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"known": []}))]
pub struct Verifying {
    #[serde(default)]
    #[garde(length(max = 10_000))]
    pub known: Vec<KnownHead>,
}

/// The organisations that have a journal in a service.
#[derive(Serialize, ToSchema)]
pub struct JournalTenants {
    pub tenant_ids: Vec<Uuid>,
}

/// The database of a service that answers in this process.
pub fn journal_of<'a>(journals: &'a Data<Journals>, service: &str) -> Result<&'a Db, Problem> {
    journals.0.get(service).ok_or_else(Problem::no_such_address)
}

/// A page of the caller's journal.
pub async fn list_of(
    db: &Db,
    by: &Caller<ReadJournal>,
    asked: List<JournalFilter>,
) -> Result<Listing<JournalEntry>, Problem> {
    let page =
        async |tx: &mut TenantTx, filter: &JournalFilter, page: &Page| list::page(tx, db.service(), filter, page).await;
    asked.of_tenant(db, by.scope(), page).await
}

/// How the journal of an organisation was found.
pub async fn verify_of(
    db: &Db,
    sealer: &Sealer,
    scope: &TenantScope,
    verifying: &Verifying,
) -> Result<Plain<Verification>, Problem> {
    Ok(Plain(sealer.verify(db, scope, &verifying.known).await?))
}

/// The same for an operator, who names the organisation and is told nothing of its content.
pub async fn verify_for_operator(
    db: &Db,
    sealer: &Sealer,
    tenant_id: Uuid,
    verifying: &Verifying,
) -> Result<Plain<Verification>, Problem> {
    if !tenants(db).await?.contains(&tenant_id) {
        return Err(Problem::not_found("organisation_not_found"));
    }
    verify_of(db, sealer, &TenantScope::proven(tenant_id), verifying).await
}

/// Every organisation that has a journal here: for the operator, who verifies them one by one.
pub async fn tenants_of(db: &Db) -> Result<Plain<JournalTenants>, Problem> {
    let tenant_ids = tenants(db).await?;
    Ok(Plain(JournalTenants { tenant_ids }))
}

/// Lays the routes of a service's journal, each under the address that is given for it.
#[macro_export]
macro_rules! journal_routes {
    ($service:tt: $list:tt, $verifications:tt, $tenants:tt, $of_tenant:tt) => {
        use actix_web::{
            get, post,
            web::{Data, Json as Plain},
        };
        use platform::{
            auth::{Caller, OperatorCaller},
            events::{
                journal::{
                    JournalEntry, JournalFilter, JournalTenants, ReadJournal, Verifying, journal_of, list_of, seal::Sealer,
                    seal::Verification, tenants_of, verify_for_operator, verify_of,
                },
                rebuild::Journals,
            },
            http::{Json, List, Listing, PageBody, Paging, Problem, path_id},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config.service(list).service(verify).service(tenants).service(verify_tenant);
        }

        /// Every change that this service recorded of the organisation, newest first.
        #[utoipa::path(
            tag = "journal", params(JournalFilter, Paging), responses((status = 200, body = PageBody<JournalEntry>)),
        )]
        #[get($list)]
        async fn list(
            by: Caller<ReadJournal>,
            asked: List<JournalFilter>,
            journals: Data<Journals>,
        ) -> Result<Listing<JournalEntry>, Problem> {
            list_of(journal_of(&journals, $service)?, &by, asked).await
        }

        /// Holds the journal against its seals: whether a row was changed, taken out or put in.
        #[utoipa::path(tag = "journal", request_body = Verifying, responses((status = 200, body = Verification)))]
        #[post($verifications)]
        async fn verify(
            by: Caller<ReadJournal>,
            verifying: Json<Verifying>,
            sealer: Data<Sealer>,
            journals: Data<Journals>,
        ) -> Result<Plain<Verification>, Problem> {
            verify_of(journal_of(&journals, $service)?, &sealer, by.scope(), &verifying.0).await
        }

        /// The organisations that have a journal in this service. For operators.
        #[utoipa::path(
            tag = "journal", responses((status = 200, body = JournalTenants)),
            extensions(("x-problems" = json!(["403 operators_only"]))),
        )]
        #[get($tenants)]
        async fn tenants(_by: OperatorCaller, journals: Data<Journals>) -> Result<Plain<JournalTenants>, Problem> {
            tenants_of(journal_of(&journals, $service)?).await
        }

        /// Holds the journal of an organisation against its seals. For operators; nothing of its content is told.
        #[utoipa::path(
            tag = "journal", params(("id" = String, Path)), request_body = Verifying,
            responses((status = 200, body = Verification)),
            extensions(("x-problems" = json!(["403 operators_only", "404 organisation_not_found"]))),
        )]
        #[post($of_tenant)]
        async fn verify_tenant(
            _by: OperatorCaller,
            id: actix_web::web::Path<String>,
            verifying: Json<Verifying>,
            sealer: Data<Sealer>,
            journals: Data<Journals>,
        ) -> Result<Plain<Verification>, Problem> {
            let tenant_id: uuid::Uuid = path_id(&id, "organisation_not_found")?;
            verify_for_operator(journal_of(&journals, $service)?, &sealer, tenant_id, &verifying.0).await
        }
    };
}
