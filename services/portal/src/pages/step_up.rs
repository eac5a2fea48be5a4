//! Proving once more that it is you, for what is protected more carefully. The page stands in for the one that was asked
//! for; what was typed there travels along unseen, and goes where it was going once the proof is given.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse, get,
    http::{Method, header},
    post,
    web::ServiceConfig,
};

use super::{Answer, address, fault, form_page::FormPage, refuse, see_other, show, way_back};
use crate::{
    clients::tenants::{Proven, SecondFactor},
    fault::Fault,
    forms::{Control, Form},
    listing::Asked,
    page::Section,
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(prove);
}

const CODE: &str = "step_up.code";
const PASSWORD: &str = "step_up.password";
/// Where the reader was going.
const TO: &str = "step_up.to";
/// Whether a form was on its way there.
const AGAIN: &str = "step_up.again";

/// Fields of a form that every form has, or that this page has of its own.
fn is_own(name: &str) -> bool {
    name.starts_with("step_up.") || ["token", "key", "version"].contains(&name)
}

/// Whoever has a second factor brings a code, everybody else the password.
async fn wanted(reader: &Reader) -> Result<&'static str, Fault> {
    let session = reader.session.as_ref().ok_or(Fault::SignIn)?;
    let api = reader.portal.api.as_session(session, &reader.origin);
    let second_factor: SecondFactor = api.get("/people/me/second-factor").await?;
    Ok(if second_factor.confirmed_at.is_some() {
        CODE
    } else {
        PASSWORD
    })
}

fn form(reader: &Reader, wanted: &str, to: &str, carried: Option<&Submitted>) -> Form {
    let mut form = Form::new(reader, "/step-up", "step-up-submit").hidden(TO, to);
    if let Some(carried) = carried {
        form = form.carry(carried).hidden(AGAIN, "true");
        for (name, value) in carried.pairs().filter(|(name, _)| !is_own(name)) {
            form = form.hidden(name, value);
        }
    }
    if wanted == CODE {
        form.line(CODE, "code").autocomplete("one-time-code").required()
    } else {
        form.field(PASSWORD, "password", Control::Line("password"))
            .autocomplete("current-password")
            .required()
    }
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Own, "step-up", form)
}

/// Answers in place of a page whose service asked for a fresh proof.
pub async fn instead_of(request: &HttpRequest) -> HttpResponse {
    let Some(reader) = Reader::of_fault(request) else {
        return HttpResponse::Forbidden().finish();
    };
    let asked = if request.method() == Method::GET {
        Ok(see_other(&address("/step-up", &[("return", reader.address.as_str())])))
    } else {
        let carried = request.extensions().get::<Submitted>().cloned();
        ask_for(&reader, carried.as_ref()).await
    };
    asked.unwrap_or_else(|failed| fault::show(&reader, &failed))
}

async fn ask_for(reader: &Reader, carried: Option<&Submitted>) -> Answer {
    let wanted = wanted(reader).await?;
    show(reader, &view(reader, form(reader, wanted, &reader.address, carried)))
}

#[get("/step-up")]
async fn ask(reader: SignedIn, asked: Asked) -> Answer {
    let wanted = wanted(&reader).await?;
    let back = way_back(asked.get("return"));
    show(&reader, &view(&reader, form(&reader, wanted, back, None)))
}

#[post("/step-up")]
async fn prove(reader: SignedIn, submitted: Submitted) -> Answer {
    let wanted = wanted(&reader).await?;
    let to = way_back(submitted.get(TO));
    let again = !submitted.get(AGAIN).is_empty();
    let mut form = form(&reader, wanted, to, again.then_some(&submitted)).give(wanted, submitted.raw(wanted));
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    let api = reader.portal.api.as_session(reader.session(), &reader.origin);
    let proof = if wanted == CODE {
        serde_json::json!({ "code": submitted.get(CODE) })
    } else {
        serde_json::json!({ "password": submitted.raw(PASSWORD) })
    };
    if let Err(problem) = api.post::<Proven>("/sessions/step-up", proof, &form.key).await {
        form.refuse(problem.below("step_up"))?;
        return refuse(&reader, &view(&reader, form));
    }
    // The access token in hand still tells the old time.
    reader.portal.api.forget(reader.session()).await;
    if again {
        // 307: the browser sends the same form once more, there.
        return Ok(HttpResponse::TemporaryRedirect()
            .insert_header((header::LOCATION, to))
            .finish());
    }
    Ok(see_other(to))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let typed = Submitted::sample(&[
        ("token", "x"),
        ("key", "0123456789abcdef0123456789abcdef"),
        ("name", "Planner"),
    ]);
    let mut refused = form(reader, CODE, "/people/invite", Some(&typed));
    refused.is_complete();
    vec![
        (
            "step-up".to_owned(),
            view(reader, form(reader, PASSWORD, "/second-factor", None))
                .render()
                .unwrap(),
        ),
        ("step-up-refused".to_owned(), view(reader, refused).render().unwrap()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn what_was_typed_travels_along_and_the_key_stays_the_same() {
        let key = "0123456789abcdef0123456789abcdef";
        let typed = Submitted::sample(&[
            ("token", "old"),
            ("key", key),
            ("version", "3"),
            ("title.fi", "Suunnittelija"),
            ("unit", "u1"),
            ("unit", "u2"),
            ("step_up.code", "123456"),
        ]);
        let form = form(&a_member(Language::Fi), CODE, "/people/invite", Some(&typed));
        let carried: Vec<(&str, &str)> = form
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.value()))
            .collect();
        assert_eq!((form.key.as_str(), form.version), (key, Some(3)));
        assert_eq!(
            carried,
            [
                (TO, "/people/invite"),
                (AGAIN, "true"),
                ("title.fi", "Suunnittelija"),
                ("unit", "u1"),
                ("unit", "u2"),
                (CODE, ""),
            ]
        );
    }
}
