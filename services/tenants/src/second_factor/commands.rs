//! Setting a second factor up, proving it, removing it, and resetting somebody else's.

use platform::{
    auth::{Caller, OutOfReach},
    db::{Purpose, SystemTx},
};
use uuid::Uuid;

use super::{
    model::{SecondFactor, SecondFactorError, SetUp},
    recovery::{Kept, RecoveryCode},
    store,
};
use crate::{
    App,
    mail::{self, Template},
    membership,
    permissions::ResetSecondFactors,
    person::{self, Email, Person, PersonError, PersonId},
    session::{self, Session, commands::Refused},
    throttle::{self, Limit},
};

type Result<T> = std::result::Result<T, SecondFactorError>;

/// What proves somebody beside the password, and what became of the recovery codes.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    pub factor: Option<SecondFactor>,
    pub codes: Vec<Kept>,
}

pub async fn overview(app: &App, person_id: PersonId) -> Result<Overview> {
    app.db
        .system(Purpose::SignIn, async |tx| {
            let factor = store::find(tx, person_id).await?.filter(SecondFactor::is_confirmed);
            Ok(Overview {
                codes: store::codes(tx, person_id).await?,
                factor,
            })
        })
        .await
}

/// Tells an app's secret, once. It holds nothing until a code of the app confirms it; begun anew, the one before is void.
pub async fn set_up(app: &App, person_id: PersonId) -> Result<SetUp> {
    app.db
        .system(Purpose::SignIn, async |tx| {
            let person = person(tx, person_id).await?;
            let before = store::lock(tx, person_id).await?;
            if before.is_some_and(|factor| factor.is_confirmed()) {
                return Err(SecondFactorError::AlreadyThere);
            }
            let (factor, shown) = SecondFactor::fresh(person_id, &person.email, &app.master, app.clock.now())?;
            store::insert(tx, &factor).await?;
            Ok(shown)
        })
        .await
}

/// Confirms with the app's first code, and gives recovery codes. What other sessions had proven counts no more.
pub async fn confirm(app: &App, session: &Session, code: &str) -> Result<Vec<RecoveryCode>> {
    let person_id = session.person_id;
    throttle::count(app, &[Limit::code_of(person_id)]).await?;
    let (codes, refused) = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let now = app.clock.now();
            let person = person(tx, person_id).await?;
            let begun = store::lock(tx, person_id).await?.ok_or(SecondFactorError::None)?;
            store::update(tx, &begun.confirm(&app.master, code, now)?).await?;
            let codes = RecoveryCode::set();
            store::replace_codes(tx, person_id, &codes, now).await?;
            session::store::forget_proofs(tx, person_id).await?;
            session::store::prove(tx, session.id, now).await?;
            throttle::forget(tx, &Limit::code_of(person_id)).await?;
            let refused = session::commands::outdate(app, tx, &[person.id]).await?;
            Ok::<_, SecondFactorError>((codes, refused))
        })
        .await?;
    app.refuse(&refused).await;
    Ok(codes)
}

/// Removes one's own second factor, by a code.
pub async fn remove(app: &App, session: &Session, code: &str) -> Result<()> {
    with_code(app, session, code, async |tx, person| {
        store::delete(tx, person.id).await?;
        Ok(())
    })
    .await
}

/// New recovery codes, by a code; those before open nothing any more.
pub async fn renew_codes(app: &App, session: &Session, code: &str) -> Result<Vec<RecoveryCode>> {
    with_code(app, session, code, async |tx, person| {
        let codes = RecoveryCode::set();
        store::replace_codes(tx, person.id, &codes, app.clock.now()).await?;
        Ok(codes)
    })
    .await
}

/// Does something that asks for a code, in the transaction that takes the code.
async fn with_code<T>(
    app: &App,
    session: &Session,
    code: &str,
    work: impl AsyncFnOnce(&mut SystemTx, &Person) -> Result<T>,
) -> Result<T> {
    throttle::count(app, &[Limit::code_of(session.person_id)]).await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            let person = person(tx, session.person_id).await?;
            prove(app, tx, &person, code).await?;
            session::store::prove(tx, session.id, app.clock.now()).await?;
            work(tx, &person).await
        })
        .await
}

/// Takes a code of somebody's app, or a recovery code. Attempts were counted before; this one was none.
pub async fn prove(app: &App, tx: &mut SystemTx, person: &Person, given: &str) -> Result<()> {
    let now = app.clock.now();
    let factor = store::lock(tx, person.id)
        .await?
        .filter(SecondFactor::is_confirmed)
        .ok_or(SecondFactorError::None)?;
    match RecoveryCode::typed(given) {
        None => store::update(tx, &factor.take(&app.master, given, now)?).await?,
        Some(code) => {
            if !store::use_code(tx, person.id, &code, now).await? {
                return Err(SecondFactorError::WrongCode);
            }
            tell_of_use(app, tx, person).await?;
        }
    }
    throttle::forget(tx, &Limit::code_of(person.id)).await?;
    Ok(())
}

/// Whoever has lost the app knows of this; whoever has not must learn of it.
async fn tell_of_use(app: &App, tx: &mut SystemTx, person: &Person) -> Result<()> {
    let codes = store::codes(tx, person.id).await?;
    let left = codes.iter().filter(|code| code.used_at.is_none()).count();
    let link = app.page("/second-factor");
    write(app, tx, person, None, &Template::RecoveryCodeUsed { left, link: &link }).await
}

async fn write(
    app: &App,
    tx: &mut SystemTx,
    person: &Person,
    tenant_id: Option<Uuid>,
    template: &Template<'_>,
) -> Result<()> {
    let to = mail::commands::To {
        person_id: Some(person.id.0),
        tenant_id,
        email: person.email.as_str(),
        name: &person.name,
        language: person.language,
    };
    Ok(mail::commands::queue(app, tx, to, template).await?)
}

async fn person(tx: &mut SystemTx, id: PersonId) -> Result<Person> {
    let found = person::store::find(tx, id).await?;
    found.ok_or(SecondFactorError::Person(PersonError::NotFound))
}

/// An administrator takes away the second factor of somebody who has lost it. Not of whom other organisations trust too:
/// one organisation must not weaken another's door.
pub async fn reset(app: &App, by: &Caller<ResetSecondFactors>, person_id: PersonId) -> Result<()> {
    let tenant_id = by.scope().tenant_id();
    let refused = app
        .db
        .system(Purpose::SignIn, async |tx| {
            tx.enter(tenant_id).await?;
            let here = membership::store::find_entered(tx, tenant_id, person_id).await?;
            if here.is_none_or(|membership| membership.ended) {
                return Err(SecondFactorError::NoSuchPerson);
            }
            if !by.reach().any {
                return Err(OutOfReach::Beyond.into());
            }
            if by.person_id() == person_id.0 {
                return Err(SecondFactorError::OneselfOwn);
            }
            let person = person(tx, person_id).await?;
            let elsewhere = session::commands::standings(app, tx, person_id).await?;
            if person.operator || elsewhere.iter().any(|standing| standing.organisation.id != tenant_id) {
                return Err(SecondFactorError::NotYoursAlone);
            }
            let refused = undo(app, tx, &person, Some(tenant_id)).await?;
            membership::commands::note(app, tx, tenant_id, person_id, "second_factor_reset", by.person_id()).await?;
            Ok(refused)
        })
        .await?;
    app.refuse(&refused).await;
    Ok(())
}

/// The operator does it for anybody; every organisation of the person reads of it in its journal.
pub async fn reset_by_operator(app: &App, by: Uuid, email: &Email) -> Result<()> {
    let refused = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let person = person::store::find_by_email(tx, email).await?;
            let person = person.ok_or(SecondFactorError::NoSuchPerson)?;
            if by == person.id.0 {
                return Err(SecondFactorError::OneselfOwn);
            }
            let refused = undo(app, tx, &person, None).await?;
            for tenant_id in person::store::organisations(tx, person.id).await? {
                tx.enter(tenant_id).await?;
                membership::commands::note(app, tx, tenant_id, person.id, "second_factor_reset", by).await?;
            }
            Ok(refused)
        })
        .await?;
    app.refuse(&refused).await;
    Ok(())
}

/// Takes the second factor away, ends every session, since somebody may hold the lost app, and tells the person.
async fn undo(app: &App, tx: &mut SystemTx, person: &Person, tenant_id: Option<Uuid>) -> Result<Refused> {
    let there = store::lock(tx, person.id).await?;
    if !there.is_some_and(|factor| factor.is_confirmed()) {
        return Err(SecondFactorError::None);
    }
    store::delete(tx, person.id).await?;
    session::store::forget_challenges(tx, person.id).await?;
    let link = app.page("/second-factor");
    write(app, tx, person, tenant_id, &Template::SecondFactorReset { link: &link }).await?;
    let sessions = session::store::of_person(tx, person.id).await?;
    Ok(session::commands::end_all(app, tx, &sessions).await?)
}
