//! A thing goes back to what it said: shown first, then asked, then done. It is a change like any other, so that the service
//! may refuse it, and says why.

use actix_web::{
    get,
    http::StatusCode,
    post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Answer, refuse, render, see_other, show},
    fields, heading,
    kinds::Kind,
    name,
    names::{self, Known},
    wording::{Row, row},
};
use crate::{
    clients::{
        Problem,
        journal::{Restored, Step},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Form, fault_words},
    html::Html,
    page::Page,
    reader::{Member, Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(restore);
}

#[derive(Template)]
#[template(path = "pages/restoring.html")]
struct RestoringPage {
    page: Page,
    title: String,
    name: Html,
    /// The changes that go.
    undone: Vec<String>,
    /// What will be different.
    rows: Vec<Row>,
    /// Nothing stands against it.
    is_possible: bool,
    history: String,
    form: Form,
}

/// What a reader wants back: which thing, and the version that it stood in.
struct Wanted<'a> {
    kind: &'static Kind,
    id: &'a str,
    version: i64,
}

impl Wanted<'_> {
    fn history(&self) -> String {
        format!("/history/{}/{}", self.kind.name, self.id)
    }
}

/// A thing as it is, and what would become of it.
struct Seen {
    steps: Vec<Step>,
    known: Known,
    restored: Result<Restored, Problem>,
}

fn view(reader: &Reader, wanted: &Wanted<'_>, seen: Seen) -> Result<RestoringPage, Fault> {
    let page = Page::new(reader, wanted.kind.section);
    let now = seen.steps.first().map_or(0, |step| step.version);
    let history = wanted.history();
    let action = format!("{history}/restorations/{}", wanted.version);
    let form = Form::new(reader, action, "restoring-submit");
    let mut form = form.cancel(history.clone()).area("reason", "reason").seen(now);
    let (restored, is_possible) = match seen.restored {
        Ok(restored) => (restored, true),
        Err(problem) => {
            told(&page, &mut form, wanted.kind, problem)?;
            (Restored::default(), false)
        }
    };
    let rows = restored.changes.iter();
    let rows = rows.filter_map(|change| row(&page, wanted.kind.name, change, &seen.known, true));
    let undone = seen.steps.iter().filter(|step| step.version > wanted.version);
    Ok(RestoringPage {
        title: page.with("restoring-title", "thing", page.choice("thing", wanted.kind.name)),
        name: name(&page, wanted.kind, &seen.steps, &seen.known),
        undone: undone.map(|step| heading(&page, wanted.kind, step)).collect(),
        rows: rows.collect(),
        is_possible,
        history,
        form,
        page,
    })
}

/// Why it cannot be, in words: what is wrong with a field names the field, which no form shows here.
fn told(page: &Page, form: &mut Form, kind: &Kind, problem: Problem) -> Result<(), Fault> {
    if problem.status != 422 || problem.errors.is_empty() {
        return form.refuse(problem);
    }
    for fault in &problem.errors {
        let field = fault.pointer.trim_start_matches('/').replace('/', ".");
        let first = field.split('.').next().unwrap_or_default();
        let label = fields::find(kind.name, &field).label;
        let label = label.or_else(|| fields::find(kind.name, first).label);
        let words = fault_words(page.reader.voice, &fault.code, Some(&fault.detail));
        let label = label.filter(|label| !label.is_empty());
        form.refuse_field(
            "",
            label.map_or_else(|| words.clone(), |label| format!("{}: {words}", page.t(label))),
        );
    }
    Ok(())
}

/// Looks ahead: the service does it all, and keeps nothing.
async fn seen(reader: &Member, wanted: &Wanted<'_>) -> Result<Seen, Fault> {
    reader.must(wanted.kind.restored_by().ok_or(Fault::NotFound)?)?;
    let (source, restorations) = addresses(wanted)?;
    let told: List<Step> = reader.api().get(&source).await?;
    let mut steps = told.items;
    let now = steps
        .first()
        .filter(|step| !step.deleted)
        .ok_or(Fault::NotFound)?
        .version;
    let asked = json!({"version": wanted.version, "preview": true});
    let key = crate::forms::fresh_key();
    let restored: Result<Restored, Problem> = reader.api().act(&restorations, asked, Some(now), &key).await;
    let changes = restored.as_ref().map(|restored| restored.changes.clone());
    // Named together with the steps, as if it were one of them.
    steps.push(Step {
        changes: changes.unwrap_or_default(),
        ..Step::default()
    });
    let known = names::known(reader, wanted.kind.name, &steps).await?;
    steps.pop();
    Ok(Seen { steps, known, restored })
}

fn addresses(wanted: &Wanted<'_>) -> Result<(String, String), Fault> {
    let addresses = wanted.kind.source(wanted.id).zip(wanted.kind.restorations(wanted.id));
    addresses.ok_or(Fault::NotFound)
}

#[get("/history/{kind}/{id}/restorations/{version}")]
async fn ask(reader: Member, named: Path<(String, Uuid, i64)>) -> Answer {
    let (kind, id, version) = named.into_inner();
    let kind = Kind::called(&kind).ok_or(Fault::NotFound)?;
    let id = &id.to_string();
    let wanted = Wanted { kind, id, version };
    let seen = seen(&reader, &wanted).await?;
    show(&reader, &view(&reader, &wanted, seen)?)
}

#[post("/history/{kind}/{id}/restorations/{version}")]
async fn restore(reader: Member, named: Path<(String, Uuid, i64)>, submitted: Submitted) -> Answer {
    let (kind, id, version) = named.into_inner();
    let kind = Kind::called(&kind).ok_or(Fault::NotFound)?;
    let id = &id.to_string();
    let wanted = Wanted { kind, id, version };
    reader.must(kind.restored_by().ok_or(Fault::NotFound)?)?;
    let (_, restorations) = addresses(&wanted)?;
    let form = Form::new(&reader, "", "restoring-submit")
        .area("reason", "reason")
        .fill(&submitted);
    let mut asked = form.body();
    if let Some(asked) = asked.as_object_mut() {
        asked.insert("version".to_owned(), json!(version));
    }
    let done: Result<Value, Problem> = reader.api().act(&restorations, asked, form.version, &form.key).await;
    let Err(problem) = done else {
        return Ok(see_other(&format!("{}?done=restored", wanted.history())));
    };
    let mut page = view(&reader, &wanted, seen(&reader, &wanted).await?)?;
    page.form = page.form.give("reason", form.value("reason"));
    if problem.status == 412 {
        // What will change is another than what was shown: it is shown anew before it is done.
        page.form.overtaken = true;
        return render(&reader, StatusCode::PRECONDITION_FAILED, &page);
    }
    if page.is_possible {
        told(&page.page, &mut page.form, kind, problem)?;
    }
    refuse(&reader, &page)
}

#[cfg(test)]
pub fn samples(reader: &Reader, known: &dyn Fn() -> Known, steps: &Value) -> Vec<(String, String)> {
    let shown = |restored: Result<Restored, Problem>| {
        let kind = Kind::called("goal").unwrap();
        let wanted = Wanted {
            kind,
            id: "019",
            version: 1,
        };
        let seen = Seen {
            steps: serde_json::from_value(steps.clone()).unwrap(),
            known: known(),
            restored,
        };
        view(reader, &wanted, seen).unwrap().render().unwrap()
    };
    let changes = json!({"changes": [
        {"field": "title.fi", "before": "Ovet auki Eurooppaan", "after": "Ovet auki maailmalle"},
        {"field": "theme_ids", "before": "t1", "after": null},
    ]});
    let gone = json!({"status": 422, "code": "invalid", "errors": [
        {"pointer": "/theme_ids/0", "code": "unknown_theme", "detail": "There is no such theme in your organisation."},
    ]});
    vec![
        (
            "restoring".to_owned(),
            shown(Ok(serde_json::from_value(changes).unwrap())),
        ),
        (
            "restoring-impossible".to_owned(),
            shown(Err(serde_json::from_value(gone).unwrap())),
        ),
    ]
}
