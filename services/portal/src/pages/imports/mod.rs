//! Bringing in a table of values: sent as a file, its columns told, checked, entered; how far it is, meanwhile.

mod list;
mod one;
#[cfg(test)]
mod samples;

use actix_web::web::ServiceConfig;

#[cfg(test)]
pub use self::samples::samples;
use crate::{clients::imports::Import, html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    list::configure(services);
    one::configure(services);
}

/// Where the API keeps them.
const IMPORTS: &str = "/imports/indicator-values";

fn state(page: &Page, import: &Import) -> Html {
    let colour = match import.state.as_str() {
        "applied" => "success",
        "failed" => "danger",
        "stopped" => "warning",
        _ => "info",
    };
    Html::tag(colour, &page.choice("import-state", &import.state))
}

/// `12 000 of 50 000`, while it is under way.
fn progress(page: &Page, import: &Import) -> String {
    let number = |count: i64| page.number(&count.to_string());
    page.with2(
        "import-progress",
        "done",
        number(import.done),
        "lines",
        number(import.lines),
    )
}
