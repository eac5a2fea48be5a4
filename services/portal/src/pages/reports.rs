//! The yearly follow-up: drafted, read, edited, locked, downloaded. Every figure opens the list it counts.

use actix_web::{HttpResponse, get, http::header, post, web::Path, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Answer, Id, address, form_page::FormPage, list_page::ListPage, lookups, lookups::Names, refuse, see_other, show,
};
use crate::{
    choices,
    clients::{
        Created,
        reporting::{Report, ReportFigure},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, Form},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Reader, Submitted},
};

mod rows;

use rows::Rows;

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list)
        .service(ask_new)
        .service(create)
        .service(one)
        .service(ask_edit)
        .service(edit)
        .service(act)
        .service(show_figure)
        .service(download);
}

const FILTERS: [&str; 1] = ["year"];

fn status(page: &Page, status: &str) -> Html {
    Html::tag(
        if status == "locked" { "success" } else { "info" },
        &page.choice("report-status", status),
    )
}

/// A report about one unit carries its name, one about everybody says so.
fn about(page: &Page, report: &Report, units: &Names) -> Html {
    report
        .unit_id
        .as_deref()
        .map_or_else(|| Html::text(&page.t("whole-group")), |unit| units.name(page, unit))
}

fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/reports", &page.t("reports-title"), asked, &FILTERS)
        .filter(Field::new(page.reader.voice, "year", "year", Control::Line("search")))
        .column(page.t("report"), None)
        .column(page.t("report-about"), None)
        .column(page.t("status"), None)
        .column(page.t("own-language"), None)
        .column(page.t("drafted-at"), None)
        .column(page.t("locked-at"), None)
        .empty(page.t("reports-none"))
}

fn row(page: &Page, report: &Report, units: &Names) -> Vec<Html> {
    let name = page.with("report-of-year", "year", report.year);
    vec![
        Html::link(&format!("/reports/{}", report.id), &Html::text(&name)),
        about(page, report, units),
        status(page, &report.status),
        Html::text(&page.choice("language", &report.language)),
        Html::text(&page.date(&report.drafted_at)),
        Html::text(&page.date(&report.locked_at)),
    ]
}

fn list_view(page: Page, listing: Listing) -> ListPage {
    let actions = if page.may(&["admin", "planner"]) {
        vec![("/reports/new".to_owned(), page.t("report-new-title"))]
    } else {
        Vec::new()
    };
    ListPage {
        title: page.t("reports-title"),
        lead: page.t("reports-lead"),
        actions,
        listing,
        page,
    }
}

#[get("/reports")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Reports);
    let listing = listing(&page, &asked);
    let mut query = listing.query();
    query.push(("kind", "yearly_followup".to_owned()));
    let found: List<Report> = reader.api().get_with("/reports", &query).await?;
    let units = lookups::units(&reader).await?;
    let rows = found.items.iter().map(|report| row(&page, report, &units)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &list_view(page, listing))
}

fn new_form(reader: &Reader, units: &Names, year: i16) -> Form {
    let page = Page::new(reader, Section::Reports);
    Form::new(reader, "/reports/new", "report-new-submit")
        .cancel("/reports")
        .field("year", "year", Control::Whole)
        .required()
        .preset(&year.to_string())
        .choice("unit_id", "report-unit", units.options(&page))
        .push(Field::choice(
            reader.voice,
            "language",
            "report-language",
            &choices::LANGUAGE,
        ))
        .preset(reader.voice.language.code())
        .required()
}

fn new_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Reports, "report-new", form)
}

#[get("/reports/new")]
async fn ask_new(reader: Member) -> Answer {
    let units = lookups::units(&reader).await?;
    show(
        &reader,
        &new_view(&reader, new_form(&reader, &units, reader.today().year())),
    )
}

#[post("/reports/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = new_form(&reader, &units, reader.today().year()).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &new_view(&reader, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("kind".to_owned(), json!("yearly_followup"));
    }
    match reader.api().post::<Created>("/reports", body, &form.key).await {
        Ok(created) => Ok(see_other(&format!("/reports/{}?done=drafted", created.id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &new_view(&reader, form))
        }
    }
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    page: Page,
    about: Html,
    status: Html,
    positions: Vec<(String, String)>,
    parts: Vec<PartView>,
    documents: Vec<Document>,
    may_edit: bool,
    key: String,
    report: Report,
}

struct PartView {
    heading: String,
    figures: Vec<FigureView>,
    text: Html,
    sections: Vec<SectionView>,
}

struct FigureView {
    href: String,
    label: String,
    value: String,
}

struct SectionView {
    heading: String,
    rows: Rows,
}

struct Document {
    language: &'static str,
    label: String,
    links: Vec<(String, &'static str)>,
}

fn figure_view(page: &Page, report: &Report, figure: &ReportFigure) -> FigureView {
    let number = figure
        .value
        .as_str()
        .map_or_else(|| figure.value.to_string(), str::to_owned);
    let value = page.reader.voice.figure(&number, &figure.exactness);
    let value = match figure.unit.as_str() {
        "count" | "people" | "" => value,
        "percent" => format!("{value}\u{a0}%"),
        currency => page.reader.voice.money(&number, currency),
    };
    FigureView {
        href: format!("/reports/{}/figures/{}", report.id, figure.key),
        label: figure.label.clone(),
        value,
    }
}

fn documents(page: &Page, report: &Report) -> Vec<Document> {
    let link = |language: &'static str, format: &'static str| {
        (
            address(
                &format!("/reports/{}/document", report.id),
                &[("format", format), ("language", language)],
            ),
            format,
        )
    };
    let document = |language: &&'static str| Document {
        language,
        label: page.choice("language", language),
        links: ["pdf", "html", "json"].map(|format| link(language, format)).to_vec(),
    };
    choices::LANGUAGE.values.iter().map(document).collect()
}

fn view(reader: &Reader, report: Report, units: &Names) -> ReportPage {
    let page = Page::new(reader, Section::Reports);
    let parts = report.parts.iter().map(|part| PartView {
        heading: page
            .reader
            .voice
            .find(&format!("report-part-{}", part.key), None)
            .unwrap_or_else(|| part.heading.clone()),
        figures: part
            .figures
            .iter()
            .map(|figure| figure_view(&page, &report, figure))
            .collect(),
        text: Html::paragraphs(&part.text),
        sections: part
            .sections
            .iter()
            .map(|section| SectionView {
                heading: section.heading.clone(),
                rows: Rows::of(&page, &section.rows),
            })
            .collect(),
    });
    let positions = report.positions.iter().flatten();
    ReportPage {
        about: about(&page, &report, units),
        status: status(&page, &report.status),
        positions: positions
            .map(|(service, position)| (service.clone(), page.value(position)))
            .collect(),
        parts: parts.collect(),
        documents: documents(&page, &report),
        may_edit: report.status != "locked" && page.may(&["admin", "planner"]),
        key: hex::encode(rand::random::<[u8; 16]>()),
        page,
        report,
    }
}

/// The report with its headings and labels in the reader's language; its texts stay in the one they were written in.
async fn read(reader: &Member, id: impl std::fmt::Display) -> Result<Report, Fault> {
    reader
        .api()
        .get_with(
            &format!("/reports/{id}"),
            &[("language", reader.voice.language.code().to_owned())],
        )
        .await
}

#[get("/reports/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let report = read(&reader, &id).await?;
    let units = lookups::units(&reader).await?;
    show(&reader, &view(&reader, report, &units))
}

fn edit_form(reader: &Reader, report: &Report) -> Form {
    let page = Page::new(reader, Section::Reports);
    let mut form =
        Form::new(reader, format!("/reports/{}/edit", report.id), "save").cancel(format!("/reports/{}", report.id));
    for (index, part) in report.parts.iter().enumerate() {
        let heading = page
            .reader
            .voice
            .find(&format!("report-part-{}", part.key), None)
            .unwrap_or_else(|| part.heading.clone());
        form = form
            .heading(heading)
            .hidden(&format!("parts.{index}.key"), &part.key)
            .area(&format!("parts.{index}.text"), "report-text")
            .preset(&part.text);
    }
    form.seen(report.version)
}

fn edit_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Reports, "report-edit", form)
}

#[get("/reports/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    let report = read(&reader, &id).await?;
    show(&reader, &edit_view(&reader, edit_form(&reader, &report)))
}

#[post("/reports/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/reports/{id}");
    let report = read(&reader, &id).await?;
    let mut form = edit_form(&reader, &report).fill(&submitted);
    let mut body = form.body();
    // An emptied text is a text too.
    for part in body
        .get_mut("parts")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(text) = part.get_mut("text").filter(|text| text.is_null()) {
            *text = json!("");
        }
    }
    match reader.api().patch::<Value>(&path, body, form.version).await {
        Ok(_) => Ok(see_other(&format!("{path}?done=saved"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &edit_view(&reader, form))
        }
    }
}

#[post("/reports/{id}/{verb}")]
async fn act(reader: Member, path: Path<(Uuid, String)>, submitted: Submitted) -> Answer {
    let (id, verb) = path.into_inner();
    let version = submitted.get("version").parse().ok();
    let report = format!("/reports/{id}");
    match verb.as_str() {
        "redraft" => {
            let _report: Value = reader
                .api()
                .act(&format!("{report}/redraft"), json!({}), version, submitted.get("key"))
                .await?;
            Ok(see_other(&format!("{report}?done=redrafted")))
        }
        "lock" => lock(&reader, id, version, &submitted).await,
        "delete" => {
            reader.api().delete(&report, version).await?;
            Ok(see_other("/reports?done=deleted"))
        }
        _ => Err(Fault::NotFound),
    }
}

/// A lock that is refused for characters no font has shows the report again, with them listed.
async fn lock(reader: &Member, id: Uuid, version: Option<i64>, submitted: &Submitted) -> Answer {
    let path = format!("/reports/{id}");
    match reader
        .api()
        .act::<Value>(&format!("{path}/lock"), json!({}), version, submitted.get("key"))
        .await
    {
        Ok(_) => Ok(see_other(&format!("{path}?done=report-locked"))),
        Err(problem) if matches!(problem.status, 409 | 422) => {
            let report = read(reader, id).await?;
            if report.faults.is_empty() {
                return Err(problem.into());
            }
            let units = lookups::units(reader).await?;
            refuse(reader, &view(reader, report, &units))
        }
        Err(problem) => Err(problem.into()),
    }
}

#[derive(Template)]
#[template(path = "pages/figure.html")]
struct FigurePage {
    page: Page,
    title: String,
    report: String,
    count: String,
    rows: Rows,
    next: Option<String>,
}

fn figure_page(reader: &Reader, report: &Report, key: &str, found: &[Value]) -> FigurePage {
    let page = Page::new(reader, Section::Reports);
    let told = report
        .parts
        .iter()
        .flat_map(|part| &part.figures)
        .find(|figure| figure.key == key);
    let title = told.map_or_else(|| key.to_owned(), |figure| figure.label.clone());
    let rows = Rows::leading_to(&page, found, place_of(key));
    FigurePage {
        title,
        report: report.id.clone(),
        count: page.with("list-count", "count", found.len()),
        rows,
        next: None,
        page,
    }
}

/// Where the things that a figure counts have their own pages.
fn place_of(key: &str) -> Option<&'static str> {
    let places = [
        ("eu_projects", "/projects"),
        ("other_international_projects", "/projects"),
        ("project_costs", "/projects"),
        ("resident_benefits", "/projects"),
        ("goals", "/goals"),
        ("statements_", "/statements"),
    ];
    places
        .into_iter()
        .find(|(begin, _)| key.starts_with(begin))
        .map(|(_, place)| place)
}

#[get("/reports/{id}/figures/{key}")]
async fn show_figure(reader: Member, path: Path<(Uuid, String)>, asked: Asked) -> Answer {
    let (id, key) = path.into_inner();
    // Only a name goes into the address of the API.
    if !key
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
    {
        return Err(Fault::NotFound);
    }
    let report = read(&reader, &id).await?;
    let mut query = asked.kept(&["after"]);
    query.push(("limit", "200".to_owned()));
    let path = format!("/reports/{id}/figures/{key}");
    let found: List<Value> = reader.api().get_with(&path, &query).await?;
    let next = found.next.map(|cursor| address(&path, &[("after", cursor)]));
    show(
        &reader,
        &FigurePage {
            next,
            ..figure_page(&reader, &report, &key, &found.items)
        },
    )
}

#[get("/reports/{id}/document")]
async fn download(reader: Member, id: Id, asked: Asked) -> Answer {
    let format = asked.get("format");
    let kind = match format {
        "html" => "text/html; charset=utf-8",
        "pdf" => "application/pdf",
        "json" => "application/json",
        _ => return Err(Fault::NotFound),
    };
    let query = [
        ("format", format.to_owned()),
        ("language", asked.get("language").to_owned()),
    ];
    let answer = reader
        .api()
        .download(&format!("/reports/{id}/document"), &query)
        .await?;
    let content = answer
        .bytes()
        .await
        .map_err(|error| Fault::Unavailable(error.to_string()))?;
    let name = format!("attachment; filename=\"follow-up-{id}.{format}\"");
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(content))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let units = || Names::sample(&[("u1", "Opetuslautakunta")]);
    let report = |status: &str, faults: Value| -> Report {
        serde_json::from_value(json!({
            "id": "019", "version": 3, "kind": "yearly_followup", "year": 2026, "unit_id": null, "status": status, "language": "fi",
            "positions": {"tenants": 12, "goals": 40, "projects": 7}, "drafted_at": "2026-11-20T08:00:00Z", "locked_at": null, "faults": faults,
            "parts": [
                {"key": "projects", "heading": "Projects", "figures": [{"key": "projects_running", "label": "Projects under way", "value": "3", "exactness": "exact", "unit": ""}],
                 "text": "Yksi.\n\nKaksi.", "sections": [{"key": "running", "heading": "Hankkeet", "rows": [{"id": "p1", "title": {"fi": "Elinvoima"}, "period": {"from": "2017-01-01", "to": null}, "total_cost": {"amount": "100000.00", "currency": "EUR"}}]}]},
                {"key": "other_work", "heading": "Other", "figures": [{"key": "staff_exchange", "label": "Staff exchange", "value": "60", "exactness": "at_least", "unit": "people"}], "text": "", "sections": []},
                {"key": "effects", "heading": "Effects", "figures": [], "text": "", "sections": []}
            ]
        }))
        .unwrap()
    };
    let page = || Page::new(reader, Section::Reports);
    let full = listing(&page(), &Asked::default()).fill(
        &page(),
        vec![row(&page(), &report("draft", json!([])), &units())],
        None,
    );
    let found = vec![json!({"id": "p1", "title": {"fi": "Elinvoima"}, "kind": "eu", "from": "2017-01-01"})];
    vec![
        ("reports".to_owned(), list_view(page(), full).render().unwrap()),
        (
            "reports-none".to_owned(),
            list_view(
                page(),
                listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None),
            )
            .render()
            .unwrap(),
        ),
        (
            "report-new".to_owned(),
            new_view(reader, new_form(reader, &units(), 2026)).render().unwrap(),
        ),
        (
            "report-draft".to_owned(),
            view(
                reader,
                report("draft", json!([{"character": "🦄", "where": "projects"}])),
                &units(),
            )
            .render()
            .unwrap(),
        ),
        (
            "report-locked".to_owned(),
            view(reader, report("locked", json!([])), &units()).render().unwrap(),
        ),
        (
            "report-edit".to_owned(),
            edit_view(reader, edit_form(reader, &report("draft", json!([]))))
                .render()
                .unwrap(),
        ),
        (
            "figure".to_owned(),
            figure_page(reader, &report("draft", json!([])), "projects_running", &found)
                .render()
                .unwrap(),
        ),
    ]
}
