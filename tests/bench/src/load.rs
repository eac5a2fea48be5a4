//! Requests as fast as they are answered, over connections that stay open.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

/// More than the service has connections to its database on a small machine: some wait.
const CONNECTIONS: &str = "16";

/// Who is asked what.
pub struct Target {
    pub address: String,
    requests: PathBuf,
}

/// What came of it. Times in microseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Load {
    requests: u64,
    seconds: f64,
    pub p50: f64,
    pub p99: f64,
    bytes: u64,
    refused: u64,
    broken: u64,
}

impl Load {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn per_second(&self) -> f64 {
        self.requests as f64 / self.seconds
    }

    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn bytes_each(&self) -> f64 {
        self.bytes as f64 / self.requests as f64
    }
}

impl Target {
    /// Keeps the requests in a file of the folder: a path, and a token for those who ask for one.
    pub fn new(
        folder: &Path,
        name: &str,
        address: &str,
        requests: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut lines = String::new();
        for (path, token) in requests {
            writeln!(lines, "{path} {token}")?;
        }
        let file = folder.join(format!("{name}.requests"));
        fs::write(&file, lines).with_context(|| format!("{} cannot be written", file.display()))?;
        fs::write(folder.join("wrk.lua"), include_str!("wrk.lua"))?;
        Ok(Self {
            address: address.to_owned(),
            requests: file,
        })
    }

    /// Asks for so many seconds. An answer that is no success makes the whole worthless.
    pub fn ask(&self, seconds: u64) -> anyhow::Result<Load> {
        let script = self.requests.with_file_name("wrk.lua");
        let done = Command::new("wrk")
            .args(["-t1", "-c", CONNECTIONS, &format!("-d{seconds}s"), "-s"])
            .arg(script)
            .arg(&self.address)
            .arg("--")
            .arg(&self.requests)
            .output()
            .context("wrk cannot be run")?;
        let said = String::from_utf8_lossy(&done.stdout);
        let Some(result) = said.lines().find_map(|line| line.strip_prefix("RESULT ")) else {
            bail!("wrk: {said}{}", String::from_utf8_lossy(&done.stderr));
        };
        let load: Load = serde_json::from_str(result)?;
        ensure!(
            load.refused == 0 && load.broken == 0 && load.requests > 0,
            "{} of {}: {load:?}",
            self.requests.display(),
            self.address
        );
        Ok(load)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // It holds tokens.
        drop(fs::remove_file(&self.requests));
    }
}
