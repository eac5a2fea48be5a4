//! `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`, on a port of its own: what it counts.

use actix_web::{
    HttpResponse, Responder, get,
    web::{Data, ServiceConfig},
};

use super::server::Readiness;

#[get("/healthz")]
async fn healthz() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

#[get("/readyz")]
async fn readyz(readiness: Data<Readiness>) -> impl Responder {
    match readiness.check().await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(why) => HttpResponse::ServiceUnavailable()
            .content_type("text/plain")
            .body(format!("{why}\n")),
    }
}

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(healthz).service(readyz);
}
