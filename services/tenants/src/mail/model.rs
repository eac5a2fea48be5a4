//! What is true of an outgoing mail.

use jiff::{SignedDuration, Timestamp};
use platform::{config::MasterKey, db::DbError, http::Stale, mail::Letter, personal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

platform::id_type!(
    /// Names an outgoing mail.
    MailId
);

/// After so many attempts, spread over about two days, a mail has failed.
const MOST_ATTEMPTS: i32 = 12;
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(8);
/// While one process sends, others leave the mail alone.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailState)]
pub enum State {
    Queued,
    Sent,
    Failed,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Failed]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

#[derive(Clone, Debug)]
pub struct Mail {
    pub id: MailId,
    pub version: i64,
    pub tenant_id: Option<Uuid>,
    pub to_person_id: Option<Uuid>,
    pub template: String,
    /// Encrypted; absent once sent.
    pub letter: Option<Vec<u8>>,
    pub state: State,
    pub attempts: i32,
    pub not_before: Timestamp,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

/// A letter in the form it is kept in, before encryption.
#[derive(Serialize, Deserialize)]
struct Kept {
    to: String,
    subject: String,
    body: String,
}

impl Mail {
    pub fn new(
        master: &MasterKey,
        template: &str,
        letter: &Letter,
        (tenant_id, to_person_id): (Option<Uuid>, Option<Uuid>),
        now: Timestamp,
    ) -> Result<Self, MailError> {
        let id = MailId::fresh();
        let kept = Kept {
            to: letter.to.clone(),
            subject: letter.subject.clone(),
            body: letter.body.clone(),
        };
        let plain = serde_json::to_vec(&kept).map_err(|_not_text| MailError::Damaged)?;
        Ok(Self {
            id,
            version: 1,
            tenant_id,
            to_person_id,
            template: template.to_owned(),
            letter: Some(personal::encrypt(master.bytes(), id.0.as_bytes(), &plain)?),
            state: State::Queued,
            attempts: 0,
            not_before: now,
            last_error: None,
            created_at: now,
            sent_at: None,
        })
    }

    pub fn open(&self, master: &MasterKey) -> Result<Letter, MailError> {
        let sealed = self.letter.as_ref().ok_or(MailError::Damaged)?;
        let plain = personal::decrypt(master.bytes(), self.id.0.as_bytes(), sealed)?;
        let kept: Kept = serde_json::from_slice(&plain).map_err(|_not_ours| MailError::Damaged)?;
        Ok(Letter {
            to: kept.to,
            subject: kept.subject,
            body: kept.body,
        })
    }

    #[must_use]
    pub fn sent(self, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            state: State::Sent,
            letter: None,
            last_error: None,
            sent_at: Some(now),
            ..self
        }
    }

    /// Not now: later, or, after too many attempts, never.
    #[must_use]
    pub fn put_off(self, why: &str, now: Timestamp) -> Self {
        if self.attempts >= MOST_ATTEMPTS {
            return self.failed(why);
        }
        let doublings = u32::try_from(self.attempts.saturating_sub(1)).unwrap_or(0).min(16);
        let wait = FIRST_WAIT
            .checked_mul(1 << doublings)
            .unwrap_or(LONGEST_WAIT)
            .min(LONGEST_WAIT);
        Self {
            version: self.version + 1,
            last_error: Some(why.to_owned()),
            not_before: now + wait,
            ..self
        }
    }

    #[must_use]
    pub fn failed(self, why: &str) -> Self {
        Self {
            version: self.version + 1,
            state: State::Failed,
            last_error: Some(why.to_owned()),
            ..self
        }
    }

    /// Once more from the beginning.
    pub fn retry(self, now: Timestamp) -> Result<Self, MailError> {
        match self.state {
            State::Failed => Ok(Self {
                version: self.version + 1,
                state: State::Queued,
                attempts: 0,
                not_before: now,
                ..self
            }),
            State::Queued | State::Sent => Err(MailError::NotFailed),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("there is no such mail")]
    NotFound,
    #[error("the mail has not failed")]
    NotFailed,
    #[error("the kept letter cannot be read")]
    Damaged,
    #[error("the letter cannot be encrypted or decrypted")]
    Seal(#[from] personal::SealError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::config::{Settings, key};

    fn master() -> MasterKey {
        let value = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned();
        key(&mut Settings::from_values([("K".to_owned(), value)]), "K")
    }

    fn mail() -> Mail {
        let letter = Letter {
            to: "a@b.example".into(),
            subject: "S".into(),
            body: "secret link".into(),
        };
        Mail::new(&master(), "invitation", &letter, (None, None), Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_letter_lies_encrypted_and_is_emptied_when_sent() {
        let mail = mail();
        assert!(!String::from_utf8_lossy(mail.letter.as_ref().unwrap()).contains("secret"));
        assert_eq!(mail.open(&master()).unwrap().body, "secret link");
        assert!(mail.sent(Timestamp::UNIX_EPOCH).letter.is_none());
    }

    #[test]
    fn a_mail_that_is_not_taken_waits_longer_each_time_and_fails_in_the_end() {
        let now = Timestamp::UNIX_EPOCH;
        let wait = |attempts| {
            Mail { attempts, ..mail() }
                .put_off("away", now)
                .not_before
                .duration_since(now)
        };
        assert_eq!(wait(1), SignedDuration::from_secs(30));
        assert_eq!(wait(2), SignedDuration::from_secs(60));
        assert_eq!(wait(11), LONGEST_WAIT);
        assert_eq!(
            Mail { attempts: 12, ..mail() }.put_off("away", now).state,
            State::Failed
        );
    }

    #[test]
    fn only_a_failed_mail_is_sent_again() {
        assert!(matches!(mail().retry(Timestamp::UNIX_EPOCH), Err(MailError::NotFailed)));
        let again = mail().failed("no such mailbox").retry(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((again.state, again.attempts), (State::Queued, 0));
    }
}
