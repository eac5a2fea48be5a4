//! Where files lie that are too large for a table: a folder that every process of the service reaches.
//!
//! A name is made of ids alone, under the tenant's own folder, so that nobody's words become a path.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tracing::warn;
use uuid::Uuid;

/// A file that is being written for longer than this was left behind by somebody who died.
const LEFT_BEHIND: Duration = Duration::from_hours(24);
const UNFINISHED: &str = "part";

/// The folder of one kind of file.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// A file on its way: under a name of its own until it is whole.
#[derive(Debug)]
pub struct Unfinished {
    at: PathBuf,
    becomes: PathBuf,
}

impl Folder {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// A folder within this one.
    #[must_use]
    pub fn within(&self, name: &'static str) -> Self {
        Self::at(self.root.join(name))
    }

    fn of(&self, tenant_id: Uuid) -> PathBuf {
        self.root.join(tenant_id.to_string())
    }

    fn place(&self, tenant_id: Uuid, id: Uuid) -> PathBuf {
        self.of(tenant_id).join(id.to_string())
    }

    /// Begins a file. Another attempt at the same file does not come in its way.
    pub fn begin(&self, tenant_id: Uuid, id: Uuid, attempt: i32) -> io::Result<(Unfinished, fs::File)> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(self.of(tenant_id))?;
        let becomes = self.place(tenant_id, id);
        let at = becomes.with_extension(format!("{attempt}.{UNFINISHED}"));
        let file = fs::OpenOptions::new()
            .write(true)
            .read(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&at)?;
        Ok((Unfinished { at, becomes }, file))
    }

    /// Opens a whole file; `None` when there is none.
    pub async fn open(&self, tenant_id: Uuid, id: Uuid) -> io::Result<Option<tokio::fs::File>> {
        match tokio::fs::File::open(self.place(tenant_id, id)).await {
            Ok(file) => Ok(Some(file)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    pub fn remove(&self, tenant_id: Uuid, id: Uuid) -> io::Result<()> {
        gone(&self.place(tenant_id, id))
    }

    /// Whole files that have lain for a while, of all tenants; what somebody began and left behind is removed.
    pub fn lying(&self, longer_than: Duration) -> io::Result<Vec<(Uuid, Uuid)>> {
        let mut whole = Vec::new();
        for tenant in entries(&self.root)? {
            for path in entries(&tenant)? {
                let age = fs::metadata(&path).and_then(|m| m.modified());
                let age = age.map_or(Duration::ZERO, |at: SystemTime| at.elapsed().unwrap_or_default());
                let is_unfinished = path.extension().is_some_and(|ending| ending == UNFINISHED);
                if is_unfinished && age > LEFT_BEHIND {
                    gone(&path)?;
                }
                if let (false, true, Some(tenant), Some(id)) =
                    (is_unfinished, age > longer_than, id_of(&tenant), id_of(&path))
                {
                    whole.push((tenant, id));
                }
            }
        }
        Ok(whole)
    }
}

/// What lies in a folder; a folder that nobody made yet is empty.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        folder => folder?.map(|entry| Ok(entry?.path())).collect(),
    }
}

fn id_of(path: &Path) -> Option<Uuid> {
    path.file_name()?.to_str()?.parse().ok()
}

/// What nobody finished lies there no more.
impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Err(cause) = gone(&self.at) {
            warn!("{} stays behind: {cause}", self.at.display());
        }
    }
}

impl Unfinished {
    /// From now on it is found under its name.
    pub fn finish(self, file: &fs::File) -> io::Result<u64> {
        file.sync_all()?;
        fs::rename(&self.at, &self.becomes)?;
        Ok(file.metadata()?.len())
    }
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_found_when_it_is_whole_and_not_before() {
        let root = std::env::temp_dir().join(format!("samverka-folder-{}", crate::ids::fresh()));
        let folder = Folder::at(&root).within("exports");
        let (tenant, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (unfinished, mut file) = folder.begin(tenant, id, 1).unwrap();
        let (given_up, _) = folder.begin(tenant, id, 2).unwrap();
        file.write_all(b"whole").unwrap();
        assert!(!folder.place(tenant, id).exists());
        drop(given_up);
        assert_eq!(unfinished.finish(&file).unwrap(), 5);
        assert_eq!(fs::read(folder.place(tenant, id)).unwrap(), b"whole");
        assert_eq!(folder.lying(Duration::ZERO).unwrap(), [(tenant, id)]);
        assert!(folder.lying(Duration::from_hours(1)).unwrap().is_empty());
        folder.remove(tenant, id).unwrap();
        folder.remove(tenant, id).unwrap();
        assert_eq!(fs::read_dir(folder.of(tenant)).unwrap().count(), 0);
        fs::remove_dir_all(root).unwrap();
    }
}
