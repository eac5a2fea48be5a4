//! A forgotten password: asking for a link, and choosing a new password with it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{Answer, form_page::FormPage, refuse, see_other, show};
use crate::{
    forms::{Control, Form},
    listing::Asked,
    page::Section,
    reader::{Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask)
        .service(request)
        .service(ask_new)
        .service(complete);
}

fn request_form(reader: &Reader) -> Form {
    Form::new(reader, "/forgotten-password", "forgotten-password-submit")
        .cancel("/sign-in")
        .email("email", "email")
        .required()
}

fn request_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Outside, "forgotten-password", form)
}

#[get("/forgotten-password")]
async fn ask(reader: Reader) -> Answer {
    show(&reader, &request_view(&reader, request_form(&reader)))
}

#[post("/forgotten-password")]
async fn request(reader: Reader, submitted: Submitted) -> Answer {
    let mut form = request_form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &request_view(&reader, form));
    }
    match reader
        .anonymous()
        .post::<Value>("/password-resets", form.body(), &form.key)
        .await
    {
        // The same words whether the address is known or not.
        Ok(_) => Ok(see_other("/sign-in?done=reset-requested")),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &request_view(&reader, form))
        }
    }
}

fn new_form(reader: &Reader, token: &str) -> Form {
    Form::new(reader, "/reset-password", "reset-password-submit")
        .hidden("reset_token", token)
        .field("password", "new-password", Control::Line("password"))
        .autocomplete("new-password")
        .required()
}

fn new_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Outside, "reset-password", form).link("/forgotten-password", "reset-password-again")
}

#[get("/reset-password")]
async fn ask_new(reader: Reader, asked: Asked) -> Answer {
    show(&reader, &new_view(&reader, new_form(&reader, asked.get("token"))))
}

#[post("/reset-password")]
async fn complete(reader: Reader, submitted: Submitted) -> Answer {
    let mut form = new_form(&reader, "").fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &new_view(&reader, form));
    }
    let body = json!({ "token": submitted.get("reset_token"), "password": submitted.raw("password") });
    match reader
        .anonymous()
        .post::<Value>("/password-resets/complete", body, &form.key)
        .await
    {
        Ok(_) => Ok(see_other("/sign-in?done=password-changed")),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &new_view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    vec![
        (
            "forgotten-password".to_owned(),
            request_view(reader, request_form(reader)).render().unwrap(),
        ),
        (
            "reset-password".to_owned(),
            new_view(reader, new_form(reader, "token")).render().unwrap(),
        ),
    ]
}
