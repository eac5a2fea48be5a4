//! Values that several services use. Every field may be missing: a page shows what there is.

use serde::{Deserialize, Deserializer, Serialize};

use crate::language::Language;

/// A text in several languages; at least one is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sv: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    pub fn in_language(&self, language: Language) -> Option<&str> {
        let text = match language {
            Language::Fi => &self.fi,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        };
        text.as_deref().filter(|text| !text.trim().is_empty())
    }

    /// Whether it says nothing in any language.
    pub fn is_blank(&self) -> bool {
        self.best(Language::Fi).is_none()
    }

    /// Whether it says this in any language, however it is capitalised.
    pub fn is_called(&self, words: &str) -> bool {
        let wanted = words.trim().to_lowercase();
        let each = [&self.fi, &self.sv, &self.en];
        each.into_iter()
            .flatten()
            .any(|text| text.trim().to_lowercase() == wanted)
    }

    /// In this language, or in the first that is there, and which that is.
    pub fn best(&self, wished: Language) -> Option<(&str, Language)> {
        let order = std::iter::once(wished).chain([Language::Fi, Language::Sv, Language::En]);
        order
            .into_iter()
            .find_map(|language| Some((self.in_language(language)?, language)))
    }

    /// A proper name, which is the same in every language.
    pub fn everywhere(name: &str) -> Self {
        let name = Some(name.to_owned());
        Self {
            fi: name.clone(),
            sv: name.clone(),
            en: name,
        }
    }

    #[cfg(test)]
    pub fn fi(text: &str) -> Self {
        Self {
            fi: Some(text.to_owned()),
            ..Self::default()
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub currency: String,
}

/// A number with how exact it is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Figure {
    #[serde(default)]
    pub value: String,
    #[serde(default)]
    pub exactness: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Period {
    #[serde(default, deserialize_with = "or_default")]
    pub from: String,
    #[serde(default, deserialize_with = "or_default")]
    pub to: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    #[serde(default = "Vec::new")]
    pub items: Vec<T>,
    #[serde(default)]
    pub next: Option<String>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            next: None,
        }
    }
}

/// `null` counts as missing.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
