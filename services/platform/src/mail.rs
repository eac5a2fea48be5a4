//! Handing a message to the mail server. Queueing and retrying belong to the service that owns the addresses.

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use secrecy::ExposeSecret as _;
use uuid::Uuid;

use crate::config;

/// Sends by SMTP.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A message ready to go.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address or text cannot be sent, now or ever.
    #[error("the message cannot be sent: {0}")]
    Unsendable(String),
    /// The server did not take it: try again.
    #[error("the mail server did not take the message: {0}")]
    Later(String),
}

impl Mailer {
    pub fn new(config: &config::Mail) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.smtp.expose_secret())?
            .timeout(Some(std::time::Duration::from_secs(10)))
            .build();
        Ok(Self {
            transport,
            from: config.from.parse()?,
        })
    }

    /// Sends a letter. By its id, the same at every attempt, a receiver knows one that came twice because the server's
    /// answer was lost.
    pub async fn send(&self, id: Uuid, letter: &Letter) -> Result<(), MailError> {
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|e: lettre::address::AddressError| MailError::Unsendable(e.to_string()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .subject(&letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|e| MailError::Unsendable(e.to_string()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(cause) if cause.is_permanent() => Err(MailError::Unsendable(cause.to_string())),
            Err(cause) => Err(MailError::Later(cause.to_string())),
        }
    }
}
