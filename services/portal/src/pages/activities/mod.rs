//! Activities: visits, exchanges, events and the like. The list, one of them, adding and changing.

mod edit;
mod list;
mod map;
mod show;

use actix_web::web::ServiceConfig;

pub fn configure(services: &mut ServiceConfig) {
    // `new` and files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .service(map::show_map)
        .configure(edit::configure)
        .service(show::show_one);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        map::samples(reader),
        show::samples(reader),
        edit::samples(reader),
    ]
    .concat()
}
