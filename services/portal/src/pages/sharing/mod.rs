//! What the organisation gives to others, and what it was given: the list, one agreement, giving, other terms, ending it.

use actix_web::web::ServiceConfig;

mod end;
mod give;
mod list;
#[cfg(test)]
mod samples;
mod show;
mod terms;

#[cfg(test)]
pub use samples::samples;

pub fn configure(services: &mut ServiceConfig) {
    // Giving first: `new` is no id.
    services
        .configure(list::configure)
        .configure(give::configure)
        .configure(show::configure)
        .configure(terms::configure)
        .configure(end::configure);
}
