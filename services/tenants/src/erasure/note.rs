//! Erasures as they are noted outside the database, a JSON line each: ids and times, nothing of a person.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, ErrorKind, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;

use super::Erasure;

/// Where erasures are noted. Without a file nothing is, and a restored database brings people back.
#[derive(Clone, Debug, Default)]
pub struct Notes(Option<PathBuf>);

impl Notes {
    pub fn new(file: Option<PathBuf>) -> Self {
        Self(file)
    }

    /// Everything that was noted. A last line that was cut off by a crash is no erasure: it was not yet told as done.
    pub fn read(&self) -> anyhow::Result<Vec<Erasure>> {
        let Some(path) = &self.0 else { return Ok(Vec::new()) };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(none) if none.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(cause).with_context(|| format!("reading erasures from {}", path.display())),
        };
        let mut noted = Vec::new();
        for line in BufReader::new(file).lines() {
            noted.extend(serde_json::from_str::<Erasure>(&line?).ok());
        }
        Ok(noted)
    }

    /// Notes one for good: it is on the disk when this returns.
    pub fn add(&self, erasure: &Erasure) -> anyhow::Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // Begins with the line's end of whatever was cut off before.
        writeln!(file, "\n{}", serde_json::to_string(erasure)?)?;
        Ok(file.sync_data()?)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_was_noted_is_read_again_and_a_line_that_was_cut_off_is_left_out() {
        let file = std::env::temp_dir().join(format!("erasures-{}", Uuid::from_u128(std::process::id().into())));
        let notes = Notes::new(Some(file.clone()));
        assert_eq!(notes.read().unwrap(), []);
        let erasure = |n| Erasure {
            person_id: Uuid::from_u128(n),
            erased_at: Timestamp::UNIX_EPOCH,
        };
        notes.add(&erasure(1)).unwrap();
        OpenOptions::new()
            .append(true)
            .open(&file)
            .unwrap()
            .write_all(b"{\"person_id\":\"0000")
            .unwrap();
        notes.add(&erasure(2)).unwrap();
        assert_eq!(notes.read().unwrap(), [erasure(1), erasure(2)]);
        std::fs::remove_file(file).unwrap();
    }
}
