//! What every page has: its reader's words and formats, the header, the navigation.

use std::borrow::Cow;

use fluent_templates::fluent_bundle::FluentValue;
use jiff::civil::Date;
use serde_json::Value;

use crate::{
    assets,
    clients::shared::{Figure, Money, Text},
    forms::Options,
    html::Html,
    language::{Arguments, Language},
    navigation::Navigation,
    reader::{
        ColourScheme, Reader,
        rights::{self, Right},
    },
    theme::{self, Colour},
};

#[derive(Clone)]
pub struct Page {
    pub reader: Reader,
    pub section: Section,
    /// What was just done, said at the top of the page that follows.
    pub notice: Option<String>,
    /// The organisation's colour, or one that is tried out.
    pub brand: Colour,
}

/// The part of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Start,
    Goals,
    Policies,
    Indicators,
    Assignments,
    Statements,
    Projects,
    Applications,
    Activities,
    Networks,
    Partners,
    Reports,
    National,
    Shared,
    Organisation,
    Units,
    People,
    Roles,
    Themes,
    ApiKeys,
    Webhooks,
    Journal,
    Sharing,
    Requests,
    DeadLetters,
    Usage,
    Operations,
    AllUsage,
    Plans,
    Journals,
    Own,
    Search,
    Outside,
}

impl Page {
    pub fn new(reader: &Reader, section: Section) -> Self {
        let done = reader.address.split_once('?').and_then(|(_, query)| {
            let pairs: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
            pairs
                .into_iter()
                .find(|(name, _)| name == "done")
                .map(|(_, value)| value)
        });
        // Only messages of ours can be shown so, never a text from the address.
        let notice = done.and_then(|key| reader.voice.find(&format!("done-{key}"), None));
        Self {
            reader: reader.clone(),
            section,
            notice,
            brand: reader.brand(),
        }
    }

    pub fn t(&self, key: &str) -> String {
        self.reader.voice.say(key)
    }

    /// A message in which names of the API stand between backticks.
    pub fn marked(&self, key: &str) -> Html {
        Html::marked(&self.t(key))
    }

    /// A message with one argument.
    #[expect(clippy::needless_pass_by_value, reason = "templates call it so")]
    pub fn with(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.say_with(key, &[(name, value.to_string())])
    }

    #[expect(clippy::needless_pass_by_value, reason = "templates call it so")]
    pub fn with2(
        &self,
        key: &str,
        first: &'static str,
        one: impl ToString,
        second: &'static str,
        two: impl ToString,
    ) -> String {
        self.say_with(key, &[(first, one.to_string()), (second, two.to_string())])
    }

    fn say_with(&self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let value = |text: &String| {
            text.parse::<i64>()
                .map_or_else(|_| FluentValue::from(text.clone()), FluentValue::from)
        };
        let arguments: Arguments = arguments
            .iter()
            .map(|(name, text)| (Cow::from(*name), value(text)))
            .collect();
        self.reader.voice.say_with(key, &arguments)
    }

    /// The name of one of a fixed set of values, such as a project's kind. What we have no word for is shown as it is.
    pub fn choice(&self, prefix: &str, value: &str) -> String {
        self.reader
            .voice
            .find(&format!("{prefix}-{value}"), None)
            .unwrap_or_else(|| value.to_owned())
    }

    /// A text in the reader's language, or in another one, marked as such.
    pub fn text(&self, text: &Text) -> Html {
        let wished = self.reader.voice.language;
        match text.best(wished) {
            None => Html::default(),
            Some((words, language)) if language == wished => Html::text(words),
            Some((words, language)) => Html::other_language(language.code(), words, &self.t(language.in_language())),
        }
    }

    /// The same as paragraphs.
    pub fn prose(&self, text: &Text) -> Html {
        let wished = self.reader.voice.language;
        match text.best(wished) {
            None => Html::default(),
            Some((words, language)) if language == wished => Html::paragraphs(words),
            Some(_) => self.text(text),
        }
    }

    /// A text where markup has no place: options, titles.
    pub fn plain(&self, text: &Text) -> String {
        text.best(self.reader.voice.language)
            .map_or_else(String::new, |(words, _)| words.to_owned())
    }

    pub fn date(&self, text: &str) -> String {
        if text.is_empty() {
            String::new()
        } else {
            self.reader.voice.date_text(text)
        }
    }

    /// Whether a day is over, where the organisation is. One that is open is not.
    pub fn is_over(&self, day: &str) -> bool {
        day.parse::<Date>().is_ok_and(|day| day < self.reader.today())
    }

    pub fn number(&self, text: &str) -> String {
        self.reader.voice.number(text)
    }

    /// A number as JSON has it: as a number, as a text, or not at all.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => self.number(text),
            Value::Number(number) => self.number(&number.to_string()),
            Value::Object(map) => map.get("value").map_or_else(String::new, |inner| self.value(inner)),
            other => other.to_string(),
        }
    }

    /// Where in a report something stands: the heading of its part, or what the service told.
    pub fn where_found(&self, place: &Value) -> String {
        match place {
            Value::String(key) => self
                .reader
                .voice
                .find(&format!("report-part-{key}"), None)
                .unwrap_or_else(|| key.clone()),
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    /// A share as a progress bar wants it: a plain number with a point.
    #[expect(clippy::unused_self, reason = "templates call it so")]
    pub fn percent(&self, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => "0".to_owned(),
        }
    }

    /// A number with how exact it is.
    pub fn figure(&self, figure: Option<&Figure>) -> String {
        figure.map_or_else(String::new, |figure| {
            self.reader.voice.figure(&figure.value, &figure.exactness)
        })
    }

    /// What a country is called. A code that we have no name for is shown as it is.
    pub fn country(&self, code: &str) -> String {
        platform::countries::name(code, self.reader.voice.language.into())
            .unwrap_or(code)
            .to_owned()
    }

    /// Every country, in the order of the reader's words.
    pub fn countries(&self) -> Options {
        let all = platform::countries::all(self.reader.voice.language.into());
        let mut options: Options = all.map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
        options.sort_by_key(|(_, name)| name.to_lowercase());
        options
    }

    #[expect(clippy::ref_option, reason = "templates call it so")]
    pub fn money(&self, money: &Option<Money>) -> String {
        money
            .as_ref()
            .filter(|money| !money.amount.is_empty())
            .map_or_else(String::new, |money| {
                self.reader.voice.money(&money.amount, &money.currency)
            })
    }

    pub fn period(&self, period: &crate::clients::shared::Period) -> String {
        match (period.from.as_str(), period.to.as_str()) {
            ("", "") => String::new(),
            (from, "") => format!("{}–", self.date(from)),
            ("", to) => format!("–{}", self.date(to)),
            (from, to) => format!("{}\u{2009}–\u{2009}{}", self.date(from), self.date(to)),
        }
    }

    // What the layout needs.

    /// What stands below a page on paper: whose it is, of which day, and from where.
    pub fn printed(&self) -> String {
        let day = self.reader.voice.date_text(&self.reader.today().to_string());
        self.organisation()
            .map_or_else(|| day.clone(), |organisation| format!("{organisation} · {day}"))
    }

    pub fn printed_from(&self) -> String {
        format!("{}{}", self.reader.portal.public_url, self.reader.address)
    }

    pub fn lang(&self) -> &'static str {
        self.reader.voice.tag()
    }

    pub fn token(&self) -> String {
        self.reader.token()
    }

    pub fn nonce(&self) -> &str {
        &self.reader.nonce
    }

    pub fn colours(&self) -> &'static str {
        self.reader.colour_scheme.code()
    }

    pub fn sheets(&self) -> [String; 4] {
        [
            assets::DESIGN_SYSTEM.address.clone(),
            assets::TEMPLATE_THEME.address.clone(),
            theme::address(self.brand),
            assets::SHEET.address.clone(),
        ]
    }

    #[expect(clippy::unused_self, reason = "templates call it so")]
    pub fn scripts(&self) -> [String; 2] {
        [assets::HTMX.address.clone(), assets::BEHAVIOUR.address.clone()]
    }

    #[expect(clippy::unused_self, reason = "templates call it so")]
    pub fn icon(&self) -> String {
        assets::ICON.address.clone()
    }

    /// A proper name, so it goes without a note on its language.
    pub fn organisation(&self) -> Option<String> {
        let organisation = self.reader.access.as_ref()?.organisation.as_ref()?;
        Some(self.plain(&organisation.name))
    }

    /// Where its crest is, if it has one.
    pub fn crest(&self) -> Option<&str> {
        let organisation = self.reader.access.as_ref()?.organisation.as_ref()?;
        organisation.brand.crest.as_deref()
    }

    /// What is meant by everybody: a municipality with its companies, or any other organisation.
    pub fn whole(&self) -> String {
        let kind = self
            .reader
            .access
            .as_ref()
            .and_then(|access| access.organisation.as_ref());
        let is_group = kind.is_none_or(|organisation| organisation.kind == "municipality");
        self.t(if is_group { "whole-group" } else { "whole-organisation" })
    }

    pub fn signed_in_as(&self) -> Option<&str> {
        self.reader.session.as_ref().map(|session| session.name.as_str())
    }

    pub fn may_choose_organisation(&self) -> bool {
        self.reader
            .session
            .as_ref()
            .is_some_and(|session| session.organisations.len() > 1)
    }

    pub fn languages(&self) -> [(Language, bool); 3] {
        Language::ALL.map(|language| (language, language == self.reader.voice.language))
    }

    pub fn colour_schemes(&self) -> [(&'static str, bool); 3] {
        ColourScheme::ALL.map(|scheme| (scheme.code(), scheme == self.reader.colour_scheme))
    }

    pub fn may_export(&self) -> bool {
        self.may(rights::READ_EXPORTS)
    }

    pub fn may_save_views(&self) -> bool {
        self.may(rights::EDIT_SAVED_VIEWS)
    }

    pub fn may(&self, right: Right) -> bool {
        self.reader.may(right)
    }

    /// Whether the header offers the search over everything; its own page has a field of its own.
    pub fn offers_search(&self) -> bool {
        self.reader.is_member() && self.section != Section::Search
    }

    pub fn navigation(&self) -> Navigation {
        Navigation::of(self)
    }
}
