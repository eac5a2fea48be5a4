//! What is different between two editions, with the words that went and came marked.

use actix_web::get;
use askama::Template;

use super::super::{Answer, Id, history::compared, show};
use crate::{
    clients::{
        policies::{Edition, Policy, Section as Chapter},
        shared::{List, Text},
    },
    forms::{Control, Field},
    html::Html,
    language::Language,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader},
};

#[derive(Template)]
#[template(path = "pages/comparison.html")]
struct ComparisonPage {
    page: Page,
    /// The page of the document.
    address: String,
    name: Html,
    plain: String,
    /// What is compared with what, to be chosen; absent while there is one edition only.
    chosen: Option<[Field; 2]>,
    /// The two, as their columns are called.
    columns: [String; 2],
    changes: Vec<Change>,
    /// The headings of sections that both have alike.
    alike: Vec<Html>,
}

/// A part of the document that is different.
struct Change {
    heading: Html,
    /// That it is new, or gone.
    fate: Html,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    before: Html,
    after: Html,
}

fn line(label: String, before: &str, after: &str) -> Option<Row> {
    (before != after).then(|| {
        let (before, after) = compared(before, after);
        Row { label, before, after }
    })
}

/// A text in each language in which it is different.
fn texts(page: &Page, label: &str, before: &Text, after: &Text) -> Vec<Row> {
    let in_language = |language: Language| {
        let said = |text: &Text| text.in_language(language).unwrap_or_default().to_owned();
        let label = format!("{} ({})", page.t(label), page.t(language.in_language()));
        let spoken = |words: Html| {
            if words.is_empty() {
                words
            } else {
                Html::in_language(language.code(), &words)
            }
        };
        line(label, &said(before), &said(after)).map(|row| Row {
            before: spoken(row.before),
            after: spoken(row.after),
            ..row
        })
    };
    Language::ALL.into_iter().filter_map(in_language).collect()
}

/// What stands before the sections.
fn head(page: &Page, before: &Edition, after: &Edition) -> Vec<Row> {
    let mut rows = texts(page, "policy-title", &before.title, &after.title);
    rows.extend(line(page.t("case-number"), &before.case_number, &after.case_number));
    rows.extend(line(
        page.t("validity"),
        &page.period(&before.period),
        &page.period(&after.period),
    ));
    rows.extend(texts(page, "policy-vision", &before.vision, &after.vision));
    rows
}

fn section(page: &Page, before: &Chapter, after: &Chapter) -> Vec<Row> {
    let mut rows = texts(page, "policy-heading", &before.heading, &after.heading);
    rows.extend(texts(page, "policy-body", &before.body, &after.body));
    rows
}

/// What is different, in the order of the later edition with what is gone at the end, and the headings of what is not. A
/// section is the same as the one with its key, wherever it stands.
fn differences(page: &Page, before: &Edition, after: &Edition) -> (Vec<Change>, Vec<Html>) {
    let (mut changes, mut alike) = (Vec::new(), Vec::new());
    let head = head(page, before, after);
    if !head.is_empty() {
        changes.push(Change {
            heading: Html::text(&page.t("editions-document")),
            fate: Html::default(),
            rows: head,
        });
    }
    let with_key = |edition: &Edition, key: &str| edition.sections.iter().find(|one| one.key == key).cloned();
    for now in &after.sections {
        let was = with_key(before, &now.key);
        let fate = if was.is_none() {
            Html::tag("success", &page.t("section-new"))
        } else {
            Html::default()
        };
        let heading = page.text(&now.heading);
        let rows = section(page, &was.unwrap_or_default(), now);
        if rows.is_empty() {
            alike.push(heading);
        } else {
            changes.push(Change { heading, fate, rows });
        }
    }
    for was in before.sections.iter().filter(|was| with_key(after, &was.key).is_none()) {
        changes.push(Change {
            heading: page.text(&was.heading),
            fate: Html::tag("warning", &page.t("section-gone")),
            rows: section(page, was, &Chapter::default()),
        });
    }
    (changes, alike)
}

/// The edition that was asked for, or else the one that stands so far down the list.
fn asked_for<'a>(editions: &'a [Edition], asked: &str, otherwise: usize) -> Option<&'a Edition> {
    let number = asked.parse::<i32>().ok();
    let asked = editions.iter().find(|edition| Some(edition.number) == number);
    asked.or_else(|| editions.get(otherwise))
}

/// A field to choose one of the editions.
fn choice(page: &Page, (name, label): (&str, &str), editions: &[Edition], chosen: &Edition) -> Field {
    let options = editions.iter().map(|edition| {
        let called = page.with("edition", "number", edition.number);
        let status = page.choice("policy-status", &edition.status);
        (edition.number.to_string(), format!("{called} ({status})"))
    });
    let mut field = Field::new(page.reader.voice, name, label, Control::Choice(options.collect()));
    field.set(&chosen.number.to_string());
    field
}

/// `editions` are told the newest first.
fn view(reader: &Reader, policy: &Policy, editions: &[Edition], asked: &Asked) -> ComparisonPage {
    let page = Page::new(reader, Section::Policies);
    let mut shown = ComparisonPage {
        address: format!("/policies/{}", policy.id),
        name: page.text(&policy.title),
        plain: page.plain(&policy.title),
        chosen: None,
        columns: [String::new(), String::new()],
        changes: Vec::new(),
        alike: Vec::new(),
        page,
    };
    let before = asked_for(editions, asked.get("from"), 1);
    if let Some((before, after)) = before.zip(asked_for(editions, asked.get("to"), 0)) {
        let page = &shown.page;
        shown.chosen = Some([
            choice(page, ("from", "editions-from"), editions, before),
            choice(page, ("to", "editions-to"), editions, after),
        ]);
        shown.columns = [before, after].map(|edition| page.with("edition", "number", edition.number));
        (shown.changes, shown.alike) = differences(page, before, after);
    }
    shown
}

#[get("/policies/{id}/compare")]
pub async fn show_comparison(reader: Member, id: Id, asked: Asked) -> Answer {
    let api = reader.api();
    let (policy, editions) = (format!("/policies/{id}"), format!("/policies/{id}/editions"));
    let (policy, editions) = futures::try_join!(api.get::<Policy>(&policy), api.get::<List<Edition>>(&editions))?;
    show(&reader, &view(&reader, &policy, &editions.items, &asked))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let (policy, editions) = (super::show::sample(), super::show::sample_editions());
    let shown = |editions: &[Edition], asked: &[(&str, &str)]| {
        view(reader, &policy, editions, &Asked::sample(asked)).render().unwrap()
    };
    vec![
        ("comparison".to_owned(), shown(&editions, &[])),
        ("comparison-alike".to_owned(), shown(&editions, &[("from", "2")])),
        ("comparison-alone".to_owned(), shown(&editions[..1], &[])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::a_member;

    fn compared_with(asked: &[(&str, &str)]) -> ComparisonPage {
        let (policy, editions) = (super::super::show::sample(), super::super::show::sample_editions());
        view(&a_member(Language::En), &policy, &editions, &Asked::sample(asked))
    }

    fn told(page: &ComparisonPage) -> Vec<(String, Vec<(String, String)>)> {
        let row = |row: &Row| (row.before.to_string(), row.after.to_string());
        let change = |change: &Change| {
            let heading = format!("{}{}", change.heading, change.fate);
            (heading, change.rows.iter().map(row).collect())
        };
        page.changes.iter().map(change).collect()
    }

    #[test]
    fn the_newest_edition_is_compared_with_the_one_before_it() {
        let page = compared_with(&[]);
        assert_eq!(page.columns, ["Edition 1", "Edition 2"]);
        let told = told(&page);
        assert_eq!(
            told.len(),
            4,
            "the head, a new section, one that changed, one that is gone"
        );
        let (_, head) = &told[0];
        assert_eq!(head[0].1, "KH <ins>2/2025</ins>");
        assert_eq!(head[1].0, "<span lang=\"fi\">Ovet auki <del>maailmalle.</del></span>");
        assert!(told[1].0.contains("new section") && told[1].1[0].0.is_empty());
        assert_eq!(
            told[2].1[0],
            (
                "<span lang=\"fi\">Rahoitus <del>pysyy.</del></span>".to_owned(),
                "<span lang=\"fi\">Rahoitus <ins>kasvaa.</ins></span>".to_owned()
            )
        );
        assert!(told[3].0.contains("removed") && told[3].1[0].1.is_empty());
        assert_eq!(page.alike.len(), 1);
    }

    #[test]
    fn any_two_are_compared_in_either_order() {
        let page = compared_with(&[("from", "2"), ("to", "1")]);
        assert_eq!(page.columns, ["Edition 2", "Edition 1"]);
        assert!(compared_with(&[("from", "2"), ("to", "2")]).changes.is_empty());
        assert_eq!(
            compared_with(&[("from", "9"), ("to", "x")]).columns,
            ["Edition 1", "Edition 2"]
        );
    }
}
