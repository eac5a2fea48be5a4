//! The sections this service reads.

use std::path::PathBuf;

use platform::{
    config::{Database, Mail, Settings},
    outward::Outside,
};
use secrecy::{ExposeSecret as _, SecretString};

#[derive(Clone, Debug)]
pub struct Config {
    pub database: Database,
    pub mail: Mail,
    pub operator: Option<FirstOperator>,
    /// The file in which erasures are noted outside the database.
    pub erasures: Option<PathBuf>,
    /// Where webhooks may lead.
    pub outside: Outside,
}

/// Whoever runs the installation, so that somebody can approve the first request.
#[derive(Clone, Debug)]
pub struct FirstOperator {
    pub email: String,
    pub password: SecretString,
}

impl Config {
    pub fn read(settings: &mut Settings) -> Self {
        Self {
            database: Database::read(settings, "tenants"),
            mail: Mail::read(settings),
            operator: FirstOperator::read(settings),
            erasures: settings.optional("SAMVERKA_ERASURES").map(PathBuf::from),
            outside: Outside {
                loopback: switch(settings, "SAMVERKA_WEBHOOKS_LOOPBACK"),
            },
        }
    }
}

/// Something that is off unless it is switched on.
fn switch(settings: &mut Settings, name: &str) -> bool {
    match settings.optional(name).as_deref() {
        None | Some("off") => false,
        Some("on") => true,
        Some(_) => {
            settings.fault(name, "is neither `on` nor `off`");
            false
        }
    }
}

impl FirstOperator {
    fn read(settings: &mut Settings) -> Option<Self> {
        let email = settings.optional("SAMVERKA_OPERATOR_EMAIL")?.to_lowercase();
        let password = settings.secret("SAMVERKA_OPERATOR_PASSWORD", "the first operator's password");
        if let Err(fault) = crate::person::password::rules(password.expose_secret(), &email) {
            settings.fault("SAMVERKA_OPERATOR_PASSWORD", &format!("cannot be used: {fault}"));
        }
        Some(Self { email, password })
    }
}
