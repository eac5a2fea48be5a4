//! Signing in, acting for an organisation, ending sessions.

use jiff::Timestamp;
use platform::{
    auth::{Access, Grant, Principal, Revocation, Role, TenantScope, token::Claims},
    db::{DbResult, Purpose, SystemTx},
};
use uuid::Uuid;

use super::{
    model::{Challenge, Proof, Session, SessionError, SessionId},
    store,
};
use crate::{
    App, api_key,
    membership::{self, Roles},
    organisation::{self, Organisation},
    person::{self, Email, Person, PersonId},
    revocation::commands::{revoke_key, revoke_session},
    second_factor::{self, SecondFactor, SecondFactorError},
    secret,
    throttle::{self, Limit},
};

type Result<T> = std::result::Result<T, SessionError>;

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub address: String,
    pub device: String,
}

impl Origin {
    pub fn network(&self) -> String {
        throttle::network(&self.address)
    }
}

/// An organisation that a person belongs to, and as what.
#[derive(Clone, Debug)]
pub struct Standing {
    pub organisation: Organisation,
    pub roles: Roles,
    pub access: Access,
}

/// A session just opened. Its token is told once.
#[derive(Clone, Debug)]
pub struct Opened {
    pub session: Session,
    pub token: String,
    pub person: Person,
    pub standings: Vec<Standing>,
}

/// What a proven password leads to.
#[derive(Clone, Debug)]
pub enum Entry {
    Opened(Box<Opened>),
    /// Whoever has a second factor still owes its code.
    Challenged {
        token: String,
        challenge: Challenge,
    },
}

pub async fn sign_in(app: &App, email: &Email, password: &str, origin: &Origin) -> Result<Entry> {
    let person = prove_password(app, email, password, origin).await?;
    app.db
        .system(Purpose::SignIn, async |tx| enter(app, tx, person, origin).await)
        .await
}

/// Who has this address, proven by the password. Attempts are counted before anything is hashed, and one password is
/// hashed whether anybody has the address or not.
pub async fn prove_password(app: &App, email: &Email, password: &str, origin: &Origin) -> Result<Person> {
    let _inside = app.gate.enter(&origin.address)?;
    let limits = throttle::SignIn::new(email, &origin.address);
    limits.count(app).await?;
    let known = app
        .db
        .system(Purpose::SignIn, async |tx| with_password(tx, email).await)
        .await?;
    let kept = known.as_ref().and_then(|(_, hash)| hash.as_deref());
    let right = app.hasher.verify(password, kept, &origin.network()).await?;
    let Some((person, _)) = known.filter(|_| right) else {
        return Err(SessionError::WrongCredentials);
    };
    let now = app.clock.now();
    app.db
        .system(Purpose::SignIn, async |tx| limits.succeeded(tx, now).await)
        .await?;
    Ok(person)
}

async fn with_password(tx: &mut SystemTx, email: &Email) -> DbResult<Option<(Person, Option<String>)>> {
    let Some(person) = person::store::find_by_email(tx, email).await? else {
        return Ok(None);
    };
    let hash = person::store::password_hash(tx, person.id).await?;
    Ok(Some((person, hash)))
}

/// Lets somebody in who has just proven the password: to a session, or to the question for a code.
pub async fn enter(app: &App, tx: &mut SystemTx, person: Person, origin: &Origin) -> Result<Entry> {
    let factor = second_factor::store::find(tx, person.id).await?;
    if !factor.is_some_and(|factor| factor.is_confirmed()) {
        return Ok(Entry::Opened(Box::new(open(app, tx, person, &origin.device).await?)));
    }
    let challenge = Challenge::new(person.id, app.clock.now());
    let token = secret::fresh();
    store::keep_challenge(tx, &challenge, &secret::hash(&token)).await?;
    Ok(Entry::Challenged { token, challenge })
}

/// The second step: whoever has proven the password brings a code.
pub async fn answer_challenge(app: &App, token: &str, code: &str, origin: &Origin) -> Result<Opened> {
    let (hash, now) = (secret::hash(token), app.clock.now());
    let whose = app
        .db
        .system(Purpose::SignIn, async |tx| store::find_challenge(tx, &hash, now).await)
        .await?;
    let person_id = whose.ok_or(SessionError::ChallengeOver)?;
    throttle::count(app, &[Limit::code_of(person_id)]).await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            // Taken in the transaction that takes the code: a wrong one leaves it open.
            let whose = store::take_challenge(tx, &hash, now).await?;
            let person_id = whose.ok_or(SessionError::ChallengeOver)?;
            let person = person::store::find(tx, person_id).await?;
            let person = person.ok_or(SessionError::ChallengeOver)?;
            match second_factor::commands::prove(app, tx, &person, code).await {
                Ok(()) => open(app, tx, person, &origin.device).await,
                Err(SecondFactorError::WrongCode) => Err(SessionError::WrongCode),
                // It was removed meanwhile: the password is asked for anew.
                Err(SecondFactorError::None) => Err(SessionError::ChallengeOver),
                Err(other) => Err(other.into()),
            }
        })
        .await
}

/// Proves once more who a session is: by a code, or, of whoever has no second factor, by the password. The next access
/// token tells so.
pub async fn step_up(app: &App, session: &Session, proof: Proof, origin: &Origin) -> Result<Timestamp> {
    let (person_id, now) = (session.person_id, app.clock.now());
    let (person, factor) = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let person = person::store::find(tx, person_id).await?.ok_or(SessionError::Over)?;
            let factor = second_factor::store::find(tx, person_id).await?;
            Ok::<_, SessionError>((person, factor.filter(SecondFactor::is_confirmed)))
        })
        .await?;
    match (proof, factor) {
        (Proof::Code(code), Some(_)) => {
            throttle::count(app, &[Limit::code_of(person_id)]).await?;
            let taken = async |tx: &mut SystemTx| second_factor::commands::prove(app, tx, &person, &code).await;
            app.db.system(Purpose::SignIn, taken).await?;
        }
        (Proof::Password(password), None) => {
            let proven = prove_password(app, &person.email, &password, origin).await;
            proven.map_err(|error| match error {
                SessionError::WrongCredentials => SessionError::WrongPassword,
                other => other,
            })?;
        }
        (Proof::Password(_), Some(_)) => return Err(SessionError::CodeNeeded),
        (Proof::Code(_), None) => return Err(SessionError::PasswordNeeded),
    }
    app.db
        .system(Purpose::SignIn, async |tx| store::prove(tx, session.id, now).await)
        .await?;
    Ok(now)
}

/// Opens a session for somebody who has just proven to be that person.
pub async fn open(app: &App, tx: &mut SystemTx, person: Person, device: &str) -> Result<Opened> {
    let session = Session::open(person.id, device, app.clock.now());
    let token = secret::fresh();
    store::insert(tx, &session, &secret::hash(&token)).await?;
    let standings = standings(app, tx, person.id).await?;
    Ok(Opened {
        session,
        token,
        person,
        standings,
    })
}

/// Every organisation that a person belongs to today.
pub async fn standings(app: &App, tx: &mut SystemTx, person_id: PersonId) -> DbResult<Vec<Standing>> {
    let mut all = Vec::new();
    for tenant_id in person::store::organisations(tx, person_id).await? {
        all.extend(standing(app, tx, person_id, tenant_id).await?);
    }
    Ok(all)
}

/// What a person is in one organisation today.
pub async fn standing(
    app: &App,
    tx: &mut SystemTx,
    person_id: PersonId,
    tenant_id: Uuid,
) -> DbResult<Option<Standing>> {
    tx.enter(tenant_id).await?;
    let Some(organisation) = organisation::store::find_entered(tx, tenant_id).await? else {
        return Ok(None);
    };
    let today = app.clock.today(&organisation.time_zone);
    let membership = membership::store::find_entered(tx, tenant_id, person_id).await?;
    Ok(membership.filter(|m| m.holds_on(today)).map(|m| Standing {
        access: organisation.access_on(today),
        roles: m.roles,
        organisation,
    }))
}

/// The session that a token opens, its use noted.
pub async fn resume(app: &App, token: &str) -> Result<(Session, Person)> {
    let now = app.clock.now();
    let hash = secret::hash(token);
    app.db
        .system(Purpose::SignIn, async |tx| {
            let session = store::find_by_token(tx, &hash)
                .await?
                .filter(|s| s.is_alive(now))
                .ok_or(SessionError::Over)?;
            let person = person::store::find(tx, session.person_id)
                .await?
                .ok_or(SessionError::Over)?;
            if session.wants_noting(now) {
                store::note_use(tx, session.id, now).await?;
            }
            Ok((session, person))
        })
        .await
}

/// An access token, and what it is for.
#[derive(Clone, Debug)]
pub struct Granted {
    pub token: String,
    pub standing: Option<Standing>,
    pub grants: Vec<Grant>,
}

/// Lets a session act: for an organisation, or, without one, for the person alone (and as operator, who is one).
pub async fn grant(app: &App, session: &Session, person: &Person, organisation_id: Option<Uuid>) -> Result<Granted> {
    let Some(tenant_id) = organisation_id else {
        let grants = if person.operator {
            vec![Grant {
                role: Role::Operator,
                unit_id: None,
            }]
        } else {
            Vec::new()
        };
        return signed(app, session, None, grants).await;
    };
    let entered = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let scope = tx.enter(tenant_id).await?;
            Ok::<_, SessionError>(
                standing(app, tx, session.person_id, tenant_id)
                    .await?
                    .map(|s| (scope, s)),
            )
        })
        .await?;
    let (scope, standing) = entered.ok_or(SessionError::NoSuchOrganisation)?;
    let grants = standing.roles.grants();
    signed(app, session, Some((scope, standing)), grants).await
}

async fn signed(
    app: &App,
    session: &Session,
    entered: Option<(TenantScope, Standing)>,
    grants: Vec<Grant>,
) -> Result<Granted> {
    let (scope, standing) = entered.unzip();
    let principal = Principal {
        person_id: session.person_id.0,
        session_id: session.access_id,
        scope,
        grants: grants.clone(),
        access: standing.as_ref().map_or(Access::Full, |s| s.access),
        proven_at: session.proven_at,
        key: None,
    };
    let now = app.clock.now();
    let calls_per_minute = standing.as_ref().and_then(|s| s.organisation.calls_per_minute());
    let claims = Claims::new(&principal, now).with_calls_per_minute(calls_per_minute);
    let token = app.keys.sign(&claims, now).await?;
    Ok(Granted {
        token,
        standing,
        grants,
    })
}

/// Ends one session of a person, everywhere.
pub async fn end(app: &App, person_id: PersonId, id: SessionId) -> Result<()> {
    let ended = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let session = store::of_person(tx, person_id).await?.into_iter().find(|s| s.id == id);
            let session = session.ok_or(SessionError::NotFound)?;
            end_all(app, tx, &[session]).await.map_err(SessionError::from)
        })
        .await?;
    app.refuse(&ended).await;
    Ok(())
}

/// Access tokens to refuse from now on.
pub type Refused = Vec<Revocation>;

/// Ends sessions within a transaction; `App::refuse` what it gives after the commit.
pub async fn end_all(app: &App, tx: &mut SystemTx, sessions: &[Session]) -> DbResult<Refused> {
    let now = app.clock.now();
    let mut refused = Vec::with_capacity(sessions.len());
    for session in sessions {
        store::delete(tx, session.id).await?;
        refused.push(revoke_session(tx, session.access_id, now).await?);
    }
    Ok(refused)
}

/// Makes people's access tokens die, those that stand for their API keys too, because they say what no longer holds. Their
/// sessions and keys live on.
pub async fn outdate(app: &App, tx: &mut SystemTx, people: &[PersonId]) -> DbResult<Refused> {
    let now = app.clock.now();
    let mut refused = Vec::new();
    for person_id in people {
        for session in store::of_person(tx, *person_id).await? {
            store::rename(tx, session.id).await?;
            refused.push(revoke_session(tx, session.access_id, now).await?);
        }
        for access_id in api_key::store::rename_of(tx, *person_id).await? {
            refused.push(revoke_key(tx, access_id, now).await?);
        }
    }
    Ok(refused)
}
