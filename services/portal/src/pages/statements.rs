//! Yearly statements of units: the board of who is done, one's own statement, opening a round.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{Answer, Id, attachments::Attached, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    clients::{
        Created,
        goals::{Board, Round, Statement},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, Form, Options},
    html::Html,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(show_board)
        .service(ask_round)
        .service(open_round)
        .service(remind_round)
        .service(lock_round)
        .service(ask_statement)
        .service(keep_statement)
        .service(reopen_statement);
}

#[derive(Template)]
#[template(path = "pages/statements.html")]
struct StatementsPage {
    page: Page,
    year: i32,
    years: Field,
    board: Board,
    round: Option<Round>,
    rows: Vec<Row>,
    may_manage: bool,
    key: String,
}

struct Row {
    id: String,
    unit: Html,
    status: Html,
    submitted_on: String,
    /// By how much it is late; empty while there is time.
    late: String,
    mine: bool,
}

fn status(page: &Page, status: &str) -> Html {
    let colour = match status {
        "submitted" => "success",
        "draft" => "info",
        "owed" => "warning",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("statement-status", status))
}

/// What is still to be done comes first.
fn rank(status: &str) -> usize {
    ["owed", "draft"].iter().position(|open| *open == status).unwrap_or(2)
}

fn late(page: &Page, board: &Board, unit: Option<&str>) -> String {
    let missing = board
        .missing
        .iter()
        .find(|missing| Some(missing.unit_id.as_str()) == unit);
    missing
        .filter(|missing| missing.days_late > 0)
        .map_or_else(String::new, |missing| {
            page.with("days-late", "count", missing.days_late)
        })
}

struct Found {
    year: i32,
    board: Board,
    rounds: Vec<Round>,
    statements: Vec<Statement>,
    units: Names,
}

fn view(reader: &Reader, found: Found) -> StatementsPage {
    let page = Page::new(reader, Section::Statements);
    let own: Vec<&str> = reader
        .access
        .as_ref()
        .map(|access| access.units().collect())
        .unwrap_or_default();
    let manages = page.may(rights::MANAGE_STATEMENTS);
    let row = |statement: &Statement| {
        let unit = statement.unit_id.as_deref();
        let row = Row {
            id: statement.id.clone(),
            unit: found.units.maybe(&page, unit),
            status: status(&page, &statement.status),
            submitted_on: page.date(&statement.submitted_on),
            late: late(&page, &found.board, unit),
            mine: unit.is_some_and(|unit| own.contains(&unit)),
        };
        let name = row.unit.to_string().to_lowercase();
        ((!row.mine, rank(&statement.status), name), row)
    };
    let mut rows: Vec<_> = found.statements.iter().map(row).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let mut known: Vec<String> = found.rounds.iter().map(|round| round.year.to_string()).collect();
    known.push(found.year.to_string());
    known.sort_unstable_by(|one, two| two.cmp(one));
    known.dedup();
    let mut years = Field::new(
        reader.voice,
        "year",
        "year",
        Control::Choice(known.into_iter().map(|year| (year.clone(), year)).collect()),
    );
    years.set(&found.year.to_string());
    StatementsPage {
        year: found.year,
        years,
        round: found.rounds.into_iter().find(|round| round.year == found.year),
        board: found.board,
        rows,
        may_manage: manages,
        key: hex::encode(rand::random::<[u8; 16]>()),
        page,
    }
}

#[get("/statements")]
async fn show_board(reader: Member, asked: Asked) -> Answer {
    let rounds: List<Round> = reader.api().get("/statement-rounds").await?;
    let newest = rounds.items.iter().map(|round| round.year).max();
    let year = asked
        .get("year")
        .parse()
        .ok()
        .or(newest)
        .unwrap_or_else(|| i32::from(reader.today().year()));
    let api = reader.api();
    let of_year = [("year", year.to_string())];
    let all_of_year = [("year", year.to_string()), ("limit", "200".to_owned())];
    let (board, statements, units) = futures::try_join!(
        api.get_with::<Board>("/statements/board", &of_year),
        api.get_with::<List<Statement>>("/statements", &all_of_year),
        lookups::units(&reader)
    )?;
    show(
        &reader,
        &view(
            &reader,
            Found {
                year,
                board,
                rounds: rounds.items,
                statements: statements.items,
                units,
            },
        ),
    )
}

fn round_form(reader: &Reader, units: &Names, year: i16) -> Form {
    let page = Page::new(reader, Section::Statements);
    Form::new(reader, "/statements/rounds/new", "save")
        .cancel("/statements")
        .field("year", "year", Control::Whole)
        .required()
        .preset(&year.to_string())
        .date("due_on", "due-on")
        .required()
        .many("unit_ids", "round-units", units.options(&page))
        .required()
}

fn round_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Statements, "round-new", form)
}

#[get("/statements/rounds/new")]
async fn ask_round(reader: Member) -> Answer {
    reader.must(rights::MANAGE_STATEMENTS)?;
    let units = lookups::units(&reader).await?;
    let mut form = round_form(&reader, &units, reader.today().year());
    // Every unit owes a statement unless somebody says otherwise.
    if let Some(field) = form.fields.iter_mut().find(|field| field.name == "unit_ids") {
        field.choose_all();
    }
    show(&reader, &round_view(&reader, form))
}

#[post("/statements/rounds/new")]
async fn open_round(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = round_form(&reader, &units, reader.today().year()).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &round_view(&reader, form));
    }
    match reader
        .api()
        .post::<Created>("/statement-rounds", form.body(), &form.key)
        .await
    {
        Ok(_) => Ok(see_other(&format!(
            "/statements?year={}&done=created",
            form.value("year")
        ))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &round_view(&reader, form))
        }
    }
}

async fn act_on_round(reader: &Member, id: &Id, verb: &str, submitted: &Submitted, done: &str) -> Answer {
    let version = submitted.get("version").parse().ok();
    let path = format!("/statement-rounds/{id}/{verb}");
    let _round: Value = reader
        .api()
        .act(&path, json!({}), version, submitted.get("key"))
        .await?;
    Ok(see_other(&format!("/statements?done={done}")))
}

#[post("/statements/rounds/{id}/remind")]
async fn remind_round(reader: Member, id: Id, submitted: Submitted) -> Answer {
    act_on_round(&reader, &id, "remind", &submitted, "reminded").await
}

#[post("/statements/rounds/{id}/lock")]
async fn lock_round(reader: Member, id: Id, submitted: Submitted) -> Answer {
    act_on_round(&reader, &id, "lock", &submitted, "locked").await
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

async fn people(reader: &Member) -> Result<Option<Options>, Fault> {
    if !reader.may(rights::MANAGE_STATEMENTS) {
        return Ok(None);
    }
    lookups::members(reader).await.map(Some)
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
        let people = people(&reader).await?;
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
    let people = people(&reader).await?;
    let mut form = statement_form(&reader, &statement, people).fill(&submitted);
    if form.is_complete() {
        let submits = submitted.get("submit") == "true";
        match keep(&reader, &path, &form, submits).await {
            // What waits next stands on the start page.
            Ok(()) if submits => return Ok(see_other("/?done=statement-submitted")),
            Ok(()) => return Ok(see_other(&format!("{path}?done=saved"))),
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
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let statement = |status: &str| -> Statement {
        serde_json::from_value(json!({"id": "s1", "version": 1, "year": 2026, "unit_id": "u1", "text": {"sv": "Internationellt arbete.\n\nUtbyte."}, "status": status, "submitted_on": "2026-02-01"})).unwrap()
    };
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Statements), "statements", filled);
    let units = || Names::sample(&[("u1", "Opetuslautakunta"), ("u2", "Rakennuslautakunta")]);
    let found = Found {
        year: 2026,
        board: serde_json::from_value(json!({"year": 2026, "owed": 2, "submitted": 1, "percent": "50", "missing": [{"unit_id": "u2", "unit_name": {"fi": "Rakennuslautakunta"}, "days_late": 3}]})).unwrap(),
        rounds: vec![Round { id: "r1".to_owned(), version: 1, year: 2026, due_on: "2026-02-28".to_owned(), state: "open".to_owned() }],
        statements: vec![statement("submitted"), statement("owed")],
        units: units(),
    };
    let nothing = Found {
        year: 2026,
        board: Board::default(),
        rounds: Vec::new(),
        statements: Vec::new(),
        units: units(),
    };
    let open = statement_view(
        reader,
        statement("draft"),
        Some(statement_form(
            reader,
            &statement("draft"),
            Some(vec![("m1".to_owned(), "Rehtori".to_owned())]),
        )),
        (&units(), attached(true)),
    );
    vec![
        ("statements".to_owned(), view(reader, found).render().unwrap()),
        ("statements-none".to_owned(), view(reader, nothing).render().unwrap()),
        (
            "round-new".to_owned(),
            round_view(reader, round_form(reader, &units(), 2026)).render().unwrap(),
        ),
        ("statement".to_owned(), open.render().unwrap()),
        (
            "statement-submitted".to_owned(),
            statement_view(reader, statement("submitted"), None, (&units(), attached(false)))
                .render()
                .unwrap(),
        ),
        (
            "statement-locked".to_owned(),
            statement_view(reader, statement("locked"), None, (&units(), attached(false)))
                .render()
                .unwrap(),
        ),
    ]
}
