//! A bucket of object storage for one test, in the S3 server that `dev/servers test` starts.

use std::{env, fs, path::PathBuf};

use uuid::Uuid;

/// A bucket, and the folder in which the server keeps it.
pub struct Bucket {
    pub name: String,
    pub folder: PathBuf,
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!("{name} is missing: run the tests with `make test`, or `eval \"$(dev/servers test)\"` first")
    })
}

impl Bucket {
    pub fn fresh() -> Self {
        let name = format!("b-{}", Uuid::now_v7().simple());
        let folder = PathBuf::from(variable("SAMVERKA_TEST_S3_FOLDER")).join(&name);
        fs::create_dir_all(&folder).unwrap();
        Self { name, folder }
    }

    /// The server in which it lies: `127.0.0.1:9000`.
    pub fn server() -> String {
        variable("SAMVERKA_TEST_S3_URL")
            .trim_start_matches("http://")
            .to_owned()
    }

    /// Settings by which attachments lie in it.
    pub fn settings(&self) -> Vec<(String, String)> {
        vec![
            (
                "SAMVERKA_ATTACHMENTS".to_owned(),
                format!("s3://{}/attached", self.name),
            ),
            ("SAMVERKA_S3_ENDPOINT".to_owned(), variable("SAMVERKA_TEST_S3_URL")),
            (
                "SAMVERKA_S3_ACCESS_KEY".to_owned(),
                variable("SAMVERKA_TEST_S3_ACCESS_KEY"),
            ),
            (
                "SAMVERKA_S3_SECRET_KEY".to_owned(),
                variable("SAMVERKA_TEST_S3_SECRET_KEY"),
            ),
        ]
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}
