//! The installation's database, as superuser.

use anyhow::Context as _;
use kit::Home;
use tokio_postgres::{Client, NoTls};

pub fn url(home: &Home) -> String {
    let (password, port) = (home.secret("POSTGRES_PASSWORD"), home.port("postgres"));
    format!("postgres://postgres:{password}@127.0.0.1:{port}/samverka")
}

/// The role that serves projects.
pub fn url_of_projects(home: &Home) -> String {
    let (password, port) = (home.secret("PROJECTS_APP_PASSWORD"), home.port("postgres"));
    format!("postgres://projects_app:{password}@127.0.0.1:{port}/samverka")
}

pub async fn open(home: &Home) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(&url(home), NoTls)
        .await
        .context("the database cannot be reached")?;
    #[expect(clippy::disallowed_methods, reason = "lives as long as the client")]
    tokio::spawn(connection);
    Ok(client)
}
