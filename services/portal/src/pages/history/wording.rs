//! Fields and their values in the reader's words.

use super::{
    compare::compared,
    fields::{self, Found, Manner},
    names::Known,
};
use crate::{
    clients::{journal::Difference, shared::Text},
    html::Html,
    language::Language,
    page::Page,
};

/// A field that changed: what it is called, what it was, what it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub before: Html,
    pub after: Html,
}

/// A change in words; nothing for a field that says nothing to a reader. What is not told is a no where something was
/// there before: journals leave a no out.
pub fn row(page: &Page, kind: &str, change: &Difference, known: &Known, compares: bool) -> Option<Row> {
    let found = fields::find(kind, &change.field);
    if found.manner == Manner::Hidden {
        return None;
    }
    let label = label(page, &found, &change.field);
    let (before, after) = match (&found.manner, &change.before, &change.after) {
        (Manner::Text, Some(before), Some(after)) => compared(before, after),
        (_, before, after) => {
            let shown = |value: &Option<String>| {
                let untold = (compares && found.manner == Manner::YesNo).then_some("false");
                let value = value.as_deref().or(untold);
                value.map_or_else(Html::default, |value| worded(page, &found.manner, value, known))
            };
            (shown(before), shown(after))
        }
    };
    let spoken = |value: Html| match found.language {
        Some(language) if !value.is_empty() => Html::in_language(language, &value),
        _ => value,
    };
    Some(Row {
        label,
        before: spoken(before),
        after: spoken(after),
    })
}

fn label(page: &Page, found: &Found, field: &str) -> String {
    let mut parts: Vec<String> = found
        .rows
        .iter()
        .map(|(group, number)| page.with(group, "number", number))
        .collect();
    // What a later version of a service adds is called as it calls it.
    let name = found
        .label
        .map_or_else(|| field.replace(['_', '.'], " "), |label| page.t(label));
    // The name of the second name is "Name 2".
    let says_it = parts.last().is_some_and(|row| {
        let row = row.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign.is_whitespace());
        row == name
    });
    if !says_it {
        parts.push(name);
    }
    let label = parts.join(": ");
    match found.language.and_then(Language::of) {
        Some(language) => format!("{label} ({})", page.t(language.in_language())),
        None => label,
    }
}

/// A value as people read it. What cannot be read so is shown as it is.
pub fn worded(page: &Page, manner: &Manner, value: &str, known: &Known) -> Html {
    match manner {
        Manner::Hidden => Html::default(),
        Manner::Text => Html::text(value),
        Manner::Date | Manner::Moment => Html::unbroken(&page.date(value)),
        Manner::Number => Html::unbroken(&page.number(value)),
        Manner::Money => Html::unbroken(&money(page, value)),
        Manner::YesNo => Html::text(&page.t(if value == "true" { "yes" } else { "no" })),
        Manner::Choice(prefix) => Html::text(&page.choice(prefix, value)),
        Manner::Country => Html::text(&page.country(value)),
        Manner::Choices(prefix) => {
            // `goals:read` has its message under `goals-read`.
            let word = |code: &str| Html::text(&page.choice(prefix, &code.replace(':', "-")));
            let each: Vec<Html> = value.split(", ").map(word).collect();
            Html::join(&each, "; ")
        }
        Manner::Level => {
            let level = known.levels.levels.iter().find(|level| level.key == value);
            level.map_or_else(|| Html::text(value), |level| page.text(&level.name))
        }
        Manner::Municipalities => {
            let named = |code| {
                known
                    .things
                    .get(code)
                    .map_or_else(|| Html::text(code), |name| page.text(name))
            };
            let each: Vec<Html> = value.split(", ").map(named).collect();
            Html::join(&each, ", ")
        }
        Manner::Person => Html::text(&person(page, Some(value), known)),
        Manner::Reference(_) | Manner::Target => {
            let each: Vec<Html> = value.split(", ").map(|id| thing(page, id, known)).collect();
            Html::join(&each, ", ")
        }
    }
}

fn thing(page: &Page, id: &str, known: &Known) -> Html {
    let name: Option<&Text> = known.things.get(id);
    name.map_or_else(|| Html::text(&page.t("thing-gone")), |name| page.text(name))
}

/// `100000.00 EUR` in the reader's manner.
fn money(page: &Page, value: &str) -> String {
    value.split_once(' ').map_or_else(
        || value.to_owned(),
        |(amount, currency)| page.reader.voice.money(amount, currency),
    )
}

/// Who did something: the suite itself, somebody by name, or somebody who is none of the organisation.
pub fn person(page: &Page, id: Option<&str>, known: &Known) -> String {
    match id {
        None => page.t("by-itself"),
        Some(id) => known
            .people
            .get(id)
            .cloned()
            .unwrap_or_else(|| page.t("by-somebody-outside")),
    }
}

/// What happened. An application and a policy are told by the stage that they reached.
pub fn event(page: &Page, kind: &str, event: &str) -> String {
    let stage = match kind {
        "application" => "application-state",
        "policy" => "policy-status",
        _ => "event",
    };
    let find = |prefix: &str, event: &str| page.reader.voice.find(&format!("{prefix}-{event}"), None);
    let told =
        find("event", event).or_else(|| find(stage, event).map(|stage| page.with("event-stage", "stage", stage)));
    told.unwrap_or_else(|| page.t("event-changed"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{page::Section, pages::samples::a_member};

    fn told(language: Language, kind: &str, field: &str, before: Option<&str>, after: Option<&str>) -> Row {
        let page = Page::new(&a_member(language), Section::Goals);
        let known = Known {
            people: HashMap::from([("p1".to_owned(), "Aino".to_owned())]),
            things: HashMap::from([("u1".to_owned(), Text::fi("Kehittäminen"))]),
            ..Known::default()
        };
        let change = Difference {
            field: field.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        row(&page, kind, &change, &known, true).unwrap()
    }

    fn plain(row: &Row) -> (String, String, String) {
        let bare = |html: &Html| {
            html.to_string()
                .replace("<span class=\"unbroken\">", "")
                .replace("</span>", "")
        };
        (row.label.clone(), bare(&row.before), bare(&row.after))
    }

    fn words(label: &str, before: &str, after: &str) -> (String, String, String) {
        (label.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn values_are_told_as_people_read_them() {
        use Language::{En, Fi};
        let row = told(
            Fi,
            "application",
            "financing.sources.1.amount",
            Some("5.00 EUR"),
            Some("100000.00 EUR"),
        );
        assert_eq!(
            plain(&row),
            words("Lähde 2: Määrä", "5,00\u{a0}€", "100\u{a0}000,00\u{a0}€")
        );
        let row = told(En, "goal", "period.to", Some("2029-12-31"), Some("2030-12-31"));
        assert_eq!(plain(&row), words("Ends", "31 December 2029", "31 December 2030"));
        let row = told(En, "goal", "status", Some("open"), Some("closed"));
        assert_eq!(plain(&row), words("Status", "open", "closed"));
        let row = told(Fi, "goal", "cross_cutting", None, Some("true"));
        assert_eq!(plain(&row), words("Läpileikkaava tavoite", "ei", "kyllä"));
        let row = told(Fi, "goal", "accountable_unit_id", Some("u9"), Some("u1"));
        assert_eq!(
            plain(&row),
            words("Vastuuyksikkö", "jokin, jota ei enää ole", "Kehittäminen")
        );
        let row = told(En, "statement", "owner_id", Some("p1"), None);
        assert_eq!(plain(&row), words("Person responsible", "Aino", ""));
    }

    #[test]
    fn members_are_told_by_name_where_there_is_one() {
        let row = told(Language::Fi, "organisation", "members", None, Some("u1, 999"));
        assert_eq!(plain(&row).2, "Kehittäminen, 999");
    }

    #[test]
    fn a_row_is_not_called_twice_what_it_is() {
        let row = told(Language::En, "project", "partners.0.partner_id", None, Some("u1"));
        assert_eq!(row.label, "Partner 1");
        let row = told(Language::En, "project", "partners.0.role", None, Some("partner"));
        assert!(row.label.starts_with("Partner 1: "), "{}", row.label);
        let row = told(Language::En, "network_membership", "since", None, Some("2019-05"));
        assert_eq!(plain(&row).2, "May 2019");
    }

    #[test]
    fn a_text_says_its_language_and_what_changed_in_it() {
        let row = told(Language::En, "goal", "title.fi", Some("Ovet auki"), Some("Ovet kiinni"));
        assert_eq!(row.label, "Goal (in Finnish)");
        assert_eq!(row.before.to_string(), "<span lang=\"fi\">Ovet <del>auki</del></span>");
        assert_eq!(row.after.to_string(), "<span lang=\"fi\">Ovet <ins>kiinni</ins></span>");
    }

    #[test]
    fn who_is_not_of_the_organisation_and_what_nobody_did_are_told_apart() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        let known = Known::default();
        assert_eq!(person(&page, None, &known), "Samverka, by itself");
        assert_eq!(person(&page, Some("p2"), &known), "somebody outside the organisation");
    }

    #[test]
    fn a_stage_is_told_as_one() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        assert_eq!(event(&page, "application", "submitted"), "Submitted");
        assert_eq!(event(&page, "application", "agreement"), "Stage: agreement");
        assert_eq!(event(&page, "goal", "moon_phase"), "Changed");
    }
}
