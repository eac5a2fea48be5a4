//! Events that a service could not handle, for the operator: what waits and why, and having it handled again or giving it
//! up with a reason.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Answer, address,
    gathered::{Dated, Gathered, Order, gather},
    history::kinds,
    journal::part,
    lookups,
    lookups::Names,
    refuse, see_other, show,
};
use crate::{
    choices,
    clients::{journal::DeadLetter, shared::List},
    fault::Fault,
    forms::{Control, Field, Form},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(replay).service(discard);
}

const FILTERS: [&str; 2] = ["service", "state"];
/// The letter that the reader wants to settle.
const LETTER: &str = "letter";

impl Dated for DeadLetter {
    fn at(&self) -> &str {
        &self.parked_at
    }
}

#[derive(Template)]
#[template(path = "pages/dead-letters.html")]
struct DeadLettersPage {
    page: Page,
    letter: Option<LetterView>,
    listing: Listing,
}

struct LetterView {
    what: String,
    part: String,
    organisation: Html,
    parked_at: String,
    state: Html,
    why: String,
    /// What the service said, in technical words.
    cause: String,
    settled_at: String,
    reason: String,
    /// Absent once it is settled.
    forms: Option<Forms>,
}

struct Forms {
    replay: Form,
    discard: Form,
}

/// The cause in plain words, by what a service's words begin or are about.
fn why(page: &Page, cause: &str) -> String {
    let says = |words: &str| cause.contains(words);
    let key = if says("Protobuf") || says("decode") {
        "dead-letter-why-unreadable"
    } else if says("something pointed at is not there") {
        "dead-letter-why-missing"
    } else if says("a value is taken already") {
        "dead-letter-why-taken"
    } else {
        "dead-letter-why-refused"
    };
    page.t(key)
}

fn what(page: &Page, letter: &DeadLetter) -> String {
    let thing = page.choice("thing", &letter.aggregate);
    let row = page.with("journal-one-row", "row", page.number(&letter.position.to_string()));
    format!("{thing} ({}, {row})", part(page, &letter.source))
}

fn state(page: &Page, letter: &DeadLetter) -> Html {
    let colour = match letter.state.as_str() {
        "waiting" => "warning",
        "replayed" => "success",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("dead-letter-state", &letter.state))
}

fn replay_form(reader: &Reader, service: &str, id: &str) -> Form {
    Form::new(
        reader,
        format!("/dead-letters/{service}/{id}/replay"),
        "dead-letter-replay",
    )
}

/// With a tick instead of a question in a window: it works without script.
fn discard_form(reader: &Reader, service: &str, id: &str) -> Form {
    Form::new(
        reader,
        format!("/dead-letters/{service}/{id}/discard"),
        "dead-letter-discard",
    )
    .area("reason", "dead-letter-reason")
    .required()
    .tick("confirmed", "dead-letter-confirm")
    .required()
}

fn letter_view(reader: &Reader, page: &Page, service: &str, letter: &DeadLetter, known: &Names) -> LetterView {
    let forms = || Forms {
        replay: replay_form(reader, service, &letter.id),
        discard: discard_form(reader, service, &letter.id),
    };
    LetterView {
        what: what(page, letter),
        part: part(page, service),
        organisation: known.name(page, &letter.tenant_id),
        parked_at: page.date(&letter.parked_at),
        state: state(page, letter),
        why: why(page, &letter.cause),
        cause: letter.cause.clone(),
        settled_at: page.date(&letter.settled_at),
        reason: letter.reason.clone(),
        forms: (letter.state == "waiting").then(forms),
    }
}

fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    let parts = kinds::SERVICES.map(|service| (service.to_owned(), part(page, service)));
    Listing::new(page, "/dead-letters", &page.t("dead-letters-title"), asked, &FILTERS)
        .filter(Field::new(
            voice,
            "service",
            "dead-letter-service",
            Control::Choice(parts.to_vec()),
        ))
        .filter(Field::choice(voice, "state", "status", &choices::DEAD_LETTER_STATE))
        .column(page.t("dead-letter-since"), None)
        .column(page.t("dead-letter-what"), None)
        .column(page.t("dead-letter-service"), None)
        .column(page.t("organisation"), None)
        .column(page.t("dead-letter-why"), None)
        .column(page.t("status"), None)
        .column(page.t("actions"), None)
        .counted("dead-letters-count")
        .empty(page.t("dead-letters-none"))
}

fn row(page: &Page, service: &str, letter: &DeadLetter, known: &Names) -> Vec<Html> {
    let href = address("/dead-letters", &[("service", service), (LETTER, letter.id.as_str())]);
    let key = if letter.state == "waiting" {
        "dead-letter-settle"
    } else {
        "show"
    };
    let since = page.date(&letter.parked_at);
    vec![
        Html::unbroken(&since),
        Html::text(&what(page, letter)),
        Html::text(&part(page, service)),
        known.name(page, &letter.tenant_id),
        Html::text(&why(page, &letter.cause)),
        state(page, letter),
        Html::link(
            &href,
            &Html::with_unseen(&page.t(key), &format!("{}, {since}", what(page, letter))),
        ),
    ]
}

/// What a page of them is made of.
struct Found {
    gathered: Gathered<DeadLetter>,
    /// The one to settle, with the service that rejected it.
    letter: Option<(&'static str, DeadLetter)>,
    organisations: Names,
}

fn view(reader: &Reader, asked: &Asked, found: &Found) -> DeadLettersPage {
    let page = Page::new(reader, Section::DeadLetters);
    let known = &found.organisations;
    let letters = found.gathered.items.iter();
    let rows = letters
        .map(|(service, letter)| row(&page, service, letter, known))
        .collect();
    let letter = found.letter.as_ref();
    DeadLettersPage {
        letter: letter.map(|(service, letter)| letter_view(reader, &page, service, letter, known)),
        listing: listing(&page, asked).fill(&page, rows, found.gathered.next.as_deref()),
        page,
    }
}

fn service_of(name: &str) -> Option<&'static str> {
    kinds::SERVICES.into_iter().find(|service| *service == name)
}

async fn one(reader: &SignedIn, service: &'static str, id: Uuid) -> Result<(&'static str, DeadLetter), Fault> {
    let query = [("id", id.to_string())];
    let found: List<DeadLetter> = reader
        .api()
        .get_with(&format!("/dead-letters/{service}"), &query)
        .await?;
    let letter = found.items.into_iter().next().ok_or(Fault::NotFound)?;
    Ok((service, letter))
}

async fn found(reader: &SignedIn, asked: &Asked, letter: Option<(&'static str, Uuid)>) -> Result<Found, Fault> {
    if !reader.is_operator() {
        return Err(Fault::NotAllowed);
    }
    let chosen = asked.get("service");
    let services: Vec<&'static str> = kinds::SERVICES
        .into_iter()
        .filter(|service| chosen.is_empty() || chosen == *service)
        .collect();
    let query = asked.kept(&["state"]);
    let letter = async {
        match letter {
            Some((service, id)) => one(reader, service, id).await.map(Some),
            None => Ok(None),
        }
    };
    let (gathered, letter, organisations) = futures::try_join!(
        gather(
            reader,
            "/dead-letters",
            &services,
            &query,
            asked.get("after"),
            Order::OldestFirst
        ),
        letter,
        lookups::organisations(reader)
    )?;
    Ok(Found {
        gathered,
        letter,
        organisations,
    })
}

#[get("/dead-letters")]
async fn list(reader: SignedIn, asked: Asked) -> Answer {
    let letter = match asked.get(LETTER) {
        "" => None,
        id => {
            let service = service_of(asked.get("service")).ok_or(Fault::NotFound)?;
            Some((service, id.parse().map_err(|_not_an_id| Fault::NotFound)?))
        }
    };
    let found = found(&reader, &asked, letter).await?;
    show(&reader, &view(&reader, &asked, &found))
}

/// The page of a letter again, with what was wrong with what was sent.
async fn again(reader: &SignedIn, service: &'static str, id: Uuid, put: impl FnOnce(&mut Forms)) -> Answer {
    let found = found(reader, &Asked::default(), Some((service, id))).await?;
    let mut view = view(reader, &Asked::default(), &found);
    // Shown even when it was settled by somebody else in between: beside it stands why it was refused.
    if let Some(letter) = &mut view.letter {
        let id = id.to_string();
        let forms = letter.forms.get_or_insert_with(|| Forms {
            replay: replay_form(reader, service, &id),
            discard: discard_form(reader, service, &id),
        });
        put(forms);
    }
    refuse(reader, &view)
}

#[post("/dead-letters/{service}/{id}/replay")]
async fn replay(reader: SignedIn, letter: Path<(String, Uuid)>, submitted: Submitted) -> Answer {
    let (service, id) = letter.into_inner();
    let service = service_of(&service).ok_or(Fault::NotFound)?;
    let mut form = replay_form(&reader, service, &id.to_string()).fill(&submitted);
    let path = format!("/dead-letters/{service}/{id}/replay");
    match reader.api().act::<Value>(&path, json!({}), None, &form.key).await {
        Ok(_) => Ok(see_other("/dead-letters?state=waiting&done=dead-letter-replayed")),
        Err(problem) => {
            form.refuse(problem)?;
            again(&reader, service, id, |forms| forms.replay = form).await
        }
    }
}

#[post("/dead-letters/{service}/{id}/discard")]
async fn discard(reader: SignedIn, letter: Path<(String, Uuid)>, submitted: Submitted) -> Answer {
    let (service, id) = letter.into_inner();
    let service = service_of(&service).ok_or(Fault::NotFound)?;
    let mut form = discard_form(&reader, service, &id.to_string()).fill(&submitted);
    if form.is_complete() {
        let path = format!("/dead-letters/{service}/{id}/discard");
        let body = json!({ "reason": form.value("reason") });
        match reader.api().act::<Value>(&path, body, None, &form.key).await {
            Ok(_) => return Ok(see_other("/dead-letters?state=waiting&done=dead-letter-discarded")),
            Err(problem) => form.refuse(problem)?,
        }
    }
    again(&reader, service, id, |forms| forms.discard = form).await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let letter = |state: &str, cause: &str| DeadLetter {
        id: "019".to_owned(),
        tenant_id: "o1".to_owned(),
        source: "goals".to_owned(),
        position: 17,
        aggregate: "goal".to_owned(),
        cause: cause.to_owned(),
        parked_at: "2026-03-01T08:00:00Z".to_owned(),
        state: state.to_owned(),
        settled_at: if state == "waiting" { "" } else { "2026-03-02T08:00:00Z" }.to_owned(),
        reason: if state == "discarded" { "Korjattu käsin." } else { "" }.to_owned(),
    };
    let found = |chosen: Option<DeadLetter>| Found {
        gathered: Gathered {
            items: vec![
                ("reporting", letter("waiting", "failed to decode Protobuf message")),
                (
                    "projects",
                    letter("replayed", "something pointed at is not there (goals_unit)"),
                ),
                ("tenants", letter("discarded", "a value is taken already (one_goal)")),
                ("goals", letter("waiting", "the day is no day")),
            ],
            next: Some("reporting.x".to_owned()),
        },
        letter: chosen.map(|letter| ("reporting", letter)),
        organisations: Names::sample(&[("o1", "Kauhajoki")]),
    };
    let asked = Asked::default();
    let all = view(reader, &asked, &found(None));
    let one = view(reader, &asked, &found(Some(letter("waiting", "the day is no day"))));
    let settled = view(reader, &asked, &found(Some(letter("discarded", "the day is no day"))));
    let nothing = Found {
        gathered: Gathered::default(),
        letter: None,
        organisations: Names::default(),
    };
    let mut refused = view(reader, &asked, &found(Some(letter("waiting", "the day is no day"))));
    if let Some(forms) = refused.letter.as_mut().and_then(|letter| letter.forms.as_mut()) {
        assert!(!forms.discard.is_complete(), "nothing is given up without a reason");
    }
    let pages = [
        ("dead-letters", all),
        ("dead-letter", one),
        ("dead-letter-settled", settled),
        ("dead-letter-refused", refused),
        ("dead-letters-none", view(reader, &asked, &nothing)),
    ];
    pages
        .into_iter()
        .map(|(name, view)| (name.to_owned(), view.render().unwrap()))
        .collect()
}
