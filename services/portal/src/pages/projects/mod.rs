//! Projects: the list, one project, creating and editing.

mod edit;
mod funding;
mod list;
mod show;

use actix_web::web::ServiceConfig;

pub use show::plan_gap;

use crate::{html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .service(funding::show_funding)
        .configure(edit::configure)
        .service(show::show_one);
}

pub fn status(page: &Page, status: &str) -> Html {
    let colour = match status {
        "running" => "success",
        "applied" => "info",
        "rejected" => "danger",
        "idea" | "preparing" => "warning",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("project-status", status))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        funding::samples(reader),
        show::samples(reader),
        edit::samples(reader),
    ]
    .concat()
}
