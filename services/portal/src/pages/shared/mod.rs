//! What other organisations give by name: who gives what, and the lists.

mod lists;
mod sources;

use actix_web::web::ServiceConfig;

pub fn configure(services: &mut ServiceConfig) {
    sources::configure(services);
    lists::configure(services);
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    let mut all = sources::samples(reader);
    all.extend(lists::samples(reader));
    all
}
