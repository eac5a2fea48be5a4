//! Asking for a subscription.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;

use super::{Answer, form_page::FormPage, refuse, see_other, show};
use crate::{
    choices,
    clients::Created,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(request).service(thank_you);
}

fn form(reader: &Reader) -> Form {
    let voice = reader.voice;
    Form::new(reader, "/sign-up", "sign-up-submit")
        .heading(voice.say("sign-up-organisation"))
        .push(Field::choice(
            voice,
            "organisation.country",
            "country",
            &choices::COUNTRY,
        ))
        .required()
        .push(Field::choice(
            voice,
            "organisation.kind",
            "organisation-kind",
            &choices::ORGANISATION_KIND,
        ))
        .required()
        .texts("organisation.name", "organisation-name")
        .required()
        .line("organisation.code", "organisation-code")
        .required()
        .heading(voice.say("sign-up-contact"))
        .line("contact.name", "own-name")
        .autocomplete("name")
        .required()
        .email("contact.email", "email")
        .required()
        .push(Field::choice(
            voice,
            "contact.language",
            "own-language",
            &choices::LANGUAGE,
        ))
        .preset(voice.language.code())
        .required()
        .area("message", "sign-up-message")
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Outside, "sign-up", form)
}

#[get("/sign-up")]
async fn ask(reader: Reader) -> Answer {
    show(&reader, &view(&reader, form(&reader)))
}

#[post("/sign-up")]
async fn request(reader: Reader, submitted: Submitted) -> Answer {
    let mut form = form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    match reader
        .anonymous()
        .post::<Created>("/subscriptions", form.body(), &form.key)
        .await
    {
        Ok(_) => Ok(see_other("/sign-up/thank-you")),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}

#[derive(Template)]
#[template(path = "pages/thank-you.html")]
struct ThankYouPage {
    page: Page,
}

#[get("/sign-up/thank-you")]
async fn thank_you(reader: Reader) -> Answer {
    show(
        &reader,
        &ThankYouPage {
            page: Page::new(&reader, Section::Outside),
        },
    )
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let mut refused = form(reader);
    refused.is_complete();
    vec![
        ("sign-up".to_owned(), view(reader, form(reader)).render().unwrap()),
        ("sign-up-refused".to_owned(), view(reader, refused).render().unwrap()),
        (
            "sign-up-thank-you".to_owned(),
            ThankYouPage {
                page: Page::new(reader, Section::Outside),
            }
            .render()
            .unwrap(),
        ),
    ]
}
