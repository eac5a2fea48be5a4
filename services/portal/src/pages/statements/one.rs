//! A unit's statement: writing it, handing it in, taking it back.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, attachments::Attached, lookups, lookups::Names, refuse, see_other, show},
    status,
};
use crate::{
    clients::goals::{Round, Statement},
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
    /// By when it is to be handed in.
    due_on: String,
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

fn statement_view(reader: &Reader, statement: Statement, form: Option<Form>, around: Around) -> StatementPage {
    let page = Page::new(reader, Section::Statements);
    let Around {
        units,
        due_on,
        attached,
    } = around;
    StatementPage {
        due_on: page.date(&due_on),
        unit: units.maybe(&page, statement.unit_id.as_deref()),
        status: status(&page, &statement.status),
        reopen: reopen_form(reader, &statement),
        form,
        attached,
        page,
        statement,
    }
}

/// What a statement is shown with.
struct Around {
    units: Names,
    due_on: String,
    attached: Attached,
}

async fn around(reader: &Member, statement: &Statement) -> Result<Around, Fault> {
    let page = Page::new(reader, Section::Statements);
    let round = async {
        let found: Result<Round, Fault> = reader
            .api()
            .get(&format!("/statement-rounds/{}", statement.round_id))
            .await;
        match found {
            Ok(round) => Ok(round.due_on),
            Err(Fault::NotFound | Fault::NotAllowed) => Ok(String::new()),
            Err(fault) => Err(fault),
        }
    };
    let (units, due_on, attached) = futures::try_join!(
        lookups::units(reader),
        round,
        Attached::of(reader, &page, "statements", &statement.id)
    )?;
    Ok(Around {
        units,
        due_on,
        attached: attached.unless(!is_open(statement)),
    })
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
    let around = around(&reader, &statement).await?;
    let writes = reader.may(rights::WRITE_STATEMENTS);
    let form = if writes && is_open(&statement) {
        let people = people(&reader, &lookups::ids_in(&found)).await?;
        Some(statement_form(&reader, &statement, people).fill_from(&found))
    } else {
        None
    };
    show(&reader, &statement_view(&reader, statement, form, around))
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
    let around = around(&reader, &statement).await?;
    refuse(&reader, &statement_view(&reader, statement, Some(form), around))
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
    let around = |filled| Around {
        units: Names::sample(&[("u1", "Opetuslautakunta")]),
        due_on: "2026-02-28".to_owned(),
        attached: attached(filled),
    };
    let people = Some(vec![("m1".to_owned(), "Rehtori".to_owned())]);
    let draft = sample("draft");
    let form = statement_form(reader, &draft, people);
    let open = statement_view(reader, draft, Some(form), around(true));
    let shut = |status: &str| statement_view(reader, sample(status), None, around(false));
    let samples = [
        ("statement", open),
        ("statement-submitted", shut("submitted")),
        ("statement-locked", shut("locked")),
    ];
    samples
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .to_vec()
}
