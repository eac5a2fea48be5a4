//! What can happen to goal thresholds.

use platform::{
    auth::Caller,
    events::{Change, journal},
    http::IfMatch,
};

use super::{ThresholdError, Thresholds, events, model::ThresholdsContent, store};
use crate::{App, permissions::EditThresholds};

/// Sets the thresholds. Every goal's status follows at once: it is told by them when it is read.
pub async fn set(
    app: &App,
    by: &Caller<EditThresholds>,
    expected: IfMatch,
    content: ThresholdsContent,
) -> Result<Thresholds, ThresholdError> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::current(tx).await?;
            expected.holds_for(before.version)?;
            let thresholds = before.set(&content)?;
            store::keep(tx, thresholds).await?;
            let id = Thresholds::id(tx.tenant_id());
            let state = events::state(thresholds);
            let change = Change::new("goal_thresholds", id, thresholds.version, "set", &state);
            journal::append(tx, change.by(by.person_id()).because(content.reason()));
            Ok(thresholds)
        })
        .await
}
