//! What is done by the clock, beside sending mail.

use platform::db::{DbError, Purpose};

use crate::{App, erasure, invitation, person, revocation, session, throttle, webhook};

/// Keys kept fresh; what ran out is forgotten; an erasure that could not be noted is noted.
pub async fn tidy(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    app.keys.keep_fresh(now).await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            session::store::forget_old(tx, now).await?;
            revocation::store::forget_old(tx, now).await?;
            throttle::forget_old(tx, now).await?;
            invitation::store::forget_old_links(tx, now).await?;
            person::store::forget_old_resets(tx, now).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    webhook::commands::forget_old(app).await?;
    erasure::commands::note_all(app).await
}
