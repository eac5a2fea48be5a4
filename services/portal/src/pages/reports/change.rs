//! Writing in a draft, counting it anew, locking it, throwing it away.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Answer, Id, form_page::FormPage, lookups, refuse, see_other, show},
    heading, read, report,
};
use crate::{
    clients::reporting::Report,
    fault::Fault,
    forms::Form,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

/// `edit` before `{verb}`, which would take it for one.
pub fn configure(services: &mut ServiceConfig) {
    services.service(ask_edit).service(edit).service(act);
}

pub fn edit_form(reader: &Reader, report: &Report) -> Form {
    let page = Page::new(reader, Section::Reports);
    let mut form =
        Form::new(reader, format!("/reports/{}/edit", report.id), "save").cancel(format!("/reports/{}", report.id));
    for (index, part) in report.parts.iter().enumerate() {
        form = form
            .heading(heading(&page, part))
            .hidden(&format!("parts.{index}.key"), &part.key)
            .area(&format!("parts.{index}.text"), "report-text")
            .preset(&part.text);
    }
    form.seen(report.version)
}

pub fn edit_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Reports, "report-edit", form)
}

#[get("/reports/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_REPORTS)?;
    let report = read(&reader, &id, 0).await?;
    show(&reader, &edit_view(&reader, edit_form(&reader, &report)))
}

#[post("/reports/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/reports/{id}");
    let report = read(&reader, &id, 0).await?;
    let mut form = edit_form(&reader, &report).fill(&submitted);
    let mut body = form.body();
    // An emptied text is a text too.
    for part in body
        .get_mut("parts")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(text) = part.get_mut("text").filter(|text| text.is_null()) {
            *text = json!("");
        }
    }
    match reader.api().patch::<Value>(&path, body, form.version).await {
        Ok(_) => Ok(see_other(&format!("{path}?done=saved"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &edit_view(&reader, form))
        }
    }
}

#[post("/reports/{id}/{verb}")]
async fn act(reader: Member, path: Path<(Uuid, String)>, submitted: Submitted) -> Answer {
    let (id, verb) = path.into_inner();
    let version = submitted.get("version").parse().ok();
    let address = format!("/reports/{id}");
    match verb.as_str() {
        "redraft" => {
            let _report: Value = reader
                .api()
                .act(&format!("{address}/redraft"), json!({}), version, submitted.get("key"))
                .await?;
            Ok(see_other(&format!("{address}?done=redrafted")))
        }
        "lock" => lock(&reader, id, version, &submitted).await,
        "delete" => {
            reader.api().delete(&address, version).await?;
            Ok(see_other("/reports?done=deleted"))
        }
        _ => Err(Fault::NotFound),
    }
}

/// A lock that is refused for characters no font has shows the report again, with them listed.
async fn lock(reader: &Member, id: Uuid, version: Option<i64>, submitted: &Submitted) -> Answer {
    let path = format!("/reports/{id}");
    match reader
        .api()
        .act::<Value>(&format!("{path}/lock"), json!({}), version, submitted.get("key"))
        .await
    {
        Ok(_) => Ok(see_other(&format!("{path}?done=report-locked"))),
        Err(problem) if matches!(problem.status, 409 | 422) => {
            let report = read(reader, id, report::ROWS).await?;
            if report.faults.is_empty() {
                return Err(problem.into());
            }
            let units = lookups::units(reader).await?;
            refuse(reader, &report::view(reader, report, &units))
        }
        Err(problem) => Err(problem.into()),
    }
}
