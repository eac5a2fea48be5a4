//! What is true of a person.

use jiff::Timestamp;
use platform::{db::DbError, http::Stale, personal::SealError, values::Language};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

platform::id_type!(
    /// Names a person, in every organisation.
    PersonId
);

/// An address as it is compared and kept: trimmed, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_lowercase())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Light, dark, or as the machine says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColourScheme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl ColourScheme {
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Auto, Self::Light, Self::Dark]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub version: i64,
    pub email: Email,
    pub name: String,
    pub language: Language,
    pub colour_scheme: ColourScheme,
    /// Runs the installation.
    pub operator: bool,
    pub created_at: Timestamp,
}

/// Somebody to be known here, if not known already.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub email: Email,
    pub name: String,
    pub language: Language,
}

impl NewPerson {
    pub fn at(self, now: Timestamp) -> Person {
        Person {
            id: PersonId::fresh(),
            version: 1,
            email: self.email,
            name: self.name,
            language: self.language,
            colour_scheme: ColourScheme::Auto,
            operator: false,
            created_at: now,
        }
    }
}

/// What a person may change of oneself.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub name: Option<String>,
    pub language: Option<Language>,
    pub colour_scheme: Option<ColourScheme>,
}

impl Person {
    #[must_use]
    pub fn with(self, wishes: Wishes) -> Self {
        Self {
            version: self.version + 1,
            name: wishes.name.unwrap_or(self.name),
            language: wishes.language.unwrap_or(self.language),
            colour_scheme: wishes.colour_scheme.unwrap_or(self.colour_scheme),
            ..self
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    #[error("there is no such person")]
    NotFound,
    #[error("the link is not valid, was used, or is too old")]
    BadLink,
    #[error("the password is against the rules: {0}")]
    Password(super::password::Fault),
    #[error("too many attempts")]
    TooMany(#[from] crate::throttle::TooMany),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error("passwords cannot be hashed now")]
    Hashing(#[from] super::password::HashingError),
    #[error("personal data cannot be sealed")]
    Seal(#[from] SealError),
    #[error(transparent)]
    Mail(#[from] crate::mail::MailError),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_typed() {
        assert_eq!(
            Email::new(" Head.Of@Kuopio.Example.ORG "),
            Email::new("head.of@kuopio.example.org")
        );
    }
}
