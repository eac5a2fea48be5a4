//! Settings from the environment, read once at start; every fault is told at once.

use std::{collections::BTreeMap, fmt::Write as _, str::FromStr};

use secrecy::SecretString;

mod attachments;
mod sections;
pub use attachments::{AttachmentStore, Attachments, Bucket, most_attached_bytes};
pub use sections::{
    Amqp, CacheKind, Database, EventsKind, Http, Limits, Mail, MasterKey, Peers, Secrets, key, url, usual_connections,
};

/// The environment and the faults found in it so far.
#[derive(Debug, Default)]
pub struct Settings {
    values: BTreeMap<String, String>,
    faults: Vec<String>,
}

/// All faults of a configuration, one a line.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used:\n{0}")]
pub struct Faults(String);

impl Settings {
    /// What the process was started with.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_environment() -> Self {
        Self {
            values: std::env::vars().collect(),
            faults: Vec::new(),
        }
    }

    /// Given values, for tests and for a suite that configures its parts.
    pub fn from_values(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            values: values.into_iter().collect(),
            faults: Vec::new(),
        }
    }

    /// A value that may be absent.
    pub fn optional(&self, name: &str) -> Option<String> {
        self.values
            .get(name)
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
    }

    /// A value that must be there. Its absence is a fault; the empty string stands in until all are told.
    pub fn required(&mut self, name: &str, meaning: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.fault(name, &format!("is missing: {meaning}"));
            String::new()
        })
    }

    /// A secret that must be there.
    pub fn secret(&mut self, name: &str, meaning: &str) -> SecretString {
        SecretString::from(self.required(name, meaning))
    }

    /// A value of a type, with a default when absent.
    pub fn parsed<T: FromStr>(&mut self, name: &str, default: T, meaning: &str) -> T {
        match self.optional(name).map(|v| v.parse::<T>()) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.fault(name, &format!("cannot be read: {meaning}"));
                default
            }
        }
    }

    /// Notes a fault under the name of the setting.
    pub fn fault(&mut self, name: &str, what: &str) {
        self.faults.push(format!("{name} {what}"));
    }

    /// The configuration, or every fault found while it was read.
    pub fn finish<T>(self, config: T) -> Result<T, Faults> {
        if self.faults.is_empty() {
            return Ok(config);
        }
        let mut told = String::new();
        for fault in &self.faults {
            if writeln!(told, "  - {fault}").is_err() {
                break;
            }
        }
        Err(Faults(told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let mut settings = Settings::from_values([("PORT".into(), "many".into())]);
        let port = settings.parsed("PORT", 8080_u16, "a port number");
        let name = settings.required("NAME", "who is speaking");
        let told = settings.finish((port, name)).unwrap_err().to_string();
        assert!(
            told.contains("PORT cannot be read") && told.contains("NAME is missing"),
            "{told}"
        );
    }
}
