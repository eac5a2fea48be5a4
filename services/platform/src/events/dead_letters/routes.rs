//! Dead letters by the API, for operators. Each service that listens has these routes under an address of its own, laid by
//! `dead_letter_routes!`.

use std::collections::HashMap;

use actix_web::web::{Data, Json as Plain};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    model::{DeadLetter, DeadLetterError, DeadLetterFilter, DeadLetterState},
    store,
};
use crate::{
    auth::{OperatorCaller, TenantScope},
    db::TenantTx,
    events::{Consumer, Failure},
    http::{List, Listing, Problem, path_id},
    values::plain,
};

/// The consumers of this process, by service: they handle again what they rejected.
#[derive(Clone, Default)]
pub struct DeadLetters(pub HashMap<&'static str, Consumer>);

/// Why an event is discarded.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Sent by a version that was withdrawn; its goal was corrected by hand."}))]
pub struct Discarding {
    #[garde(length(min = 1), custom(plain(2_000)))]
    pub reason: String,
}

impl DeadLetters {
    fn of(&self, service: &str) -> Result<&Consumer, Problem> {
        self.0.get(service).ok_or_else(Problem::no_such_address)
    }
}

/// A page of a service's dead letters.
pub async fn list_of(
    letters: &Data<DeadLetters>,
    service: &str,
    asked: List<DeadLetterFilter>,
) -> Result<Listing<DeadLetter>, Problem> {
    let db = letters.of(service)?.db();
    asked
        .answer(async |filter, page| store::page(db, filter, page).await)
        .await
}

/// Has an event handled again. What it changes and what became of it are one transaction.
pub async fn replay_in(
    letters: &Data<DeadLetters>,
    service: &str,
    by: &OperatorCaller,
    id: &str,
) -> Result<Plain<DeadLetter>, Problem> {
    let consumer = letters.of(service)?;
    let (scope, id) = found(consumer, id).await?;
    let by = by.principal.person_id;
    let replayed = consumer
        .db()
        .tenant(&scope, async |tx| {
            waiting(tx, id).await?;
            let envelope = store::envelope(tx, id).await?;
            consumer
                .handle_again(tx, &envelope)
                .await
                .map_err(|failure| match failure {
                    Failure::Reject(cause) => DeadLetterError::Rejected(cause),
                    Failure::Retry(cause) => DeadLetterError::Weather(cause),
                })?;
            store::settle(tx, id, DeadLetterState::Replayed, by, None).await?;
            store::lock(tx, id).await?.ok_or(DeadLetterError::NotFound)
        })
        .await;
    if let Err(DeadLetterError::Rejected(cause)) = &replayed {
        let told = format!("{cause:#}");
        let note = async |tx: &mut TenantTx| store::note_cause(tx, id, &told).await;
        consumer.db().tenant(&scope, note).await?;
    }
    Ok(Plain(replayed?))
}

/// Gives an event up.
pub async fn discard_in(
    letters: &Data<DeadLetters>,
    service: &str,
    by: &OperatorCaller,
    id: &str,
    discarding: &Discarding,
) -> Result<Plain<DeadLetter>, Problem> {
    let consumer = letters.of(service)?;
    let (scope, id) = found(consumer, id).await?;
    let by = by.principal.person_id;
    let discarded = consumer
        .db()
        .tenant(&scope, async |tx| {
            waiting(tx, id).await?;
            store::settle(tx, id, DeadLetterState::Discarded, by, Some(discarding.reason.trim())).await?;
            store::lock(tx, id).await?.ok_or(DeadLetterError::NotFound)
        })
        .await?;
    Ok(Plain(discarded))
}

async fn found(consumer: &Consumer, id: &str) -> Result<(TenantScope, Uuid), Problem> {
    let id: Uuid = path_id(id, "dead_letter_not_found")?;
    let tenant_id = store::tenant_of(consumer.db(), id).await?;
    let tenant_id = tenant_id.ok_or(DeadLetterError::NotFound)?;
    Ok((TenantScope::proven(tenant_id), id))
}

async fn waiting(tx: &mut TenantTx, id: Uuid) -> Result<(), DeadLetterError> {
    let letter = store::lock(tx, id).await?.ok_or(DeadLetterError::NotFound)?;
    match letter.state {
        DeadLetterState::Waiting => Ok(()),
        settled => Err(DeadLetterError::Settled(settled)),
    }
}

/// Lays the routes of a service's dead letters, each under the address that is given for it.
#[macro_export]
macro_rules! dead_letter_routes {
    ($service:tt: $list:tt, $replay:tt, $discard:tt) => {
        use actix_web::{
            get, post,
            web::{Data, Json as Plain, Path},
        };
        use platform::{
            auth::OperatorCaller,
            events::dead_letters::{
                DeadLetter, DeadLetterFilter, DeadLetters, Discarding, discard_in, list_of, replay_in,
            },
            http::{Json, List, Listing, PageBody, Paging, Problem},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config.service(list).service(replay).service(discard);
        }

        /// Events that this service rejected, of every organisation, oldest first. For operators.
        #[utoipa::path(
                    tag = "dead-letters", params(DeadLetterFilter, Paging),
                    responses((status = 200, body = PageBody<DeadLetter>)),
                    extensions(("x-problems" = json!(["403 operators_only"]))),
                )]
        #[get($list)]
        async fn list(
            _by: OperatorCaller,
            asked: List<DeadLetterFilter>,
            letters: Data<DeadLetters>,
        ) -> Result<Listing<DeadLetter>, Problem> {
            list_of(&letters, $service, asked).await
        }

        /// Has an event handled again, when what it was rejected for is mended. For operators.
        #[utoipa::path(
                    tag = "dead-letters", params(("id" = String, Path)), responses((status = 200, body = DeadLetter)),
                    extensions(("x-problems" = json!([
                        "403 operators_only", "404 dead_letter_not_found", "409 already_settled", "409 rejected_again",
                    ]))),
                )]
        #[post($replay)]
        async fn replay(
            by: OperatorCaller,
            id: Path<String>,
            letters: Data<DeadLetters>,
        ) -> Result<Plain<DeadLetter>, Problem> {
            replay_in(&letters, $service, &by, &id).await
        }

        /// Gives an event up, with the reason why. For operators.
        #[utoipa::path(
                    tag = "dead-letters", params(("id" = String, Path)), request_body = Discarding,
                    responses((status = 200, body = DeadLetter)),
                    extensions(("x-problems" = json!([
                        "403 operators_only", "404 dead_letter_not_found", "409 already_settled",
                    ]))),
                )]
        #[post($discard)]
        async fn discard(
            by: OperatorCaller,
            id: Path<String>,
            discarding: Json<Discarding>,
            letters: Data<DeadLetters>,
        ) -> Result<Plain<DeadLetter>, Problem> {
            discard_in(&letters, $service, &by, &id, &discarding.0).await
        }
    };
}
