//! Language and colours: the switches at the foot of every page, and the profile that remembers them everywhere.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{Answer, form_page::FormPage, refuse, see_other_with, show, way_back};
use crate::{
    choices,
    forms::{Field, Form},
    language::Language,
    page::Section,
    reader::{ColourScheme, Reader, SignedIn, Submitted, cookies::Name},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(switch_language)
        .service(switch_colours)
        .service(profile)
        .service(keep_profile);
}

#[post("/language")]
async fn switch_language(reader: Reader, submitted: Submitted) -> Answer {
    let language = Language::of(submitted.get("language")).unwrap_or(reader.voice.language);
    let cookie = reader.portal.jar.write(Name::Language, language.code().to_owned());
    remember(&reader, json!({ "language": language.code() })).await;
    Ok(see_other_with(way_back(submitted.get("return")), &[cookie]))
}

#[post("/colours")]
async fn switch_colours(reader: Reader, submitted: Submitted) -> Answer {
    let scheme = ColourScheme::of(submitted.get("colours"));
    let cookie = reader.portal.jar.write(Name::ColourScheme, scheme.code().to_owned());
    remember(&reader, json!({ "colour_scheme": scheme.code() })).await;
    Ok(see_other_with(way_back(submitted.get("return")), &[cookie]))
}

/// Keeps a wish in the profile too. The page changes at once either way: the cookie carries the wish.
async fn remember(reader: &Reader, wish: Value) {
    let Some((session, access)) = reader.session.as_ref().zip(reader.access.as_ref()) else {
        return;
    };
    let api = reader.portal.api.as_reader(session, access, &reader.origin);
    let Ok(person) = api.get::<Value>("/people/me").await else {
        return;
    };
    let version = person.get("version").and_then(Value::as_i64);
    if let Err(problem) = api.patch::<Value>("/people/me", wish, version).await {
        tracing::warn!(code = problem.code, "a wish could not be kept in the profile");
    }
}

fn form(reader: &Reader) -> Form {
    Form::new(reader, "/profile", "save")
        .cancel("/")
        .line("name", "own-name")
        .autocomplete("name")
        .required()
        .push(Field::choice(
            reader.voice,
            "language",
            "own-language",
            &choices::LANGUAGE,
        ))
        .required()
        .push(Field::choice(
            reader.voice,
            "colour_scheme",
            "own-colours",
            &choices::COLOURS,
        ))
        .required()
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Own, "profile", form)
        .link("/sessions", "navigation-sessions")
        .link("/second-factor", "second-factor-title")
        .link("/profile/erase", "erase-title")
}

#[get("/profile")]
async fn profile(reader: SignedIn) -> Answer {
    let person: Value = reader.api().get("/people/me").await?;
    show(&reader, &view(&reader, form(&reader).fill_from(&person)))
}

#[post("/profile")]
async fn keep_profile(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    match reader
        .api()
        .patch::<Value>("/people/me", form.body(), form.version)
        .await
    {
        Ok(_) => {
            let language = Language::of(form.value("language")).unwrap_or(reader.voice.language);
            let scheme = ColourScheme::of(form.value("colour_scheme"));
            let jar = reader.portal.jar;
            let cookies = [
                jar.write(Name::Language, language.code().to_owned()),
                jar.write(Name::ColourScheme, scheme.code().to_owned()),
            ];
            Ok(see_other_with("/profile?done=saved", &cookies))
        }
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let person = json!({ "version": 3, "name": "Planner", "language": "fi", "colour_scheme": "auto" });
    vec![(
        "profile".to_owned(),
        view(reader, form(reader).fill_from(&person)).render().unwrap(),
    )]
}
