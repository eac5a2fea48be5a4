//! Releasing a figure, and one release with its withdrawal.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, form_page::FormPage, refuse, see_other, show},
    coverage, value,
};
use crate::{
    choices,
    clients::reporting::Release,
    forms::{Form, Options},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(make).service(one).service(withdraw);
}

/// How many years back are offered.
const YEARS: i16 = 5;

pub fn form(reader: &Reader) -> Form {
    let page = Page::new(reader, Section::National);
    let measures: Options = choices::MEASURE
        .values
        .iter()
        .map(|code| ((*code).to_owned(), page.choice("measure", code)))
        .collect();
    let year = reader.today().year();
    let years: Options = (1..=YEARS)
        .map(|back| ((year - back).to_string(), (year - back).to_string()))
        .collect();
    Form::new(reader, "/national/release", "release-submit")
        .cancel("/national")
        .choice("measure", "measure", measures)
        .required()
        .choice("period", "year", years)
        .required()
}

pub fn form_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::National, "release-new", form)
}

#[get("/national/release")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::RELEASE_FIGURES)?;
    show(&reader, &form_view(&reader, form(&reader)))
}

#[post("/national/release")]
async fn make(reader: Member, submitted: Submitted) -> Answer {
    let mut form = form(&reader).fill(&submitted);
    if form.is_complete() {
        let asked = json!({
            "measure": form.value("measure"),
            "period": form.value("period").parse::<i16>().unwrap_or_default(),
        });
        match reader.api().post::<Release>("/releases", asked, &form.key).await {
            Ok(release) if release.state == "released" => return Ok(see_other("/national?done=figure-released")),
            Ok(_) => return Ok(see_other("/national?done=figure-withheld")),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &form_view(&reader, form))
}

#[derive(Template)]
#[template(path = "pages/release.html")]
pub struct ReleasePage {
    page: Page,
    measure: String,
    state: String,
    value: Html,
    coverage: String,
    note: Html,
    may_withdraw: bool,
    key: String,
    release: Release,
}

pub fn view(reader: &Reader, release: Release) -> ReleasePage {
    let page = Page::new(reader, Section::National);
    ReleasePage {
        measure: page.choice("measure", &release.cell.measure),
        state: page.choice("release-state", &release.state),
        value: value(&page, &release.cell),
        coverage: coverage(&page, &release.cell),
        note: page.text(&release.cell.note),
        may_withdraw: release.state == "released" && page.may(rights::WITHDRAW_RELEASES),
        key: crate::forms::fresh_key(),
        release,
        page,
    }
}

#[get("/national/releases/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let release: Release = reader.api().get(&format!("/releases/{id}")).await?;
    show(&reader, &view(&reader, release))
}

#[post("/national/releases/{id}/withdraw")]
async fn withdraw(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let version = submitted.get("version").parse().ok();
    let _release: Value = reader
        .api()
        .act(
            &format!("/releases/{id}/withdraw"),
            json!({}),
            version,
            submitted.get("key"),
        )
        .await?;
    Ok(see_other(&format!("/national/releases/{id}?done=figure-withdrawn")))
}
