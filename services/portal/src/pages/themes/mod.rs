//! Themes in their taxonomies: all of them, one with what carries it, adding and changing, taking over what others share.

mod edit;
mod list;
mod shared;
mod show;
mod taxonomy;

use actix_web::web::ServiceConfig;

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list::show_list)
        .configure(shared::configure)
        .configure(taxonomy::configure)
        .configure(edit::configure)
        .service(show::show_one);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        shared::samples(reader),
        taxonomy::samples(reader),
        edit::samples(reader),
        show::samples(reader),
    ]
    .concat()
}
