//! Files attached to things: the section on a thing's page, and pages of their own for what is done with them.

mod content;
mod sending;

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Answer, lookups, refuse, see_other, show};
use crate::{
    clients::shared::{List, Text, or_default},
    fault::Fault,
    forms::{Control, Form},
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
        .service(sending::attach)
        .service(content::content)
        .service(one)
        .service(change)
        .service(remove);
}

/// What files are attached to: the resource, its part of the portal, who may change it, and the page of the thing.
type Kind = (&'static str, Section, Right, Option<&'static str>);

const KINDS: [Kind; 8] = [
    ("goals", Section::Goals, rights::EDIT_GOALS, Some("/goals")),
    ("policies", Section::Policies, rights::EDIT_POLICIES, Some("/policies")),
    (
        "statements",
        Section::Statements,
        rights::WRITE_STATEMENTS,
        Some("/statements"),
    ),
    ("projects", Section::Projects, rights::EDIT_PROJECTS, Some("/projects")),
    ("applications", Section::Projects, rights::EDIT_APPLICATIONS, None),
    ("partners", Section::Partners, rights::EDIT_PARTNERS, Some("/partners")),
    ("networks", Section::Networks, rights::EDIT_NETWORKS, Some("/networks")),
    (
        "activities",
        Section::Activities,
        rights::EDIT_ACTIVITIES,
        Some("/activities"),
    ),
];

/// How names of files end that are taken, as a browser offers them to choose from.
const ENDINGS: &str = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.webp,.gif,.txt,.csv";

fn kind(resource: &str) -> Result<&'static Kind, Fault> {
    KINDS
        .iter()
        .find(|(known, ..)| *known == resource)
        .ok_or(Fault::NotFound)
}

/// Whether a thing is not changed as it stands, nor what is attached to it.
fn is_closed(resource: &str, thing: &Value) -> bool {
    let (field, closed): (_, &[&str]) = match resource {
        "goals" => ("status", &["closed"]),
        "statements" => ("status", &["submitted", "locked"]),
        "applications" => ("state", &["rejected", "withdrawn", "closed"]),
        _ => return false,
    };
    let state = thing.get(field).and_then(Value::as_str);
    state.is_some_and(|state| closed.contains(&state))
}

async fn thing(reader: &Member, resource: &str, id: &str) -> Result<Value, Fault> {
    reader.api().get(&format!("/{resource}/{id}")).await
}

/// What a title or a name says. A partner's name is the same in every language.
fn named(page: &Page, thing: &Value) -> String {
    match thing.get("title").or_else(|| thing.get("name")) {
        Some(Value::String(name)) => name.clone(),
        Some(texts) => serde_json::from_value(texts.clone()).map_or_else(|_| String::new(), |text| page.plain(&text)),
        None => String::new(),
    }
}

/// What files are attached to: what it is called, and its page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Owner {
    name: String,
    href: String,
}

impl Owner {
    fn of(page: &Page, (resource, id): (&str, &str), thing: &Value) -> Self {
        let list = kind(resource).ok().and_then(|(_, _, _, list)| *list);
        let year = thing.get("year").and_then(Value::as_i64);
        Self {
            name: match (resource, year) {
                ("statements", Some(year)) => format!("{} {year}", page.choice("thing", "statement")),
                _ => named(page, thing),
            },
            href: list.map_or_else(String::new, |list| format!("{list}/{id}")),
        }
    }

    /// An application has no page of its own: it is read on its project's.
    async fn found(reader: &Member, page: &Page, at: (&str, &str), thing: &Value) -> Result<Self, Fault> {
        let Some(project) = thing
            .get("project_id")
            .and_then(Value::as_str)
            .filter(|_| at.0 == "applications")
        else {
            return Ok(Self::of(page, at, thing));
        };
        let found: Value = reader.api().get(&format!("/projects/{project}")).await?;
        Ok(Self {
            name: format!("{}, {}", page.choice("thing", "application"), named(page, &found)),
            href: format!("/projects/{project}"),
        })
    }
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
    /// The thing is not changed as it stands.
    pub closed: bool,
    /// Whether the section needs a heading: on a page of its own the page's is enough.
    pub headed: bool,
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

/// A size in words, rounded up.
pub fn size(page: &Page, bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    const GIB: u64 = 1024 * MIB;
    // A few gigabytes say too little, unless they are whole.
    let (key, unit) = if bytes >= 10 * GIB || (bytes >= GIB && bytes.is_multiple_of(GIB)) {
        ("attachment-gib", GIB)
    } else if bytes >= MIB {
        ("attachment-mib", MIB)
    } else {
        ("attachment-kib", 1024)
    };
    page.with(key, "count", page.number(&bytes.div_ceil(unit).to_string()))
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
            closed: false,
            headed: true,
            limits: page.with(
                "attachment-limits",
                "size",
                size(page, page.reader.portal.most_attached_bytes),
            ),
            endings: ENDINGS,
            fault: None,
            key: crate::forms::fresh_key(),
            address,
        }
    }

    /// What is attached to a thing that its page shows.
    pub async fn of(reader: &Member, page: &Page, resource: &str, id: &str) -> Result<Self, Fault> {
        let path = format!("/{resource}/{id}/attachments");
        let query = [("limit", "200".to_owned())];
        let files: List<Attachment> = reader.api().get_with(&path, &query).await?;
        let by = files.items.iter().map(|file| &file.added_by);
        let people: Vec<_> = lookups::people_of(reader, by).await?.into_iter().collect();
        Ok(Self::new(page, (resource, id), &files.items, &people))
    }

    /// A thing that is not changed as it stands takes no files and loses none.
    #[must_use]
    pub fn unless(self, closed: bool) -> Self {
        Self {
            may_attach: self.may_attach && !closed,
            closed,
            ..self
        }
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
    owner: Owner,
    attached: Attached,
}

impl AttachmentsPage {
    fn title(&self) -> String {
        if self.owner.name.is_empty() {
            return self.page.t("attachments-page");
        }
        self.page.with("attachments-of", "name", &self.owner.name)
    }

    fn back(&self) -> String {
        if self.owner.name.is_empty() {
            return self.page.t("attachments-back");
        }
        self.page.with("attachments-back-to", "name", &self.owner.name)
    }
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

fn view(page: Page, owner: Owner, attached: Attached) -> AttachmentsPage {
    let attached = Attached {
        headed: false,
        ..attached
    };
    AttachmentsPage { page, owner, attached }
}

/// What is attached to a thing, on a page of its own.
async fn by_itself(reader: &Member, page: Page, (resource, id): (&str, &str)) -> Result<AttachmentsPage, Fault> {
    let (attached, thing) = futures::try_join!(Attached::of(reader, &page, resource, id), thing(reader, resource, id))?;
    let owner = Owner::found(reader, &page, (resource, id), &thing).await?;
    Ok(view(page, owner, attached.unless(is_closed(resource, &thing))))
}

#[get("/{resource}/{id}/attachments")]
async fn every(reader: Member, path: Path<(String, Uuid)>) -> Answer {
    let (resource, id) = path.into_inner();
    let page = Page::new(&reader, kind(&resource)?.1);
    show(&reader, &by_itself(&reader, page, (&resource, &id.to_string())).await?)
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
    if is_closed(&resource, &thing(&reader, &resource, &id.to_string()).await?) {
        return Ok(see_other(&format!("/{resource}/{id}/attachments")));
    }
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
    let project = serde_json::json!({"title": {"fi": "Opettajavaihto"}});
    let owner = || Owner::of(&page(), ("projects", "019"), &project);
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
            view(page(), owner(), attached(true)).render().unwrap(),
        ),
        (
            "attachments-none".to_owned(),
            view(page(), Owner::default(), attached(false).unless(true))
                .render()
                .unwrap(),
        ),
        (
            "attachments-refused".to_owned(),
            view(page(), owner(), refused).render().unwrap(),
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
    fn the_page_of_what_is_attached_says_whose_it_is_and_leads_back() {
        let page = || Page::new(&a_member(Language::En), Section::Partners);
        let partner = serde_json::json!({"name": "Stiftelsen Norr"});
        let shown = view(
            page(),
            Owner::of(&page(), ("partners", "019"), &partner),
            Attached::sample(&page(), "partners", true),
        );
        assert_eq!(shown.title(), "Attachments: Stiftelsen Norr");
        let html = shown.render().unwrap();
        assert!(html.contains(r#"<a class="ds-link" href="/partners/019">Back to Stiftelsen Norr</a>"#));
        assert_eq!(html.matches("<h2").count(), 0);
        let statement = serde_json::json!({"year": 2026, "status": "locked"});
        let owner = Owner::of(&page(), ("statements", "019"), &statement);
        assert!(owner.name.ends_with(" 2026"), "{owner:?}");
        assert!(is_closed("statements", &statement));
    }

    #[test]
    fn what_is_closed_says_why_nothing_can_be_attached() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        let closed = Attached::sample(&page, "goals", true).unless(true);
        let html = view(page, Owner::default(), closed).render().unwrap();
        assert!(html.contains("no files are added") && !html.contains("<form method=\"post\" action=\"/goals"));
    }

    #[test]
    fn a_size_is_said_in_words() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        assert_eq!(size(&page, 1), "1 kB");
        assert_eq!(size(&page, 20 * 1024 * 1024), "20 MB");
        assert_eq!(size(&page, 1024 * 1024 * 1024), "1 GB");
        assert_eq!(size(&page, 1_600_000_000), "1526 MB");
        assert_eq!(size(&page, 50_000_000_000), "47 GB");
    }
}
