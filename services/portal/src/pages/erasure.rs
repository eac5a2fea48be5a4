//! Leaving for good: one's own data erased, or, by the operator, those of somebody who asked for it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{Answer, form_page::FormPage, refuse, see_other, see_other_with, show};
use crate::{
    clients::Problem,
    fault::Fault,
    forms::Form,
    page::Section,
    reader::{Reader, SignedIn, Submitted, cookies::Name},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_own)
        .service(erase_own)
        .service(ask_of)
        .service(erase_of);
}

fn own_form(reader: &Reader) -> Form {
    Form::new(reader, "/profile/erase", "erase-submit")
        .cancel("/profile")
        .tick("understood", "erase-understood")
        .required()
}

fn own_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Own, "erase", form)
}

#[get("/profile/erase")]
async fn ask_own(reader: SignedIn) -> Answer {
    let person: Value = reader.api().get("/people/me").await?;
    show(&reader, &own_view(&reader, own_form(&reader).fill_from(&person)))
}

#[post("/profile/erase")]
async fn erase_own(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = own_form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &own_view(&reader, form));
    }
    let api = reader.portal.api.as_session(reader.session(), &reader.origin);
    let erased = api.act::<Value>("/people/me/erase", json!({}), form.version, &form.key);
    if let Err(problem) = erased.await {
        form.refuse(problem)?;
        return refuse(&reader, &own_view(&reader, form));
    }
    reader.portal.api.forget(reader.session()).await;
    let jar = reader.portal.jar;
    Ok(see_other_with("/sign-in?done=erased", &[jar.forget(Name::Session)]))
}

fn of_form(reader: &Reader) -> Form {
    Form::new(reader, "/erasures", "erase-submit")
        .cancel("/requests")
        .email("email", "email")
        .autocomplete("off")
        .required()
        .tick("understood", "erase-understood")
        .required()
}

fn of_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Requests, "erase-of", form)
}

#[get("/erasures")]
async fn ask_of(reader: SignedIn) -> Answer {
    if !reader.is_operator() {
        return Err(Fault::NotAllowed);
    }
    show(&reader, &of_view(&reader, of_form(&reader)))
}

#[post("/erasures")]
async fn erase_of(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = of_form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &of_view(&reader, form));
    }
    let body = json!({ "email": form.value("email") });
    match reader.api().post::<Value>("/people/erasures", body, &form.key).await {
        Ok(_) => Ok(see_other("/requests?done=erased-of")),
        Err(problem) => {
            // That nobody has the address is a fault of this form, not of the page.
            let status = if problem.status == 404 { 422 } else { problem.status };
            form.refuse(Problem { status, ..problem })?;
            refuse(&reader, &of_view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let mut unticked = own_form(reader).seen(3);
    unticked.is_complete();
    let shown = |view: FormPage| view.render().unwrap();
    vec![
        ("erase".to_owned(), shown(own_view(reader, own_form(reader).seen(3)))),
        ("erase-refused".to_owned(), shown(own_view(reader, unticked))),
        ("erase-of".to_owned(), shown(of_view(reader, of_form(reader)))),
    ]
}
