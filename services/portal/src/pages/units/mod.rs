//! Units: the tree they form, one of them, adding and changing, a new name, going up in another.

mod edit;
mod list;
mod merge;
mod rename;
mod show;

use actix_web::web::ServiceConfig;

use crate::{clients::tenants::Unit, html::Html, page::Page};

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(edit::configure)
        .configure(rename::configure)
        .configure(merge::configure)
        .service(show::show_one);
}

/// Says that a unit is there no more; nothing of one that is.
fn ended(page: &Page, unit: &Unit) -> Html {
    if page.is_over(&unit.valid_to) {
        Html::tag("neutral", &page.t("unit-ended"))
    } else {
        Html::default()
    }
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        show::samples(reader),
        edit::samples(reader),
        rename::samples(reader),
        merge::samples(reader),
    ]
    .concat()
}
