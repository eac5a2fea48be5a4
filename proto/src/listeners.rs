//! Who listens to whom.

/// Each source of events, and the services that take them in.
///
/// A relay lays the queues of all its listeners before it sends its first event: a broker confirms what no queue asks
/// for, and it would be lost to a listener that is yet to start. A service that listens without standing here does not
/// start.
const LISTENERS: [(&str, &[&str]); 4] = [
    ("tenants", &["goals", "projects", "reporting"]),
    ("goals", &["projects", "reporting", "tenants"]),
    ("projects", &["goals", "reporting"]),
    ("reporting", &["tenants"]),
];

/// The services that take in what this one tells.
pub fn listeners(source: &str) -> &'static [&'static str] {
    LISTENERS
        .iter()
        .find(|(name, _)| *name == source)
        .map_or(&[], |(_, listeners)| listeners)
}
