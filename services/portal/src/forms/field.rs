use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    choices::Choices,
    language::{Language, Voice},
    reader::Submitted,
};

/// Values and their words.
pub type Options = Vec<(String, String)>;

#[derive(Clone, Debug)]
pub enum Control {
    /// An input of one line, by its HTML type.
    Line(&'static str),
    /// A whole number.
    Whole,
    /// A decimal number, kept as a text so that nothing is rounded.
    Decimal,
    Area,
    Date,
    Money,
    Choice(Options),
    Many(Options),
    Tick,
    Texts {
        long: bool,
    },
    Hidden,
    Heading,
    /// Fields from here to the next [`Self::Unfold`] are kept out of sight until somebody wants them.
    Fold,
    Unfold,
}

impl Control {
    pub fn blank_fault(&self) -> &'static str {
        match self {
            Self::Choice(_) | Self::Many(_) => "fault-choose",
            Self::Tick => "fault-tick",
            _ => "fault-required",
        }
    }

    /// What is said of something that the field cannot hold, where more can be said than that.
    pub fn wrong_fault(&self) -> Option<&'static str> {
        match self {
            Self::Money => Some("fault-no_amount"),
            Self::Decimal => Some("fault-no_number"),
            Self::Whole => Some("fault-no_whole_number"),
            Self::Date => Some("fault-no_date"),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub control: Control,
    pub required: bool,
    pub autocomplete: Option<&'static str>,
    pub faults: Vec<String>,
    /// What stands here unless somebody wants otherwise.
    usual: Option<String>,
    /// What somebody else saved here since the form was opened.
    pub theirs: Option<String>,
    /// One value; for several choices all of them; for texts one per language in the order of [`Language::ALL`];
    /// for money the amount and the currency.
    values: Vec<String>,
    voice: Voice,
}

/// One language of a text field.
pub struct Part {
    pub name: String,
    pub id: String,
    pub label: String,
    pub language: &'static str,
    pub value: String,
}

const CURRENCIES: [&str; 4] = ["EUR", "SEK", "NOK", "DKK"];

impl Field {
    pub fn new(voice: Voice, name: &str, label: &str, control: Control) -> Self {
        Self {
            name: name.to_owned(),
            label: if label.is_empty() {
                String::new()
            } else {
                voice.say(label)
            },
            hint: voice.find(&format!("{label}-hint"), None),
            control,
            required: false,
            autocomplete: None,
            faults: Vec::new(),
            usual: None,
            theirs: None,
            values: Vec::new(),
            voice,
        }
    }

    pub fn heading(text: String) -> Self {
        let voice = Voice {
            language: Language::En,
            country: crate::language::Country::Finland,
        };
        Self {
            label: text,
            ..Self::new(voice, "", "", Control::Heading)
        }
    }

    /// A select for one of a fixed set of values.
    pub fn choice(voice: Voice, name: &str, label: &str, choices: &Choices) -> Self {
        Self::new(voice, name, label, Control::Choice(options(voice, choices)))
    }

    pub fn id(&self) -> String {
        format!("field-{}", self.name.replace('.', "-"))
    }

    pub fn value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    pub fn values(&self) -> &[String] {
        &self.values
    }

    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|held| held == value)
    }

    pub fn set(&mut self, value: &str) {
        self.values = match self.control {
            Control::Texts { .. } => Language::ALL
                .map(|language| {
                    if language == self.voice.language {
                        value.to_owned()
                    } else {
                        String::new()
                    }
                })
                .to_vec(),
            _ => vec![value.to_owned()],
        };
    }

    /// Gives it what most leave as it is.
    pub fn preset(&mut self, value: &str) {
        self.set(value);
        self.usual = Some(value.to_owned());
    }

    /// Whether it says something that is not just what most leave as it is.
    pub fn says_more(&self) -> bool {
        !self.is_blank() && self.usual.as_deref() != Some(self.value())
    }

    /// Ticks every one of several choices.
    pub fn choose_all(&mut self) {
        if let Control::Many(options) = &self.control {
            self.values = options.iter().map(|(value, _)| value.clone()).collect();
        }
    }

    /// The languages of a text, the reader's own first.
    pub fn parts(&self) -> Vec<Part> {
        let part = |(index, language): (usize, Language)| Part {
            name: format!("{}.{}", self.name, language.code()),
            id: format!("{}-{}", self.id(), language.code()),
            label: self.voice.say(in_words(language)),
            language: language.code(),
            value: self.values.get(index).cloned().unwrap_or_default(),
        };
        let (own, others): (Vec<_>, Vec<_>) = Language::ALL
            .into_iter()
            .enumerate()
            .partition(|(_, language)| *language == self.voice.language);
        own.into_iter().chain(others).map(part).collect()
    }

    /// Whether languages other than the reader's have something in them, and so should be seen.
    pub fn other_languages_filled(&self) -> bool {
        self.parts().iter().skip(1).any(|part| !part.value.is_empty())
    }

    pub fn currency(&self) -> &str {
        let home = if self.voice.country == crate::language::Country::Sweden {
            "SEK"
        } else {
            "EUR"
        };
        self.values
            .get(1)
            .map_or(home, |currency| if currency.is_empty() { home } else { currency })
    }

    pub fn currencies(&self) -> [(&'static str, bool); 4] {
        CURRENCIES.map(|currency| (currency, currency == self.currency()))
    }

    pub fn first_id(&self) -> String {
        match &self.control {
            Control::Texts { .. } => self.parts().first().map_or_else(|| self.id(), |part| part.id.clone()),
            Control::Many(_) => format!("{}-0", self.id()),
            _ => self.id(),
        }
    }

    /// The ids of what describes the field, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id()));
        let fault = (!self.faults.is_empty()).then(|| format!("{}-fault", self.id()));
        let theirs = self.theirs.as_ref().map(|_| format!("{}-theirs", self.id()));
        hint.into_iter()
            .chain(theirs)
            .chain(fault)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Compares with the thing as it stands now, and keeps what is other there.
    pub fn compare(&mut self, now: &Value) {
        if self.name.is_empty() || matches!(self.control, Control::Hidden) {
            return;
        }
        let mut other = Self {
            values: Vec::new(),
            ..self.clone()
        };
        other.fill_from(now);
        let (mine, theirs) = (self.in_words(), other.in_words());
        self.theirs = (mine != theirs).then_some(theirs);
    }

    /// The value as a reader would say it.
    fn in_words(&self) -> String {
        let said = |values: &mut dyn Iterator<Item = String>| {
            let filled: Vec<String> = values.filter(|value| !value.is_empty()).collect();
            filled.join(", ")
        };
        match &self.control {
            Control::Choice(options) | Control::Many(options) => {
                let chosen = options.iter().filter(|(value, _)| !value.is_empty() && self.has(value));
                said(&mut chosen.map(|(_, label)| label.clone()))
            }
            Control::Tick => {
                let ticked = !self.value().is_empty() && self.value() != "false";
                self.voice.say(if ticked { "yes" } else { "no" })
            }
            Control::Money if self.value().is_empty() => String::new(),
            Control::Money => self.voice.money(&super::decimal(self.value()), self.currency()),
            Control::Decimal => self.voice.number(&super::decimal(self.value())),
            Control::Date => self.voice.date_text(self.value()),
            // A browser ends its lines otherwise than we do.
            Control::Area => self.value().lines().map(str::trim_end).collect::<Vec<_>>().join("\n"),
            _ => said(&mut self.values.iter().cloned()),
        }
    }

    pub fn is_blank(&self) -> bool {
        match self.control {
            Control::Money => self.value().is_empty(),
            _ => self.values.iter().all(|value| value.trim().is_empty()),
        }
    }

    pub fn fill(&mut self, submitted: &Submitted) {
        self.values = match &self.control {
            Control::Texts { .. } => Language::ALL
                .map(|language| submitted.get(&format!("{}.{}", self.name, language.code())).to_owned())
                .to_vec(),
            Control::Money => vec![
                submitted.get(&self.name).to_owned(),
                submitted.get(&format!("{}.currency", self.name)).to_owned(),
            ],
            Control::Many(_) => submitted.all(&self.name).map(str::to_owned).collect(),
            Control::Line("password") => vec![submitted.raw(&self.name).to_owned()],
            Control::Hidden if submitted.get(&self.name).is_empty() => return,
            _ => vec![submitted.get(&self.name).to_owned()],
        };
    }

    /// A number as the reader would type it. What would not be read back as the same number stays as it is.
    fn typed(&self, value: Option<&Value>) -> String {
        let told = text_of(value);
        let typed = self.voice.number(&told).replace('\u{2212}', "-");
        let same = |one: &str, other: &str| one.parse::<Decimal>().ok() == other.parse::<Decimal>().ok();
        if same(&super::decimal(&typed), &told) {
            typed
        } else {
            told
        }
    }

    pub fn fill_from(&mut self, resource: &Value) {
        let pointer = format!("/{}", self.name.replace('.', "/"));
        let Some(value) = resource.pointer(&pointer).filter(|value| !value.is_null()) else {
            return;
        };
        self.values = match &self.control {
            Control::Texts { .. } => Language::ALL
                .map(|language| text_of(value.get(language.code())))
                .to_vec(),
            Control::Money => match value {
                Value::Object(money) => vec![self.typed(money.get("amount")), text_of(money.get("currency"))],
                bare => vec![self.typed(Some(bare)), String::new()],
            },
            Control::Decimal => vec![self.typed(Some(value))],
            // Not ticked is nothing said.
            Control::Tick if value == false => Vec::new(),
            Control::Many(_) => value
                .as_array()
                .map(|all| all.iter().map(|one| text_of(Some(one))).collect())
                .unwrap_or_default(),
            _ => vec![text_of(Some(value))],
        };
    }
}

pub fn options(voice: Voice, choices: &Choices) -> Options {
    choices
        .values
        .iter()
        .map(|value| ((*value).to_owned(), voice.say(&format!("{}-{value}", choices.prefix))))
        .collect()
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        // One a line, as people write lists.
        Some(Value::Array(all)) => all.iter().map(|one| text_of(Some(one))).collect::<Vec<_>>().join("\n"),
        Some(other) => other.to_string(),
    }
}

fn in_words(language: Language) -> &'static str {
    match language {
        Language::Fi => "text-in-fi",
        Language::Sv => "text-in-sv",
        Language::En => "text-in-en",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Country;

    fn shown(language: Language, control: Control, value: &Value) -> String {
        let voice = Voice {
            language,
            country: Country::Finland,
        };
        let mut field = Field::new(voice, "amount", "", control);
        field.fill_from(&json!({ "amount": value }));
        field.value().to_owned()
    }

    #[test]
    fn an_amount_stands_in_its_field_as_its_reader_writes_it() {
        let cost = json!({"amount": "100000.00", "currency": "EUR"});
        assert_eq!(shown(Language::Fi, Control::Money, &cost), "100\u{a0}000,00");
        assert_eq!(shown(Language::Sv, Control::Money, &cost), "100\u{a0}000,00");
        assert_eq!(shown(Language::En, Control::Money, &cost), "100,000.00");
        assert_eq!(shown(Language::Fi, Control::Decimal, &json!("-12.5")), "-12,5");
        // A comma alone is read as the point of a fraction.
        assert_eq!(shown(Language::En, Control::Decimal, &json!("100000")), "100000");
        assert_eq!(shown(Language::Fi, Control::Decimal, &json!("a lot")), "a lot");
    }

    #[test]
    fn what_stands_in_a_field_is_read_back_as_the_same_number() {
        let numbers = [
            "0",
            "7",
            "0.05",
            "-0.5",
            "1234",
            "12345",
            "1234.5",
            "1234567.89",
            "-98765432.10",
        ];
        for language in Language::ALL {
            for number in numbers {
                for control in [Control::Money, Control::Decimal] {
                    let typed = shown(language, control, &json!(number));
                    let read: Decimal = crate::forms::decimal(&typed).parse().unwrap();
                    assert_eq!(read, number.parse().unwrap(), "{number} became {typed}");
                }
            }
        }
    }
}
