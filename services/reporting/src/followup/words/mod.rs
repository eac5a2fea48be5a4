//! The words of a report, in Finnish, Swedish and English. Swedish has two faces: that of Finland and that of Sweden.

mod codes;
mod columns;
mod counted;
mod numbers;
mod phrases;

use platform::values::Language;

pub use self::{columns::Column, phrases::Phrase};
use super::parts::PartKey;

/// A reader's language, and the country whose Swedish is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub language: Language,
    pub country: String,
}

/// A word in Finnish, Swedish, English.
type Word = (&'static str, &'static str, &'static str);

impl Voice {
    pub fn new(language: Language, country: &str) -> Self {
        Self {
            language,
            country: country.to_owned(),
        }
    }

    fn in_sweden(&self) -> bool {
        self.country == "SE"
    }

    /// The language with its country, as documents declare it.
    pub fn tag(&self) -> &'static str {
        match (self.language, self.in_sweden()) {
            (Language::Fi, _) => "fi",
            (Language::Sv, true) => "sv-SE",
            (Language::Sv, false) => "sv-FI",
            (Language::En, _) => "en",
        }
    }

    fn say(&self, (fi, sv, en): Word) -> &'static str {
        match self.language {
            Language::Fi => fi,
            Language::Sv => sv,
            Language::En => en,
        }
    }

    /// Like `say`, where Sweden has a word of its own.
    fn say_in(&self, word: Word, in_sweden: &'static str) -> &'static str {
        if self.language == Language::Sv && self.in_sweden() {
            in_sweden
        } else {
            self.say(word)
        }
    }

    pub fn title(&self, year: i16) -> String {
        match self.language {
            Language::Fi => format!("Kansainvälisen toiminnan vuosiseuranta {year}"),
            Language::Sv => format!("Årlig uppföljning av det internationella arbetet {year}"),
            Language::En => format!("Yearly follow-up of international work {year}"),
        }
    }

    pub fn part(&self, part: PartKey) -> &'static str {
        self.say(match part {
            PartKey::Projects => (
                "a) EU-hankkeet, muut kansainväliset hankkeet ja jätetyt hakemukset",
                "a) EU-projekt, andra internationella projekt och inlämnade ansökningar",
                "a) EU projects, other international projects and applications submitted",
            ),
            PartKey::OtherWork => (
                "b) Muu kansainvälinen toiminta",
                "b) Övrigt internationellt arbete",
                "b) Other international work",
            ),
            PartKey::Effects => (
                "c) Konkreettiset vaikutukset",
                "c) Konkreta effekter",
                "c) Concrete effects",
            ),
        })
    }

    /// The language's own name for a language, for texts that are not in the reader's.
    pub fn in_language(&self, language: Language) -> &'static str {
        self.say(match language {
            Language::Fi => ("suomeksi", "på finska", "in Finnish"),
            Language::Sv => ("ruotsiksi", "på svenska", "in Swedish"),
            Language::En => ("englanniksi", "på engelska", "in English"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::figure::Counts, *};

    #[test]
    fn swedish_has_two_faces() {
        let (finland, sweden) = (Voice::new(Language::Sv, "FI"), Voice::new(Language::Sv, "SE"));
        assert_eq!(finland.counted(Counts::StatementCoverage), "Redogörelsernas täckning");
        assert_eq!(
            sweden.counted(Counts::StatementCoverage),
            "Träffbild: andel enheter som lämnat redogörelse"
        );
        assert_eq!((finland.tag(), sweden.tag()), ("sv-FI", "sv-SE"));
    }
}
