//! Files attached to things: the section on a thing's page, and pages of their own for what is done with them.

use std::io;

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Bytes, Path, ServiceConfig},
};
use askama::Template;
use futures::{StreamExt as _, stream};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{Answer, lookups, refuse, see_other, show};
use crate::{
    clients::{
        Problem, Upload,
        shared::{List, Text, or_default},
    },
    fault::Fault,
    forms::{Control, Form, fault_words},
    html::Html,
    page::{Page, Section},
    reader::{
        Member, Reader, Submitted,
        rights::{self, Right},
    },
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(every)
        .service(attach)
        .service(content)
        .service(one)
        .service(change)
        .service(remove);
}

/// What files are attached to: the resource, its part of the portal, who may change it, and the page of the thing.
type Kind = (&'static str, Section, Right, Option<&'static str>);

const KINDS: [Kind; 8] = [
    ("goals", Section::Goals, rights::EDIT_GOALS, Some("/goals")),
    ("policies", Section::Goals, rights::EDIT_POLICIES, None),
    (
        "statements",
        Section::Statements,
        rights::WRITE_STATEMENTS,
        Some("/statements"),
    ),
    ("projects", Section::Projects, rights::EDIT_PROJECTS, Some("/projects")),
    ("applications", Section::Projects, rights::EDIT_APPLICATIONS, None),
    ("partners", Section::Projects, rights::EDIT_PARTNERS, None),
    ("networks", Section::Projects, rights::EDIT_NETWORKS, None),
    ("activities", Section::Projects, rights::EDIT_ACTIVITIES, None),
];

/// How names of files end that are taken, as a browser offers them to choose from.
const ENDINGS: &str = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.webp,.gif,.txt,.csv";

/// A field that is no file says little.
const LONGEST_WORD: usize = 1024;

/// So many times the most that a file may have is read and thrown away, for the browser to hear why it is refused.
const PATIENCE: u64 = 8;

fn kind(resource: &str) -> Result<&'static Kind, Fault> {
    KINDS
        .iter()
        .find(|(known, ..)| *known == resource)
        .ok_or(Fault::NotFound)
}

/// A file as the API tells of it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Attachment {
    id: String,
    version: i64,
    name: String,
    kind: String,
    bytes: i64,
    added_at: String,
    added_by: String,
    #[serde(default, deserialize_with = "or_default")]
    title: Text,
    #[serde(default, deserialize_with = "or_default")]
    description: Text,
}

/// What is attached to a thing, as its page shows it, and the form for another file.
pub struct Attached {
    /// Where it is all done: `/goals/<id>/attachments`.
    pub address: String,
    pub rows: Vec<Row>,
    pub may_attach: bool,
    pub limits: String,
    pub endings: &'static str,
    /// What was wrong with the file that was sent.
    pub fault: Option<String>,
    pub key: String,
}

pub struct Row {
    pub address: String,
    pub name: Html,
    /// For whoever hears a link alone.
    pub plain: String,
    pub description: Html,
    pub kind: String,
    pub size: String,
    pub by: String,
    pub at: String,
}

fn size(page: &Page, bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB {
        page.with("attachment-mib", "count", bytes.div_ceil(MIB))
    } else {
        page.with("attachment-kib", "count", bytes.div_ceil(1024))
    }
}

impl Attached {
    fn new(page: &Page, (resource, id): (&str, &str), files: &[Attachment], people: &[(String, String)]) -> Self {
        let address = format!("/{resource}/{id}/attachments");
        let may = kind(resource).is_ok_and(|(_, _, right, _)| page.may(*right));
        let row = |file: &Attachment| {
            let title = page.text(&file.title);
            let plain = page.plain(&file.title);
            let by = people.iter().find(|(id, _)| *id == file.added_by);
            Row {
                address: format!("{address}/{}", file.id),
                name: if title.is_empty() {
                    Html::text(&file.name)
                } else {
                    title
                },
                plain: if plain.is_empty() { file.name.clone() } else { plain },
                description: page.text(&file.description),
                kind: page.choice("attachment-kind", &file.kind),
                size: size(page, u64::try_from(file.bytes).unwrap_or_default()),
                by: by.map_or_else(|| "–".to_owned(), |(_, name)| name.clone()),
                at: page.date(&file.added_at),
            }
        };
        Self {
            rows: files.iter().map(row).collect(),
            may_attach: may,
            limits: page.with(
                "attachment-limits",
                "size",
                size(page, page.reader.portal.most_attached_bytes),
            ),
            endings: ENDINGS,
            fault: None,
            key: hex::encode(rand::random::<[u8; 16]>()),
            address,
        }
    }

    /// What is attached to a thing that its page shows.
    pub async fn of(reader: &Member, page: &Page, resource: &str, id: &str) -> Result<Self, Fault> {
        let path = format!("/{resource}/{id}/attachments");
        let query = [("limit", "200".to_owned())];
        let files: List<Attachment> = reader.api().get_with(&path, &query).await?;
        let people = if files.items.is_empty() {
            Vec::new()
        } else {
            lookups::people(reader).await?.into_iter().collect()
        };
        Ok(Self::new(page, (resource, id), &files.items, &people))
    }

    #[cfg(test)]
    pub fn sample(page: &Page, resource: &str, filled: bool) -> Self {
        let file = |title: Text| Attachment {
            id: "f1".to_owned(),
            version: 1,
            name: "Pöytäkirja.pdf".to_owned(),
            kind: "pdf".to_owned(),
            bytes: 3_000_000,
            added_at: "2026-11-29T08:00:00Z".to_owned(),
            added_by: "p1".to_owned(),
            title,
            description: Text::default(),
        };
        let files = if filled {
            vec![file(Text::fi("Kokouksen pöytäkirja")), file(Text::default())]
        } else {
            Vec::new()
        };
        let people = [("p1".to_owned(), "Planner".to_owned())];
        Self::new(page, (resource, "019"), &files, &people)
    }
}

#[derive(Template)]
#[template(path = "pages/attachments.html")]
struct AttachmentsPage {
    page: Page,
    back: Option<String>,
    attached: Attached,
}

#[derive(Template)]
#[template(path = "pages/attachment.html")]
struct AttachmentPage {
    page: Page,
    name: String,
    back: String,
    address: String,
    form: Form,
    version: i64,
}

fn view(page: Page, resource: &str, id: &str, attached: Attached) -> AttachmentsPage {
    let back = kind(resource).ok().and_then(|(_, _, _, page)| *page);
    AttachmentsPage {
        back: back.map(|back| format!("{back}/{id}")),
        attached,
        page,
    }
}

#[get("/{resource}/{id}/attachments")]
async fn every(reader: Member, path: Path<(String, Uuid)>) -> Answer {
    let (resource, id) = path.into_inner();
    let page = Page::new(&reader, kind(&resource)?.1);
    let attached = Attached::of(&reader, &page, &resource, &id.to_string()).await?;
    show(&reader, &view(page, &resource, &id.to_string(), attached))
}

#[post("/{resource}/{id}/attachments")]
async fn attach(reader: Member, path: Path<(String, Uuid)>, mut parts: Multipart) -> Answer {
    let (resource, id) = path.into_inner();
    let (_, section, right, _) = kind(&resource)?;
    reader.must(*right)?;
    let address = format!("/{resource}/{id}/attachments");
    let (mut token, mut key) = (String::new(), String::new());
    let mut outcome = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        match part.name().unwrap_or_default() {
            "token" => token = word(&mut part).await?,
            "key" => key = word(&mut part).await?,
            // The token stands before the file, so that nothing is passed on that somebody else's page sent.
            "file" if !reader.owns_token(&token) => return Err(Fault::Forged),
            "file" => outcome = Some(pass_on(&reader, &address, &key, part).await?),
            _ => {}
        }
    }
    if !reader.owns_token(&token) {
        return Err(Fault::Forged);
    }
    let fault = match outcome.unwrap_or(Outcome::Nothing) {
        Outcome::Taken => return Ok(see_other(&format!("{address}?done=attached"))),
        Outcome::Nothing => reader.voice.say("fault-choose-file"),
        Outcome::TooLarge => {
            let page = Page::new(&reader, *section);
            page.with(
                "attachment-too-large",
                "size",
                size(&page, reader.portal.most_attached_bytes),
            )
        }
        Outcome::Refused(problem) => words(&reader, problem)?,
    };
    let page = Page::new(&reader, *section);
    let mut attached = Attached::of(&reader, &page, &resource, &id.to_string()).await?;
    attached.fault = Some(fault);
    refuse(&reader, &view(page, &resource, &id.to_string(), attached))
}

/// What became of a file that was sent.
enum Outcome {
    Taken,
    /// The form was sent without one.
    Nothing,
    TooLarge,
    Refused(Problem),
}

/// What no form can show comes back as a fault of the page.
fn words(reader: &Reader, problem: Problem) -> Result<String, Fault> {
    if !matches!(problem.status, 400 | 409 | 413 | 422 | 429) {
        return Err(problem.into());
    }
    let (code, detail) = match problem.errors.first() {
        Some(fault) => (&fault.code, Some(fault.detail.as_str())),
        None => (&problem.code, problem.detail.as_deref()),
    };
    Ok(fault_words(reader.voice, code, detail))
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn unreadable(error: actix_multipart::MultipartError) -> Fault {
    Fault::Unreadable(error.to_string())
}

async fn word(part: &mut Field) -> Result<String, Fault> {
    let mut said = Vec::new();
    while let Some(piece) = part.next().await {
        said.extend_from_slice(&piece.map_err(unreadable)?);
        if said.len() > LONGEST_WORD {
            return Err(Fault::Unreadable("a field is too long".to_owned()));
        }
    }
    String::from_utf8(said).map_err(|error| Fault::Unreadable(error.to_string()))
}

/// Passes a file on to the API piece by piece: it may be larger than our memory.
async fn pass_on(reader: &Member, path: &str, key: &str, mut part: Field) -> Result<Outcome, Fault> {
    // Some browsers tell the whole path.
    let told = part.content_disposition().and_then(|told| told.get_filename());
    let name = told.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_owned();
    let most = reader.portal.most_attached_bytes;
    let (pieces, wanted) = mpsc::channel::<io::Result<Bytes>>(4);
    let (mut read, mut wants_more) = (0_u64, true);
    let pump = async {
        while let Some(piece) = part.next().await {
            let piece = piece.map_err(unreadable)?;
            read += piece.len() as u64;
            if read > most * PATIENCE {
                return Err(Fault::Unreadable("the file is far too large".to_owned()));
            }
            if read > most && wants_more {
                wants_more = false;
                // Whoever listens has to know that this was not the end.
                drop(pieces.send(Err(io::Error::other("too large"))).await);
            }
            // A receiver that has its answer listens no more.
            wants_more = wants_more && pieces.send(Ok(piece)).await.is_ok();
        }
        drop(pieces);
        Ok(())
    };
    if name.is_empty() {
        pump.await?;
        return Ok(Outcome::Nothing);
    }
    let body = stream::unfold(wanted, |mut wanted| async move { Some((wanted.recv().await?, wanted)) });
    let upload = Upload {
        path,
        name: &name,
        key: Some(key).filter(|key| !key.is_empty()),
        body: reqwest::Body::wrap_stream(body),
    };
    let api = reader.api();
    let (pumped, answer) = futures::join!(pump, api.upload::<Value>(upload));
    pumped?;
    Ok(match answer {
        Ok(_) => Outcome::Taken,
        Err(_) if read > most => Outcome::TooLarge,
        Err(problem) => Outcome::Refused(problem),
    })
}

/// The file, passed on piece by piece, with all that the API says of how it is to be handled.
#[get("/{resource}/{id}/attachments/{attachment}/content")]
async fn content(reader: Member, path: Path<(String, Uuid, Uuid)>) -> Answer {
    let (resource, id, attachment) = path.into_inner();
    kind(&resource)?;
    let source = format!("/{resource}/{id}/attachments/{attachment}/content");
    let answer = reader.api().download(&source, &[]).await?;
    let mut passed_on = HttpResponse::Ok();
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_DISPOSITION,
        header::CONTENT_SECURITY_POLICY,
        header::X_CONTENT_TYPE_OPTIONS,
        header::CACHE_CONTROL,
        header::ETAG,
    ] {
        if let Some(value) = answer.headers().get(name.as_str()) {
            passed_on.insert_header((name, value.as_bytes()));
        }
    }
    // As it is, or its length could not be told.
    passed_on.insert_header((header::CONTENT_ENCODING, "identity"));
    let length = answer.content_length();
    let pieces = stream::try_unfold(answer, |mut answer| async move {
        Ok::<_, reqwest::Error>(answer.chunk().await?.map(|piece| (piece, answer)))
    });
    Ok(match length {
        Some(length) => passed_on.body(actix_web::body::SizedStream::new(length, pieces)),
        None => passed_on.streaming(pieces),
    })
}

fn form(reader: &Reader, address: &str) -> Form {
    Form::new(reader, address, "save")
        .cancel(address.rsplit_once('/').map_or("/", |(all, _)| all))
        .texts("title", "attachment-title")
        .field("description", "description", Control::Texts { long: true })
}

fn one_view(page: Page, (address, file): (String, &Attachment), form: Form) -> AttachmentPage {
    let title = page.plain(&file.title);
    AttachmentPage {
        name: if title.is_empty() { file.name.clone() } else { title },
        back: address
            .rsplit_once('/')
            .map_or_else(String::new, |(all, _)| all.to_owned()),
        version: file.version,
        address,
        form,
        page,
    }
}

fn parsed(found: &Value) -> Result<Attachment, Fault> {
    serde_json::from_value(found.clone()).map_err(|error| Fault::Broken(error.to_string()))
}

#[get("/{resource}/{id}/attachments/{attachment}")]
async fn one(reader: Member, path: Path<(String, Uuid, Uuid)>) -> Answer {
    let (resource, id, attachment) = path.into_inner();
    let (_, section, right, _) = kind(&resource)?;
    reader.must(*right)?;
    let address = format!("/{resource}/{id}/attachments/{attachment}");
    let found: Value = reader.api().get(&address).await?;
    let file = parsed(&found)?;
    let form = form(&reader, &address).fill_from(&found);
    show(&reader, &one_view(Page::new(&reader, *section), (address, &file), form))
}

#[post("/{resource}/{id}/attachments/{attachment}")]
async fn change(reader: Member, path: Path<(String, Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (resource, id, attachment) = path.into_inner();
    let (_, section, ..) = kind(&resource)?;
    let address = format!("/{resource}/{id}/attachments/{attachment}");
    let mut form = form(&reader, &address).fill(&submitted);
    if form.is_complete() {
        match reader.api().patch::<Value>(&address, form.body(), form.version).await {
            Ok(_) => return Ok(see_other(&format!("/{resource}/{id}/attachments?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let file = parsed(&reader.api().get(&address).await?)?;
    refuse(&reader, &one_view(Page::new(&reader, *section), (address, &file), form))
}

#[post("/{resource}/{id}/attachments/{attachment}/remove")]
async fn remove(reader: Member, path: Path<(String, Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (resource, id, attachment) = path.into_inner();
    kind(&resource)?;
    let version = submitted.get("version").parse().ok();
    let source = format!("/{resource}/{id}/attachments/{attachment}");
    reader.api().delete(&source, version).await.map_err(Fault::from)?;
    Ok(see_other(&format!("/{resource}/{id}/attachments?done=removed")))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Projects);
    let attached = |filled| Attached::sample(&page(), "projects", filled);
    let refused = Attached {
        fault: Some(reader.voice.say("fault-choose-file")),
        ..attached(true)
    };
    let address = "/projects/019/attachments/f1".to_owned();
    let file = Attachment {
        name: "Pöytäkirja.pdf".to_owned(),
        version: 2,
        ..Attachment::default()
    };
    let single = one_view(page(), (address.clone(), &file), form(reader, &address));
    vec![
        (
            "attachments".to_owned(),
            view(page(), "projects", "019", attached(true)).render().unwrap(),
        ),
        (
            "attachments-none".to_owned(),
            view(page(), "networks", "019", attached(false)).render().unwrap(),
        ),
        (
            "attachments-refused".to_owned(),
            view(page(), "projects", "019", refused).render().unwrap(),
        ),
        ("attachment".to_owned(), single.render().unwrap()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{choices, language::Language, pages::samples::a_member};

    #[test]
    fn every_kind_that_is_taken_is_offered_and_has_a_word() {
        use platform::attachments::AttachmentKind;
        let endings: Vec<String> = AttachmentKind::ALL
            .iter()
            .flat_map(|kind| kind.endings())
            .map(|ending| format!(".{ending}"))
            .collect();
        assert_eq!(ENDINGS, endings.join(","));
        let known = AttachmentKind::ALL.map(AttachmentKind::code);
        let worded = choices::SHOWN.iter().find(|set| set.prefix == "attachment-kind");
        assert_eq!(worded.unwrap().values, known);
    }

    #[test]
    fn a_size_is_said_in_words() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        assert_eq!(size(&page, 1), "1 KiB");
        assert_eq!(size(&page, 20 * 1024 * 1024), "20 MiB");
    }
}
