//! From which share of the expected change on a goal is on track, or to be watched.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, form_page::FormPage, refuse, see_other, show};
use crate::{
    forms::{Control, Form},
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(keep);
}

pub fn form(reader: &Reader) -> Form {
    Form::new(reader, "/goals/thresholds", "save")
        .cancel("/goals")
        .field("on_track", "threshold-on-track", Control::Decimal)
        .required()
        .field("watch", "threshold-watch", Control::Decimal)
        .required()
        .area("reason", "reason")
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    let view = FormPage::new(reader, Section::Goals, "thresholds", form);
    let lead = view.page.t("attainment-line");
    FormPage { lead, ..view }.link("/history/goal_thresholds", "history")
}

#[get("/goals/thresholds")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_THRESHOLDS)?;
    let found: Value = reader.api().get("/goal-thresholds").await?;
    show(&reader, &view(&reader, form(&reader).fill_from(&found)))
}

#[post("/goals/thresholds")]
async fn keep(reader: Member, submitted: Submitted) -> Answer {
    let mut form = form(&reader).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .put::<Value>("/goal-thresholds", form.body(), form.version)
            .await
        {
            Ok(_) => return Ok(see_other("/goals?done=saved")),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, form))
}
