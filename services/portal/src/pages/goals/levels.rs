//! What the organisation calls the levels of its goals, from the top down.

use std::collections::BTreeSet;

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, form_page::FormPage, show};
use crate::{
    forms::Form,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(keep);
}

/// As many levels as the service takes at most; those to spare are few.
const MOST: usize = 12;
const SPARE_ROWS: usize = 2;

pub fn form(reader: &Reader, levels: usize) -> Form {
    let page = Page::new(reader, Section::Goals);
    let mut form = Form::new(reader, "/goals/levels", "save").cancel("/goals");
    for index in 0..(levels + SPARE_ROWS).min(MOST) {
        let row = |field: &str| format!("levels.{index}.{field}");
        form = form
            .heading(page.with("row-level", "number", index + 1))
            .hidden(&row("key"), "")
            .texts(&row("name"), "level-name")
            .tick(&row("measurable"), "level-measurable");
    }
    form
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Goals, "goal-levels", form).link("/history/goal_levels", "history")
}

fn count(levels: &Value) -> usize {
    levels.get("levels").and_then(Value::as_array).map_or(0, Vec::len)
}

/// The levels that have a name. A new one gets a key of its own, made of its name; nobody is asked for keys.
fn body(form: &Form) -> Value {
    let mut taken = BTreeSet::new();
    let mut levels = Vec::new();
    let rows = form.body();
    for row in rows.get("levels").and_then(Value::as_array).into_iter().flatten() {
        if row.get("name").is_none_or(Value::is_null) {
            continue;
        }
        let known = row.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
        let wished = known.map_or_else(|| key_of(row), str::to_owned);
        let mut key = wished.clone();
        for number in 2.. {
            if taken.insert(key.clone()) {
                break;
            }
            key = format!("{wished}_{number}");
        }
        levels.push(json!({"key": key, "name": row.get("name"), "measurable": row.get("measurable")}));
    }
    json!({ "levels": levels })
}

/// Small letters, digits and `_`, as keys are.
fn key_of(row: &Value) -> String {
    let mut names = ["en", "fi", "sv"]
        .iter()
        .filter_map(|language| row.pointer(&format!("/name/{language}")));
    let name = names.find_map(Value::as_str).unwrap_or_default();
    let plain = |letter: char| match letter {
        'ä' | 'å' | 'à' | 'á' => 'a',
        'ö' | 'ø' => 'o',
        'a'..='z' | '0'..='9' => letter,
        _ => '_',
    };
    let key: String = name.to_lowercase().chars().map(plain).take(40).collect();
    let key = key.trim_matches('_');
    if key.starts_with(|first: char| first.is_ascii_lowercase()) {
        key.to_owned()
    } else {
        format!("level_{key}").trim_end_matches('_').to_owned()
    }
}

#[get("/goals/levels")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_LEVELS)?;
    let found: Value = reader.api().get("/goal-levels").await?;
    show(&reader, &view(&reader, form(&reader, count(&found)).fill_from(&found)))
}

#[post("/goals/levels")]
async fn keep(reader: Member, submitted: Submitted) -> Answer {
    let form = form(&reader, MOST).fill(&submitted);
    view(&reader, form)
        .changing("/goal-levels")
        .send(async |form| {
            let _kept: Value = reader.api().put("/goal-levels", body(form), form.version).await?;
            Ok("/goals?done=saved".to_owned())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_level_is_given_a_key_that_no_other_has() {
        let key = |name: &str| key_of(&json!({"name": {"fi": name}}));
        assert_eq!(key("Lautakunnan tavoite"), "lautakunnan_tavoite");
        assert_eq!(key("Kärki"), "karki");
        assert_eq!(key("2030"), "level_2030");
        assert_eq!(key("目标"), "level");
    }
}
