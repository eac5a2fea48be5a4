//! Sign-in and sign-out.

use actix_web::{HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use serde_json::json;

use super::{Answer, address, fault, form_page::FormPage, refuse, render, see_other, see_other_with, show, way_back};
use crate::{
    clients::tenants::{Entry, OpenedSession},
    fault::Fault,
    forms::{Control, Form},
    language::Language,
    listing::Asked,
    page::Section,
    reader::{
        ColourScheme, Reader, SignedIn, Submitted, Typed,
        cookies::{MOST_ORGANISATIONS, Name, Session},
    },
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask)
        .service(sign_in)
        .service(ask_code)
        .service(answer)
        .service(sign_out);
}

/// Where the reader goes from here, and what they had typed when their session ended.
#[derive(Clone, Copy, Default)]
pub struct Onward<'a> {
    back: &'a str,
    typed: &'a str,
}

impl<'a> Onward<'a> {
    pub fn to(back: &'a str) -> Self {
        Self { back, typed: "" }
    }

    fn of(submitted: &'a Submitted) -> Self {
        Self {
            back: submitted.get("return"),
            typed: submitted.get("typed"),
        }
    }

    fn beside(self, form: Form) -> Form {
        form.hidden("return", self.back).hidden("typed", self.typed)
    }
}

fn form(reader: &Reader, onward: Onward<'_>) -> Form {
    let form = Form::new(reader, "/sign-in", "sign-in-submit")
        .email("email", "email")
        .autocomplete("username")
        .required()
        .field("password", "password", Control::Line("password"))
        .autocomplete("current-password")
        .required();
    onward.beside(form)
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Outside, "sign-in", form)
        .link("/forgotten-password", "sign-in-forgotten")
        .link("/sign-up", "sign-in-no-account")
}

#[get("/sign-in")]
async fn ask(reader: Reader, asked: Asked) -> Answer {
    let onward = Onward::to(way_back(asked.get("return")));
    show(&reader, &view(&reader, form(&reader, onward)))
}

/// In place of a page whose session had ended when its form was sent.
pub fn with(reader: &Reader, typed: &Typed) -> HttpResponse {
    let sealed = typed.sealed(reader);
    let onward = Onward {
        back: "/",
        typed: sealed.as_deref().unwrap_or_default(),
    };
    let mut view = view(reader, form(reader, onward));
    if sealed.is_some() {
        view.lead = view.page.t("typed-kept");
    }
    let shown = render(reader, StatusCode::UNAUTHORIZED, &view);
    let mut shown = shown.unwrap_or_else(|failed| fault::show(reader, &failed));
    // The session is over: its cookie goes.
    if let Err(error) = shown.add_cookie(&reader.portal.jar.forget(Name::Session)) {
        tracing::error!(%error, "a cookie could not be written");
    }
    shown
}

#[post("/sign-in")]
async fn sign_in(reader: Reader, submitted: Submitted) -> Answer {
    let mut form = form(&reader, Onward::to("/")).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    let body = json!({ "email": submitted.get("email"), "password": submitted.raw("password") });
    match reader.anonymous().post::<Entry>("/sessions", body, &form.key).await {
        Ok(entry) => enter(&reader, entry, Onward::of(&submitted)),
        // Wrong credentials are a fault of this form, not of a session.
        Err(problem) if problem.status == 401 => {
            form.refuse(crate::clients::Problem { status: 422, ..problem })?;
            refuse(&reader, &view(&reader, form))
        }
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}

/// What a right password leads to: to a session, or to the question for a code.
pub fn enter(reader: &Reader, entry: Entry, onward: Onward<'_>) -> Answer {
    match entry {
        Entry::Opened(opened) => open(reader, *opened, onward),
        Entry::Challenged { challenge } => show(reader, &code_view(reader, code_form(reader, &challenge, onward))),
    }
}

fn code_form(reader: &Reader, challenge: &str, onward: Onward<'_>) -> Form {
    let form = Form::new(reader, "/sign-in/code", "sign-in-submit")
        .line("code", "code")
        .autocomplete("one-time-code")
        .required()
        .hidden("challenge", challenge);
    onward.beside(form)
}

fn code_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Outside, "sign-in-code", form).link("/sign-in", "sign-in-again")
}

/// The page for the code stands on a password just given: asked for again, it begins there.
#[get("/sign-in/code")]
async fn ask_code() -> Answer {
    Ok(see_other("/sign-in"))
}

#[post("/sign-in/code")]
async fn answer(reader: Reader, submitted: Submitted) -> Answer {
    let challenge = submitted.get("challenge");
    let mut form = code_form(&reader, challenge, Onward::to("/")).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &code_view(&reader, form));
    }
    let body = json!({ "challenge": challenge, "code": submitted.get("code") });
    match reader
        .anonymous()
        .post::<OpenedSession>("/sessions/second-factor", body, &form.key)
        .await
    {
        Ok(opened) => open(&reader, opened, Onward::of(&submitted)),
        Err(problem) => {
            let status = if problem.status == 401 { 422 } else { problem.status };
            form.refuse(crate::clients::Problem { status, ..problem })?;
            refuse(&reader, &code_view(&reader, form))
        }
    }
}

/// Puts a new session into its cookie and goes on: to the page that was asked for, to what had been typed when the session
/// before ended, or to the choice of organisation.
pub fn open(reader: &Reader, opened: OpenedSession, onward: Onward<'_>) -> Answer {
    let typed = Typed::opened(reader, onward.typed, &opened.person.name);
    let organisation = match opened.organisations.as_slice() {
        [only] => Some(only.id.clone()),
        several => {
            // Who was in the middle of something goes on where they were.
            let before = typed.as_ref().and_then(|typed| typed.organisation.as_ref());
            before
                .filter(|before| several.iter().any(|choice| choice.id == **before))
                .cloned()
        }
    };
    let session = Session {
        id: opened.id,
        token: opened.token,
        name: opened.person.name,
        operator: opened.operator,
        organisation,
        organisations: opened.organisations.into_iter().take(MOST_ORGANISATIONS).collect(),
    };
    let back = way_back(onward.back);
    let to = match (&session.organisation, session.operator) {
        (Some(_), _) => back.to_owned(),
        (None, true) if session.organisations.is_empty() => "/requests".to_owned(),
        (None, _) => address("/organisations", &[("return", back)]),
    };
    let mut cookies = vec![session_cookie(reader, &session)?];
    // The profile's wishes hold on every machine one signs in from.
    if let Some(language) = Language::of(&opened.person.language) {
        cookies.push(reader.portal.jar.write(Name::Language, language.code().to_owned()));
    }
    if !opened.person.colour_scheme.is_empty() {
        let scheme = ColourScheme::of(&opened.person.colour_scheme);
        cookies.push(reader.portal.jar.write(Name::ColourScheme, scheme.code().to_owned()));
    }
    let Some(typed) = typed else {
        return Ok(see_other_with(&to, &cookies));
    };
    let reader = reader.with_session(&session);
    let page = FormPage::new(&reader, Section::Outside, "typed", typed.form(&reader));
    let mut shown = show(&reader, &page)?;
    for cookie in &cookies {
        if let Err(error) = shown.add_cookie(cookie) {
            tracing::error!(%error, "a cookie could not be written");
        }
    }
    Ok(shown)
}

pub fn session_cookie(reader: &Reader, session: &Session) -> Result<actix_web::cookie::Cookie<'static>, Fault> {
    let sealed = reader
        .portal
        .keys
        .seal(session)
        .ok_or_else(|| Fault::Broken("a session could not be sealed".to_owned()))?;
    Ok(reader.portal.jar.write(Name::Session, sealed))
}

#[post("/sign-out")]
async fn sign_out(reader: SignedIn, _: Submitted) -> Answer {
    // The cookie goes even if the service is away; the session then ends by itself.
    if let Err(problem) = reader
        .portal
        .api
        .as_session(reader.session(), &reader.origin)
        .delete("/sessions/current", None)
        .await
    {
        tracing::warn!(code = problem.code, "a session could not be ended");
    }
    reader.portal.api.forget(reader.session()).await;
    Ok(signed_out(&reader))
}

pub fn signed_out(reader: &Reader) -> HttpResponse {
    see_other_with("/sign-in?done=signed-out", &[reader.portal.jar.forget(Name::Session)])
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let mut refused = form(reader, Onward::to("/"));
    refused.is_complete();
    vec![
        (
            "sign-in".to_owned(),
            view(reader, form(reader, Onward::to("/projects"))).render().unwrap(),
        ),
        ("sign-in-refused".to_owned(), view(reader, refused).render().unwrap()),
        ("typed".to_owned(), {
            let form = Typed::sample().form(reader);
            FormPage::new(reader, Section::Outside, "typed", form).render().unwrap()
        }),
        (
            "sign-in-code".to_owned(),
            code_view(reader, code_form(reader, "challenge", Onward::to("/")))
                .render()
                .unwrap(),
        ),
    ]
}
