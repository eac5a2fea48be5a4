//! What our letters say, in the language of whom they are for.

use jiff::civil::Date;
use platform::{mail::Letter, values::Language};

use crate::organisation::Country;

mod english;
mod finnish;
mod swedish;

/// A letter to be written.
#[derive(Clone, Debug)]
pub enum Template<'a> {
    /// Somebody was asked to join an organisation.
    Invitation { organisation: &'a str, link: &'a str },
    /// Somebody forgot the password.
    PasswordReset { link: &'a str },
    /// A recovery code was used in place of the second factor.
    RecoveryCodeUsed { left: usize, link: &'a str },
    /// Somebody else took a person's second factor away.
    SecondFactorReset { link: &'a str },
    /// A request for a subscription came in.
    RequestReceived { organisation: &'a str },
    /// A request for a subscription was turned down.
    RequestRejected { organisation: &'a str, reason: &'a str },
    /// A webhook is told nothing any more, because it takes nothing.
    WebhookDisabled {
        organisation: &'a str,
        webhook: &'a str,
        link: &'a str,
    },
    /// A unit's statement is awaited.
    StatementReminder(Awaited<'a>),
    /// A unit's statement is awaited, and its day has passed.
    StatementOverdue(Awaited<'a>),
    /// Things are somebody's to enter or to tidy up.
    Completeness {
        organisation: &'a str,
        matters: &'a [Matter],
        link: &'a str,
    },
}

/// Something that is somebody's to enter or to tidy up, in the words of the letter's language.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What is the matter with it: `statements_owed`, `untouched` …
    pub figure: String,
    pub title: Option<String>,
    pub unit: Option<String>,
    pub year: Option<i32>,
    /// As `written_day` has it.
    pub due_on: Option<String>,
    pub link: Option<String>,
}

/// A letter's list, a paragraph for each kind of matter, in the order in which they came.
fn listed(matters: &[Matter], heading: impl Fn(&str) -> &'static str) -> String {
    let mut figures: Vec<&str> = Vec::new();
    for matter in matters {
        if !figures.contains(&matter.figure.as_str()) {
            figures.push(&matter.figure);
        }
    }
    let paragraph = |figure: &&str| {
        let own = matters.iter().filter(|matter| matter.figure == **figure);
        let lines: Vec<String> = own.map(Matter::line).collect();
        format!("{}:\n{}", heading(figure), lines.join("\n"))
    };
    figures.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

impl Matter {
    /// `- 2026, Satamakoulu, 28.2.2026: https://…`
    fn line(&self) -> String {
        let year = self.year.map(|year| year.to_string());
        let said = [&self.title, &year, &self.unit, &self.due_on].into_iter().flatten();
        let said: Vec<&str> = said.map(String::as_str).collect();
        let link = self.link.as_ref().map(|link| format!("\n  {link}")).unwrap_or_default();
        format!("- {}{link}", said.join(", "))
    }
}

/// The statement of a unit that is awaited.
#[derive(Clone, Copy, Debug)]
pub struct Awaited<'a> {
    pub unit: &'a str,
    pub organisation: &'a str,
    pub year: i32,
    /// As `written_day` has it.
    pub due_on: &'a str,
    pub link: &'a str,
}

/// A day as people write it: `28.2.2026` in Finland, `2026-02-28` in Sweden's Swedish, `28 February 2026` in English.
pub fn written_day(day: Date, language: Language, country: Country) -> String {
    let manner = match (language, country) {
        (Language::Fi, _) | (Language::Sv, Country::Finland) => "%-d.%-m.%Y",
        (Language::Sv, Country::Sweden) => "%Y-%m-%d",
        (Language::En, _) => "%-d %B %Y",
    };
    day.strftime(manner).to_string()
}

impl Template<'_> {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::SecondFactorReset { .. } => "second_factor_reset",
            Self::RequestReceived { .. } => "request_received",
            Self::RequestRejected { .. } => "request_rejected",
            Self::WebhookDisabled { .. } => "webhook_disabled",
            Self::StatementReminder(_) => "statement_reminder",
            Self::StatementOverdue(_) => "statement_overdue",
            Self::Completeness { .. } => "completeness",
        }
    }

    pub fn write(&self, to: &str, name: &str, language: Language) -> Letter {
        let (subject, text) = match language {
            Language::Fi => self.finnish(),
            Language::Sv => self.swedish(),
            Language::En => self.english(),
        };
        let greeting = match language {
            Language::Fi => "Hei",
            Language::Sv => "Hej",
            Language::En => "Hello",
        };
        Letter {
            to: to.to_owned(),
            subject,
            body: format!("{greeting} {name},\n\n{text}\n\nSamverka\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LINK: &str = "https://x.example/y";

    fn letter(template: &Template<'_>, language: Language) -> Letter {
        template.write("a@b.example", "Ada", language)
    }

    #[test]
    fn every_letter_is_written_in_every_language_and_holds_its_link() {
        let awaited = Awaited {
            unit: "School",
            organisation: "Town",
            year: 2026,
            due_on: "28.2.2026",
            link: LINK,
        };
        let invitation = Template::Invitation {
            organisation: "Town",
            link: LINK,
        };
        for template in [
            invitation,
            Template::PasswordReset { link: LINK },
            Template::RecoveryCodeUsed { left: 7, link: LINK },
            Template::SecondFactorReset { link: LINK },
            Template::StatementReminder(awaited),
            Template::StatementOverdue(awaited),
            Template::WebhookDisabled {
                organisation: "Town",
                webhook: "Data warehouse",
                link: LINK,
            },
            Template::Completeness {
                organisation: "Town",
                matters: &[],
                link: LINK,
            },
        ] {
            let letters = Language::ALL.map(|language| letter(&template, language));
            for letter in &letters {
                assert!(
                    letter.body.contains(LINK) && letter.body.contains("Ada"),
                    "{}",
                    letter.body
                );
            }
            let [fi, sv, en] = letters.map(|letter| letter.subject);
            assert!(fi != sv && sv != en && fi != en, "{en} is not translated");
        }
    }

    #[test]
    fn a_letter_that_asks_for_a_statement_says_whose_of_which_year_until_when() {
        let awaited = Awaited {
            unit: "Satamakoulu",
            organisation: "Jyväskylä",
            year: 2026,
            due_on: "28.2.2026",
            link: LINK,
        };
        for language in Language::ALL {
            for template in [
                Template::StatementReminder(awaited),
                Template::StatementOverdue(awaited),
            ] {
                let letter = letter(&template, language);
                for said in ["Satamakoulu", "Jyväskylä", "2026", "28.2.2026"] {
                    assert!(letter.body.contains(said), "{said} is missing: {}", letter.body);
                }
                assert!(letter.subject.contains("Satamakoulu"), "{}", letter.subject);
            }
        }
    }

    #[test]
    fn a_letter_about_what_is_owed_lists_each_thing_under_what_is_the_matter_with_it() {
        let matter = |figure: &str, title: Option<&str>, year| Matter {
            figure: figure.to_owned(),
            title: title.map(str::to_owned),
            unit: Some("Satamakoulu".to_owned()),
            year,
            due_on: Some("28.2.2026".to_owned()),
            link: Some(LINK.to_owned()),
        };
        let matters = [
            matter("statements_owed", None, Some(2026)),
            matter("past_end", Some("Skolor"), None),
            matter("statements_owed", None, Some(2025)),
        ];
        let template = Template::Completeness {
            organisation: "Town",
            matters: &matters,
            link: LINK,
        };
        let body = letter(&template, Language::En).body;
        let owed =
            "Statements that are owed:\n- 2026, Satamakoulu, 28.2.2026\n  https://x.example/y\n- 2025, Satamakoulu";
        assert!(body.contains(owed), "{body}");
        assert!(
            body.contains("Open although the period is over:\n- Skolor, Satamakoulu, 28.2.2026"),
            "{body}"
        );
    }

    #[test]
    fn a_letter_of_a_used_recovery_code_says_how_many_are_left() {
        for language in Language::ALL {
            let left = |left| letter(&Template::RecoveryCodeUsed { left, link: LINK }, language).body;
            assert!(left(7).contains('7') && left(0).contains('0'), "{}", left(7));
        }
    }

    #[test]
    fn a_day_is_written_as_the_reader_writes_it() {
        let day = date(2026, 2, 8);
        let written = |language, country| written_day(day, language, country);
        assert_eq!(written(Language::Fi, Country::Finland), "8.2.2026");
        assert_eq!(written(Language::Sv, Country::Finland), "8.2.2026");
        assert_eq!(written(Language::Sv, Country::Sweden), "2026-02-08");
        assert_eq!(written(Language::En, Country::Sweden), "8 February 2026");
    }
}
