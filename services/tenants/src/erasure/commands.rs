//! Erasing somebody: on one's own wish, by the operator, or again after a database was restored.

use platform::{
    db::{Purpose, SystemTx},
    http::IfMatch,
};
use tracing::{error, info};
use uuid::Uuid;

use super::{Erasure, ErasureError, store};
use crate::{
    App, api_key, invitation, membership, organisation,
    person::{self, Email, Person, PersonError, PersonId},
    saved_view, second_factor,
    session::{self, commands::Refused},
};

type Result<T> = std::result::Result<T, ErasureError>;

/// Who wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Of(Uuid),
    /// It was done before, in what this database was restored from: nothing stands in its way.
    Repeated,
}

/// A person leaves for good.
pub async fn erase_oneself(app: &App, id: PersonId, expected: IfMatch) -> Result<Erasure> {
    let done = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let person = person::store::lock(tx, id).await?.ok_or(ErasureError::NotFound)?;
            expected.holds_for(person.version)?;
            erase(app, tx, person, Wish::Of(id.0)).await
        })
        .await?;
    Ok(conclude(app, done).await)
}

/// The operator erases whoever has an address.
pub async fn erase_by_operator(app: &App, by: Uuid, email: &Email) -> Result<Erasure> {
    let done = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let found = person::store::find_by_email(tx, email)
                .await?
                .ok_or(ErasureError::NotFound)?;
            let person = person::store::lock(tx, found.id).await?.ok_or(ErasureError::NotFound)?;
            erase(app, tx, person, Wish::Of(by)).await
        })
        .await?;
    Ok(conclude(app, done).await)
}

/// Erases again whom a restored database has brought back, before anything is served from it; and notes what was not noted.
pub async fn repeat(app: &App) -> anyhow::Result<()> {
    let done = app.db.system(Purpose::SignIn, async |tx| store::all(tx).await).await?;
    let noted = noted_beside(app, &done)?;
    for noted in noted {
        let done = app
            .db
            .system(Purpose::SignIn, async |tx| {
                if store::is_known(tx, noted.person_id).await? {
                    return Ok(None);
                }
                let Some(person) = person::store::lock(tx, PersonId(noted.person_id)).await? else {
                    store::insert(tx, &noted).await?;
                    return Ok(None);
                };
                Ok::<_, ErasureError>(Some(erase(app, tx, person, Wish::Repeated).await?))
            })
            .await?;
        if let Some((erasure, refused)) = done {
            info!(
                "erased {} again, whom a restored database had brought back",
                erasure.person_id
            );
            app.refuse(&refused).await;
        }
    }
    note_all(app).await
}

/// What is noted, if it can be gone by: a file that is gone, or that says what neither was signed nor is known here, is a
/// reason not to serve. Whoever was erased since the backup would be back.
fn noted_beside(app: &App, done: &[Erasure]) -> anyhow::Result<Vec<Erasure>> {
    let Some(file) = app.erasures.file() else {
        return Ok(Vec::new());
    };
    let Some(noted) = app.erasures.read()? else {
        anyhow::ensure!(
            done.is_empty(),
            "{} is gone, in which erasures are noted (SAMVERKA_ERASURES), and this database knows of {}. Bring it back from \
             where it was last; if there never was one, make an empty file there.",
            file.display(),
            done.len()
        );
        app.erasures.begin()?;
        return Ok(Vec::new());
    };
    let known = |erasure: &&Erasure| done.iter().any(|done| done.person_id == erasure.person_id);
    let stranger = noted.unsigned.iter().find(|erasure| !known(erasure));
    if let Some(stranger) = stranger {
        anyhow::bail!(
            "{} says that {} was erased, which nobody has signed and this database does not know. Bring back the file as this \
             installation wrote it.",
            file.display(),
            stranger.person_id
        );
    }
    Ok(noted.signed)
}

/// Notes what the database knows and the file does not: the process died in between, or the file could not be written.
pub async fn note_all(app: &App) -> anyhow::Result<()> {
    if app.erasures.file().is_none() {
        return Ok(());
    }
    let noted = app.erasures.read()?.unwrap_or_default().signed;
    let done = app.db.system(Purpose::SignIn, async |tx| store::all(tx).await).await?;
    let is_noted = |erasure: &Erasure| noted.iter().any(|noted| noted.person_id == erasure.person_id);
    for erasure in done.iter().filter(|erasure| !is_noted(erasure)) {
        app.erasures.add(erasure)?;
    }
    Ok(())
}

/// What is done after the commit. The note comes after the deed: were it the other way round, a note could outlive a
/// transaction that failed and erase somebody after a restart.
async fn conclude(app: &App, (erasure, refused): (Erasure, Refused)) -> Erasure {
    app.refuse(&refused).await;
    if let Err(cause) = app.erasures.add(&erasure) {
        error!(
            "the erasure of {} is not yet noted outside the database, and would not outlive a restore: {cause:#}",
            erasure.person_id
        );
    }
    erasure
}

/// Everything at once, in one transaction that holds the person's row.
async fn erase(app: &App, tx: &mut SystemTx, person: Person, wish: Wish) -> Result<(Erasure, Refused)> {
    let by = match wish {
        Wish::Of(by) => by,
        Wish::Repeated => person.id.0,
    };
    if person.operator && wish != Wish::Repeated && store::lock_operators(tx).await? == [person.id.0] {
        return Err(ErasureError::LastOperator);
    }
    let mut refused = Vec::new();
    for tenant_id in store::traces(tx, person.id).await? {
        tx.enter(tenant_id).await?;
        refused.extend(api_key::commands::end_all(app, tx, tenant_id, person.id, by).await?);
        leave(app, tx, tenant_id, person.id, by, wish).await?;
        invitation::commands::erase(app, tx, tenant_id, person.id, by).await?;
        saved_view::commands::erase(tx, tenant_id, person.id, by).await?;
    }
    store::forget_contact(tx, &person.email).await?;
    second_factor::store::delete(tx, person.id).await?;
    session::store::forget_challenges(tx, person.id).await?;
    let sessions = session::store::of_person(tx, person.id).await?;
    refused.extend(session::commands::end_all(app, tx, &sessions).await?);
    store::delete(tx, person.id).await?;
    let erasure = Erasure {
        person_id: person.id.0,
        erased_at: app.clock.now(),
    };
    store::insert(tx, &erasure).await?;
    Ok((erasure, refused))
}

/// Takes the person out of an organisation, which the transaction has entered.
async fn leave(app: &App, tx: &mut SystemTx, tenant_id: Uuid, id: PersonId, by: Uuid, wish: Wish) -> Result<()> {
    let administration = membership::store::lock_administration(tx, tenant_id).await?;
    let Some(membership) = membership::store::lock_of_person(tx, tenant_id, id).await? else {
        return Ok(());
    };
    let organisation = organisation::store::find_entered(tx, tenant_id)
        .await?
        .ok_or(ErasureError::Person(PersonError::NotFound))?;
    if membership.keeps_administration() && administration == [membership.id] && wish != Wish::Repeated {
        return Err(ErasureError::LastAdmin {
            organisation: organisation
                .name
                .shown(platform::values::Language::default())
                .to_owned(),
        });
    }
    let today = app.clock.today(&organisation.time_zone);
    membership::commands::erase(app, tx, tenant_id, membership, today, by).await?;
    Ok(())
}
