//! The lower-case texts that lists sort and search by.

use diesel::{define_sql_function, sql_types::Text as SqlText};

use crate::values::{Language, Text};

define_sql_function! {
    /// Where a text stands within another, from 1; 0 when it does not.
    fn strpos(text: SqlText, part: SqlText) -> Integer;
}

/// The text that a list sorts by.
pub fn sort_key(text: &Text) -> String {
    text.shown(Language::Fi).to_lowercase()
}

/// What a thing can be found by: every language of its texts, and other words.
pub fn searchable<'a>(
    texts: impl IntoIterator<Item = &'a Text>,
    words: impl IntoIterator<Item = &'a String>,
) -> String {
    let languages = texts.into_iter().flat_map(Text::each).map(|(_, text)| text);
    let all: Vec<&str> = languages.chain(words.into_iter().map(String::as_str)).collect();
    all.join("\n").to_lowercase()
}

/// What somebody typed into a search field, as `searchable` spells it; blanks look for nothing.
pub fn sought(q: Option<&str>) -> Option<String> {
    q.map(|q| q.trim().to_lowercase()).filter(|q| !q.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_found_by_every_language_of_its_name() {
        let name = Text {
            fi: Some("Elinvoima".into()),
            sv: Some("LIVSKRAFT".into()),
            en: None,
        };
        let text = searchable([&name], [&"TEKES".to_owned()]);
        assert!(text.contains("elinvoima") && text.contains("livskraft") && text.contains("tekes"));
    }

    #[test]
    fn blank_words_look_for_nothing() {
        assert_eq!(sought(Some("  ")), None);
        assert_eq!(sought(Some(" Åland ")).as_deref(), Some("åland"));
    }
}
