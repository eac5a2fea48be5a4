//! Style sheets and scripts, compiled in, each under an address that holds the hash of its content.
//! An address never changes its meaning, so browsers may keep it for ever.

use std::sync::LazyLock;

use actix_web::{HttpResponse, get, web::Path};
use sha2::{Digest as _, Sha256};

use crate::theme;

pub struct Asset {
    pub address: String,
    content: &'static str,
    kind: &'static str,
}

impl Asset {
    fn new(name: &str, kind: &'static str, content: &'static str) -> Self {
        let hash: String = hex::encode(Sha256::digest(content.as_bytes()))
            .chars()
            .take(16)
            .collect();
        Self {
            address: format!("/assets/{hash}/{name}"),
            content,
            kind,
        }
    }
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

pub static DESIGN_SYSTEM: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "designsystemet.css",
        CSS,
        include_str!("../assets/vendor/designsystemet/designsystemet.css"),
    )
});
pub static TEMPLATE_THEME: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "theme.css",
        CSS,
        include_str!("../assets/vendor/designsystemet/theme.css"),
    )
});
pub static SHEET: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("portal.css", CSS, include_str!("../assets/portal.css")));
pub static HTMX: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("htmx.js", SCRIPT, include_str!("../assets/vendor/htmx/htmx.min.js")));
pub static BEHAVIOUR: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("portal.js", SCRIPT, include_str!("../assets/portal.js")));
pub static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")));

const FOR_EVER: (&str, &str) = ("cache-control", "public, max-age=31536000, immutable");

#[get("/assets/theme/{name}")]
pub async fn theme_sheet(name: Path<String>) -> HttpResponse {
    match theme::at_address(&name) {
        Some(sheet) => HttpResponse::Ok().insert_header(FOR_EVER).content_type(CSS).body(sheet),
        None => HttpResponse::NotFound().finish(),
    }
}

#[get("/assets/{hash}/{name}")]
pub async fn file(path: Path<(String, String)>) -> HttpResponse {
    let asked = format!("/assets/{}/{}", path.0, path.1);
    let known = [&DESIGN_SYSTEM, &TEMPLATE_THEME, &SHEET, &HTMX, &BEHAVIOUR, &ICON];
    match known.into_iter().find(|asset| asset.address == asked) {
        Some(asset) => HttpResponse::Ok()
            .insert_header(FOR_EVER)
            .content_type(asset.kind)
            .body(asset.content),
        None => HttpResponse::NotFound().finish(),
    }
}
