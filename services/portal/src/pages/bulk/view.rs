//! What the pages show.

use askama::Template;

use super::{Item, Kind};
use crate::{
    clients::journal::{Edited, EditedItem},
    forms::{Form, Options, fault_words},
    html::Html,
    page::Page,
    pages::{
        form_page::FormPage,
        history::{Known, Row, row},
    },
    reader::{Reader, Submitted},
};

/// What can be chosen for a change.
pub struct Choices {
    pub units: Options,
    pub people: Options,
    pub themes: Options,
}

/// What is to change: the things go along.
pub fn choose(reader: &Reader, kind: &Kind, items: &[Item], choices: &Choices) -> FormPage {
    let (unit, label) = kind.unit;
    let mut form = Form::new(reader, kind.at("/preview"), "bulk-look").cancel(format!("/{}", kind.resource));
    form = form.choice(&format!("change.{unit}"), label, choices.units.clone());
    if kind.has_manager {
        form = form.choice("change.manager_id", "project-manager", choices.people.clone());
    }
    form = form
        .many("change.add_theme_ids", "bulk-add-themes", choices.themes.clone())
        .many("change.remove_theme_ids", "bulk-remove-themes", choices.themes.clone())
        .area("reason", "reason");
    for (place, item) in items.iter().enumerate() {
        form = form.hidden(&format!("items.{place}"), &item.written());
    }
    let page = FormPage::new(reader, kind.section, "bulk", form);
    let title = page.page.with("bulk-title", "count", items.len());
    page.titled(title)
}

/// The things that a form brought along.
pub fn items(submitted: &Submitted) -> Vec<Item> {
    let pairs = submitted.pairs().filter(|(name, _)| name.starts_with("items."));
    pairs.filter_map(|(_, value)| Item::read(value)).collect()
}

#[derive(Template)]
#[template(path = "pages/bulk.html")]
pub struct BulkPage {
    pub page: Page,
    title: String,
    lead: String,
    is_warning: bool,
    lines: Vec<Line>,
    list: String,
    /// What is carried on to the next step: name and value.
    hidden: Vec<(String, String)>,
    /// Where to go from here: the address and what is written on the button; the first is the main one.
    buttons: Vec<(String, String)>,
    /// The same for every try of the next step.
    key: String,
}

/// What becomes of one thing.
struct Line {
    thing: Html,
    changes: Vec<Row>,
    told: String,
}

fn line(page: &Page, kind: &Kind, item: &Item, edited: &EditedItem, known: &Known) -> Line {
    let changes = edited
        .changes
        .iter()
        .filter_map(|change| row(page, kind.name, change, known, true));
    let told = match (edited.outcome.as_str(), &edited.problem) {
        ("refused", Some(problem)) => {
            let (code, detail) = problem
                .errors
                .first()
                .map_or((problem.code.as_str(), problem.detail.as_deref()), |fault| {
                    (fault.code.as_str(), Some(fault.detail.as_str()))
                });
            fault_words(page.reader.voice, code, detail)
        }
        ("unchanged", _) => page.t("bulk-unchanged"),
        _ => String::new(),
    };
    Line {
        thing: item.link(kind.resource),
        changes: changes.collect(),
        told,
    }
}

fn lines(page: &Page, kind: &Kind, items: &[Item], edited: &Edited, known: &Known) -> Vec<Line> {
    let told = items.iter().zip(&edited.items);
    told.map(|(item, edited)| line(page, kind, item, edited, known))
        .collect()
}

/// Things as hidden fields.
fn carried<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<(String, String)> {
    let numbered = items.enumerate();
    numbered
        .map(|(place, item)| (format!("items.{place}"), item.written()))
        .collect()
}

fn count(edited: &Edited, outcome: &str) -> usize {
    edited.items.iter().filter(|item| item.outcome == outcome).count()
}

/// What would become of each, before anything does.
pub fn seen(page: Page, kind: &Kind, items: &[Item], edited: &Edited, known: &Known, typed: &Submitted) -> BulkPage {
    let (changed, refused) = (count(edited, "changed"), count(edited, "refused"));
    let told = items.iter().zip(&edited.items);
    let possible = told
        .filter(|(_, edited)| edited.outcome != "refused")
        .map(|(item, _)| item);
    // Whoever goes on without those that cannot be changed looks once more.
    let mut hidden = carried(possible);
    let kept = typed
        .pairs()
        .filter(|(name, _)| name.starts_with("change.") || *name == "reason");
    hidden.extend(kept.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let mut buttons = Vec::new();
    let lead = match (changed, refused) {
        (0, 0) => page.t("bulk-nothing"),
        (_, 0) => {
            buttons.push((kind.at("/done"), page.with("bulk-do", "count", changed)));
            page.t("bulk-seen-lead")
        }
        _ => {
            if refused < items.len() {
                buttons.push((kind.at("/preview"), page.with("bulk-without", "count", refused)));
            }
            page.with("bulk-refused", "count", refused)
        }
    };
    if refused < items.len() {
        buttons.push((kind.at(""), page.t("bulk-again")));
    }
    BulkPage {
        title: page.t("bulk-seen-title"),
        lead,
        is_warning: refused > 0,
        lines: lines(&page, kind, items, edited, known),
        list: format!("/{}", kind.resource),
        hidden,
        buttons,
        key: crate::forms::fresh_key(),
        page,
    }
}

/// What was done, with the way back.
pub fn done(page: Page, kind: &Kind, items: &[Item], edited: &Edited, known: &Known) -> BulkPage {
    let told = items.iter().zip(&edited.items);
    let changed = told.filter(|(_, edited)| edited.outcome == "changed");
    let back: Vec<Item> = changed.map(|(item, edited)| item.now_at(edited.version)).collect();
    let buttons = Some((kind.at("/undo"), page.t("bulk-undo"))).filter(|_| !back.is_empty());
    BulkPage {
        title: page.with("bulk-done-title", "count", back.len()),
        lead: page.t("bulk-done-lead"),
        is_warning: false,
        lines: lines(&page, kind, items, edited, known),
        list: format!("/{}", kind.resource),
        hidden: carried(back.iter()),
        buttons: buttons.into_iter().collect(),
        key: crate::forms::fresh_key(),
        page,
    }
}

/// What was undone.
pub fn undone(page: Page, kind: &Kind, items: &[Item], edited: &Edited, known: &Known) -> BulkPage {
    BulkPage {
        title: page.with("bulk-undone-title", "count", count(edited, "changed")),
        lead: page.t("restoring-lead"),
        is_warning: false,
        lines: lines(&page, kind, items, edited, known),
        list: format!("/{}", kind.resource),
        hidden: Vec::new(),
        buttons: Vec::new(),
        key: crate::forms::fresh_key(),
        page,
    }
}

/// What cannot be undone, and why: the others can be, without them.
pub fn not_undone(page: Page, kind: &Kind, items: &[Item], edited: &Edited, known: &Known) -> BulkPage {
    let refused = count(edited, "refused");
    let told = items.iter().zip(&edited.items);
    let possible: Vec<&Item> = told
        .filter(|(_, edited)| edited.outcome != "refused")
        .map(|(item, _)| item)
        .collect();
    let without = (kind.at("/undo"), page.with("bulk-undo-without", "count", refused));
    BulkPage {
        title: page.t("bulk-not-undone-title"),
        lead: page.with("bulk-refused", "count", refused),
        is_warning: true,
        lines: lines(&page, kind, items, edited, known),
        list: format!("/{}", kind.resource),
        buttons: Some(without).filter(|_| !possible.is_empty()).into_iter().collect(),
        hidden: carried(possible.into_iter()),
        key: crate::forms::fresh_key(),
        page,
    }
}

impl BulkPage {
    fn token(&self) -> String {
        self.page.reader.token()
    }
}
