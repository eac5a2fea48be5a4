//! Whether anybody tampered with the change log: each service holds its own against the seals laid over it.

use actix_web::{post, web::ServiceConfig};
use askama::Template;
use futures::future::try_join_all;
use serde_json::json;

use super::{
    super::{Answer, history::kinds, show},
    part,
};
use crate::{
    choices,
    clients::journal::{SealFault, Verification},
    fault::Fault,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(verify);
}

#[derive(Template)]
#[template(path = "pages/journal-verified.html")]
pub struct VerifiedPage {
    page: Page,
    intact: bool,
    at: String,
    parts: Vec<PartView>,
}

struct PartView {
    name: String,
    intact: bool,
    /// How many rows were looked at.
    rows: String,
    faults: Vec<String>,
    seal: Option<Seal>,
}

/// What to note elsewhere.
struct Seal {
    row: String,
    at: String,
    hash: String,
}

/// What is wrong, and where. A fault that we have no words for is told all the same.
fn fault(page: &Page, fault: &SealFault) -> String {
    let number = |row: i64| page.number(&row.to_string());
    let place = match (fault.position.or(fault.after).or(fault.from), fault.to) {
        (Some(from), Some(to)) if from != to => page.with(
            "journal-rows",
            "rows",
            format!("{}\u{2013}{}", number(from), number(to)),
        ),
        (Some(row), _) => page.with("journal-one-row", "row", number(row)),
        (None, _) => String::new(),
    };
    let known = choices::SEAL_FAULT.values.contains(&fault.code.as_str());
    let code = if known { fault.code.as_str() } else { "other" };
    page.with(&format!("seal-{code}"), "place", place)
}

fn part_view(page: &Page, service: &str, found: &Verification) -> PartView {
    PartView {
        name: part(page, service),
        intact: found.intact,
        rows: page.with("journal-verified-rows", "count", found.rows),
        faults: found.faults.iter().map(|one| fault(page, one)).collect(),
        seal: found.head.as_ref().map(|head| Seal {
            row: page.number(&head.position.to_string()),
            at: page.date(&head.sealed_at),
            hash: head.hash.clone(),
        }),
    }
}

pub fn view(reader: &Reader, found: &[(&'static str, Verification)]) -> VerifiedPage {
    let page = Page::new(reader, Section::Journal);
    VerifiedPage {
        intact: found.iter().all(|(_, found)| found.intact),
        at: reader.voice.moment(&reader.portal.clock.now().to_string()),
        parts: found
            .iter()
            .map(|(service, found)| part_view(&page, service, found))
            .collect(),
        page,
    }
}

/// At the address of the list, so that whoever changes the language of the answer is not left at a page that is none.
#[post("/journal")]
async fn verify(reader: Member, _submitted: Submitted) -> Answer {
    reader.must(rights::READ_JOURNAL)?;
    let api = reader.api();
    let each = kinds::SERVICES.map(async |service| {
        let key = crate::forms::fresh_key();
        let path = format!("/journal/{service}/verifications");
        let found: Verification = api.post(&path, json!({}), &key).await?;
        Ok::<_, Fault>((service, found))
    });
    let found = try_join_all(each).await?;
    show(&reader, &view(&reader, &found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn what_was_found_is_told_with_its_place() {
        let page = Page::new(&a_member(Language::En), Section::Journal);
        let told = |found: serde_json::Value| fault(&page, &serde_json::from_value(found).unwrap());
        assert_eq!(
            told(json!({"code": "rows_changed", "from": 5, "to": 9})),
            "Changed since it was written: rows 5–9."
        );
        assert_eq!(
            told(json!({"code": "row_missing", "position": 12_345})),
            "Taken out: row 12,345."
        );
        assert_eq!(told(json!({"code": "moon_phase"})), "Something else is wrong. ");
    }
}
