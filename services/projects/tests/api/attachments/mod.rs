//! Files attached to things, on disk and in object storage: the same stories.

mod lives;
mod reach;
mod refusals;
mod stores;
mod tidying;

use std::{
    fs,
    path::{Path, PathBuf},
};

use kit::{Answer, Bucket, Client, Suite, Tenant};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A suite that keeps attachments somewhere, a project in it, and where the bytes are to be found.
struct Shelf {
    suite: Suite,
    tenant: Tenant,
    planner: Client,
    project: Value,
    bucket: Option<Bucket>,
}

impl Shelf {
    async fn on_disk() -> Self {
        Self::with(None, &[]).await
    }

    async fn in_a_bucket() -> Self {
        Self::with(Some(Bucket::fresh()), &[]).await
    }

    async fn with(bucket: Option<Bucket>, more: &[(&str, &str)]) -> Self {
        let mut settings: Vec<(String, String)> = bucket.iter().flat_map(Bucket::settings).collect();
        settings.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let settings: Vec<(&str, &str)> = settings.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let suite = Suite::start_with(&settings).await;
        let tenant = suite.tenant("Example Town").await;
        let unit = tenant.unit("International affairs", None).await;
        let planner = tenant.planner().await;
        suite.settle().await;
        let project = json!({"title": {"en": "A project"}, "kind": "national", "role": "lead", "owner_unit_id": unit,
                             "period": {"from": "2026-01-01"}});
        let project = planner.post("/api/v1/projects", project).await.created().json;
        Self {
            suite,
            tenant,
            planner,
            project,
            bucket,
        }
    }

    fn path(&self) -> String {
        format!("/api/v1/projects/{}/attachments", self.project["id"].as_str().unwrap())
    }

    async fn a_text(&self, name: &str) -> Answer {
        self.planner
            .upload(&self.path(), name, b"text".to_vec())
            .await
            .created()
    }

    /// Where the bytes of this service lie.
    fn folder(&self) -> PathBuf {
        match &self.bucket {
            Some(bucket) => bucket.folder.join("attached/projects"),
            None => self.suite.files.join("attachments/projects"),
        }
    }

    /// Where the bytes of an attachment lie.
    fn place(&self, id: &str) -> PathBuf {
        self.folder().join(self.tenant.id.to_string()).join(id)
    }

    /// The bytes that lie in the store at this moment, those on their way among them.
    fn lying(&self) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        collect(&self.folder(), &mut found);
        found
    }

    async fn until_lying(&self, count: usize) {
        for _ in 0..400 {
            if self.lying().len() == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{} files lie there, not {count}", self.lying().len());
    }

    /// Waits until the database counts so many.
    async fn until(&self, sql: &str, count: i64) {
        self.suite.database.until(sql, count).await;
    }

    async fn attached(&self) -> i64 {
        let rows = "SELECT count(*) FROM projects.attachments WHERE removed_at IS NULL";
        self.suite.database.count(rows).await
    }
}

fn collect(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = fs::read(path) {
            found.push(bytes);
        }
    }
}

/// A document of a size, with bytes that repeat nowhere near.
fn a_pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut piece = Sha256::digest(b"seed").to_vec();
    while bytes.len() < size {
        bytes.extend_from_slice(&piece);
        piece = Sha256::digest(&piece).to_vec();
    }
    bytes.truncate(size);
    bytes
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
