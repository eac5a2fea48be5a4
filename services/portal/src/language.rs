//! The language a page is read in, and the words for it.
//!
//! Swedish has two faces: in Finland and in Sweden the same thing often has two names. `sv` holds the words of Finland,
//! `sv-SE` only what is called otherwise in Sweden.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{fluent_bundle::FluentValue, static_loader};
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static FINNISH: LanguageIdentifier = langid!("fi");
static SWEDISH: LanguageIdentifier = langid!("sv");
static SWEDISH_OF_SWEDEN: LanguageIdentifier = langid!("sv-SE");
static ENGLISH: LanguageIdentifier = langid!("en");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Fi,
    Sv,
    En,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    pub fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language's name in itself, as a switch shows it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Fi => "Suomi",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// The message that says that something is written in it.
    pub fn in_language(self) -> &'static str {
        match self {
            Self::Fi => "in-language-fi",
            Self::Sv => "in-language-sv",
            Self::En => "in-language-en",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "fi" => Some(Self::Fi),
            "sv" => Some(Self::Sv),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that we speak. Its order is taken for the reader's wish:
    /// browsers write it that way, and the switch is one click away.
    pub fn wished_by(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| Self::of(part.trim()))
    }
}

impl From<Language> for platform::values::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Fi => Self::Fi,
            Language::Sv => Self::Sv,
            Language::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum Country {
    #[default]
    #[serde(rename = "FI")]
    Finland,
    #[serde(rename = "SE")]
    Sweden,
}

impl Country {
    pub fn of(code: &str) -> Self {
        if code.eq_ignore_ascii_case("SE") {
            Self::Sweden
        } else {
            Self::Finland
        }
    }
}

impl Country {
    pub fn time_zone(self) -> &'static str {
        match self {
            Self::Finland => "Europe/Helsinki",
            Self::Sweden => "Europe/Stockholm",
        }
    }
}

/// A language as it is spoken in the tenant's country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub language: Language,
    pub country: Country,
}

pub type Arguments = HashMap<Cow<'static, str>, FluentValue<'static>>;

impl Voice {
    /// What stands in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match (self.language, self.country) {
            (Language::Fi, _) => "fi",
            (Language::Sv, Country::Finland) => "sv-FI",
            (Language::Sv, Country::Sweden) => "sv-SE",
            (Language::En, _) => "en",
        }
    }

    pub fn say(self, key: &str) -> String {
        self.find(key, None).unwrap_or_else(|| missing(key))
    }

    pub fn say_with(self, key: &str, arguments: &Arguments) -> String {
        self.find(key, Some(arguments)).unwrap_or_else(|| missing(key))
    }

    /// The message, if there is one: for keys made of a code that a service sent.
    pub fn find(self, key: &str, arguments: Option<&Arguments>) -> Option<String> {
        self.bundles()
            .into_iter()
            .find_map(|bundle| WORDS.lookup_single_language(bundle, key, arguments).ok())
    }

    fn bundles(self) -> Vec<&'static LanguageIdentifier> {
        match (self.language, self.country) {
            (Language::Fi, _) => vec![&FINNISH],
            (Language::Sv, Country::Finland) => vec![&SWEDISH],
            (Language::Sv, Country::Sweden) => vec![&SWEDISH_OF_SWEDEN, &SWEDISH],
            (Language::En, _) => vec![&ENGLISH],
        }
    }
}

/// Shown in place of a message nobody wrote. A test fails on every page that holds one.
fn missing(key: &str) -> String {
    format!("⟦{key}⟧")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_the_first_language_we_speak() {
        assert_eq!(Language::wished_by("de-DE, sv-FI;q=0.9, en;q=0.8"), Some(Language::Sv));
        assert_eq!(Language::wished_by("de, fr"), None);
    }

    #[test]
    fn swedish_has_a_face_in_each_country() {
        let finland = Voice {
            language: Language::Sv,
            country: Country::Finland,
        };
        let sweden = Voice {
            language: Language::Sv,
            country: Country::Sweden,
        };
        assert_eq!(finland.say("organisation-kind-joint_authority"), "samkommun");
        assert_eq!(sweden.say("organisation-kind-joint_authority"), "kommunalförbund");
    }
}
