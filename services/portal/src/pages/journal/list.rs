//! The change log as a list: filters in the address, pages, a file.

use std::collections::HashMap;

use actix_web::{get, web::ServiceConfig};
use askama::Template;
use jiff::{civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    super::{
        Answer, address, files,
        gathered::{Dated, Gathered, Order, gather},
        history::{event, kinds, kinds::Kind},
        lookups, show,
    },
    part,
};
use crate::{
    choices,
    clients::{journal::Entry, tenants::Agreement},
    fault::Fault,
    forms::{Control, Field, Options},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(download_list);
}

const FILTERS: [&str; 6] = ["service", "kind", "event", "person", "from", "until"];

impl Dated for Entry {
    fn at(&self) -> &str {
        &self.recorded_at
    }
}

#[derive(Template)]
#[template(path = "pages/journal.html")]
pub struct JournalPage {
    page: Page,
    listing: Listing,
    token: String,
}

/// The services to ask: the one that was chosen, and none but the one that keeps the kind that was chosen.
fn services(asked: &Asked) -> Vec<&'static str> {
    let keeps = Kind::called(asked.get("kind")).map(|kind| kind.service);
    let is_meant = |service: &str| {
        let chosen = asked.get("service");
        (chosen.is_empty() || chosen == service) && keeps.is_none_or(|keeps| keeps == service)
    };
    kinds::SERVICES
        .into_iter()
        .filter(|service| is_meant(service))
        .collect()
}

/// The filters as the API knows them. A day begins and ends where the organisation is; what is no day or nobody's id
/// narrows nothing.
fn query(reader: &Reader, asked: &Asked) -> Vec<(&'static str, String)> {
    let zone = TimeZone::get(reader.voice.country.time_zone()).unwrap_or(TimeZone::UTC);
    let begins = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp().to_string());
    let day = |name: &str| asked.get(name).parse::<Date>().ok();
    let given = |name: &str| Some(asked.get(name).to_owned()).filter(|value| !value.is_empty());
    let all = [
        ("aggregate", given("kind")),
        ("event", given("event")),
        ("actor_id", given("person").filter(|id| id.parse::<Uuid>().is_ok())),
        ("recorded_from", day("from").and_then(begins)),
        (
            "recorded_before",
            day("until").and_then(|day| begins(day.tomorrow().ok()?)),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn sorted(mut options: Options) -> Options {
    options.sort_by_key(|(_, words)| words.to_lowercase());
    options
}

fn listing(page: &Page, asked: &Asked, people: &HashMap<String, String>) -> Listing {
    let voice = page.reader.voice;
    let choice = |name: &str, label: &str, options: Options| Field::new(voice, name, label, Control::Choice(options));
    let parts = kinds::SERVICES.map(|service| (service.to_owned(), part(page, service)));
    let kinds = kinds::KINDS.iter();
    let kinds = kinds.map(|kind| (kind.name.to_owned(), page.choice("thing", kind.name)));
    let stages = choices::APPLICATION_STATE
        .values
        .iter()
        .map(|stage| ("application", *stage));
    let stages = stages.chain(choices::POLICY_STATUS.values.iter().map(|status| ("policy", *status)));
    let events = choices::EVENT.values.iter().map(|event| ("", *event));
    let events = events.chain(stages.filter(|(_, stage)| !choices::EVENT.values.contains(stage)));
    let mut events: Options = events
        .map(|(kind, code)| (code.to_owned(), event(page, kind, code)))
        .collect();
    events.sort();
    events.dedup_by(|one, other| one.0 == other.0);
    let people = people.iter().map(|(id, name)| (id.clone(), name.clone()));
    Listing::new(page, "/journal", &page.t("journal-title"), asked, &FILTERS)
        .filter(choice("service", "journal-part", parts.to_vec()))
        .filter(choice("kind", "journal-kind", sorted(kinds.collect())))
        .filter(choice("event", "journal-event", sorted(events)))
        .filter(choice("person", "journal-by", sorted(people.collect())))
        .filter(Field::new(voice, "from", "journal-from", Control::Date))
        .filter(Field::new(voice, "until", "journal-until", Control::Date))
        .column(page.t("journal-when"), None)
        .column(page.t("journal-by"), None)
        .column(page.t("journal-event"), None)
        .column(page.t("journal-kind"), None)
        .column(page.t("reason"), None)
        .column(page.t("journal-part"), None)
        .numbers(page.t("journal-row"), None)
        .counted("journal-count")
        .empty(page.t("journal-none"))
        .with_csv()
}

/// Who did what the journal tells of.
#[derive(Debug, Default)]
pub struct Doers {
    pub people: HashMap<String, String>,
    /// Those who gave an agreement that this organisation only received, by the agreement: nobody of this one acted.
    pub givers: HashMap<String, String>,
}

impl Doers {
    fn of(&self, page: &Page, entry: &Entry) -> String {
        match &entry.actor_id {
            Some(id) => self
                .people
                .get(id)
                .cloned()
                .unwrap_or_else(|| page.t("by-somebody-outside")),
            None => self
                .givers
                .get(&entry.aggregate_id)
                .cloned()
                .unwrap_or_else(|| page.t("by-itself")),
        }
    }
}

/// The organisations that gave what the journal tells of and nobody here did.
async fn givers(reader: &Member, page: &Page, found: &Gathered<Entry>) -> Result<HashMap<String, String>, Fault> {
    let is_theirs = |entry: &Entry| entry.aggregate == "sharing_agreement" && entry.actor_id.is_none();
    if !found.items.iter().any(|(_, entry)| is_theirs(entry)) || !reader.may(rights::READ_SHARING) {
        return Ok(HashMap::new());
    }
    let agreements: Vec<Agreement> = lookups::every(reader, "/sharing-agreements", &[]).await?;
    let received = agreements.into_iter().filter(|agreement| !agreement.gives());
    Ok(received
        .map(|agreement| (agreement.id, page.plain(&agreement.owner_name)))
        .collect())
}

fn row(page: &Page, service: &str, entry: &Entry, doers: &Doers) -> Vec<Html> {
    let by = doers.of(page, entry);
    let kind = Html::text(&page.choice("thing", &entry.aggregate));
    let name = page.text(&entry.name);
    let thing = if name.is_empty() {
        kind
    } else {
        Html::join(&[kind, name], ": ")
    };
    let thing = match kinds::address(&entry.aggregate, &entry.aggregate_id) {
        Some(history) => Html::link(&history, &thing),
        None => thing,
    };
    vec![
        Html::unbroken(&page.date(&entry.recorded_at)),
        Html::text(&by),
        Html::text(&event(page, &entry.aggregate, &entry.event)),
        thing,
        Html::text(&entry.reason),
        Html::text(&part(page, service)),
        Html::text(&page.number(&entry.position.to_string())),
    ]
}

pub fn view(reader: &Reader, asked: &Asked, found: &Gathered<Entry>, doers: &Doers) -> JournalPage {
    let page = Page::new(reader, Section::Journal);
    let rows = found.items.iter();
    let rows = rows.map(|(service, entry)| row(&page, service, entry, doers)).collect();
    JournalPage {
        listing: listing(&page, asked, &doers.people).fill(&page, rows, found.next.as_deref()),
        token: reader.token(),
        page,
    }
}

#[get("/journal")]
async fn list(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::READ_JOURNAL)?;
    let (services, query) = (services(&asked), query(&reader, &asked));
    let after = asked.get("after");
    let found = gather::<Entry>(&reader, "/journal", &services, &query, after, Order::NewestFirst).await?;
    let actors = found.items.iter().filter_map(|(_, entry)| entry.actor_id.clone());
    let people = lookups::members(&reader, actors.chain(asked.ids()))
        .await?
        .into_iter()
        .collect();
    let page = Page::new(&reader, Section::Journal);
    let givers = givers(&reader, &page, &found).await?;
    show(&reader, &view(&reader, &asked, &found, &Doers { people, givers }))
}

/// One file of what every service wrote, each row with the service in front. If a service has too much for one answer, each
/// writes its own file.
#[get("/journal.csv")]
async fn download_list(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::READ_JOURNAL)?;
    let query = query(&reader, &asked);
    let separator = if files::is_nordic(&reader) { ';' } else { ',' };
    let (mut file, mut short, mut long) = (String::new(), Vec::new(), false);
    for service in services(&asked) {
        let answer = files::fetch(&reader, &format!("/journal/{service}"), query.clone()).await?;
        if files::is_being_written(&answer) {
            long = true;
            continue;
        }
        let content = answer.text().await;
        let content = content.map_err(|error| Fault::Unavailable(error.to_string()))?;
        add(&mut file, service, &content, separator);
        short.push(service);
    }
    if !long {
        return Ok(files::csv("journal", file));
    }
    for service in short {
        files::write(&reader, service, &address(&format!("/journal/{service}"), &query)).await?;
    }
    Ok(files::begun())
}

const MARK: char = '\u{feff}';

/// Adds a service's rows to the file; the first brings the heading, and the mark of its encoding.
fn add(file: &mut String, service: &str, content: &str, separator: char) {
    let marked = content.starts_with(MARK);
    for (nth, record) in records(content.trim_start_matches(MARK)).into_iter().enumerate() {
        let name = match (nth, file.is_empty()) {
            (0, true) => "service",
            (0, false) => continue,
            _ => service,
        };
        if file.is_empty() && marked {
            file.push(MARK);
        }
        file.push_str(name);
        file.push(separator);
        file.push_str(record);
    }
}

/// The rows of a table, each with its end: a line break between quotes is part of a cell.
fn records(content: &str) -> Vec<&str> {
    let mut quoted = false;
    content
        .split_inclusive(|letter| {
            quoted ^= letter == '"';
            letter == '\n' && !quoted
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn a_day_begins_and_ends_where_the_organisation_is() {
        let asked = Asked::sample(&[("from", "2026-03-01"), ("until", "2026-03-01"), ("person", "nobody")]);
        assert_eq!(
            query(&a_member(Language::Fi), &asked),
            [
                ("recorded_from", "2026-02-28T22:00:00Z".to_owned()),
                ("recorded_before", "2026-03-01T22:00:00Z".to_owned()),
            ]
        );
    }

    #[test]
    fn what_another_organisation_gave_was_not_done_by_the_suite() {
        let page = Page::new(&a_member(Language::En), Section::Journal);
        let doers = Doers {
            people: HashMap::from([("p1".to_owned(), "Aino".to_owned())]),
            givers: HashMap::from([("a1".to_owned(), "Suupohja".to_owned())]),
        };
        let by = |thing: &str, person: Option<&str>| {
            let entry = Entry {
                aggregate_id: thing.to_owned(),
                actor_id: person.map(str::to_owned),
                ..Entry::default()
            };
            doers.of(&page, &entry)
        };
        assert_eq!(by("a1", None), "Suupohja");
        assert_eq!(by("a1", Some("p1")), "Aino");
        assert_eq!(by("a2", Some("p2")), "somebody outside the organisation");
        assert_eq!(by("a2", None), "Samverka, by itself");
    }

    #[test]
    fn only_services_that_can_answer_are_asked() {
        assert_eq!(services(&Asked::default()), kinds::SERVICES);
        assert_eq!(services(&Asked::sample(&[("kind", "unit")])), ["tenants"]);
        assert_eq!(services(&Asked::sample(&[("service", "goals")])), ["goals"]);
        let nowhere = Asked::sample(&[("service", "goals"), ("kind", "unit")]);
        assert!(services(&nowhere).is_empty());
    }

    #[test]
    fn the_files_of_the_services_become_one() {
        let mut file = String::new();
        add(
            &mut file,
            "tenants",
            "\u{feff}position;reason\r\n1;\"a \"\"line\"\"\nand another\"\r\n",
            ';',
        );
        add(&mut file, "goals", "\u{feff}position;reason\r\n2;\r\n", ';');
        assert_eq!(
            file,
            "\u{feff}service;position;reason\r\ntenants;1;\"a \"\"line\"\"\nand another\"\r\ngoals;2;\r\n"
        );
    }
}
