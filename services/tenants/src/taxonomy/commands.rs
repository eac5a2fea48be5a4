//! What can happen to a taxonomy.

use std::collections::HashMap;

use platform::{
    auth::Caller,
    db::{Once, Purpose, SystemTx, TenantTx},
    events::{Change, append},
    http::IfMatch,
    values::Text,
};
use uuid::Uuid;

use super::{
    events,
    model::{Source, Taxonomy, TaxonomyError, TaxonomyId},
    shared::{self, Shared, SharedTheme},
    store,
};
use crate::{
    App,
    organisation::{self, Kind},
    permissions::EditThemes,
    theme::{self, ThemeId, model::NewTheme},
};

type Result<T> = std::result::Result<T, TaxonomyError>;

fn change(taxonomy: &Taxonomy, event: &'static str, by: &Caller<EditThemes>) -> Change {
    Change::new(
        "taxonomy",
        taxonomy.id,
        taxonomy.version,
        event,
        &events::state(taxonomy),
    )
    .by(by.person_id())
}

pub async fn create(app: &App, by: &Caller<EditThemes>, key: String, name: Text, once: Once) -> Result<Taxonomy> {
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            let taxonomy = Taxonomy::new(key.clone(), name.clone(), app.clock.now());
            store::insert(tx, &taxonomy).await?;
            append(tx, change(&taxonomy, "created", by));
            Ok(taxonomy)
        })
        .await
}

/// Changes it; while it is shared, each change publishes it anew, with the themes that it holds then.
pub async fn edit(
    app: &App,
    by: &Caller<EditThemes>,
    id: TaxonomyId,
    (name, share): (Option<Text>, Option<bool>),
    expected: IfMatch,
) -> Result<Taxonomy> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::Catalogue, async |tx| {
            tx.enter_for(by.scope()).await?;
            let before = store::lock_entered(tx, tenant_id, id)
                .await?
                .ok_or(TaxonomyError::NotFound)?;
            expected.holds_for(before.version)?;
            let was_shared = before.shared;
            let taxonomy = before.edit(name, share);
            store::update_entered(tx, tenant_id, &taxonomy).await?;
            if taxonomy.shared {
                publish(app, tx, tenant_id, &taxonomy).await?;
            } else if was_shared {
                shared::withdraw(tx, taxonomy.id.0).await?;
            }
            let event = match (was_shared, taxonomy.shared) {
                (_, true) => "shared",
                (true, false) => "withdrawn",
                (false, false) => "edited",
            };
            append(tx, change(&taxonomy, event, by));
            Ok(taxonomy)
        })
        .await
}

async fn publish(app: &App, tx: &mut SystemTx, tenant_id: Uuid, taxonomy: &Taxonomy) -> Result<()> {
    let owner = organisation::store::find_entered(tx, tenant_id)
        .await?
        .ok_or(TaxonomyError::NotFound)?;
    if owner.kind != Kind::Association {
        return Err(TaxonomyError::NotAnAssociation);
    }
    let themes = theme::store::all_entered(tx, tenant_id, taxonomy.id).await?;
    let codes: HashMap<ThemeId, String> = themes.iter().map(|t| (t.id, t.code.clone())).collect();
    let published = themes.into_iter().map(|theme| SharedTheme {
        parent_code: theme.parent_id.and_then(|id| codes.get(&id).cloned()),
        code: theme.code,
        name: theme.name,
        description: theme.description,
    });
    let shared = Shared {
        id: taxonomy.id.0,
        version: taxonomy.version,
        organisation_name: owner.name,
        country: owner.country,
        key: taxonomy.key.clone(),
        name: taxonomy.name.clone(),
        themes: published.collect(),
        withdrawn: false,
        published_at: app.clock.now(),
    };
    shared::publish(tx, &shared).await?;
    Ok(())
}

/// Takes a published taxonomy over as one's own, with where it came from.
pub async fn adopt(app: &App, by: &Caller<EditThemes>, shared_id: Uuid, once: Once) -> Result<Taxonomy> {
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            let shared = shared::find(tx, shared_id).await?.ok_or(TaxonomyError::NotShared)?;
            if store::find(tx, TaxonomyId(shared_id)).await?.is_some() {
                return Err(TaxonomyError::AlreadyAdopted);
            }
            let source = Source {
                organisation_name: shared.organisation_name,
                taxonomy_id: shared.id,
                version: shared.version,
            };
            let own = Taxonomy::new(shared.key, shared.name, app.clock.now());
            let taxonomy = Taxonomy {
                source: Some(source),
                ..own
            };
            store::insert(tx, &taxonomy).await?;
            append(tx, change(&taxonomy, "adopted", by));
            copy(app, tx, &taxonomy, shared.themes, by).await?;
            Ok(taxonomy)
        })
        .await
}

/// Copies themes, parents before their children.
async fn copy(
    app: &App,
    tx: &mut TenantTx,
    taxonomy: &Taxonomy,
    mut waiting: Vec<SharedTheme>,
    by: &Caller<EditThemes>,
) -> Result<()> {
    let mut made: HashMap<String, ThemeId> = HashMap::new();
    while !waiting.is_empty() {
        let ready = |theme: &SharedTheme| theme.parent_code.as_ref().is_none_or(|code| made.contains_key(code));
        let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
        if now.is_empty() {
            break;
        }
        for theme in now {
            let theme = copied(taxonomy.id, theme, &made).at(app.clock.now());
            theme::store::insert(tx, &theme).await?;
            append(tx, theme::commands::change(&theme, "adopted", by));
            made.insert(theme.code.clone(), theme.id);
        }
        waiting = later;
    }
    Ok(())
}

fn copied(taxonomy_id: TaxonomyId, theme: SharedTheme, made: &HashMap<String, ThemeId>) -> NewTheme {
    NewTheme {
        taxonomy_id,
        parent_id: theme.parent_code.and_then(|code| made.get(&code).copied()),
        code: theme.code,
        name: theme.name,
        description: theme.description,
    }
}

/// Takes an empty taxonomy away.
pub async fn delete(app: &App, by: &Caller<EditThemes>, id: TaxonomyId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::lock(tx, id).await?.ok_or(TaxonomyError::NotFound)?;
            expected.holds_for(before.version)?;
            if before.shared {
                return Err(TaxonomyError::IsShared);
            }
            if theme::store::exist_in(tx, id).await? {
                return Err(TaxonomyError::HasThemes);
            }
            store::delete(tx, id).await?;
            let gone = Taxonomy {
                version: before.version + 1,
                ..before
            };
            append(tx, change(&gone, "deleted", by).deleted());
            Ok(())
        })
        .await
}
