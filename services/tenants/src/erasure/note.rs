//! Erasures as they are noted outside the database, a JSON line each: ids and times, nothing of a person. Each is signed with
//! a key derived from the master key, so that nobody who can write there has people erased.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use hmac::{Hmac, KeyInit, Mac as _};
use jiff::Timestamp;
use platform::config::MasterKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha512};
use tracing::warn;
use uuid::Uuid;

use super::Erasure;

/// Where erasures are noted. Without a file nothing is, and a restored database brings people back.
#[derive(Clone, Debug)]
pub struct Notes {
    file: Option<PathBuf>,
    master: MasterKey,
}

/// What was noted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Noted {
    pub signed: Vec<Erasure>,
    /// Written by a version that did not sign. The database has to know of them as well.
    pub unsigned: Vec<Erasure>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    person_id: Uuid,
    erased_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

impl Notes {
    pub fn new(file: Option<PathBuf>, master: MasterKey) -> Self {
        Self { file, master }
    }

    /// Where they are noted, if they are.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Everything that was noted, or nothing when there is no file. A line that was cut off by a crash is no erasure: it was
    /// not yet told as done. One that somebody else signed is a reason to stop.
    pub fn read(&self) -> anyhow::Result<Option<Noted>> {
        let Some(path) = &self.file else { return Ok(None) };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(none) if none.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(cause).with_context(|| format!("reading erasures from {}", path.display())),
        };
        let mut noted = Noted::default();
        for (line, nth) in text.lines().zip(1..).filter(|(line, _)| !line.is_empty()) {
            let Ok(read) = serde_json::from_str::<Line>(line) else {
                warn!("line {nth} of {} was cut off, and is passed over", path.display());
                continue;
            };
            let erasure = Erasure {
                person_id: read.person_id,
                erased_at: read.erased_at,
            };
            match read.signature {
                None => noted.unsigned.push(erasure),
                Some(signature) if self.has_signed(&erasure, &signature) => noted.signed.push(erasure),
                Some(_) => bail!(
                    "line {nth} of {} was not signed with this installation's master key, and nobody is erased on its word. \
                     Bring back the file and the key (SAMVERKA_MASTER_KEY) that belong together.",
                    path.display()
                ),
            }
        }
        Ok(Some(noted))
    }

    /// Makes the file when there is none, so that its absence can be told later.
    pub fn begin(&self) -> anyhow::Result<()> {
        self.write("")
    }

    /// Notes one for good: it is on the disk when this returns.
    pub fn add(&self, erasure: &Erasure) -> anyhow::Result<()> {
        let line = Line {
            person_id: erasure.person_id,
            erased_at: erasure.erased_at,
            signature: Some(hex::encode(self.said(erasure).finalize().into_bytes())),
        };
        // Begins with the line's end of whatever was cut off before; written at once, as other processes write there too.
        self.write(&format!("\n{}\n", serde_json::to_string(&line)?))
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        let said = || format!("noting erasures in {}", path.display());
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(said)?;
        file.write_all(text.as_bytes()).with_context(said)?;
        file.sync_data().with_context(said)?;
        // The file's name is as lasting as what stands in it.
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .with_context(said)?;
        }
        Ok(())
    }

    fn has_signed(&self, erasure: &Erasure, signature: &str) -> bool {
        hex::decode(signature).is_ok_and(|signature| self.said(erasure).verify_slice(&signature).is_ok())
    }

    /// What is signed, under a key that the master key gives for nothing else.
    fn said(&self, erasure: &Erasure) -> Hmac<Sha256> {
        let mut key = Sha512::new();
        key.update(b"samverka erasure v1\0");
        key.update(self.master.bytes());
        // As long as what HMAC takes for a key.
        let mut said = <Hmac<Sha256> as KeyInit>::new(&key.finalize());
        said.update(erasure.person_id.as_bytes());
        said.update(erasure.erased_at.to_string().as_bytes());
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(text: &str) -> MasterKey {
        let mut settings = platform::config::Settings::from_values([("K".into(), text.into())]);
        platform::config::key(&mut settings, "K")
    }

    fn ours() -> MasterKey {
        master("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    }

    fn erasure(n: u128) -> Erasure {
        Erasure {
            person_id: Uuid::from_u128(n),
            erased_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// A file of its own for a test.
    fn file(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("erasures-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir(&folder).unwrap();
        folder.join("erasures.jsonl")
    }

    #[test]
    fn what_was_noted_is_read_again_and_a_line_that_was_cut_off_is_left_out() {
        let file = file("read");
        let notes = Notes::new(Some(file.clone()), ours());
        assert_eq!(notes.read().unwrap(), None);
        notes.begin().unwrap();
        assert_eq!(notes.read().unwrap(), Some(Noted::default()));
        notes.add(&erasure(1)).unwrap();
        let mut cut = OpenOptions::new().append(true).open(&file).unwrap();
        cut.write_all(b"{\"person_id\":\"0000").unwrap();
        notes.add(&erasure(2)).unwrap();
        assert_eq!(notes.read().unwrap().unwrap().signed, [erasure(1), erasure(2)]);
    }

    #[test]
    fn nobody_is_erased_on_the_word_of_a_stranger_or_of_a_line_that_was_changed() {
        let file = file("strangers");
        let notes = Notes::new(Some(file.clone()), ours());
        notes.add(&erasure(1)).unwrap();
        let signed = fs::read_to_string(&file).unwrap();
        let of_another = signed.replace(&erasure(1).person_id.to_string(), &erasure(2).person_id.to_string());
        fs::write(&file, of_another).unwrap();
        assert!(notes.read().unwrap_err().to_string().contains("line 2 of"), "changed");
        fs::remove_file(&file).unwrap();
        let stranger = Notes::new(
            Some(file.clone()),
            master("HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        );
        stranger.add(&erasure(1)).unwrap();
        assert!(
            notes.read().unwrap_err().to_string().contains("SAMVERKA_MASTER_KEY"),
            "strange"
        );
    }

    #[test]
    fn what_an_earlier_version_noted_is_told_apart() {
        let file = file("earlier");
        let line = "{\"person_id\":\"00000000-0000-0000-0000-000000000003\",\"erased_at\":\"1970-01-01T00:00:00Z\"}\n";
        fs::write(&file, line).unwrap();
        let noted = Notes::new(Some(file), ours()).read().unwrap().unwrap();
        assert_eq!((noted.signed, noted.unsigned), (Vec::new(), vec![erasure(3)]));
    }
}
