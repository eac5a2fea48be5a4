//! What can happen to goal levels.

use platform::{
    auth::Caller,
    events::{Change, journal},
    http::IfMatch,
};

use super::{GoalLevels, LevelError, events, model::LevelsContent, store};
use crate::{App, goal, permissions::EditLevels};

/// Names the levels anew. A level that goals stand at stays.
pub async fn rename(
    app: &App,
    by: &Caller<EditLevels>,
    expected: IfMatch,
    content: LevelsContent,
) -> Result<GoalLevels, LevelError> {
    app.db
        .tenant(by.scope(), async |tx| {
            // With the tree held, no goal takes a level while it goes.
            goal::store::hold_tree(tx).await?;
            let before = store::current(tx).await?;
            expected.holds_for(before.version)?;
            for key in before.dropped(&content.levels) {
                if goal::store::level_is_used(tx, key).await? {
                    return Err(LevelError::InUse(key.to_owned()));
                }
            }
            let levels = before.renamed(content.levels);
            store::keep(tx, &levels).await?;
            let id = GoalLevels::id(tx.tenant_id());
            let change = Change::new("goal_levels", id, levels.version, "renamed", &events::state(&levels));
            journal::append(tx, change.by(by.person_id()));
            Ok(levels)
        })
        .await
}
