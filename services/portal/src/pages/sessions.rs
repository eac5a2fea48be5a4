//! Where one is signed in, and ending it.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;

use super::{Answer, see_other, show, sign_in};
use crate::{
    clients::{shared::List, tenants::KnownSession},
    fault::Fault,
    page::{Page, Section},
    reader::{SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(end);
}

#[derive(Template)]
#[template(path = "pages/sessions.html")]
struct SessionsPage {
    page: Page,
    sessions: Vec<KnownSession>,
}

/// Browsers say many things of themselves; the first of these that they say is what people call them.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// `Firefox, Windows`; nothing of a program that is no browser.
fn device(agent: &str) -> Option<String> {
    let of = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(sign, _)| agent.contains(sign))
            .map(|(_, name)| *name)
    };
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (Some(name), None) | (None, Some(name)) if agent.starts_with("Mozilla/") => Some(name.to_owned()),
        _ => None,
    }
}

#[get("/sessions")]
async fn list(reader: SignedIn) -> Answer {
    let sessions: List<KnownSession> = reader
        .portal
        .api
        .as_session(reader.session(), &reader.origin)
        .get("/sessions")
        .await?;
    let page = Page::new(&reader, Section::Own);
    let sessions = named(&page, sessions.items);
    show(&reader, &SessionsPage { page, sessions })
}

fn named(page: &Page, sessions: Vec<KnownSession>) -> Vec<KnownSession> {
    let called = |agent: &str| {
        let unknown = if agent.trim().is_empty() {
            "session-unknown-device"
        } else {
            "session-other-program"
        };
        device(agent).unwrap_or_else(|| page.t(unknown))
    };
    let named = sessions.into_iter().map(|session| KnownSession {
        device: called(&session.device),
        ..session
    });
    named.collect()
}

#[post("/sessions/end")]
async fn end(reader: SignedIn, submitted: Submitted) -> Answer {
    let id: uuid::Uuid = submitted.get("session").parse().map_err(|_not_an_id| Fault::NotFound)?;
    reader
        .portal
        .api
        .as_session(reader.session(), &reader.origin)
        .delete(&format!("/sessions/{id}"), None)
        .await?;
    if reader.session().id == id.to_string() {
        reader.portal.api.forget(reader.session()).await;
        return Ok(sign_in::signed_out(&reader));
    }
    Ok(see_other("/sessions?done=session-ended"))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    let session = |current| KnownSession {
        id: "019".to_owned(),
        created_at: "2026-11-20T08:00:00Z".to_owned(),
        last_seen_at: "2026-11-22T08:00:00Z".to_owned(),
        device: "Firefox on Linux".to_owned(),
        current,
    };
    let view = SessionsPage {
        page: Page::new(reader, Section::Own),
        sessions: vec![session(true), session(false)],
    };
    vec![("sessions".to_owned(), view.render().unwrap())]
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_called_what_people_call_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
        assert_eq!(device(edge).unwrap(), "Edge, Windows");
        assert_eq!(device(safari).unwrap(), "Safari, iPhone");
        assert_eq!(device(firefox).unwrap(), "Firefox, Linux");
        assert_eq!(device("node"), None);
        assert_eq!(device(""), None);
    }
}
