//! From one step to the next. Every step but the first comes with the things that were chosen; nothing is kept in between.

use actix_web::{
    HttpResponse, get, post,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Item, Kind, kind,
    view::{self, Choices},
};
use crate::{
    clients::{
        Problem,
        journal::{Edited, Step},
    },
    fault::Fault,
    page::Page,
    pages::{
        Answer,
        form_page::FormPage,
        history::{self, Known},
        lookups, refuse, see_other, show,
    },
    reader::{Member, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(back_to_list)
        .service(back_from_step)
        .service(choose)
        .service(preview)
        .service(carry_out)
        .service(undo);
}

/// What nobody chose anything for: an address that was kept, or a page that is loaded anew.
#[get("/{resource:goals|projects|activities}/bulk")]
async fn back_to_list(_reader: Member, resource: Path<String>) -> Answer {
    Ok(see_other(&format!("/{resource}")))
}

#[get("/{resource:goals|projects|activities}/bulk/{step}")]
async fn back_from_step(_reader: Member, path: Path<(String, String)>) -> Answer {
    Ok(see_other(&format!("/{}", path.0)))
}

async fn choices(reader: &Member, page: &Page, kind: &Kind) -> Result<Choices, Fault> {
    let people = async {
        if kind.has_manager {
            lookups::members(reader, lookups::NONE).await
        } else {
            Ok(Vec::new())
        }
    };
    let (units, themes, people) = futures::try_join!(
        reader.or_nothing(lookups::units(reader)),
        reader.or_nothing(lookups::themes(reader)),
        reader.or_nothing(people)
    )?;
    Ok(Choices {
        units: units.options(page),
        themes: themes.options(page),
        people,
    })
}

/// The form in which the change is chosen, filled in as far as it was.
async fn form(reader: &Member, kind: &Kind, items: &[Item], typed: &Submitted) -> Result<FormPage, Fault> {
    let page = Page::new(reader, kind.section);
    let mut page = view::choose(reader, kind, items, &choices(reader, &page, kind).await?);
    page.form = page.form.fill(typed);
    // The things are those of this step, whatever numbers they had in the one before.
    for (place, item) in items.iter().enumerate() {
        page.form = page.form.give(&format!("items.{place}"), &item.written());
    }
    Ok(page)
}

/// Back to the list, as narrow as it was.
fn nothing_chosen(kind: &Kind, submitted: &Submitted) -> HttpResponse {
    let asked = url::form_urlencoded::parse(submitted.get("from").as_bytes());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked.filter(|(name, _)| name != "done"))
        .append_pair("done", "bulk-none")
        .finish();
    see_other(&format!("/{}?{query}", kind.resource))
}

/// The change, with the things that it is for. `ahead`: it is only looked at.
fn asked(page: &FormPage, items: &[Item], ahead: bool) -> Value {
    let mut asked = page.form.body();
    if let Some(asked) = asked.as_object_mut() {
        let items = items.iter().map(|item| json!({"id": item.id, "version": item.version}));
        asked.insert("items".to_owned(), items.collect());
        asked.insert("preview".to_owned(), json!(ahead));
    }
    asked
}

/// The names in what would become of them.
async fn known(reader: &Member, kind: &Kind, edited: &Edited) -> Result<Known, Fault> {
    let changes = edited.items.iter().flat_map(|item| item.changes.clone());
    let told = Step {
        changes: changes.collect(),
        ..Step::default()
    };
    history::known(reader, kind.name, &[told]).await
}

#[post("/{resource:goals|projects|activities}/bulk")]
async fn choose(reader: Member, resource: Path<String>, submitted: Submitted) -> Answer {
    let kind = kind(&resource)?;
    reader.must(kind.right)?;
    // From a list, or from the step after this one.
    let mut items = Item::chosen(&submitted);
    items.extend(view::items(&submitted));
    if items.is_empty() {
        return Ok(nothing_chosen(kind, &submitted));
    }
    show(&reader, &form(&reader, kind, &items, &submitted).await?)
}

#[post("/{resource:goals|projects|activities}/bulk/preview")]
async fn preview(reader: Member, resource: Path<String>, submitted: Submitted) -> Answer {
    let kind = kind(&resource)?;
    reader.must(kind.right)?;
    look(&reader, kind, &submitted).await
}

async fn look(reader: &Member, kind: &Kind, submitted: &Submitted) -> Answer {
    let items = view::items(submitted);
    if items.is_empty() {
        return Ok(nothing_chosen(kind, submitted));
    }
    let mut page = form(reader, kind, &items, submitted).await?;
    let asked = asked(&page, &items, true);
    let address = format!("/{}/bulk-edits", kind.resource);
    let looked: Result<Edited, Problem> = reader.api().post(&address, asked, &page.form.key).await;
    match looked {
        Ok(edited) => {
            let known = known(reader, kind, &edited).await?;
            show(reader, &view::seen(page.page, kind, &items, &edited, &known, submitted))
        }
        Err(problem) => {
            page.form.refuse(problem)?;
            refuse(reader, &page)
        }
    }
}

#[post("/{resource:goals|projects|activities}/bulk/done")]
async fn carry_out(reader: Member, resource: Path<String>, submitted: Submitted) -> Answer {
    let kind = kind(&resource)?;
    reader.must(kind.right)?;
    let items = view::items(&submitted);
    if items.is_empty() {
        return Ok(nothing_chosen(kind, &submitted));
    }
    let mut page = form(&reader, kind, &items, &submitted).await?;
    let asked = asked(&page, &items, false);
    let address = format!("/{}/bulk-edits", kind.resource);
    let done: Result<Edited, Problem> = reader.api().post(&address, asked, &page.form.key).await;
    match done {
        Ok(edited) => {
            let known = known(&reader, kind, &edited).await?;
            show(&reader, &view::done(page.page, kind, &items, &edited, &known))
        }
        // Somebody was faster than the reader: what stands against it now is shown, thing by thing.
        Err(problem) if problem.code == "items_refused" => look(&reader, kind, &submitted).await,
        Err(problem) => {
            page.form.refuse(problem)?;
            refuse(&reader, &page)
        }
    }
}

#[post("/{resource:goals|projects|activities}/bulk/undo")]
async fn undo(reader: Member, resource: Path<String>, submitted: Submitted) -> Answer {
    let kind = kind(&resource)?;
    reader.must(kind.right)?;
    let items = view::items(&submitted);
    if items.is_empty() {
        return Ok(nothing_chosen(kind, &submitted));
    }
    let asked = |ahead: bool| {
        let items = items
            .iter()
            .map(|item| json!({"id": item.id, "version": item.version, "restored_version": item.before}));
        json!({"items": items.collect::<Vec<_>>(), "preview": ahead})
    };
    let address = format!("/{}/restorations", kind.resource);
    let page = Page::new(&reader, kind.section);
    let key = submitted.get("key").to_owned();
    let done: Result<Edited, Problem> = reader.api().post(&address, asked(false), &key).await;
    match done {
        Ok(edited) => {
            let known = known(&reader, kind, &edited).await?;
            show(&reader, &view::undone(page, kind, &items, &edited, &known))
        }
        Err(problem) if problem.code == "items_refused" => {
            let key = crate::forms::fresh_key();
            let looked: Edited = reader.api().post(&address, asked(true), &key).await?;
            let known = known(&reader, kind, &looked).await?;
            refuse(&reader, &view::not_undone(page, kind, &items, &looked, &known))
        }
        Err(problem) => Err(problem.into()),
    }
}
