//! Indicators: the list, one of them with its values, defining and changing it; entering a value and putting it right.

mod edit;
mod list;
mod measured;
mod show;
mod values;

use actix_web::web::ServiceConfig;

pub use measured::{shown, with_sign};

pub fn configure(services: &mut ServiceConfig) {
    // Files before `{id}`, which would take them for an id.
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(edit::configure)
        .configure(values::configure)
        .service(show::show_one);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        list::samples(reader),
        show::samples(reader),
        edit::samples(reader),
        values::samples(reader),
    ]
    .concat()
}
