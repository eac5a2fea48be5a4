//! The operator's console: how the services stand, what organisations use, plans, journals. Nothing of what organisations
//! say is shown.

use actix_web::web::ServiceConfig;

use crate::{fault::Fault, reader::SignedIn};

mod journals;
mod plans;
mod standing;
mod usage;

pub use plans::{Plans, offered};

pub fn configure(services: &mut ServiceConfig) {
    services
        .configure(standing::configure)
        .configure(usage::configure)
        .configure(journals::configure)
        .configure(plans::configure);
}

/// These pages are the operator's.
fn operators_only(reader: &SignedIn) -> Result<(), Fault> {
    if reader.is_operator() {
        Ok(())
    } else {
        Err(Fault::NotAllowed)
    }
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [
        standing::samples(reader),
        usage::samples(reader),
        journals::samples(reader),
        plans::samples(reader),
    ]
    .concat()
}
