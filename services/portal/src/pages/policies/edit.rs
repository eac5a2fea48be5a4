use std::collections::BTreeSet;

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{
    super::{
        Answer, Id,
        form_page::FormPage,
        lookups,
        lookups::{Kind, Names},
        show,
    },
    way,
};
use crate::{
    choices,
    clients::Created,
    fault::Fault,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

/// Rows for sections: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 3;

struct Known {
    themes: Names,
    policies: Names,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let (themes, policies) = futures::try_join!(
        lookups::all_and(reader, Kind::Themes, chosen),
        lookups::all_and(reader, Kind::Policies, chosen)
    )?;
    Ok(Known { themes, policies })
}

/// `id` is that of the document itself, which does not take its own place.
fn form(reader: &Reader, action: String, known: &Known, (id, sections): (&str, usize)) -> Form {
    let page = Page::new(reader, Section::Policies);
    let voice = reader.voice;
    let mut others = known.policies.options(&page);
    others.retain(|(other, _)| other != id);
    let mut form = Form::new(reader, action, "save")
        .push(Field::choice(voice, "kind", "policy-kind", &choices::POLICY_KIND))
        .required()
        .texts("title", "policy-title")
        .required()
        .line("case_number", "case-number")
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .long_texts("vision", "policy-vision")
        .many("theme_ids", "themes", known.themes.options(&page))
        .choice("supersedes.policy_id", "policy-supersedes", others);
    for index in 0..sections + SPARE_ROWS {
        let row = |field: &str| format!("sections.{index}.{field}");
        form = form
            .heading(page.with("row-section", "number", index + 1))
            .hidden(&row("key"), "")
            .texts(&row("heading"), "policy-heading")
            .long_texts(&row("body"), "policy-body");
    }
    form
}

fn body(form: &Form) -> Value {
    let mut body = form.body();
    if let Some(supersedes) = body.get_mut("supersedes")
        && supersedes.get("policy_id").is_none_or(Value::is_null)
    {
        *supersedes = Value::Null;
    }
    if let Some(sections) = body.get_mut("sections").and_then(Value::as_array_mut) {
        keep_said(sections);
    }
    body
}

/// The sections that say something. Each has a key by which its editions are told to be the same section: the one it had,
/// or for a new one the first that is free.
fn keep_said(sections: &mut Vec<Value>) {
    let says = |section: &Value, part: &str| section.get(part).is_some_and(|said| !said.is_null());
    sections.retain(|section| says(section, "heading") || says(section, "body"));
    let keys = sections.iter().filter_map(|section| section.get("key")?.as_str());
    let count = sections.len();
    let mut taken: BTreeSet<String> = keys.map(str::to_owned).collect();
    for section in sections.iter_mut().filter_map(Value::as_object_mut) {
        section.retain(|_, said| !said.is_null());
        if !section.contains_key("key")
            && let Some(free) = (1..=count)
                .map(|number| format!("section-{number}"))
                .find(|key| !taken.contains(key))
        {
            section.insert("key".to_owned(), json!(free));
            taken.insert(free);
        }
    }
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Policies, key, form)
}

fn new_form(reader: &Reader, known: &Known) -> Form {
    form(reader, "/policies/new".to_owned(), known, ("", 0)).cancel("/policies")
}

fn is_in_writing(policy: &Value) -> bool {
    way::is_in_writing(policy.get("status").and_then(Value::as_str).unwrap_or_default())
}

/// The whole document while its edition is in writing; from then on only the themes may change.
fn edit_view(reader: &Reader, id: &str, (policy, whole): (&Value, bool), known: &Known) -> FormPage {
    let (address, back) = (format!("/policies/{id}/edit"), format!("/policies/{id}"));
    if whole {
        let sections = policy.get("sections").and_then(Value::as_array).map_or(0, Vec::len);
        let form = form(reader, address, known, (id, sections)).cancel(back);
        return view(reader, "policy-edit", form);
    }
    let themes = known.themes.options(&Page::new(reader, Section::Policies));
    let form = Form::new(reader, address, "save")
        .cancel(back)
        .many("theme_ids", "themes", themes);
    view(reader, "policy-themes", form)
}

#[get("/policies/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_POLICIES)?;
    let known = known(&reader, &[]).await?;
    show(&reader, &view(&reader, "policy-new", new_form(&reader, &known)))
}

#[post("/policies/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &known).fill(&submitted);
    view(&reader, "policy-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/policies", body(form), &form.key).await?;
            Ok(format!("/policies/{}?done=created", created.id))
        })
        .await
}

#[get("/policies/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_POLICIES)?;
    let policy: Value = reader.api().get(&format!("/policies/{id}")).await?;
    let known = known(&reader, &lookups::ids_in(&policy)).await?;
    let mut page = edit_view(&reader, &id.to_string(), (&policy, is_in_writing(&policy)), &known);
    page.form = page.form.fill_from(&policy);
    show(&reader, &page)
}

#[post("/policies/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/policies/{id}");
    let policy: Value = reader.api().get(&path).await?;
    let known = known(&reader, &submitted.ids()).await?;
    // Words that were typed until somebody proposed the edition come back with the reason, and are not lost.
    let whole = submitted.pairs().any(|(name, _)| name == "kind");
    let mut page = edit_view(&reader, &id.to_string(), (&policy, whole), &known);
    page.form = page.form.fill(&submitted);
    page.changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, body(form), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        themes: Names::sample(&[("t1", "Elinvoima")]),
        policies: Names::sample(&[("018", "Vanha ohjelma"), ("019", "Kansainvälisyysohjelma")]),
    };
    let policy = |status: &str| {
        json!({
            "version": 2, "kind": "programme", "status": status, "title": {"fi": "Kansainvälisyysohjelma"}, "theme_ids": ["t1"],
            "supersedes": {"policy_id": "018"}, "sections": [{"key": "aims", "heading": {"fi": "Päämäärät"}, "body": {"fi": "Verkostot."}}]
        })
    };
    let edited = |policy: &Value| {
        let mut page = edit_view(reader, "019", (policy, is_in_writing(policy)), &known);
        page.form = page.form.fill_from(policy);
        page
    };
    let mut refused = new_form(reader, &known);
    refused.is_complete();
    let samples = [
        ("policy-new", view(reader, "policy-new", new_form(reader, &known))),
        ("policy-new-refused", view(reader, "policy-new", refused)),
        ("policy-edit", edited(&policy("draft"))),
        ("policy-themes", edited(&policy("in_force"))),
    ];
    samples
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn a_section_keeps_its_key_a_new_one_gets_a_free_one_and_a_blank_one_goes() {
        let reader = a_member(Language::Fi);
        let known = Known {
            themes: Names::default(),
            policies: Names::default(),
        };
        let typed = [
            ("title.fi", "Ohjelma"),
            ("sections.0.key", "section-1"),
            ("sections.0.heading.fi", "Päämäärät"),
            ("sections.0.body.fi", "Verkostot."),
            ("sections.1.key", "old"),
            ("sections.2.heading.fi", "Rahoitus"),
        ];
        let form = form(&reader, String::new(), &known, ("", 2)).fill(&Submitted::sample(&typed));
        let body = body(&form);
        assert_eq!(body["supersedes"], Value::Null);
        let sections = body["sections"].as_array().unwrap();
        let keys: Vec<&Value> = sections.iter().map(|section| &section["key"]).collect();
        assert_eq!(keys, ["section-1", "section-2"]);
        assert_eq!(sections[0]["body"]["fi"], "Verkostot.");
        assert!(
            sections[1].get("body").is_none(),
            "nothing is left out rather than sent as null"
        );
    }
}
