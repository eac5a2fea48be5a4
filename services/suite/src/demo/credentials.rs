//! The passwords of the demo: random, and kept in one file that only its owner reads.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

/// How one person signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    pub organisation: String,
    pub role: String,
    pub email: String,
    pub password: String,
    /// The token of an invitation that is not known to be accepted: a load that was stopped goes on from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
}

/// The file, and what stands in it.
#[derive(Debug)]
pub struct Credentials {
    path: PathBuf,
    /// Addresses in the order in which people will want to read them.
    order: Vec<String>,
    entries: Mutex<Vec<Credential>>,
}

impl Credentials {
    /// What earlier loads kept; a file that is not there holds nothing.
    pub fn open(path: &Path, order: Vec<String>) -> anyhow::Result<Self> {
        let entries = match fs::read(path) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("{} is not a list of sign-ins", path.display()))?,
            Err(cause) if cause.kind() == ErrorKind::NotFound => Vec::new(),
            Err(cause) => return Err(cause).with_context(|| format!("reading {}", path.display())),
        };
        Ok(Self {
            path: path.to_owned(),
            order,
            entries: Mutex::new(entries),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub async fn of(&self, email: &str) -> Option<Credential> {
        self.entries.lock().await.iter().find(|c| c.email == email).cloned()
    }

    /// Keeps a sign-in in place of an earlier one of the same address. It is on disk when this returns.
    pub async fn keep(&self, credential: Credential) -> anyhow::Result<()> {
        let mut entries = self.entries.lock().await;
        if entries.contains(&credential) {
            return Ok(());
        }
        entries.retain(|c| c.email != credential.email);
        entries.push(credential);
        entries.sort_by_key(|c| {
            self.order
                .iter()
                .position(|email| *email == c.email)
                .unwrap_or(usize::MAX)
        });
        replace(&self.path, &entries).with_context(|| format!("writing {}", self.path.display()))
    }
}

/// A password nobody has to guess at: 120 random bits.
pub fn random_password() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 15]>())
}

/// Writes beside the file and puts it in its place, so that it is always whole.
fn replace(path: &Path, entries: &[Credential]) -> anyhow::Result<()> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(&serde_json::to_vec_pretty(entries)?)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn somebody(email: &str) -> Credential {
        Credential {
            organisation: "Kuopio".into(),
            role: "planner".into(),
            email: email.into(),
            password: random_password(),
            invitation: None,
        }
    }

    #[tokio::test]
    async fn sign_ins_are_kept_in_order_for_their_owner_only() {
        let directory = std::env::temp_dir().join(format!("samverka-{}", random_password()));
        fs::create_dir(&directory).unwrap();
        let path = directory.join("demo.json");
        let order = vec!["a@example.org".to_owned(), "b@example.org".to_owned()];
        let credentials = Credentials::open(&path, order.clone()).unwrap();
        credentials.keep(somebody("b@example.org")).await.unwrap();
        credentials.keep(somebody("a@example.org")).await.unwrap();
        let again = somebody("b@example.org");
        credentials.keep(again.clone()).await.unwrap();

        let read = Credentials::open(&path, order).unwrap();
        let emails: Vec<String> = read.entries.lock().await.iter().map(|c| c.email.clone()).collect();
        assert_eq!(emails, ["a@example.org", "b@example.org"]);
        assert_eq!(read.of("b@example.org").await, Some(again));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(&directory).unwrap();
    }
}
