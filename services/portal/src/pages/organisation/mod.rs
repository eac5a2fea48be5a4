//! The organisation that the reader acts for: what it says of itself, changing that, a new name, its colour and crest.

mod colours;
mod crest;
mod edit;
mod notices;
mod rename;
mod show;

use actix_web::web::ServiceConfig;
pub use crest::file as crest_file;

/// Where the API has it.
const CURRENT: &str = "/organisations/current";

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(show::show_own)
        .configure(edit::configure)
        .configure(rename::configure)
        .configure(colours::configure)
        .configure(notices::configure)
        .configure(crest::configure);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        show::samples(reader),
        edit::samples(reader),
        rename::samples(reader),
        colours::samples(reader),
        notices::samples(reader),
    ]
    .concat()
}
