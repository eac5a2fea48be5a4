//! Values that many things have: texts in several languages, money, figures, periods.

use contracts::envelope::v1 as wire;
use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
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

/// An amount of money: never a float, to the cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": "100000.00", "currency": "EUR"}))]
pub struct Money {
    #[serde(with = "cents")]
    #[schema(value_type = String, example = "100000.00")]
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: Currency,
}

/// The currencies of the countries we serve and of the funds they meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Eur,
    Sek,
    Nok,
    Dkk,
    Isk,
    Gbp,
    Usd,
    Chf,
    Pln,
}

impl Currency {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Eur, "EUR"),
        (Self::Sek, "SEK"),
        (Self::Nok, "NOK"),
        (Self::Dkk, "DKK"),
        (Self::Isk, "ISK"),
        (Self::Gbp, "GBP"),
        (Self::Usd, "USD"),
        (Self::Chf, "CHF"),
        (Self::Pln, "PLN"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(c, _)| *c == self)
            .map_or("EUR", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, c)| *c == code)
            .map(|(currency, _)| *currency)
    }
}

impl Money {
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Minor units, for sorting and for the wire.
    pub fn minor(&self) -> i64 {
        (self.amount * Decimal::ONE_HUNDRED).to_i64().unwrap_or(i64::MAX)
    }

    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self {
            amount: Decimal::new(minor, 2),
            currency,
        }
    }
}

impl From<&Money> for wire::Money {
    fn from(money: &Money) -> Self {
        Self {
            minor: money.minor(),
            currency: money.currency.code().to_owned(),
        }
    }
}

impl TryFrom<wire::Money> for Money {
    type Error = BadValue;
    fn try_from(money: wire::Money) -> Result<Self, BadValue> {
        let currency = Currency::from_code(&money.currency).ok_or(BadValue("currency"))?;
        Ok(Self::from_minor(money.minor, currency))
    }
}

/// Amounts are text with a decimal point, at most two decimals and thirteen digits before them.
mod cents {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(amount: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{amount:.2}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(from)?;
        let amount = Decimal::from_str_exact(&text)
            .map_err(|_cause| D::Error::custom("an amount is text such as \"100000.00\""))?;
        if amount.normalize().scale() > 2 {
            return Err(D::Error::custom("an amount has at most two decimals"));
        }
        if amount.abs() >= Decimal::from(10_000_000_000_000_i64) {
            return Err(D::Error::custom(
                "an amount has at most thirteen digits before the point",
            ));
        }
        Ok(amount)
    }
}

/// How exact a figure is, as its source says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    #[default]
    Exact,
    AtLeast,
    About,
}

impl Exactness {
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::About => "about",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Exact, Self::AtLeast, Self::About]
            .into_iter()
            .find(|e| e.code() == code)
    }

    /// How exact a sum is of which this is one part: a sum with an approximate part is approximate.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::About, _) | (_, Self::About) => Self::About,
            (Self::AtLeast, _) | (_, Self::AtLeast) => Self::AtLeast,
            _ => Self::Exact,
        }
    }
}

/// A number with how exact it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": "60", "exactness": "at_least"}))]
pub struct Figure {
    #[serde(with = "rust_decimal::serde::str")]
    #[schema(value_type = String, example = "60")]
    pub value: Decimal,
    #[serde(default)]
    pub exactness: Exactness,
}

impl From<&Figure> for wire::Figure {
    fn from(figure: &Figure) -> Self {
        Self {
            value: figure.value.to_string(),
            exactness: figure.exactness.code().to_owned(),
        }
    }
}

impl TryFrom<wire::Figure> for Figure {
    type Error = BadValue;
    fn try_from(figure: wire::Figure) -> Result<Self, BadValue> {
        Ok(Self {
            value: figure.value.parse().map_err(|_cause| BadValue("figure"))?,
            exactness: Exactness::from_code(&figure.exactness).ok_or(BadValue("exactness"))?,
        })
    }
}

/// Days from one to another, both included; an open end is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "2017-01-01", "to": "2018-12-31"}))]
pub struct Period {
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

impl Period {
    /// Whether any day of the year lies in it.
    pub fn touches_year(&self, year: i16) -> bool {
        self.from.year() <= year && self.to.is_none_or(|to| to.year() >= year)
    }

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Checks that a period does not end before it begins, and lies in the years 1900 to 2199.
pub fn in_order(period: &Period, (): &()) -> garde::Result {
    if period.to.is_some_and(|to| to < period.from) {
        return Err(garde::Error::new("ends before it begins"));
    }
    let sane = |d: Date| (1900..2200).contains(&d.year());
    if !sane(period.from) || !period.to.is_none_or(sane) {
        return Err(garde::Error::new("must lie between the years 1900 and 2199"));
    }
    Ok(())
}

impl From<&Period> for wire::Period {
    fn from(period: &Period) -> Self {
        Self {
            from: period.from.to_string(),
            to: period.to.map(|d| d.to_string()),
        }
    }
}

impl TryFrom<wire::Period> for Period {
    type Error = BadValue;
    fn try_from(period: wire::Period) -> Result<Self, BadValue> {
        Ok(Self {
            from: day(&period.from)?,
            to: period.to.as_deref().map(day).transpose()?,
        })
    }
}

/// A day from a message.
pub fn day(text: &str) -> Result<Date, BadValue> {
    text.parse().map_err(|_cause| BadValue("date"))
}

/// A value of a message that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the message holds a {0} that cannot be read")]
pub struct BadValue(pub &'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_text_to_the_cent_and_never_a_float() {
        let money: Money = serde_json::from_str(r#"{"amount":"100000.5","currency":"EUR"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&money).unwrap(),
            r#"{"amount":"100000.50","currency":"EUR"}"#
        );
        assert!(serde_json::from_str::<Money>(r#"{"amount":1.5,"currency":"EUR"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"1.555","currency":"EUR"}"#).is_err());
    }

    #[test]
    fn at_least_stays_at_least_in_a_sum() {
        assert_eq!(Exactness::Exact.with(Exactness::AtLeast), Exactness::AtLeast);
        assert_eq!(Exactness::AtLeast.with(Exactness::About), Exactness::About);
    }

    #[test]
    fn a_missing_language_falls_back_and_says_which_it_shows() {
        let text = Text::in_one(Language::Sv, "Livskraft");
        assert_eq!(text.read(Language::Fi), ("Livskraft", Language::Sv));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let period: Period = serde_json::from_str(r#"{"from":"2018-12-31","to":"2017-01-01"}"#).unwrap();
        assert!(in_order(&period, &()).is_err());
    }
}
