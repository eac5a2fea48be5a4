//! What can happen to a saved view. Whoever writes one has its owner's key, so it is done under the role that reaches keys.

use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::{DbResult, Purpose, SystemTx},
    events::{Change, append},
    http::{IfMatch, Once},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    SavedView, SavedViewError, SavedViewId, events,
    model::{Edits, Left, MOST, NewView},
    store,
};
use crate::{
    App,
    permissions::EditSavedViews,
    person::{self, Person, PersonError, PersonId},
};

type Result<T> = std::result::Result<T, SavedViewError>;

/// What is kept of an answer, for whoever asks with the same key again. The rest is what was asked: a view's words lie in
/// one place only, and go with it.
#[derive(Debug, Serialize, Deserialize)]
struct Made {
    id: SavedViewId,
    created_at: Timestamp,
}

/// Saves a view for oneself, or for everybody.
pub async fn create(app: &App, by: &Caller<EditSavedViews>, new: NewView, once: Once) -> Result<SavedView> {
    let owner_id = PersonId(by.person_id());
    let Made { id, created_at } = app
        .db
        .once_for(Purpose::SignIn, by.scope(), &by.once(once), async |tx| {
            let tenant_id = by.scope().tenant_id();
            let owner = hold(tx, owner_id).await?;
            if store::count_of(tx, tenant_id, owner.id).await? >= MOST {
                return Err(SavedViewError::TooMany);
            }
            let view = new.clone().of(owner.id, SavedViewId::fresh(), app.clock.now());
            store::insert(tx, tenant_id, &view).await?;
            tell(app, tx, &view, "created", &owner).await?;
            Ok(Made {
                id: view.id,
                created_at: view.created_at,
            })
        })
        .await?;
    Ok(new.of(owner_id, id, created_at))
}

/// Changes one's own.
pub async fn edit(
    app: &App,
    by: &Caller<EditSavedViews>,
    id: SavedViewId,
    edits: Edits,
    expected: IfMatch,
) -> Result<SavedView> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let owner = hold(tx, PersonId(by.person_id())).await?;
            let before = seen(tx, by, id).await?;
            if !before.is_of(owner.id.0) {
                return Err(SavedViewError::NotOwner);
            }
            expected.holds_for(before.version)?;
            let view = before.edit(edits);
            store::update(tx, tenant_id, &view).await?;
            tell(app, tx, &view, "edited", &owner).await?;
            Ok(view)
        })
        .await
}

/// Takes away one's own; who administers the organisation takes away what anybody shares there.
pub async fn delete(app: &App, by: &Caller<EditSavedViews>, id: SavedViewId, expected: IfMatch) -> Result<()> {
    let tenant_id = by.scope().tenant_id();
    app.db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let before = seen(tx, by, id).await?;
            if !before.is_of(by.person_id()) && !by.reach().any {
                return Err(SavedViewError::NotOwner);
            }
            expected.holds_for(before.version)?;
            store::delete(tx, tenant_id, id).await?;
            let gone = before.edit(Edits::default());
            append(tx, change(&gone, "deleted", by.person_id()).deleted());
            Ok(())
        })
        .await
}

/// What becomes of a person's views in the organisation that the transaction has entered, when the person is erased.
pub async fn erase(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId, by: Uuid) -> DbResult<()> {
    for view in store::lock_of_person(tx, tenant_id, person_id).await? {
        match view.without_owner() {
            Left::ToAll(view) => {
                store::update(tx, tenant_id, &view).await?;
                append(tx, change(&view, "erased", by));
            }
            Left::Gone(view) => {
                store::delete(tx, tenant_id, view.id).await?;
                append(tx, change(&view, "erased", by).deleted());
            }
        }
    }
    Ok(())
}

/// The owner, held until the transaction ends: nobody saves two last views at once, and none outlives an erasure.
async fn hold(tx: &mut SystemTx, id: PersonId) -> Result<Person> {
    let person = person::store::lock(tx, id).await?;
    person.ok_or(SavedViewError::Person(PersonError::NotFound))
}

/// A view that the caller sees, held until the transaction ends. One that is somebody else's own was never there.
async fn seen(tx: &mut SystemTx, by: &Caller<EditSavedViews>, id: SavedViewId) -> Result<SavedView> {
    let found = store::lock(tx, by.scope().tenant_id(), id).await?;
    found
        .filter(|view| view.is_seen_by(by.person_id()))
        .ok_or(SavedViewError::NotFound)
}

async fn tell(app: &App, tx: &mut SystemTx, view: &SavedView, event: &'static str, owner: &Person) -> Result<()> {
    let key = person::store::key(tx, &app.master, owner.id).await?;
    let state = events::state(view, &key).map_err(PersonError::from)?;
    append(tx, Change::of(view.id, view.version, event, &state).by(owner.id.0));
    Ok(())
}

/// A change that tells nothing of the view's words.
fn change(view: &SavedView, event: &'static str, by: Uuid) -> Change {
    Change::of(view.id, view.version, event, &events::wordless(view)).by(by)
}
