//! What is true of a webhook.

use jiff::{SignedDuration, Timestamp};
use platform::{codes, db::DbError, http::Stale, outward::Unsent, personal::SealError};
use url::Url;

use super::Kind;
use crate::{mail::MailError, person::PersonId};

platform::id_type!(
    /// Names a webhook.
    WebhookId of "webhook"
);

/// How many an organisation has at most.
pub const MOST: i64 = 20;
/// How long an address may be.
const LONGEST_URL: usize = 2_000;
/// How long the secret before the newest is good.
pub const BOTH: SignedDuration = SignedDuration::from_hours(24);
/// Whoever takes nothing for so long is told nothing any more: as long as one delivery is tried.
const LASTING: SignedDuration = SignedDuration::from_hours(70);

codes! {
    /// Why a webhook is told nothing.
    pub enum Because as WebhookDisabledBecause {
        /// Somebody wanted it so.
        Wish = "wish",
        /// Nothing was taken for three days.
        Failing = "failing",
        /// It answered that there is nobody any more (410).
        Gone = "gone",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub version: i64,
    pub name: String,
    pub url: Url,
    pub kinds: Vec<Kind>,
    /// Absent while it is told.
    pub disabled: Option<Because>,
    pub failing_since: Option<Timestamp>,
    pub made_by: PersonId,
    pub created_at: Timestamp,
}

/// What somebody wants of a webhook.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub name: String,
    pub url: Url,
    pub kinds: Vec<Kind>,
}

/// What changes of one.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub name: Option<String>,
    pub url: Option<Url>,
    pub kinds: Option<Vec<Kind>>,
}

/// An address as it may stand in a webhook. Where it leads is judged elsewhere.
pub fn address(text: &str) -> Result<Url, WebhookError> {
    let text = text.trim();
    if text.len() > LONGEST_URL {
        return Err(WebhookError::BadUrl);
    }
    let url = Url::parse(text).map_err(|_cause| WebhookError::BadUrl)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !plain || !url.has_host() || !matches!(url.scheme(), "http" | "https") {
        return Err(WebhookError::BadUrl);
    }
    Ok(url)
}

impl NewWebhook {
    pub fn of(self, made_by: PersonId, now: Timestamp) -> Webhook {
        Webhook {
            id: WebhookId::fresh(),
            version: 1,
            name: self.name,
            url: self.url,
            kinds: Kind::tidy(&self.kinds),
            disabled: None,
            failing_since: None,
            made_by,
            created_at: now,
        }
    }
}

impl Webhook {
    #[must_use]
    pub fn edit(self, edits: Edits) -> Self {
        Self {
            version: self.version + 1,
            name: edits.name.unwrap_or(self.name),
            url: edits.url.unwrap_or(self.url),
            kinds: edits.kinds.map_or(self.kinds, |kinds| Kind::tidy(&kinds)),
            ..self
        }
    }

    pub fn disable(self, because: Because) -> Result<Self, WebhookError> {
        if self.disabled.is_some() {
            return Err(WebhookError::AlreadyDisabled);
        }
        Ok(Self {
            version: self.version + 1,
            disabled: Some(because),
            ..self
        })
    }

    pub fn enable(self) -> Result<Self, WebhookError> {
        if self.disabled.is_none() {
            return Err(WebhookError::AlreadyEnabled);
        }
        Ok(Self {
            version: self.version + 1,
            disabled: None,
            failing_since: None,
            ..self
        })
    }

    /// The next version of what stays as it is: its secret was replaced, or it is gone.
    #[must_use]
    pub fn noted(self) -> Self {
        Self {
            version: self.version + 1,
            ..self
        }
    }

    /// Whether nobody has taken anything for so long that nobody will.
    pub fn fails_for_good(&self, now: Timestamp) -> bool {
        self.failing_since.is_some_and(|since| since + LASTING <= now)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error("there is no such webhook")]
    NotFound,
    #[error("there is no such delivery")]
    NoDelivery,
    #[error("the address cannot be used")]
    BadUrl,
    #[error(transparent)]
    Address(#[from] Unsent),
    #[error("a webhook without a kind is told nothing")]
    NoKind,
    #[error("the webhook is told nothing already")]
    AlreadyDisabled,
    #[error("the webhook is told already")]
    AlreadyEnabled,
    #[error("nothing is sent to what is disabled")]
    Disabled,
    #[error("the organisation has as many webhooks as anybody may have")]
    TooMany,
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn webhook() -> Webhook {
        let new = NewWebhook {
            name: "Data warehouse".to_owned(),
            url: address("https://warehouse.example.org/hook").unwrap(),
            kinds: vec![Kind::Project, Kind::Goal, Kind::Project],
        };
        new.of(PersonId(Uuid::from_u128(1)), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_kind_that_was_chosen_twice_is_there_once() {
        assert_eq!(webhook().kinds, [Kind::Goal, Kind::Project]);
    }

    #[test]
    fn an_address_tells_no_password_and_is_one_of_the_web() {
        for bad in [
            "ftp://x.example/",
            "https://me:secret@x.example/",
            "https://x.example/#part",
            "hook",
            "data:,x",
        ] {
            assert!(matches!(address(bad), Err(WebhookError::BadUrl)), "{bad}");
        }
        assert!(address(" https://x.example/hook?key=1 ").is_ok());
    }

    #[test]
    fn what_is_disabled_stays_so_until_it_is_enabled_and_is_forgiven_then() {
        let failing = Webhook {
            failing_since: Some(Timestamp::UNIX_EPOCH),
            ..webhook()
        };
        assert!(!failing.fails_for_good(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(69)));
        assert!(failing.fails_for_good(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(70)));
        let disabled = failing.disable(Because::Failing).unwrap();
        assert!(matches!(
            disabled.clone().disable(Because::Wish),
            Err(WebhookError::AlreadyDisabled)
        ));
        let enabled = disabled.enable().unwrap();
        assert_eq!(
            (enabled.version, enabled.disabled, enabled.failing_since),
            (3, None, None)
        );
        assert!(matches!(enabled.enable(), Err(WebhookError::AlreadyEnabled)));
    }
}
