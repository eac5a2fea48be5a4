//! How a service stands, asked of its database at this moment.

use actix_web::web::{Data, Json as Plain};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::{Db, DbResult},
    events::{journal::journal_of, rebuild::Journals},
    http::Problem,
    telemetry::waiting,
};

/// What waits to be sent by one way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Lane {
    /// `live`, or `bulk` for what comes in great number.
    #[schema(example = "live")]
    pub lane: &'static str,
    pub rows: i64,
    /// Seconds that the oldest has waited.
    pub oldest: f64,
}

/// How a service stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Standing {
    #[schema(example = "goals")]
    pub service: String,
    /// Of the program that answered.
    pub version: &'static str,
    pub outbox: Vec<Lane>,
    /// Events that this service rejected and that wait for somebody.
    pub dead_letters: i64,
    /// Rows of journals that no seal covers.
    pub unsealed: i64,
    /// Months from the next on for which the journal is laid.
    pub months_ahead: i64,
}

/// How a service of this process stands.
pub async fn standing_of(journals: &Data<Journals>, service: &str) -> Result<Plain<Standing>, Problem> {
    Ok(Plain(ask(journal_of(journals, service)?).await?))
}

async fn ask(db: &Db) -> DbResult<Standing> {
    let mut outbox = Vec::new();
    for lane in crate::events::Lane::ALL {
        let (rows, oldest) = waiting::outbox(db, lane).await?;
        outbox.push(Lane {
            lane: lane.code(),
            rows,
            oldest,
        });
    }
    Ok(Standing {
        service: db.service().to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        outbox,
        dead_letters: waiting::dead_letters(db).await?,
        unsealed: waiting::unsealed(db).await?,
        months_ahead: waiting::months_ahead(db).await?,
    })
}
