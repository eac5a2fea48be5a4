//! The search over everything that its reader may see.

use actix_web::{get, web::ServiceConfig};
use askama::Template;

use super::{Answer, address, lookups, lookups::Names, places, show};
use crate::{
    clients::search::{Called, Extract, Found, Hit},
    fault::Fault,
    html::Html,
    listing::Asked,
    page::{Page, Section},
    reader::Member,
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(search);
}

/// The registers in the order of the navigation: what the API calls them, what a page of them is called, what one of them is.
const REGISTERS: [(&str, &str, &str); 12] = [
    ("goals", "navigation-goals", "goal"),
    ("policies", "policies-title", "policy"),
    ("indicators", "indicators", "indicator"),
    ("assignments", "assignments-title", "assignment"),
    ("statements", "navigation-statements", "statement"),
    ("projects", "navigation-projects", "project"),
    ("applications", "applications", "application"),
    ("activities", "activities-title", "activity"),
    ("networks", "networks-title", "network"),
    ("partners", "partners-title", "partner"),
    ("units", "navigation-units", "unit"),
    ("themes", "themes-title", "theme"),
];

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    page: Page,
    q: String,
    register: Option<String>,
    fault: Option<String>,
    /// Nothing was looked for yet, or nothing could be.
    found: Option<FoundView>,
}

struct FoundView {
    kinds: Vec<KindView>,
    count: String,
    hits: Vec<HitView>,
    first: Option<String>,
    next: Option<String>,
}

struct KindView {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct HitView {
    called: Html,
    href: Option<String>,
    kind: String,
    unit: Option<Html>,
    extract: Option<Html>,
}

fn kind_of(register: &str) -> &'static str {
    let known = REGISTERS.iter().find(|(code, ..)| *code == register);
    known.map_or("", |(.., kind)| kind)
}

/// The found words stand out; the rest of the extract stands around them.
fn extract(page: &Page, extract: &Extract) -> Html {
    let pieces: Vec<Html> = extract
        .pieces
        .iter()
        .map(|piece| {
            if piece.found {
                Html::found(&piece.text)
            } else {
                Html::text(&piece.text)
            }
        })
        .collect();
    let whole = Html::join(&pieces, "");
    if extract.language == page.reader.voice.language.code() {
        whole
    } else {
        Html::in_language(&extract.language, &whole)
    }
}

fn hit(page: &Page, units: &Names, hit: &Hit) -> HitView {
    let kind = kind_of(&hit.register);
    let word = page.choice("thing", kind);
    let called = match &hit.called {
        // A statement is called by its year.
        Some(Called::Name(year)) if kind == "statement" => Html::text(&format!("{word} {year}")),
        Some(Called::Name(name)) if !name.is_empty() => Html::text(name),
        Some(Called::Text(text)) => page.text(text),
        _ => Html::text(&word),
    };
    let href = match (kind, &hit.parent_id) {
        // An application is shown with its project.
        ("application", Some(project)) => places::page_of("project", project),
        _ => places::page_of(kind, &hit.id),
    };
    HitView {
        called,
        href,
        kind: word,
        unit: hit.unit_id.as_deref().map(|unit| units.name(page, unit)),
        extract: hit.extract.as_ref().map(|told| extract(page, told)),
    }
}

fn found(page: &Page, asked: &Asked, found: &Found, units: &Names) -> FoundView {
    let (q, register) = (asked.get("q"), asked.get("register"));
    let at_least = |count: i64| {
        let count = page.number(&count.to_string());
        if found.more { format!("{count}+") } else { count }
    };
    let total: i64 = found.counts.values().sum();
    let kind = |code: &str, label: &str, count: i64| KindView {
        label: page.t(label),
        count: at_least(count),
        href: if code.is_empty() {
            address("/search", &[("q", q)])
        } else {
            address("/search", &[("q", q), ("register", code)])
        },
        current: register == code,
    };
    let all = std::iter::once(kind("", "search-all", total));
    let each = REGISTERS.iter().filter_map(|(code, label, _)| {
        let count = found.counts.get(*code).copied();
        // The one that is asked for stays, were there nothing in it: it is where one is.
        let count = count.or_else(|| (register == *code).then_some(0))?;
        Some(kind(code, label, count))
    });
    let shown = if register.is_empty() {
        total
    } else {
        found.counts.get(register).copied().unwrap_or_default()
    };
    let count = if found.more {
        page.with("search-many", "count", page.number(&shown.to_string()))
    } else {
        page.with("search-count", "count", shown)
    };
    let here = |more: &[(&str, &str)]| {
        let mut pairs = vec![("q", q)];
        if !register.is_empty() {
            pairs.push(("register", register));
        }
        pairs.extend_from_slice(more);
        address("/search", &pairs)
    };
    FoundView {
        kinds: all.chain(each).collect(),
        count,
        hits: found.items.iter().map(|found| hit(page, units, found)).collect(),
        first: asked.says("after").then(|| here(&[])),
        next: found.next.as_deref().map(|after| here(&[("after", after)])),
    }
}

fn view(page: Page, asked: &Asked, answer: Result<Option<(Found, Names)>, String>) -> SearchPage {
    let (fault, answer) = match answer {
        Ok(answer) => (None, answer),
        Err(fault) => (Some(fault), None),
    };
    SearchPage {
        q: asked.get("q").to_owned(),
        register: Some(asked.get("register").to_owned()).filter(|register| !register.is_empty()),
        fault,
        found: answer.map(|(answer, units)| found(&page, asked, &answer, &units)),
        page,
    }
}

#[get("/search")]
async fn search(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Search);
    if !asked.says("q") {
        return show(&reader, &view(page, &asked, Ok(None)));
    }
    let mut query = asked.kept(&["q", "register", "after"]);
    query.push(("language", reader.voice.language.code().to_owned()));
    let api = reader.api();
    let answer = futures::try_join!(
        api.get_with::<Found>("/search", &query),
        reader.or_nothing(lookups::units(&reader)),
    );
    let answer = match answer {
        Ok(found) => Ok(Some(found)),
        Err(Fault::Refused(problem)) if problem.errors.iter().any(|fault| fault.pointer == "?q") => {
            Err(page.t("search-needs-words"))
        }
        Err(other) => return Err(other),
    };
    show(&reader, &view(page, &asked, answer))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use serde_json::json;
    let page = || Page::new(reader, Section::Search);
    let found = |told: serde_json::Value| -> Option<(Found, Names)> {
        Some((
            serde_json::from_value(told).unwrap(),
            Names::sample(&[("u1", "Kansainväliset asiat")]),
        ))
    };
    let some = json!({
        "items": [
            {"id": "g1", "register": "goals", "called": {"fi": "Kielitaito"}, "unit_id": "u1", "extract": null},
            {"id": "s1", "register": "statements", "called": "2018", "unit_id": "u1", "extract": {"language": "sv",
                "pieces": [{"text": "Mer ", "found": false}, {"text": "språk", "found": true}]}},
            {"id": "p1", "register": "partners", "called": "Tartu", "extract": null},
            {"id": "a1", "register": "applications", "called": null, "parent_id": "j1", "extract": null},
        ],
        "counts": {"goals": 1, "statements": 1, "partners": 1, "applications": 1}, "more": false, "next": "later",
    });
    let many = json!({"items": [], "counts": {"goals": 10_000}, "more": true, "next": null});
    let none = json!({"items": [], "counts": {}, "more": false, "next": null});
    let asked = Asked::sample;
    let language = asked(&[("q", "kieli")]);
    let one_kind = asked(&[("q", "kieli"), ("register", "themes"), ("after", "x")]);
    let fault = page().t("search-needs-words");
    vec![
        view(page(), &asked(&[]), Ok(None)),
        view(page(), &language, Ok(found(some))),
        view(page(), &one_kind, Ok(found(many))),
        view(page(), &language, Ok(found(none))),
        view(page(), &asked(&[("q", "…")]), Err(fault)),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, view)| (format!("search-{n}"), view.render().unwrap()))
    .collect()
}
