//! Importing areas.

use platform::db::{DbResult, Purpose};
use uuid::Uuid;

use super::{
    model::{Area, Imported},
    store,
};
use crate::App;

/// Takes areas in: new ones made, changed ones changed, the rest left alone.
pub async fn import(app: &App, areas: Vec<Area>) -> DbResult<Imported> {
    app.db
        .system(Purpose::Catalogue, async |tx| {
            let ids: Vec<Uuid> = areas.iter().map(Area::id).collect();
            let known = store::known(tx, &ids).await?;
            let (there, new): (Vec<Area>, Vec<Area>) =
                areas.into_iter().partition(|area| known.contains_key(&area.id()));
            store::insert(tx, &new).await?;
            let mut imported = Imported {
                created: new.len(),
                ..Imported::default()
            };
            for area in there {
                if known.get(&area.id()) == Some(&area) {
                    imported.unchanged += 1;
                } else {
                    store::update(tx, &area).await?;
                    imported.changed += 1;
                }
            }
            Ok(imported)
        })
        .await
}
