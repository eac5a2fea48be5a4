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

#[get("/sessions")]
async fn list(reader: SignedIn) -> Answer {
    let sessions: List<KnownSession> = reader
        .portal
        .api
        .as_session(reader.session(), &reader.origin)
        .get("/sessions")
        .await?;
    show(
        &reader,
        &SessionsPage {
            page: Page::new(&reader, Section::Own),
            sessions: sessions.items,
        },
    )
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
