//! Texts in one to three languages, and the rules of what people write.

use contracts::envelope::v1 as wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The languages people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, Default)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Fi,
    Sv,
    En,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    /// The code as it stands in pages and headers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language of a code, if it is one of ours.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }
}

/// A text in one to three languages. A missing one falls back visibly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fi": "Elinvoima", "sv": "Livskraft", "en": "Vitality"}))]
pub struct Text {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sv: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The text in a language, if it was written in it.
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Fi => self.fi.as_deref(),
            Language::Sv => self.sv.as_deref(),
            Language::En => self.en.as_deref(),
        }
    }

    /// The text for a reader, with the language it is really in.
    pub fn read(&self, wanted: Language) -> (&str, Language) {
        [wanted, Language::En, Language::Fi, Language::Sv]
            .into_iter()
            .find_map(|l| self.get(l).map(|t| (t, l)))
            .unwrap_or(("", wanted))
    }

    /// The text for a reader.
    pub fn shown(&self, wanted: Language) -> &str {
        self.read(wanted).0
    }

    /// Each language that is there.
    pub fn each(&self) -> impl Iterator<Item = (Language, &str)> {
        Language::ALL.into_iter().filter_map(|l| self.get(l).map(|t| (l, t)))
    }

    /// Whether no language says anything.
    pub fn is_blank(&self) -> bool {
        self.each().all(|(_, t)| t.trim().is_empty())
    }

    /// Trimmed, with languages that say nothing left out.
    #[must_use]
    pub fn tidy(self) -> Self {
        let tidy = |t: Option<String>| t.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        Self {
            fi: tidy(self.fi),
            sv: tidy(self.sv),
            en: tidy(self.en),
        }
    }

    /// A text in one language.
    pub fn in_one(language: Language, text: impl Into<String>) -> Self {
        let text = Some(text.into());
        match language {
            Language::Fi => Self {
                fi: text,
                ..Self::default()
            },
            Language::Sv => Self {
                sv: text,
                ..Self::default()
            },
            Language::En => Self {
                en: text,
                ..Self::default()
            },
        }
    }
}

/// Checks a text that must say something: at least one language, none longer than `most` characters.
pub fn said(most: usize) -> impl Fn(&Text, &()) -> garde::Result {
    move |text, ()| {
        if text.is_blank() {
            return Err(garde::Error::new("write it in at least one language"));
        }
        within(most)(text, &())
    }
}

/// Checks that no language of a text is longer than `most` characters or holds control characters.
pub fn within(most: usize) -> impl Fn(&Text, &()) -> garde::Result {
    move |text, ()| text.each().try_for_each(|(_, t)| plain(most)(t, &()))
}

/// The same for a text that may be absent.
pub fn within_if_said(most: usize) -> impl Fn(&Option<Text>, &()) -> garde::Result {
    move |text, ()| text.as_ref().map_or(Ok(()), |t| within(most)(t, &()))
}

/// Checks a plain line or paragraph: its length in characters, and no control characters but line breaks and tabs.
pub fn plain(most: usize) -> impl Fn(&str, &()) -> garde::Result {
    move |text, ()| {
        if text.chars().count() > most {
            return Err(garde::Error::new(format!("at most {most} characters")));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(garde::Error::new("holds characters that cannot be shown"));
        }
        Ok(())
    }
}

/// A line without blanks around it; a blank one is none.
pub fn tidy(line: Option<String>) -> Option<String> {
    line.map(|l| l.trim().to_owned()).filter(|l| !l.is_empty())
}

/// A text without blanks around it; a blank one is none.
pub fn said_or_none(text: Option<Text>) -> Option<Text> {
    text.map(Text::tidy).filter(|t| !t.is_blank())
}

impl From<Text> for wire::Text {
    fn from(text: Text) -> Self {
        Self {
            fi: text.fi,
            sv: text.sv,
            en: text.en,
        }
    }
}

impl From<wire::Text> for Text {
    fn from(text: wire::Text) -> Self {
        Self {
            fi: text.fi,
            sv: text.sv,
            en: text.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_and_says_which_it_shows() {
        let text = Text::in_one(Language::Sv, "Livskraft");
        assert_eq!(text.read(Language::Fi), ("Livskraft", Language::Sv));
    }
}
