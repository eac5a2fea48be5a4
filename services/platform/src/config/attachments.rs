//! Where attached files lie, and how much is taken.

use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;
use url::Url;

use super::Settings;

/// Without a word of where, attachments lie beside the other files; without such a place they are refused.
#[derive(Clone, Debug)]
pub struct Attachments {
    pub store: Option<AttachmentStore>,
    /// The most bytes of a file.
    pub most_bytes: u64,
    /// The most files of one thing.
    pub most_of_a_thing: i64,
    /// The most bytes of all files of a tenant, in each service that keeps some.
    pub most_of_a_tenant: i64,
    /// How long bytes may lie before something has to name them.
    pub not_yet_noted: Duration,
    /// How often bytes are held against what names them.
    pub swept_every: Duration,
}

/// The least time that bytes may lie unnamed: longer than an upload may take, from its first byte to its row.
const LEAST_UNNAMED: u64 = 600;

#[derive(Clone, Debug)]
pub enum AttachmentStore {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A bucket of object storage that speaks S3.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub name: String,
    /// Where in it; empty for all of it.
    pub prefix: String,
    /// Absent: Amazon's own, of the region.
    pub endpoint: Option<Url>,
    pub region: String,
    pub access_key: String,
    pub secret_key: SecretString,
}

/// The most bytes of a file, for whoever says so before one is chosen.
pub fn most_attached_bytes(settings: &mut Settings) -> u64 {
    settings.parsed("SAMVERKA_ATTACHMENT_BYTES", 20 * 1024 * 1024, "a number of bytes")
}

impl Attachments {
    pub fn read(settings: &mut Settings) -> Self {
        let store = match settings.optional("SAMVERKA_ATTACHMENTS") {
            Some(place) => store(settings, &place),
            None => settings
                .optional("SAMVERKA_FILES")
                .map(|files| AttachmentStore::Folder(PathBuf::from(files).join("attachments"))),
        };
        Self {
            store,
            most_bytes: most_attached_bytes(settings),
            most_of_a_thing: settings.parsed("SAMVERKA_ATTACHMENTS_OF_A_THING", 100, "a number of files"),
            most_of_a_tenant: settings.parsed(
                "SAMVERKA_ATTACHMENTS_TENANT_BYTES",
                20 * 1024 * 1024 * 1024,
                "a number of bytes",
            ),
            not_yet_noted: not_yet_noted(settings),
            swept_every: Duration::from_secs(settings.parsed(
                "SAMVERKA_ATTACHMENTS_SWEEP_SECONDS",
                3_600,
                "a number of seconds",
            )),
        }
    }
}

/// Bytes come before the row that names them, so those that lie for too short a time may be of an upload under way.
fn not_yet_noted(settings: &mut Settings) -> Duration {
    let name = "SAMVERKA_ATTACHMENTS_UNNAMED_SECONDS";
    let seconds = settings.parsed(name, 3_600, "a number of seconds");
    if seconds < LEAST_UNNAMED {
        settings.fault(
            name,
            &format!("is too short: {LEAST_UNNAMED} seconds or more, or an upload under way is swept"),
        );
    }
    Duration::from_secs(seconds)
}

fn store(settings: &mut Settings, place: &str) -> Option<AttachmentStore> {
    let told = "cannot be read: file:///a/folder, or s3://bucket/prefix";
    let Ok(url) = Url::parse(place) else {
        settings.fault("SAMVERKA_ATTACHMENTS", told);
        return None;
    };
    match (url.scheme(), url.to_file_path(), url.host_str()) {
        ("file", Ok(path), _) => Some(AttachmentStore::Folder(path)),
        ("s3", _, Some(bucket)) => Some(AttachmentStore::Bucket(Bucket {
            name: bucket.to_owned(),
            prefix: url.path().trim_matches('/').to_owned(),
            endpoint: endpoint(settings),
            region: settings
                .optional("SAMVERKA_S3_REGION")
                .unwrap_or_else(|| "us-east-1".to_owned()),
            access_key: settings.required("SAMVERKA_S3_ACCESS_KEY", "who reads and writes the bucket"),
            secret_key: settings.secret("SAMVERKA_S3_SECRET_KEY", "what proves who reads and writes the bucket"),
        })),
        _ => {
            settings.fault("SAMVERKA_ATTACHMENTS", told);
            None
        }
    }
}

fn endpoint(settings: &mut Settings) -> Option<Url> {
    let text = settings.optional("SAMVERKA_S3_ENDPOINT")?;
    let url = Url::parse(&text)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https"));
    if url.is_none() {
        settings.fault("SAMVERKA_S3_ENDPOINT", "cannot be read: https://s3.example.org");
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> Result<Attachments, String> {
        let values = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let mut settings = Settings::from_values(values);
        let config = Attachments::read(&mut settings);
        settings.finish(config).map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_folder_or_a_bucket_is_named_in_one_setting() {
        let folder = |values: &[(&str, &str)]| match read(values).unwrap().store {
            Some(AttachmentStore::Folder(path)) => path.to_string_lossy().into_owned(),
            other => panic!("{other:?}"),
        };
        assert!(read(&[]).unwrap().store.is_none());
        assert_eq!(folder(&[("SAMVERKA_FILES", "/srv/files")]), "/srv/files/attachments");
        assert_eq!(folder(&[("SAMVERKA_ATTACHMENTS", "file:///srv/a")]), "/srv/a");
        let Some(AttachmentStore::Bucket(bucket)) = read(&[
            ("SAMVERKA_ATTACHMENTS", "s3://samverka/attached/files/"),
            ("SAMVERKA_S3_ACCESS_KEY", "someone"),
            ("SAMVERKA_S3_SECRET_KEY", "a secret"),
        ])
        .unwrap()
        .store
        else {
            panic!("no bucket")
        };
        assert_eq!(
            (bucket.name.as_str(), bucket.prefix.as_str()),
            ("samverka", "attached/files")
        );
        assert!(!format!("{bucket:?}").contains("a secret"));
    }

    #[test]
    fn every_fault_of_a_store_is_told() {
        let told = read(&[
            ("SAMVERKA_ATTACHMENTS", "s3://samverka"),
            ("SAMVERKA_S3_ENDPOINT", "ftp://x"),
        ])
        .unwrap_err();
        for name in [
            "SAMVERKA_S3_ACCESS_KEY",
            "SAMVERKA_S3_SECRET_KEY",
            "SAMVERKA_S3_ENDPOINT",
        ] {
            assert!(told.contains(name), "{told}");
        }
        assert!(
            read(&[("SAMVERKA_ATTACHMENTS_UNNAMED_SECONDS", "599")])
                .unwrap_err()
                .contains("600 seconds or more")
        );
        assert!(
            read(&[("SAMVERKA_ATTACHMENTS", "gopher://x")])
                .unwrap_err()
                .contains("s3://bucket/prefix")
        );
    }
}
