//! A piece of markup that is already safe to show. Everything else is escaped by the templates.

use std::fmt;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl askama::filters::HtmlSafe for Html {}

impl fmt::Display for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Html {
    pub fn text(text: &str) -> Self {
        let mut safe = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                '\'' => safe.push_str("&#x27;"),
                other => safe.push(other),
            }
        }
        Self(safe)
    }

    pub fn link(href: &str, inner: &Self) -> Self {
        Self(format!(r#"<a class="ds-link" href="{}">{inner}</a>"#, Self::text(href)))
    }

    /// A short word in a coloured frame. The colour repeats what the word says, it never says it alone.
    pub fn tag(colour: &str, text: &str) -> Self {
        Self(format!(
            r#"<span class="ds-tag" data-color="{}">{}</span>"#,
            Self::text(colour),
            Self::text(text)
        ))
    }

    /// Words in another language than the page's, marked for a screen reader and for the eye.
    pub fn other_language(language: &str, text: &str, note: &str) -> Self {
        Self(format!(
            r#"<span lang="{language}">{}</span> <span class="other-language">({})</span>"#,
            Self::text(text),
            Self::text(note)
        ))
    }

    /// Text of several lines as paragraphs.
    pub fn paragraphs(text: &str) -> Self {
        let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        let paragraphs = parts.map(|part| ["<p>", &Self::text(part).0.replace('\n', "<br>"), "</p>"].concat());
        Self(paragraphs.collect())
    }

    /// A name from the API. A long one may break after its signs, before it is broken anywhere.
    pub fn code(name: &str) -> Self {
        let mut safe = Self::text(name).0;
        for sign in ["/", ".", "_"] {
            safe = safe.replace(sign, &format!("{sign}<wbr>"));
        }
        Self(format!("<code>{safe}</code>"))
    }

    /// A sign that is seen, and its words for whoever does not see it.
    pub fn mark(sign: &str, words: &str) -> Self {
        Self(format!(
            r#"<span aria-hidden="true">{}</span><span class="ds-sr-only">{}</span>"#,
            Self::text(sign),
            Self::text(words)
        ))
    }

    /// Words with more behind them for whoever does not see where they stand.
    pub fn with_unseen(seen: &str, unseen: &str) -> Self {
        Self(format!(
            r#"{}<span class="ds-sr-only">: {}</span>"#,
            Self::text(seen),
            Self::text(unseen)
        ))
    }

    /// The same, behind a link that reads alike in every row.
    pub fn unseen(inner: &Self) -> Self {
        Self(format!(r#"<span class="ds-sr-only">: {inner}</span>"#))
    }

    /// Words that were looked for.
    pub fn found(words: &str) -> Self {
        Self(format!("<mark>{}</mark>", Self::text(words)))
    }

    /// Words that a text has no more.
    pub fn removed(words: &str) -> Self {
        Self(format!("<del>{}</del>", Self::text(words)))
    }

    /// Words that a text did not have before.
    pub fn added(words: &str) -> Self {
        Self(format!("<ins>{}</ins>", Self::text(words)))
    }

    /// Words in a language of their own, without a note: what stands beside them says which.
    pub fn in_language(language: &str, inner: &Self) -> Self {
        Self(format!(r#"<span lang="{language}">{inner}</span>"#))
    }

    /// A date or the like, which reads badly in two lines.
    pub fn unbroken(text: &str) -> Self {
        Self(format!(r#"<span class="unbroken">{}</span>"#, Self::text(text)))
    }

    /// An e-mail address, which may break at its signs only.
    pub fn email(address: &str) -> Self {
        let mut safe = Self::text(address).0;
        for sign in ["@", "."] {
            safe = safe.replace(sign, &format!("<wbr>{sign}"));
        }
        Self(safe)
    }

    /// An e-mail address that one writes to.
    pub fn mail(address: &str) -> Self {
        Self(format!(
            r#"<a class="ds-link" href="mailto:{}">{}</a>"#,
            Self::text(address),
            Self::email(address)
        ))
    }

    /// An address in the web, as a link that tells the other site nothing of us. Anything else is only shown.
    pub fn website(address: &str) -> Self {
        let safe = Self::text(address);
        if address.starts_with("https://") || address.starts_with("http://") {
            return Self(format!(
                r#"<a class="ds-link" href="{safe}" rel="noreferrer">{safe}</a>"#
            ));
        }
        safe
    }

    /// A text in which names from the API stand between backticks.
    pub fn marked(text: &str) -> Self {
        let parts = text.split('`').enumerate().map(|(index, part)| {
            if index % 2 == 1 {
                Self::code(part).0
            } else {
                Self::text(part).0
            }
        });
        Self(parts.collect())
    }

    /// A text in English, whatever the language of the page: names and descriptions of the API.
    pub fn english(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        Self(format!(r#"<span lang="en">{}</span>"#, Self::marked(text)))
    }

    /// Markup that a picture put together, with every text in it escaped.
    pub fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// Things in a list, each of which may hold a list of its own.
    pub fn list(class: &str, items: &[Self]) -> Self {
        let items: String = items.iter().map(|item| ["<li>", &item.0, "</li>"].concat()).collect();
        Self(format!(r#"<ul class="{}">{items}</ul>"#, Self::text(class)))
    }

    /// A box by which a thing is chosen for a form that stands elsewhere on the page.
    pub fn choice(form: &str, value: &str, label: &str) -> Self {
        Self(format!(
            r#"<input class="ds-input" type="checkbox" form="{}" name="item" value="{}" aria-label="{}">"#,
            Self::text(form),
            Self::text(value),
            Self::text(label)
        ))
    }

    /// What is known of a thing in a tree, below its name.
    pub fn level(text: &str) -> Self {
        Self(format!(r#"<span class="level">{}</span>"#, Self::text(text)))
    }

    pub fn join(parts: &[Self], between: &str) -> Self {
        Self(parts.iter().map(Self::to_string).collect::<Vec<_>>().join(between))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(
            Html::text("<a href='x'>&").to_string(),
            "&lt;a href=&#x27;x&#x27;&gt;&amp;"
        );
        assert!(
            Html::link("\"><script>", &Html::text("x"))
                .to_string()
                .starts_with("<a class=\"ds-link\" href=\"&quot;&gt;")
        );
    }
}
