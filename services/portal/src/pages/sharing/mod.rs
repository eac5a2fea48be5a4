//! What the organisation gives to others, and what it was given: the list, one agreement, giving, other terms, ending it.

use actix_web::web::ServiceConfig;

use super::form_page::FormPage;
use crate::clients::tenants::Agreement;

mod end;
mod give;
mod list;
#[cfg(test)]
mod samples;
mod show;
mod terms;

#[cfg(test)]
pub use samples::samples;

impl FormPage {
    /// Says in the title which agreement the form is about.
    fn about(mut self, agreement: &Agreement) -> Self {
        let other = self.page.plain(agreement.other());
        let dataset = self.page.choice("sharing-dataset", &agreement.dataset);
        self.title = format!("{}: {other}, {dataset}", self.title);
        self
    }
}

pub fn configure(services: &mut ServiceConfig) {
    // Giving first: `new` is no id.
    services
        .configure(list::configure)
        .configure(give::configure)
        .configure(show::configure)
        .configure(terms::configure)
        .configure(end::configure);
}
