//! Entering many values at once: a grid to type in, and a field for rows copied from a spreadsheet.
//!
//! The grid is one plain form. What was pasted is taken into rows of the grid; everything is checked before anything is
//! kept, and what is not taken comes back as it was typed with its faults beside the cells.

mod grid;
mod paste;
#[cfg(test)]
mod samples;

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use self::grid::{Cell, Row};
#[cfg(test)]
pub use self::samples::samples;
use super::{Answer, address, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    clients::{
        Problem,
        indicators::{Gridded, Indicator, SheetRow},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, SummaryLine, fault_words},
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(keep);
}

/// As many as the service takes at once.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "pages/values.html")]
pub struct ValuesPage {
    page: Page,
    period: Field,
    unit: Field,
    rows: Vec<Row>,
    status: Field,
    provenance: Field,
    paste: String,
    /// What could not be taken from the pasted rows.
    unread: Vec<String>,
    faults: Vec<SummaryLine>,
    /// What a check found to be in order.
    checked: Option<String>,
    token: String,
    key: String,
}

pub struct Known {
    pub indicators: Vec<Indicator>,
    pub units: Names,
}

/// What the grid is of.
pub struct About {
    pub period: String,
    pub unit_id: String,
}

impl About {
    fn of(reader: &Reader, get: impl Fn(&str) -> String) -> Self {
        let period = Some(get("period")).filter(|period| !period.is_empty());
        Self {
            period: period.unwrap_or_else(|| reader.today().year().to_string()),
            unit_id: get("unit_id"),
        }
    }
}

async fn known(reader: &Member) -> Result<Known, Fault> {
    let (indicators, units) = futures::try_join!(lookups::indicators(reader), lookups::units(reader))?;
    Ok(Known { indicators, units })
}

/// Every indicator that is measured in such periods, with what stands there already, so that it is seen and need not be typed
/// again.
async fn sheet(reader: &Member, about: &About) -> Result<Vec<SheetRow>, Fault> {
    let query = [("period", about.period.clone()), ("unit_id", about.unit_id.clone())];
    let sheet: List<SheetRow> = reader.api().get_with("/indicator-values/grid", &query).await?;
    Ok(sheet.items)
}

pub fn view(reader: &Reader, about: &About, known: &Known, rows: Vec<Row>) -> ValuesPage {
    let page = Page::new(reader, Section::Indicators);
    let voice = reader.voice;
    let mut period = Field::new(voice, "period", "value-period", Control::Line("text"));
    period.set(&about.period);
    let mut unit = Field::new(
        voice,
        "unit_id",
        "value-unit",
        Control::Choice(known.units.options(&page)),
    );
    unit.set(&about.unit_id);
    let statuses = ["preliminary", "final"].map(|status| (status.to_owned(), page.choice("value-status", status)));
    let mut status = Field::new(voice, "status", "value-status", Control::Choice(statuses.to_vec()));
    status.set("final");
    ValuesPage {
        period,
        unit,
        rows,
        status,
        provenance: Field::new(voice, "provenance", "provenance", Control::Line("text")),
        paste: String::new(),
        unread: Vec::new(),
        faults: Vec::new(),
        checked: None,
        token: reader.token(),
        key: crate::forms::fresh_key(),
        page,
    }
}

#[get("/values")]
async fn ask(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let mut about = About::of(&reader, |name| asked.get(name).to_owned());
    // Whoever writes for one unit enters its values, unless they ask for others.
    if !asked.says("unit_id")
        && let Some(own) = reader.access.as_ref().and_then(|access| access.units().next())
    {
        own.clone_into(&mut about.unit_id);
    }
    let (sheet, units) = futures::try_join!(sheet(&reader, &about), lookups::units(&reader))?;
    let known = Known {
        indicators: Vec::new(),
        units,
    };
    let rows = grid::rows(&reader, &about, &known, &sheet);
    show(&reader, &view(&reader, &about, &known, rows))
}

#[post("/values")]
async fn keep(reader: Member, submitted: Submitted) -> Answer {
    let about = About::of(&reader, |name| submitted.get(name).to_owned());
    let known = known(&reader).await?;
    let mut rows = grid::typed(&reader, &known, &submitted);
    let read = paste::take_in(&reader, &about, &known, submitted.get("paste"), &mut rows);
    let saves = submitted.get("do") == "save" && read.unread.is_empty();
    let (sent, body) = body(&about, &submitted, &rows, !saves);
    let mut view = ValuesPage {
        paste: read.left,
        unread: read.unread,
        ..view(&reader, &about, &known, rows)
    };
    view.status.fill(&submitted);
    view.provenance.fill(&submitted);
    if sent.is_empty() {
        view.refuse_all(view.page.t("values-nothing"));
        return refuse(&reader, &view);
    }
    let key = format!("{}-{}", submitted.get("key"), if saves { "save" } else { "check" });
    match reader.api().post::<Gridded>("/indicator-values/grid", body, &key).await {
        Ok(_) if saves => {
            let query = [
                ("period", about.period.as_str()),
                ("unit_id", &about.unit_id),
                ("done", "values-entered"),
            ];
            return Ok(see_other(&address("/values", &query)));
        }
        Ok(told) => view.found_in_order(&told),
        Err(problem) => view.refuse(&problem, &sent)?,
    }
    let wrong = !view.faults.is_empty() || !view.unread.is_empty();
    view.summarise();
    if wrong {
        refuse(&reader, &view)
    } else {
        show(&reader, &view)
    }
}

/// The rows in which something was typed, and what is sent of them.
fn body(about: &About, submitted: &Submitted, rows: &[Row], dry_run: bool) -> (Vec<usize>, Value) {
    let filled: Vec<(usize, &Row)> = rows.iter().enumerate().filter(|(_, row)| row.is_filled()).collect();
    let common = |name: &str| Some(submitted.get(name)).filter(|said| !said.is_empty());
    let values: Vec<Value> = filled
        .iter()
        .map(|(_, row)| row.body(&about.period, common("status"), common("provenance")))
        .collect();
    let sent = filled.into_iter().map(|(n, _)| n).collect();
    (sent, json!({ "values": values, "dry_run": dry_run }))
}

impl ValuesPage {
    fn refuse_all(&mut self, text: String) {
        self.faults.push(SummaryLine { target: None, text });
        self.summarise();
    }

    fn found_in_order(&mut self, told: &Gridded) {
        let new = told.items.iter().filter(|row| row.outcome != "unchanged").count();
        self.checked = Some(self.page.with2("values-checked", "count", told.items.len(), "new", new));
    }

    /// Puts each fault beside its cell. `sent` are the rows that were sent, in their order.
    fn refuse(&mut self, problem: &Problem, sent: &[usize]) -> Result<(), Fault> {
        if !matches!(problem.status, 400 | 409 | 422 | 429) {
            return Err(problem.clone().into());
        }
        let voice = self.page.reader.voice;
        for fault in &problem.errors {
            let told = fault_words(voice, &fault.code, Some(&fault.detail));
            let mut parts = fault.pointer.split('/').skip(2);
            let row = parts
                .next()
                .and_then(|n| n.parse::<usize>().ok())
                .and_then(|n| sent.get(n));
            match row.and_then(|n| self.rows.get_mut(*n)) {
                Some(row) => row.refuse(parts.next().unwrap_or_default(), &fault.code, voice, told),
                None => self.faults.push(SummaryLine {
                    target: None,
                    text: told,
                }),
            }
        }
        if problem.errors.is_empty() {
            let text = fault_words(voice, &problem.code, problem.detail.as_deref());
            self.faults.push(SummaryLine { target: None, text });
        }
        self.summarise();
        Ok(())
    }

    /// All faults above the form, each with the cell it is about.
    fn summarise(&mut self) {
        self.faults.retain(|line| line.target.is_none());
        let unread = self.unread.iter().map(|text| SummaryLine {
            target: Some("field-paste".to_owned()),
            text: text.clone(),
        });
        self.faults.extend(unread);
        for row in &self.rows {
            let cells = row.cells.iter().filter(|cell| !cell.faults.is_empty());
            self.faults.extend(cells.map(|cell: &Cell| SummaryLine {
                target: Some(cell.id()),
                text: format!("{}: {}", row.plain, cell.faults.join(" ")),
            }));
        }
    }
}
