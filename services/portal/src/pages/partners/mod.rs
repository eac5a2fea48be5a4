//! Partners, twin towns among them. The list, one of them, adding and changing.

mod edit;
mod list;
mod show;

use actix_web::web::ServiceConfig;

use crate::{clients::projects::Partner, html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(edit::configure)
        .service(show::show_one);
}

/// How it stands with a twin town, by its own word; nothing for another partner.
pub fn twin(page: &Page, partner: &Partner) -> Html {
    let Some(twin) = &partner.twin_town else {
        return Html::default();
    };
    let colour = match twin.status.as_str() {
        "active" => "success",
        "dormant" => "warning",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("twin-town-status", &twin.status))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [list::samples(reader), show::samples(reader), edit::samples(reader)].concat()
}
