#![doc = include_str!("../README.md")]

mod assets;
mod choices;
mod clients;
mod config;
mod fault;
mod format;
mod forms;
mod frame;
mod html;
mod language;
mod listing;
mod navigation;
mod page;
mod pages;
mod pictures;
mod qr;
mod reader;
mod tables;
mod theme;

use actix_web::{
    guard,
    middleware::{Compress, from_fn},
    web::{self, Data, ServiceConfig},
};
use clients::Api;
pub use clients::ApiAddress;
pub use config::{Config, ConfigError};
pub use pages::{Address, routes};
use platform::clock::Clock;
use reader::{cookies::Jar, keys::Keys};

/// The portal, ready to be mounted in a server.
#[derive(Clone)]
pub struct Portal {
    pub(crate) api: Api,
    pub(crate) keys: Keys,
    pub(crate) jar: Jar,
    pub(crate) clock: Clock,
    /// The address readers type, without a slash at its end.
    pub(crate) public_url: String,
    /// Said before anybody chooses a file; the services see to it.
    pub(crate) most_attached_bytes: u64,
}

impl Portal {
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Ok(Self {
            api: Api::new(config.api.clone())?,
            keys: Keys::of(config.checked_secret()?),
            jar: Jar::new(config.transport()?),
            clock: Clock::default(),
            public_url: config.public_url.trim_end_matches('/').to_owned(),
            most_attached_bytes: config.most_attached_bytes,
        })
    }
}

/// Addresses that belong to others when the portal stands in the same server as the services.
const NOT_OURS: [&str; 5] = ["/api", "/.well-known", "/internal", "/healthz", "/readyz"];

/// The pages that tell people of the API stand beside the description that programs read.
const OURS_ALL_THE_SAME: &str = "/api/docs";

fn is_ours(path: &str) -> bool {
    let is_under = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_under(OURS_ALL_THE_SAME) || !NOT_OURS.into_iter().any(is_under)
}

/// A grid of five hundred rows, with what was pasted into it.
const LARGEST_FORM: usize = 1024 * 1024;

/// Adds every page. What is under [`NOT_OURS`] is left to the other routes of the server.
pub fn configure(services: &mut ServiceConfig, portal: Portal) {
    services.service(
        web::scope("")
            .guard(guard::fn_guard(|context| is_ours(context.head().uri.path())))
            .app_data(Data::new(portal))
            .app_data(web::PayloadConfig::new(LARGEST_FORM))
            .wrap(from_fn(frame::around_every_page))
            .wrap(Compress::default())
            .configure(pages::configure)
            .default_service(web::to(pages::nowhere)),
    );
}
