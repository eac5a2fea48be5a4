//! Lists that are written into files: how far they are, and fetching them.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use futures::stream;
use uuid::Uuid;

use super::{Answer, see_other, show};
use crate::{
    clients::{reporting::Export, shared::List},
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(every).service(fetch).service(delete);
}

/// Whose lists there are; each service writes its own.
const SERVICES: [&str; 4] = ["projects", "goals", "reporting", "tenants"];

#[derive(Template)]
#[template(path = "pages/exports.html")]
struct ExportsPage {
    page: Page,
    exports: Vec<Row>,
    under_way: bool,
}

struct Row {
    /// Where it is fetched and deleted; the service and its id.
    address: String,
    name: Html,
    format: String,
    state: Html,
    rows: String,
    size: String,
    asked_at: String,
    expires_at: String,
    is_done: bool,
}

/// The heading of the page that shows a list, or its address where no page does.
fn name(page: &Page, list: &str) -> Html {
    let (path, query) = list.split_once('?').unwrap_or((list, ""));
    let path = path.trim_start_matches("/api/v1/");
    if path.starts_with("reports/") && path.ends_with("/document") {
        let mut asked = url::form_urlencoded::parse(query.as_bytes());
        let language = asked.find(|(name, _)| name == "language");
        let language = language.map(|(_, code)| page.choice("language", &code));
        let words = [Some(page.t("export-of-report")), language];
        return Html::text(&words.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    let key = match path {
        "projects" => "projects-title",
        "applications" => "applications",
        "activities" => "activities-title",
        "networks" => "networks-title",
        "partners" => "partners-title",
        "units" => "units-title",
        "goals" => "goals-title",
        "goals/coverage" => "coverage-title",
        "indicators" => "indicators",
        "indicator-values" => "values",
        "statements" => "statements-title",
        "reports" => "reports-title",
        "sharing-agreements" => "sharing-title",
        "memberships" => "people-title",
        "saved-views" => "saved-views-title",
        "dashboards/leadership/rows" => "board-leadership-title",
        "dashboards/international/rows" => "board-international-title",
        "dashboards/completeness/rows" => "board-completeness-title",
        // A list that no page of ours shows goes by its address.
        other => return Html::code(other),
    };
    let title = page.t(key);
    Html::text(&if query.is_empty() {
        title
    } else {
        page.with("export-narrowed", "list", title)
    })
}

fn size(page: &Page, bytes: Option<i64>) -> String {
    bytes.map_or_else(String::new, |bytes| {
        page.with("export-kib", "count", (bytes + 1023) / 1024)
    })
}

fn row(page: &Page, export: &Export) -> Row {
    let colour = match export.state.as_str() {
        "done" => "success",
        "failed" => "danger",
        _ => "info",
    };
    Row {
        address: export.address.trim_start_matches("/api/v1").to_owned(),
        name: name(page, &export.list),
        format: page.choice("export-format", &export.format),
        state: Html::tag(colour, &page.choice("export-state", &export.state)),
        rows: page.number(&export.rows.to_string()),
        size: size(page, export.bytes),
        asked_at: page.date(&export.asked_at),
        expires_at: page.date(&export.expires_at),
        is_done: export.state == "done",
    }
}

fn view(page: Page, mut exports: Vec<Export>) -> ExportsPage {
    exports.sort_by(|one, other| other.asked_at.cmp(&one.asked_at));
    ExportsPage {
        under_way: exports
            .iter()
            .any(|e| ["waiting", "running"].contains(&e.state.as_str())),
        exports: exports.iter().map(|export| row(&page, export)).collect(),
        page,
    }
}

#[get("/exports")]
async fn every(reader: Member) -> Answer {
    reader.must(rights::READ_EXPORTS)?;
    let mut exports = Vec::new();
    for service in SERVICES {
        let found: List<Export> = reader.api().get(&format!("/exports/{service}")).await?;
        exports.extend(found.items);
    }
    show(&reader, &view(Page::new(&reader, Section::Own), exports))
}

/// The file, passed on piece by piece: it may be larger than our memory.
#[get("/exports/{service}/{id}/file")]
async fn fetch(reader: Member, path: Path<(String, Uuid)>) -> Answer {
    let answer = reader.api().download(&of(&path, "/file")?, &[]).await?;
    let mut passed_on = HttpResponse::Ok();
    for name in [header::CONTENT_TYPE, header::CONTENT_DISPOSITION] {
        if let Some(value) = answer.headers().get(name.as_str()) {
            passed_on.insert_header((name, value.as_bytes()));
        }
    }
    let pieces = stream::try_unfold(answer, |mut answer| async move {
        Ok::<_, reqwest::Error>(answer.chunk().await?.map(|piece| (piece, answer)))
    });
    Ok(passed_on.streaming(pieces))
}

#[post("/exports/{service}/{id}/delete")]
async fn delete(reader: Member, path: Path<(String, Uuid)>, _submitted: Submitted) -> Answer {
    reader.api().delete(&of(&path, "")?, None).await.map_err(Fault::from)?;
    Ok(see_other("/exports?done=deleted"))
}

fn of(path: &(String, Uuid), below: &str) -> Result<String, Fault> {
    let (service, id) = path;
    let known = SERVICES.contains(&service.as_str());
    known
        .then(|| format!("/exports/{service}/{id}{below}"))
        .ok_or(Fault::NotFound)
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Own);
    let export = |state: &str, format: &str, bytes: Option<i64>| Export {
        address: "/api/v1/exports/projects/0193".to_owned(),
        list: "/api/v1/projects?kind=eu".to_owned(),
        format: format.to_owned(),
        state: state.to_owned(),
        rows: 12_500,
        bytes,
        asked_at: "2026-11-24T08:00:00Z".to_owned(),
        expires_at: bytes.map_or_else(String::new, |_| "2026-12-01T08:00:00Z".to_owned()),
    };
    let all = vec![
        export("waiting", "csv", None),
        export("running", "xlsx", None),
        export("done", "csv_excel_nordic", Some(3_000_000)),
        export("failed", "csv", None),
        Export {
            list: "/api/v1/reports/0193/document?language=fi".to_owned(),
            ..export("done", "pdf", Some(400_000))
        },
    ];
    vec![
        ("exports".to_owned(), view(page(), all).render().unwrap()),
        ("exports-none".to_owned(), view(page(), Vec::new()).render().unwrap()),
    ]
}
