//! Applications: the list of all, and what is done with one: opening it, its financing plan, its next step.

mod list;
mod steps;

use actix_web::{get, web::ServiceConfig};

use super::{Answer, Id, see_other};
use crate::{clients::projects::Application, reader::Member};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list::show_list)
        .service(list::as_file)
        .configure(steps::configure)
        .service(one);
}

/// An application is told of by the page of its project.
#[get("/applications/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let application: Application = reader.api().get(&format!("/applications/{id}")).await?;
    Ok(see_other(&format!("/projects/{}", application.project_id)))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    [list::samples(reader), steps::samples(reader)].concat()
}
