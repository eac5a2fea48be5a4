use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::json;

use super::super::{Answer, form_page::FormPage, lookups, lookups::Names, refuse, show};
use crate::{
    choices,
    clients::tenants::Invitation,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(invite);
}

fn form(reader: &Reader, units: &Names) -> Form {
    let page = Page::new(reader, Section::People);
    let voice = reader.voice;
    Form::new(reader, "/people/invite", "invite-submit")
        .cancel("/people")
        .line("name", "person-name")
        .required()
        .email("email", "email")
        .autocomplete("off")
        .required()
        .texts("title", "person-title")
        .push(Field::choice(voice, "language", "person-language", &choices::LANGUAGE))
        .preset(voice.language.code())
        .required()
        .push(Field::choice(voice, "role", "role", &choices::ROLE))
        .required()
        .choice("unit_id", "role-unit", units.options(&page))
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::People, "invite", form).link("/roles", "roles-title")
}

#[get("/people/invite")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_PEOPLE)?;
    let units = lookups::units(&reader).await?;
    show(&reader, &view(&reader, form(&reader, &units)))
}

#[derive(Template)]
#[template(path = "pages/invited.html")]
struct InvitedPage {
    page: Page,
    name: String,
    accept_url: Option<String>,
}

#[post("/people/invite")]
async fn invite(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = form(&reader, &units).fill(&submitted);
    if form.is_complete() && form.value("role") == "contributor" && form.value("unit_id").is_empty() {
        form.refuse_field("unit_id", reader.voice.say("role-unit-needed"));
    }
    if !form.faults.is_empty() {
        return refuse(&reader, &view(&reader, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        let role = json!({ "role": map.remove("role"), "unit_id": map.remove("unit_id") });
        map.insert("roles".to_owned(), json!([role]));
        map.retain(|_, value| !value.is_null());
    }
    match reader.api().post::<Invitation>("/invitations", body, &form.key).await {
        Ok(invitation) => {
            let page = Page::new(&reader, Section::People);
            show(
                &reader,
                &InvitedPage {
                    page,
                    name: invitation.name,
                    accept_url: invitation.accept_url,
                },
            )
        }
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let invited = InvitedPage {
        page: Page::new(reader, Section::People),
        name: "Reader".to_owned(),
        accept_url: Some("https://example.org/invitation?token=x".to_owned()),
    };
    vec![
        (
            "invite".to_owned(),
            view(reader, form(reader, &units)).render().unwrap(),
        ),
        ("invited".to_owned(), invited.render().unwrap()),
    ]
}
