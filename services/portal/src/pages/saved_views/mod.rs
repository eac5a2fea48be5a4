//! Saved views: a part of every list, and a page with all of one's own and those that colleagues share.

mod beside;
mod edit;
mod list;
mod lists;

use actix_web::web::ServiceConfig;
pub use beside::{Saved, Views, beside, of};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list::as_file)
        .service(list::show_list)
        .configure(edit::configure);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [list::samples(reader), edit::samples(reader)].concat()
}

#[cfg(test)]
pub use beside::sample;
