//! The change log: every change in the organisation, and whether anybody tampered with what is written of them.

mod list;
#[cfg(test)]
mod samples;
mod verify;

use actix_web::web::ServiceConfig;
#[cfg(test)]
pub use samples::samples;

use crate::page::Page;

pub fn configure(services: &mut ServiceConfig) {
    services.configure(list::configure).configure(verify::configure);
}

/// What a service keeps, as readers call it.
pub fn part(page: &Page, service: &str) -> String {
    page.choice("journal-part", service)
}
