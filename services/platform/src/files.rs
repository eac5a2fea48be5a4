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
        make(&self.of(tenant_id))?;
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

    /// Fails where the folder itself is away: nothing in it was removed, then.
    pub fn must_be_there(&self) -> io::Result<()> {
        fs::metadata(&self.root).map(drop)
    }

    /// Fails where no file could be written.
    pub fn can_be_written(&self) -> io::Result<()> {
        make(&self.root)?;
        tempfile::tempfile_in(&self.root).map(drop)
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
        if let Some(folder) = self.becomes.parent() {
            keep_names(folder)?;
        }
        Ok(file.metadata()?.len())
    }
}

/// Makes a folder and those above it, each lastingly: a name that its folder forgets in a power cut is no name.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    make(above)?;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        // Somebody else made it at this moment.
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
        _ => keep_names(above),
    }
}

/// Has the names in a folder written to the disk, as `sync_all` has what a file holds.
fn keep_names(folder: &Path) -> io::Result<()> {
    #[cfg(test)]
    tests::KEPT.with_borrow_mut(|kept| kept.push(folder.to_owned()));
    fs::File::open(folder)?.sync_all()
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, io::Write as _};

    use super::*;

    thread_local! {
        /// The folders whose names were written to the disk, in this order.
        pub(super) static KEPT: RefCell<Vec<PathBuf>> = RefCell::default();
    }

    #[test]
    fn a_file_and_the_folders_on_the_way_to_it_are_found_after_a_power_cut() {
        let root = std::env::temp_dir().join(format!("samverka-folder-{}", crate::ids::fresh()));
        let folder = Folder::at(&root).within("exports");
        let (tenant, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (unfinished, file) = folder.begin(tenant, id, 1).unwrap();
        let of_folders = [root.parent().unwrap().to_owned(), root.clone(), root.join("exports")];
        assert_eq!(KEPT.take(), of_folders);
        unfinished.finish(&file).unwrap();
        assert_eq!(KEPT.take(), [folder.of(tenant)]);
        // Once they are there, beginning another costs nothing.
        drop(folder.begin(tenant, id, 2).unwrap());
        assert!(KEPT.take().is_empty());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_had_is_told() {
        let in_the_way = std::env::temp_dir().join(format!("samverka-folder-{}", crate::ids::fresh()));
        fs::write(&in_the_way, b"no folder").unwrap();
        let folder = Folder::at(in_the_way.join("attachments"));
        assert!(folder.must_be_there().is_err());
        assert!(folder.can_be_written().is_err());
        fs::remove_file(&in_the_way).unwrap();
        folder.can_be_written().unwrap();
        folder.must_be_there().unwrap();
        assert_eq!(fs::read_dir(in_the_way.join("attachments")).unwrap().count(), 0);
        fs::remove_dir_all(in_the_way).unwrap();
    }

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
