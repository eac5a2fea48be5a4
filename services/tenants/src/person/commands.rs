//! What can happen to a person: profile, forgotten password, the first operator.

use jiff::SignedDuration;
use platform::{db::Purpose, http::IfMatch, values::Language};
use secrecy::ExposeSecret as _;
use tracing::info;

use super::{
    model::{Email, NewPerson, Person, PersonError, PersonId, Wishes},
    password, store,
};
use crate::{
    App,
    config::FirstOperator,
    mail::{self, Template},
    membership, secret,
    session::{self, commands::Origin},
    throttle::{self, CountError, Limit},
};

type Result<T> = std::result::Result<T, PersonError>;

/// How long a link for a new password opens.
const RESET: SignedDuration = SignedDuration::from_hours(1);

impl From<CountError> for PersonError {
    fn from(error: CountError) -> Self {
        match error {
            CountError::TooMany(too_many) => Self::TooMany(too_many),
            CountError::Db(cause) => Self::Db(cause),
        }
    }
}

/// Makes sure that somebody can run the installation. A password that was chosen before stays.
pub async fn ensure_operator(app: &App, operator: &FirstOperator) -> Result<()> {
    let email = Email::new(&operator.email);
    let known = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let person = store::find_by_email(tx, &email).await?.filter(|p| p.operator);
            let Some(person) = person else { return Ok(false) };
            Ok::<_, PersonError>(store::password_hash(tx, person.id).await?.is_some())
        })
        .await?;
    if known {
        return Ok(());
    }
    let hash = app.hasher.hash(operator.password.expose_secret(), "the start").await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            let now = app.clock.now();
            let new = NewPerson {
                email: email.clone(),
                name: "Operator".to_owned(),
                language: Language::default(),
            };
            let (person, _) = store::find_or_make(tx, &app.master, new, now).await?;
            store::make_operator(tx, person.id).await?;
            if store::password_hash(tx, person.id).await?.is_none() {
                store::set_password(tx, person.id, &hash, now).await?;
            }
            info!("the first operator can sign in");
            Ok(())
        })
        .await
}

/// A person changes one's own name, language or colours; organisations see the new name.
pub async fn change(app: &App, id: PersonId, wishes: Wishes, expected: IfMatch) -> Result<Person> {
    app.db
        .system(Purpose::SignIn, async |tx| {
            let before = store::lock(tx, id).await?.ok_or(PersonError::NotFound)?;
            expected.holds_for(before.version)?;
            let person = before.with(wishes);
            store::update(tx, &person).await?;
            for tenant_id in store::organisations(tx, id).await? {
                tx.enter(tenant_id).await?;
                membership::store::copy_person(tx, tenant_id, &person).await?;
            }
            Ok(person)
        })
        .await
}

/// Sends a link for a new password to whoever has the address. Whether anybody has it is not told.
pub async fn ask_reset(app: &App, email: &Email, origin: &Origin) -> Result<()> {
    throttle::count(
        app,
        &[Limit::reset_of(email.as_str()), Limit::reset_from(&origin.address)],
    )
    .await?;
    app.db
        .system(Purpose::SignIn, async |tx| {
            let Some(person) = store::find_by_email(tx, email).await? else {
                return Ok(());
            };
            if store::password_hash(tx, person.id).await?.is_none() {
                return Ok(());
            }
            let (token, now) = (secret::fresh(), app.clock.now());
            store::keep_reset(tx, person.id, &secret::hash(&token), now, now + RESET).await?;
            let link = app.link("/reset-password", &token);
            let to = mail::commands::To {
                person_id: Some(person.id.0),
                tenant_id: None,
                email: person.email.as_str(),
                name: &person.name,
                language: person.language,
            };
            mail::commands::queue(app, tx, to, &Template::PasswordReset { link: &link }).await?;
            Ok(())
        })
        .await
}

/// Replaces a forgotten password. Every session ends: whoever knew the old one is out.
pub async fn complete_reset(app: &App, token: &str, new: &str, origin: &Origin) -> Result<()> {
    let token_hash = secret::hash(token);
    let person = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let id = store::find_reset(tx, &token_hash, app.clock.now())
                .await?
                .ok_or(PersonError::BadLink)?;
            store::find(tx, id).await?.ok_or(PersonError::BadLink)
        })
        .await?;
    password::rules(new, person.email.as_str()).map_err(PersonError::Password)?;
    let hash = app.hasher.hash(new, &origin.network()).await?;
    let refused = app
        .db
        .system(Purpose::SignIn, async |tx| {
            let now = app.clock.now();
            // Asked again, and locked: a link opens once.
            let id = store::find_reset(tx, &token_hash, now)
                .await?
                .ok_or(PersonError::BadLink)?;
            store::set_password(tx, id, &hash, now).await?;
            store::forget_resets(tx, id).await?;
            session::store::forget_challenges(tx, id).await?;
            let limits = throttle::SignIn::new(&person.email, &origin.address);
            limits.forgive(app, tx, now).await?;
            let sessions = session::store::of_person(tx, id).await?;
            Ok::<_, PersonError>(session::commands::end_all(app, tx, &sessions).await?)
        })
        .await?;
    app.refuse(&refused).await;
    Ok(())
}
