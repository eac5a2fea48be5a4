//! One table on its way in, and what can be done with it now.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{IMPORTS, progress, state};
use crate::{
    choices,
    clients::{
        imports::{Column, Import, LineFault},
        shared::List,
    },
    fault::Fault,
    forms::{fault_words, fresh_key, told},
    html::Html,
    page::{Page, Section},
    pages::{Answer, files, refuse, see_other, show},
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(seen)
        .service(check)
        .service(apply)
        .service(stop)
        .service(delete)
        .service(faults_file);
}

/// So many faults stand on the page; all of them are in the file.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "pages/import.html")]
pub struct ImportPage {
    page: Page,
    import: Import,
    address: String,
    state: Html,
    progress: String,
    columns: Vec<ColumnRow>,
    counts: Vec<(String, String)>,
    faults: Vec<FaultRow>,
    /// How many more faults there are than stand here.
    more: bool,
    /// Why the last step was not taken.
    refused: Option<String>,
    failure: Option<String>,
    key: String,
}

struct ColumnRow {
    number: usize,
    name: String,
    samples: String,
    /// What it may hold, in words, and whether that is chosen.
    choices: Vec<(&'static str, String, bool)>,
}

struct FaultRow {
    line: String,
    field: String,
    told: String,
}

impl ImportPage {
    /// Whether its columns can be told and its lines checked.
    fn may_check(&self) -> bool {
        matches!(
            self.import.state.as_str(),
            "uploaded" | "checked" | "stopped" | "failed"
        )
    }

    fn may_apply(&self) -> bool {
        self.import.state == "checked" && self.import.tally.faulty < self.import.lines
    }

    fn was_counted(&self) -> bool {
        self.import.state != "uploaded"
    }
}

fn column(page: &Page, number: usize, column: &Column) -> ColumnRow {
    let choice = |field: &&'static str| (*field, page.choice("import-field", field), column.field == *field);
    ColumnRow {
        number,
        name: column.name.clone(),
        samples: column.samples.join(" · "),
        choices: choices::IMPORT_FIELD.values.iter().map(choice).collect(),
    }
}

pub fn view(page: Page, import: Import, faults: &List<LineFault>, refused: Option<String>) -> ImportPage {
    let number = |count: i64| page.number(&count.to_string());
    let tally = import.tally;
    // While it is only checked, nothing has become of anything.
    let told = if matches!(import.state.as_str(), "checking" | "checked") {
        "import-would"
    } else {
        "import-did"
    };
    let counts = [
        ("entered", tally.entered),
        ("changed", tally.changed),
        ("unchanged", tally.unchanged),
        ("faulty", tally.faulty),
    ];
    let fault = |fault: &LineFault| FaultRow {
        line: number(fault.line),
        field: page.choice("import-field", &fault.field),
        told: fault_words(page.reader.voice, &fault.code, Some(&fault.detail)),
    };
    let failure = Some(&import.failure).filter(|code| !code.is_empty());
    ImportPage {
        address: format!("/imports/{}", import.id),
        state: state(&page, &import),
        progress: progress(&page, &import),
        columns: (import.columns.iter().enumerate())
            .map(|(n, one)| column(&page, n, one))
            .collect(),
        counts: counts
            .into_iter()
            .map(|(what, count)| (page.choice(told, what), number(count)))
            .collect(),
        faults: faults.items.iter().map(fault).collect(),
        more: faults.next.is_some(),
        refused,
        failure: failure.map(|code| fault_words(page.reader.voice, code, None)),
        key: fresh_key(),
        import,
        page,
    }
}

async fn found(reader: &Member, id: Uuid, refused: Option<String>) -> Result<ImportPage, Fault> {
    let address = format!("{IMPORTS}/{id}");
    let import: Import = reader.api().get(&address).await?;
    let faults = if import.tally.faulty > 0 && !import.is_under_way() {
        let query = [("limit", SHOWN.to_string())];
        reader.api().get_with(&format!("{address}/faults"), &query).await?
    } else {
        List::default()
    };
    Ok(view(Page::new(reader, Section::Indicators), import, &faults, refused))
}

#[get("/imports/{id}")]
async fn seen(reader: Member, id: Path<Uuid>) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    show(&reader, &found(&reader, *id, None).await?)
}

/// Asks for a step; what speaks against it is told on the same page.
async fn step(reader: &Member, id: Uuid, what: &str, body: Value, key: &str) -> Answer {
    let asked = reader
        .api()
        .post::<Value>(&format!("{IMPORTS}/{id}/{what}"), body, key)
        .await;
    match asked {
        Ok(_) => Ok(see_other(&format!("/imports/{id}"))),
        Err(problem) => {
            let words = told(reader.voice, problem)?;
            refuse(reader, &found(reader, id, Some(words)).await?)
        }
    }
}

#[post("/imports/{id}/check")]
async fn check(reader: Member, id: Path<Uuid>, submitted: Submitted) -> Answer {
    let columns: Vec<Value> = submitted
        .all("column")
        .map(|field| if field.is_empty() { Value::Null } else { json!(field) })
        .collect();
    step(
        &reader,
        *id,
        "check",
        json!({ "columns": columns }),
        submitted.get("key"),
    )
    .await
}

#[post("/imports/{id}/apply")]
async fn apply(reader: Member, id: Path<Uuid>, submitted: Submitted) -> Answer {
    let leave_out = submitted.get("leave_out_faulty") == "true";
    let body = json!({ "leave_out_faulty": leave_out });
    step(&reader, *id, "apply", body, submitted.get("key")).await
}

#[post("/imports/{id}/stop")]
async fn stop(reader: Member, id: Path<Uuid>, submitted: Submitted) -> Answer {
    step(&reader, *id, "stop", json!({}), submitted.get("key")).await
}

#[post("/imports/{id}/delete")]
async fn delete(reader: Member, id: Path<Uuid>, _submitted: Submitted) -> Answer {
    match reader.api().delete(&format!("{IMPORTS}/{id}"), None).await {
        Ok(()) => Ok(see_other("/imports?done=deleted")),
        Err(problem) => {
            let words = told(reader.voice, problem)?;
            refuse(&reader, &found(&reader, *id, Some(words)).await?)
        }
    }
}

/// All faults, to be mended beside the table.
#[get("/imports/{id}/faults.csv")]
async fn faults_file(reader: Member, id: Path<Uuid>) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    files::file(
        &reader,
        &format!("{IMPORTS}/{id}/faults"),
        Vec::new(),
        ("faults", "csv"),
    )
    .await
}
