//! Making a key. Its secret is told in the answer, and never again.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, form_page::FormPage, refuse, show, told_once::ToldOnce};
use crate::{
    clients::integrations::ApiKey,
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(make);
}

pub fn form(reader: &Reader) -> Form {
    Form::new(reader, "/api-keys/new", "api-key-new-submit")
        .cancel("/api-keys")
        .line("name", "api-key-name")
        .required()
        .many("scopes", "api-key-scopes", super::scopes(reader.voice))
        .required()
        .date("ends_on", "api-key-ends-on")
        .required()
        .area("networks", "api-key-networks")
}

/// What the API is sent: a network stands on each line.
fn body(form: &Form) -> Value {
    let mut body = form.body();
    let networks = form.value("networks").lines().map(str::trim);
    let networks: Vec<&str> = networks.filter(|line| !line.is_empty()).collect();
    if let Some(map) = body.as_object_mut() {
        map.insert("networks".to_owned(), json!(networks));
    }
    body
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::ApiKeys, "api-key-new", form).link("/api/docs", "api-title")
}

pub fn made(reader: &Reader, key: &ApiKey) -> ToldOnce {
    let onward = (format!("/api-keys/{}", key.id), "api-key-onward");
    ToldOnce::new(reader, Section::ApiKeys, "api-key-made", &key.secret, onward)
}

#[get("/api-keys/new")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::MAKE_API_KEYS)?;
    show(&reader, &view(&reader, form(&reader)))
}

#[post("/api-keys/new")]
async fn make(reader: Member, submitted: Submitted) -> Answer {
    let mut form = form(&reader).fill(&submitted);
    if form.is_complete() {
        match reader.api().post::<ApiKey>("/api-keys", body(&form), &form.key).await {
            Ok(key) => return show(&reader, &made(&reader, &key)),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn each_line_is_a_network_and_no_line_is_none() {
        let reader = a_member(Language::Fi);
        let sent = |networks: &str| {
            let typed = [
                ("name", "Power BI"),
                ("scopes", "projects:read"),
                ("networks", networks),
            ];
            body(&form(&reader).fill(&Submitted::sample(&typed)))
        };
        assert_eq!(
            sent("192.0.2.0/24\r\n\r\n 2001:db8::1 ")["networks"],
            json!(["192.0.2.0/24", "2001:db8::1"])
        );
        assert_eq!(sent("")["networks"], json!([]));
        assert_eq!(sent("")["scopes"], json!(["projects:read"]));
    }
}
