//! How every service stands; the read models made anew; keys that sign.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{
    super::{Answer, history::kinds::SERVICES, journal::part, refuse, see_other, show, table::Table},
    operators_only,
};
use crate::{
    clients::{
        operations::{Rebuild, SigningKey, Standing},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Form},
    html::Html,
    page::{Page, Section},
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(look).service(ask_rebuild).service(rotate_keys);
}

#[derive(Template)]
#[template(path = "pages/operations.html")]
struct OperationsPage {
    page: Page,
    standings: Table,
    rebuild: Option<RebuildView>,
    rebuild_form: Form,
    keys: Table,
    rotate: Form,
}

struct RebuildView {
    state: Html,
    asked_at: String,
    finished_at: String,
    filled: i64,
    organisations: i64,
    told: String,
    differences: usize,
    failure: String,
    under_way: bool,
}

/// What the page is made of. A service that is away has no standing.
#[derive(Default)]
struct Found {
    standings: Vec<(&'static str, Option<Standing>)>,
    rebuild: Option<Rebuild>,
    keys: Vec<SigningKey>,
}

fn rebuild_form(reader: &Reader) -> Form {
    Form::new(reader, "/operations/rebuilds", "rebuild-ask").tick("accept", "rebuild-accept")
}

/// With a tick instead of a question in a window: it works without script.
fn rotate_form(reader: &Reader) -> Form {
    Form::new(reader, "/operations/keys", "keys-rotate")
        .tick("confirmed", "keys-rotate-confirm")
        .required()
}

fn standings(page: &Page, found: &Found) -> Table {
    let row = |(service, standing): &(&'static str, Option<Standing>)| {
        let number = |many: i64| Html::unbroken(&page.number(&many.to_string()));
        // What should be nought, or soon is, stands out when it is not.
        let warned = |many: i64, worrying: bool| {
            if worrying {
                Html::tag("warning", &page.number(&many.to_string()))
            } else {
                number(many)
            }
        };
        let name = Html::text(&part(page, service));
        let Some(standing) = standing else {
            let mut cells = vec![name, Html::tag("danger", &page.t("operations-away"))];
            cells.extend(std::iter::repeat_n(Html::text("–"), 6));
            return cells;
        };
        let lane = |nth: usize| standing.outbox.get(nth).cloned().unwrap_or_default();
        let oldest = standing.outbox.iter().map(|lane| lane.oldest).fold(0.0, f64::max);
        let waited = page.with("operations-seconds", "seconds", page.number(&format!("{oldest:.1}")));
        vec![
            name,
            Html::tag("success", &page.t("operations-up")),
            Html::text(&standing.version),
            number(lane(0).rows + lane(1).rows),
            if oldest > 60.0 {
                Html::tag("warning", &waited)
            } else {
                Html::unbroken(&waited)
            },
            warned(standing.dead_letters, standing.dead_letters > 0),
            warned(standing.unsealed, standing.unsealed > 10_000),
            warned(standing.months_ahead, standing.months_ahead < 3),
        ]
    };
    Table::new(page.t("operations-standing"))
        .column(page.t("operations-service"))
        .column(page.t("status"))
        .column(page.t("operations-version"))
        .numbers(page.t("operations-outbox"))
        .numbers(page.t("operations-oldest"))
        .numbers(page.t("operations-dead-letters"))
        .numbers(page.t("operations-unsealed"))
        .numbers(page.t("operations-months-ahead"))
        .rows(found.standings.iter().map(row).collect())
}

fn keys(page: &Page, found: &Found) -> Table {
    let row = |key: &SigningKey| {
        let colour = if key.state == "signing" { "success" } else { "neutral" };
        vec![
            Html::code(&key.kid),
            Html::tag(colour, &page.choice("key-state", &key.state)),
            Html::unbroken(&page.date(&key.created_at)),
            Html::unbroken(&page.date(&key.signs_from)),
        ]
    };
    Table::new(page.t("keys-title"))
        .column(page.t("keys-key"))
        .column(page.t("status"))
        .column(page.t("keys-made"))
        .column(page.t("keys-signs-from"))
        .rows(found.keys.iter().map(row).collect())
}

fn rebuild_view(page: &Page, rebuild: &Rebuild) -> RebuildView {
    let colour = match rebuild.state.as_str() {
        "done" => "success",
        "failed" => "danger",
        _ => "info",
    };
    RebuildView {
        state: Html::tag(colour, &page.choice("rebuild-state", &rebuild.state)),
        asked_at: page.date(&rebuild.asked_at),
        finished_at: page.date(&rebuild.finished_at),
        filled: rebuild.filled,
        organisations: rebuild.organisations,
        told: page.with2(
            "rebuild-progress",
            "filled",
            rebuild.filled,
            "organisations",
            rebuild.organisations,
        ),
        differences: rebuild.differences.len(),
        failure: rebuild.failure.clone(),
        under_way: matches!(rebuild.state.as_str(), "asked" | "running"),
    }
}

fn view(reader: &Reader, found: &Found) -> OperationsPage {
    let page = Page::new(reader, Section::Operations);
    OperationsPage {
        standings: standings(&page, found),
        rebuild: found.rebuild.as_ref().map(|rebuild| rebuild_view(&page, rebuild)),
        rebuild_form: rebuild_form(reader),
        keys: keys(&page, found),
        rotate: rotate_form(reader),
        page,
    }
}

async fn found(reader: &SignedIn) -> Result<Found, Fault> {
    operators_only(reader)?;
    let api = reader.api();
    let asked = SERVICES.map(
        async |service| match api.get::<Standing>(&format!("/health/{service}")).await {
            Ok(standing) => Ok((service, Some(standing))),
            Err(Fault::Unavailable(_) | Fault::Broken(_)) => Ok((service, None)),
            Err(other) => Err(other),
        },
    );
    let rebuilds = reader.or_nothing(api.get::<List<Rebuild>>("/rebuilds?limit=1"));
    let keys = reader.or_nothing(api.get::<List<SigningKey>>("/signing-keys"));
    let (standings, rebuilds, keys) = futures::join!(join_all(asked), rebuilds, keys);
    Ok(Found {
        standings: standings.into_iter().collect::<Result<_, _>>()?,
        rebuild: rebuilds?.items.into_iter().next(),
        keys: keys?.items,
    })
}

#[get("/operations")]
async fn look(reader: SignedIn) -> Answer {
    let found = found(&reader).await?;
    show(&reader, &view(&reader, &found))
}

#[post("/operations/rebuilds")]
async fn ask_rebuild(reader: SignedIn, submitted: Submitted) -> Answer {
    operators_only(&reader)?;
    let mut form = rebuild_form(&reader).fill(&submitted);
    let body = json!({ "accept": form.value("accept") == "true" });
    match reader.api().post::<Value>("/rebuilds", body, &form.key).await {
        Ok(_) => Ok(see_other("/operations?done=rebuild-asked#rebuild")),
        Err(problem) => {
            form.refuse(problem)?;
            let mut view = view(&reader, &found(&reader).await?);
            view.rebuild_form = form;
            refuse(&reader, &view)
        }
    }
}

#[post("/operations/keys")]
async fn rotate_keys(reader: SignedIn, submitted: Submitted) -> Answer {
    operators_only(&reader)?;
    let mut form = rotate_form(&reader).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .post::<Value>("/signing-keys/rotations", json!({}), &form.key)
            .await
        {
            Ok(_) => return Ok(see_other("/operations?done=keys-rotated#keys")),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let mut view = view(&reader, &found(&reader).await?);
    view.rotate = form;
    refuse(&reader, &view)
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let standing = |dead: i64| -> Standing {
        serde_json::from_value(
            json!({"service": "goals", "version": "0.1.0", "dead_letters": dead, "unsealed": 3, "months_ahead": 24,
            "outbox": [{"lane": "live", "rows": 2, "oldest": 0.4}, {"lane": "bulk", "rows": 500, "oldest": 75.0}]}),
        )
        .unwrap()
    };
    let rebuild = |state: &str| Rebuild {
        state: state.to_owned(),
        asked_at: "2026-11-30T08:00:00Z".to_owned(),
        finished_at: if state == "running" { "" } else { "2026-11-30T08:01:00Z" }.to_owned(),
        organisations: 300,
        filled: 17,
        differences: vec![json!({})],
        failure: if state == "failed" {
            "goals cannot be asked for its journal"
        } else {
            ""
        }
        .to_owned(),
    };
    let key = |state: &str| SigningKey {
        kid: "2-1764489600".to_owned(),
        created_at: "2026-11-30T08:00:00Z".to_owned(),
        signs_from: "2026-11-30T08:01:00Z".to_owned(),
        state: state.to_owned(),
    };
    let found = |state: &str| Found {
        standings: vec![
            ("tenants", Some(standing(0))),
            ("goals", Some(standing(2))),
            ("projects", None),
        ],
        rebuild: Some(rebuild(state)),
        keys: vec![key("coming"), key("signing"), key("going"), key("gone")],
    };
    let mut refused = view(reader, &found("asked"));
    assert!(!refused.rotate.is_complete(), "a key is rotated when that was ticked");
    [
        ("operations", view(reader, &found("running"))),
        ("operations-done", view(reader, &found("done"))),
        ("operations-failed", view(reader, &found("failed"))),
        ("operations-refused", refused),
        ("operations-nothing", view(reader, &Found::default())),
    ]
    .into_iter()
    .map(|(name, view)| (name.to_owned(), view.render().unwrap()))
    .collect()
}
