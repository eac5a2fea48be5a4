//! The description of the whole API, as it is checked in. One service answers for all of them.

use actix_web::{HttpResponse, get, web::ServiceConfig};

const DESCRIPTION: &str = include_str!("../../suite/openapi.json");

#[get("/api/openapi.json")]
async fn openapi() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(DESCRIPTION)
}

pub fn plain(config: &mut ServiceConfig) {
    config.service(openapi);
}
