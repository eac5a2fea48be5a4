//! Where files lie that are too large for a table: a folder that every process of the service reaches.
//!
//! A name is made of ids alone, under the tenant's own folder, so that nobody's words become a path.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

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
        fs::create_dir_all(self.of(tenant_id))?;
        let becomes = self.place(tenant_id, id);
        let at = becomes.with_extension(format!("{attempt}.{UNFINISHED}"));
        let file = fs::File::create(&at)?;
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

    /// Removes what somebody began of a file and did not finish.
    pub fn tidy(&self, tenant_id: Uuid) -> io::Result<()> {
        let folder = match fs::read_dir(self.of(tenant_id)) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
            folder => folder?,
        };
        for entry in folder {
            let path = entry?.path();
            let is_unfinished = path.extension().is_some_and(|ending| ending == UNFINISHED);
            let age = |at: SystemTime| at.elapsed().unwrap_or_default();
            if is_unfinished
                && fs::metadata(&path)
                    .and_then(|m| m.modified())
                    .is_ok_and(|at| age(at) > LEFT_BEHIND)
            {
                gone(&path)?;
            }
        }
        Ok(())
    }
}

impl Unfinished {
    /// From now on it is found under its name.
    pub fn finish(self, file: &fs::File) -> io::Result<u64> {
        file.sync_all()?;
        fs::rename(&self.at, &self.becomes)?;
        Ok(file.metadata()?.len())
    }

    pub fn discard(self) -> io::Result<()> {
        gone(&self.at)
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
        given_up.discard().unwrap();
        assert_eq!(unfinished.finish(&file).unwrap(), 5);
        assert_eq!(fs::read(folder.place(tenant, id)).unwrap(), b"whole");
        folder.remove(tenant, id).unwrap();
        folder.remove(tenant, id).unwrap();
        assert_eq!(fs::read_dir(folder.of(tenant)).unwrap().count(), 0);
        fs::remove_dir_all(root).unwrap();
    }
}
