//! A unit's statement: writing it, handing it in, taking it back.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, attachments::Attached, lookups, lookups::Names, refuse, see_other, show},
    status,
};
use crate::{
    clients::goals::Statement,
    fault::Fault,
    forms::{Control, Form, Options},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_statement)
        .service(keep_statement)
        .service(reopen_statement);
}

#[derive(Template)]
#[template(path = "pages/statement.html")]
struct StatementPage {
    page: Page,
    unit: Html,
    status: Html,
    statement: Statement,
    /// Absent when there is nothing left to write.
    form: Option<Form>,
    /// What was handed in can be taken back, until its round is locked.
    reopen: Option<Form>,
    attached: Attached,
}

/// Who steers the round says who answers for a statement: `people` are those to choose from.
fn statement_form(reader: &Reader, statement: &Statement, people: Option<Options>) -> Form {
    let form = Form::new(reader, format!("/statements/{}", statement.id), "statement-keep")
        .cancel("/statements")
        .long_texts("text", "statement-text")
        .required()
        .line("plan_reference", "plan-reference");
    let form = match people {
        Some(people) => form.choice("owner_id", "statement-owner", people),
        None => form,
    };
    form.tick("submit", "statement-submit")
}

async fn people(reader: &Member, chosen: &[String]) -> Result<Option<Options>, Fault> {
    if !reader.may(rights::MANAGE_STATEMENTS) {
        return Ok(None);
    }
    lookups::members(reader, chosen).await.map(Some)
}

fn reopen_form(reader: &Reader, statement: &Statement) -> Option<Form> {
    let may = reader.may(rights::WRITE_STATEMENTS) && statement.status == "submitted";
    let form = || {
        Form::new(
            reader,
            format!("/statements/{}/reopen", statement.id),
            "statement-reopen",
        )
    };
    may.then(|| form().seen(statement.version))
}

fn statement_view(
    reader: &Reader,
    statement: Statement,
    form: Option<Form>,
    (units, attached): (&Names, Attached),
) -> StatementPage {
    let page = Page::new(reader, Section::Statements);
    StatementPage {
        unit: units.maybe(&page, statement.unit_id.as_deref()),
        status: status(&page, &statement.status),
        reopen: reopen_form(reader, &statement),
        form,
        attached,
        page,
        statement,
    }
}

async fn attached(reader: &Member, statement: &Statement) -> Result<Attached, Fault> {
    let page = Page::new(reader, Section::Statements);
    let attached = Attached::of(reader, &page, "statements", &statement.id).await?;
    Ok(attached.unless(!is_open(statement)))
}

fn is_open(statement: &Statement) -> bool {
    matches!(statement.status.as_str(), "owed" | "draft")
}

fn parsed(found: &Value) -> Result<Statement, Fault> {
    serde_json::from_value(found.clone()).map_err(|error| Fault::Broken(error.to_string()))
}

#[get("/statements/{id}")]
async fn ask_statement(reader: Member, id: Id) -> Answer {
    let found: Value = reader.api().get(&format!("/statements/{id}")).await?;
    let statement = parsed(&found)?;
    let units = lookups::units(&reader).await?;
    let attached = attached(&reader, &statement).await?;
    let writes = reader.may(rights::WRITE_STATEMENTS);
    let form = if writes && is_open(&statement) {
        let people = people(&reader, &lookups::ids_in(&found)).await?;
        Some(statement_form(&reader, &statement, people).fill_from(&found))
    } else {
        None
    };
    show(&reader, &statement_view(&reader, statement, form, (&units, attached)))
}

#[post("/statements/{id}")]
async fn keep_statement(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/statements/{id}");
    let statement: Statement = reader.api().get(&path).await?;
    let people = people(&reader, &submitted.ids()).await?;
    let mut form = statement_form(&reader, &statement, people).fill(&submitted);
    if form.is_complete() {
        let submits = submitted.get("submit") == "true";
        match keep(&reader, &path, &form, submits).await {
            // What waits next stands on the start page.
            Ok(()) if submits => return Ok(see_other("/?done=statement-submitted")),
            Ok(()) => return Ok(see_other(&format!("{path}?done=saved"))),
            // Whoever wrote meanwhile keeps their words beside what was typed here.
            Err(problem) if problem.status == 412 => form.overtake(&reader.api().get(&path).await?),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let units = lookups::units(&reader).await?;
    let attached = attached(&reader, &statement).await?;
    refuse(
        &reader,
        &statement_view(&reader, statement, Some(form), (&units, attached)),
    )
}

#[post("/statements/{id}/reopen")]
async fn reopen_statement(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let version = submitted.get("version").parse().ok();
    let path = format!("/statements/{id}");
    let _statement: Value = reader
        .api()
        .act(&format!("{path}/reopen"), json!({}), version, submitted.get("key"))
        .await?;
    Ok(see_other(&format!("{path}?done=statement-reopened")))
}

/// Keeps the text, and hands it in when that was ticked.
async fn keep(reader: &Member, path: &str, form: &Form, submits: bool) -> Result<(), crate::clients::Problem> {
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.remove("submit");
    }
    let kept: Value = reader.api().patch(path, body, form.version).await?;
    if submits {
        let version = kept.get("version").and_then(Value::as_i64);
        let _submitted: Value = reader
            .api()
            .act(&format!("{path}/submit"), json!({}), version, &form.key)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
pub fn sample(status: &str) -> Statement {
    serde_json::from_value(json!({
        "id": "s1", "version": 1, "year": 2026, "unit_id": "u1", "text": {"sv": "Internationellt arbete.\n\nUtbyte."},
        "status": status, "submitted_on": "2026-02-01"
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Statements), "statements", filled);
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let people = Some(vec![("m1".to_owned(), "Rehtori".to_owned())]);
    let draft = sample("draft");
    let form = statement_form(reader, &draft, people);
    let open = statement_view(reader, draft, Some(form), (&units, attached(true)));
    let shut = |status: &str| statement_view(reader, sample(status), None, (&units, attached(false)));
    let samples = [
        ("statement", open),
        ("statement-submitted", shut("submitted")),
        ("statement-locked", shut("locked")),
    ];
    samples
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .to_vec()
}
