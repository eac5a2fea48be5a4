//! Free text within a list, and what stores share.

use diesel::{define_sql_function, sql_types::Text as SqlText};
use platform::{
    db::{DbError, DbResult},
    values::Text,
};

define_sql_function! {
    /// Where a text stands in another, from 1; nought when it does not.
    fn strpos(within: SqlText, words: SqlText) -> Integer;
}

/// What a thing can be found by: every language of its name, and other words.
pub fn text<'a>(name: &'a Text, words: impl IntoIterator<Item = &'a String>) -> String {
    let languages = name.each().map(|(_, text)| text);
    let all: Vec<&str> = languages.chain(words.into_iter().map(String::as_str)).collect();
    all.join("\n").to_lowercase()
}

/// What is looked for, as it stands in the column.
pub fn words(q: Option<&str>) -> Option<String> {
    q.map(|q| q.trim().to_lowercase()).filter(|q| !q.is_empty())
}

/// Row security turns a change of nobody's row into silence: the count tells.
pub fn one_row(changed: usize) -> DbResult<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(DbError::from(diesel::result::Error::NotFound))
    }
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
        let text = text(&name, [&"TEKES".to_owned()]);
        assert!(text.contains("elinvoima") && text.contains("livskraft") && text.contains("tekes"));
    }

    #[test]
    fn blank_words_look_for_nothing() {
        assert_eq!(words(Some("  ")), None);
        assert_eq!(words(Some(" Åland ")).as_deref(), Some("åland"));
    }
}
