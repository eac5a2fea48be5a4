//! Networks and representation offices, and who answers for our memberships in them.

mod edit;
mod list;
mod membership;
mod show;
mod themes;

use actix_web::web::ServiceConfig;

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .service(themes::show_themes)
        .configure(edit::configure)
        .configure(membership::configure)
        .service(show::show_one);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        show::samples(reader),
        edit::samples(reader),
        membership::samples(reader),
        themes::samples(reader),
    ]
    .concat()
}
