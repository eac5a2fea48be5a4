//! A round of statements: opening it, asking once more, locking it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, see_other, show};
use crate::{
    clients::Created,
    forms::{Control, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_round)
        .service(open_round)
        .service(remind_round)
        .service(lock_round);
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
    let form = round_form(&reader, &units, reader.today().year()).fill(&submitted);
    round_view(&reader, form)
        .send(async |form| {
            let _opened: Created = reader.api().post("/statement-rounds", form.body(), &form.key).await?;
            Ok(format!("/statements?year={}&done=created", form.value("year")))
        })
        .await
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

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Opetuslautakunta"), ("u2", "Rakennuslautakunta")]);
    let page = round_view(reader, round_form(reader, &units, 2026));
    vec![("round-new".to_owned(), page.render().unwrap())]
}
