//! The sections this service reads.

use std::path::PathBuf;

use platform::config::{Database, Mail, Settings};
use secrecy::{ExposeSecret as _, SecretString};

#[derive(Clone, Debug)]
pub struct Config {
    pub database: Database,
    pub mail: Mail,
    pub operator: Option<FirstOperator>,
    /// The file in which erasures are noted outside the database.
    pub erasures: Option<PathBuf>,
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
