//! An installation that `make up` started, by the folder it keeps its things in.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Where its ports, secrets, logs and process numbers lie.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
    root: PathBuf,
}

impl Home {
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            root: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn read(&self, file: &str) -> String {
        let path = self.folder.join(file);
        fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
    }

    /// The address that people type.
    pub fn url(&self) -> String {
        let front = self.read("run/front");
        let port = front.split_whitespace().nth(1).expect("a port");
        format!("http://127.0.0.1:{port}")
    }

    /// The port of one of its servers, such as `postgres`.
    pub fn port(&self, server: &str) -> u16 {
        self.read(&format!("ports/{server}")).trim().parse().expect("a port")
    }

    pub fn secret(&self, name: &str) -> String {
        let secrets = self.read("secrets.env");
        let secret = secrets
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        secret.unwrap_or_else(|| panic!("the secret {name}")).to_owned()
    }

    /// The number of one of its processes.
    pub fn pid(&self, process: &str) -> u32 {
        let told = self.read(&format!("run/{process}.pid"));
        told.split_whitespace()
            .next()
            .and_then(|pid| pid.parse().ok())
            .expect("a process's number")
    }

    /// Asks `dev/installation` for something, and gives what it said.
    pub fn act(&self, arguments: &[&str]) -> String {
        self.run("installation", arguments)
    }

    /// Runs a script of `dev/` on this installation, and gives what it said.
    pub fn run(&self, script: &str, arguments: &[&str]) -> String {
        let done = Command::new(self.root.join("dev").join(script))
            .args(arguments)
            .env("SAMVERKA_LOCAL", &self.folder)
            .output()
            .unwrap();
        let (said, complained) = (
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr),
        );
        assert!(done.status.success(), "dev/{script} {arguments:?}: {said}{complained}");
        said.trim().to_owned()
    }
}
