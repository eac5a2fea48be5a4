//! What can happen to a theme.

use platform::{
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, append},
    http::IfMatch,
};

use super::{
    events,
    model::{Edits, NewTheme, Theme, ThemeError, ThemeId},
    store,
};
use crate::{App, permissions::EditThemes, taxonomy};

type Result<T> = std::result::Result<T, ThemeError>;

pub fn change(theme: &Theme, event: &'static str, by: &Caller<EditThemes>) -> Change {
    Change::new("theme", theme.id, theme.version, event, &events::state(theme)).by(by.person_id())
}

pub async fn create(app: &App, by: &Caller<EditThemes>, new: NewTheme, once: Once) -> Result<Theme> {
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            taxonomy::store::lock(tx, new.taxonomy_id)
                .await?
                .ok_or(ThemeError::NoSuchTaxonomy)?;
            let theme = new.clone().at(app.clock.now());
            check_parent(tx, &theme).await?;
            store::insert(tx, &theme).await?;
            append(tx, change(&theme, "created", by));
            Ok(theme)
        })
        .await
}

/// A parent is a theme of the same taxonomy and not one below.
async fn check_parent(tx: &mut TenantTx, theme: &Theme) -> Result<()> {
    let Some(parent_id) = theme.parent_id else {
        return Ok(());
    };
    let parent = store::find(tx, parent_id)
        .await?
        .filter(|p| p.taxonomy_id == theme.taxonomy_id);
    parent.ok_or(ThemeError::NoSuchParent)?;
    if store::lies_within(tx, parent_id, theme.id).await? {
        Err(ThemeError::Cycle)
    } else {
        Ok(())
    }
}

pub async fn edit(app: &App, by: &Caller<EditThemes>, id: ThemeId, edits: Edits, expected: IfMatch) -> Result<Theme> {
    app.db
        .tenant(by.scope(), async |tx| {
            let known = store::find(tx, id).await?.ok_or(ThemeError::NotFound)?;
            // The taxonomy's lock makes those who move its themes take turns.
            taxonomy::store::lock(tx, known.taxonomy_id).await?;
            let before = store::lock(tx, id).await?.ok_or(ThemeError::NotFound)?;
            expected.holds_for(before.version)?;
            let theme = before.edit(edits);
            check_parent(tx, &theme).await?;
            store::update(tx, &theme).await?;
            append(tx, change(&theme, "edited", by));
            Ok(theme)
        })
        .await
}

pub async fn delete(app: &App, by: &Caller<EditThemes>, id: ThemeId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::lock(tx, id).await?.ok_or(ThemeError::NotFound)?;
            expected.holds_for(before.version)?;
            if store::has_children(tx, id).await? {
                return Err(ThemeError::HasChildren);
            }
            store::delete(tx, id).await?;
            let gone = Theme {
                version: before.version + 1,
                ..before
            };
            append(tx, change(&gone, "deleted", by).deleted());
            Ok(())
        })
        .await
}
