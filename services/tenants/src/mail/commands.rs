//! Queueing letters, sending what is due, sending again what failed.

use platform::{
    db::{Purpose, SystemTx, TenantTx},
    http::IfMatch,
    mail::{self, Mailer},
    values::Language,
};
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    letters::Template,
    model::{Mail, MailError, MailId},
    store,
};
use crate::{App, membership::Membership};

/// Whom a letter is for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    pub person_id: Option<Uuid>,
    pub tenant_id: Option<Uuid>,
    pub email: &'a str,
    pub name: &'a str,
    pub language: Language,
}

impl<'a> To<'a> {
    /// A member of an organisation, in the language that is the member's own.
    pub fn member(member: &'a Membership, organisation_id: Uuid) -> Self {
        Self {
            person_id: Some(member.person_id.0),
            tenant_id: Some(organisation_id),
            email: &member.person_email,
            name: &member.person_name,
            language: Language::from_code(&member.person_language).unwrap_or_default(),
        }
    }
}

/// Queues a letter within the transaction that causes it.
pub async fn queue(app: &App, tx: &mut SystemTx, to: To<'_>, template: &Template<'_>) -> Result<(), MailError> {
    Ok(store::insert(tx, &written(app, to, template)?).await?)
}

/// The same within a transaction of the organisation whose letter it is.
pub async fn queue_own(app: &App, tx: &mut TenantTx, to: To<'_>, template: &Template<'_>) -> Result<(), MailError> {
    Ok(store::insert_own(tx, &written(app, to, template)?).await?)
}

fn written(app: &App, to: To<'_>, template: &Template<'_>) -> Result<Mail, MailError> {
    let letter = template.write(to.email, to.name, to.language);
    Mail::new(
        &app.master,
        template.name(),
        &letter,
        (to.tenant_id, to.person_id),
        app.clock.now(),
    )
}

/// Sends whatever is due. Between claim and result no transaction is open: the mail server may be slow.
pub async fn send_due(app: &App, mailer: &Mailer) -> Result<(), MailError> {
    loop {
        let now = app.clock.now();
        let Some(mail) = app
            .db
            .system(Purpose::Mail, async |tx| store::claim(tx, now).await)
            .await?
        else {
            return Ok(());
        };
        let settled = attempt(app, mailer, mail).await;
        app.db
            .system(Purpose::Mail, async |tx| store::update(tx, &settled).await)
            .await?;
    }
}

async fn attempt(app: &App, mailer: &Mailer, mail: Mail) -> Mail {
    let letter = match mail.open(&app.master) {
        Ok(letter) => letter,
        Err(cause) => return mail.failed(&cause.to_string()),
    };
    let outcome = mailer.send(mail.id.0, &letter).await;
    let now = app.clock.now();
    match outcome {
        Ok(()) => {
            info!(mail.id = %mail.id, "sent mail {}", mail.id);
            mail.sent(now)
        }
        Err(mail::MailError::Later(why)) => {
            warn!(mail.id = %mail.id, "mail {} will be tried again", mail.id);
            mail.put_off(&plain(&why, &letter.to), now)
        }
        Err(mail::MailError::Unsendable(why)) => {
            warn!(mail.id = %mail.id, "mail {} cannot be sent", mail.id);
            mail.failed(&plain(&why, &letter.to))
        }
    }
}

/// A mail server's words, without the address that they often repeat.
fn plain(why: &str, address: &str) -> String {
    why.replace(address, "…").chars().take(500).collect()
}

/// Sends a failed mail once more: one's organisation's, or, as operator, anybody's.
pub async fn retry(app: &App, of: Option<Uuid>, id: MailId, expected: IfMatch) -> Result<Mail, MailError> {
    app.db
        .system(Purpose::Mail, async |tx| {
            let mail = store::lock(tx, of, id).await?.ok_or(MailError::NotFound)?;
            expected.holds_for(mail.version)?;
            let mail = mail.retry(app.clock.now())?;
            store::update(tx, &mail).await?;
            Ok(mail)
        })
        .await
}
