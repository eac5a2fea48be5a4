//! One thing goes back to what it said in an earlier version.

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Halt, Recalled, Rewrite, Told, ended, recall::recall};
use crate::{
    auth::TenantScope,
    db::{Db, TenantTx},
    events::journal::{self, Difference},
    http::{Answer, IfMatch, Problem, Versioned},
    ids::Identity,
    values::{plain, tidy},
};

/// The version to go back to. What the thing said then becomes its next version: nothing of its history is lost.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "reason": "The wrong project was renamed."}))]
pub struct Restoring {
    #[garde(range(min = 1))]
    pub version: i64,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub reason: Option<String>,
    /// Only tells what would change: nothing is kept.
    #[serde(default)]
    #[garde(skip)]
    pub preview: bool,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restored {
    pub id: Uuid,
    /// The version that the thing has now.
    pub version: i64,
    /// Whether it was only looked at.
    pub preview: bool,
    /// What is different, as the history of the thing tells it.
    pub changes: Vec<Difference>,
}

impl Answer for Restored {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Lets the command of an aggregate write what a thing said in an earlier version.
pub(super) async fn restore<I, C, E>(
    db: &Db,
    scope: &TenantScope,
    (id, expected): (I, IfMatch),
    asked: Restoring,
    work: impl AsyncFnOnce(&mut TenantTx, Rewrite<'_, I, C>) -> Result<(), E>,
) -> Result<Versioned<Restored>, Problem>
where
    I: Identity,
    C: Recalled,
    E: Into<Problem>,
{
    let told = Told::restored(asked.version, tidy(asked.reason));
    let outcome = db
        .tenant(scope, async |tx| {
            let patch = &recall::<I, C>(tx, db.service(), id, expected, asked.version).await?;
            let told = &told;
            let rewrite = Rewrite {
                id,
                expected,
                patch,
                told,
            };
            work(tx, rewrite)
                .await
                .map_err(|failure| Halt::Failed(failure.into()))?;
            let mut became = journal::what_became(tx, db.service(), I::AGGREGATE).await?;
            let became = became.remove(&id.into());
            let mut restored = Restored {
                id: id.into(),
                version: became.as_ref().map_or(expected.0, |became| became.version),
                preview: asked.preview,
                changes: became.map(|became| became.changes).unwrap_or_default(),
            };
            if asked.preview {
                restored.version = expected.0;
                return Err(Halt::Preview(restored));
            }
            Ok(restored)
        })
        .await;
    ended(outcome).map(Versioned)
}
