//! Which organisation one acts for.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;

use super::{Answer, see_other, see_other_with, show, sign_in::session_cookie, way_back};
use crate::{
    clients::tenants::OrganisationChoice,
    fault::Fault,
    listing::Asked,
    page::{Page, Section},
    reader::{SignedIn, Submitted, cookies::Session},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(choose);
}

#[derive(Template)]
#[template(path = "pages/organisations.html")]
struct OrganisationsPage {
    page: Page,
    choices: Vec<OrganisationChoice>,
    current: Option<String>,
    back: String,
}

#[get("/organisations")]
async fn ask(reader: SignedIn, asked: Asked) -> Answer {
    let session = reader.session();
    if session.organisations.is_empty() && session.operator {
        return Ok(see_other("/requests"));
    }
    let view = OrganisationsPage {
        page: Page::new(&reader, Section::Own),
        choices: session.organisations.clone(),
        current: session.organisation.clone(),
        back: way_back(asked.get("return")).to_owned(),
    };
    show(&reader, &view)
}

#[post("/organisations")]
async fn choose(reader: SignedIn, submitted: Submitted) -> Answer {
    let session = reader.session();
    let chosen = session
        .organisations
        .iter()
        .find(|choice| choice.id == submitted.get("organisation"))
        .ok_or(Fault::NotFound)?;
    let session = Session {
        organisation: Some(chosen.id.clone()),
        ..session.clone()
    };
    Ok(see_other_with(
        way_back(submitted.get("return")),
        &[session_cookie(&reader, &session)?],
    ))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use crate::clients::shared::Text;
    let choices = ["Kauhajoki", "Suupohja"]
        .map(|name| OrganisationChoice {
            id: name.to_owned(),
            name: Text::fi(name),
        })
        .to_vec();
    let page = || Page::new(reader, Section::Own);
    let some = OrganisationsPage {
        page: page(),
        choices,
        current: Some("Suupohja".to_owned()),
        back: "/".to_owned(),
    };
    let none = OrganisationsPage {
        page: page(),
        choices: Vec::new(),
        current: None,
        back: "/".to_owned(),
    };
    vec![
        ("organisations".to_owned(), some.render().unwrap()),
        ("organisations-none".to_owned(), none.render().unwrap()),
    ]
}
