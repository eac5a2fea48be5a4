//! Where every page is: the portal's own list, with the ids of what a town keeps.

use std::{collections::BTreeMap, fs};

use anyhow::Context as _;
use kit::{Client, Home};
use serde::Deserialize;
use serde_json::json;

use super::{
    browser::Browser,
    town::{PASSWORD, Town},
};

/// A page as the list names it.
#[derive(Clone, Debug, Deserialize)]
pub struct Address {
    pub path: String,
    reader: String,
}

/// The list that the portal's own test writes.
pub fn all() -> anyhow::Result<Vec<Address>> {
    let list = concat!(env!("CARGO_MANIFEST_DIR"), "/../browser/pages.json");
    Ok(serde_json::from_slice(&fs::read(list)?)?)
}

/// Somebody of the demo.
#[derive(Deserialize)]
struct SignIn {
    organisation: String,
    role: String,
    email: String,
    password: String,
}

fn demo(home: &Home, organisation: &str, role: &str) -> anyhow::Result<SignIn> {
    let all: Vec<SignIn> = serde_json::from_slice(&fs::read(home.folder().join("demo.json"))?)?;
    let mut all = all.into_iter();
    let found = all.find(|one| one.role == role && (organisation.is_empty() || one.organisation == organisation));
    found.with_context(|| format!("the demo has no {role} of {organisation}"))
}

const ASSOCIATION: &str = "Kuntaliitto";

/// Somebody of the demo at the API, for the only organisation that they belong to.
async fn at_the_api(home: &Home, who: &SignIn) -> anyhow::Result<Client> {
    let visitor = Client::at(&home.url());
    let body = json!({"email": who.email, "password": who.password});
    let session = visitor.post("/api/v1/sessions", body).await.created().json;
    let organisation = session["organisations"][0]["id"].as_str().context("an organisation")?;
    Ok(visitor.with_session(&session, Some(organisation.parse()?)).await)
}

/// The association to which towns give something.
pub async fn association(home: &Home) -> anyhow::Result<String> {
    let analyst = at_the_api(home, &demo(home, ASSOCIATION, "analyst")?).await?;
    Ok(analyst.organisation_id.context("an organisation")?.to_string())
}

/// Everybody who reads the pages of a town, and what they are shown.
pub struct Readers {
    anybody: Browser,
    operator: Browser,
    association: Browser,
    member: Browser,
    shown: BTreeMap<String, String>,
}

impl Readers {
    pub async fn of(home: &Home, town: &Town) -> anyhow::Result<Self> {
        let base = home.url();
        let operator = demo(home, "", "operator")?;
        let analyst = demo(home, ASSOCIATION, "analyst")?;
        let releases = at_the_api(home, &analyst)
            .await?
            .get("/api/v1/releases")
            .await
            .ok()
            .items();
        let release = releases
            .first()
            .and_then(|release| release["id"].as_str())
            .context("a release")?;
        let mut shown = town.shown.clone();
        shown.insert("release".to_owned(), release.to_owned());
        Ok(Self {
            anybody: Browser::of_a_visitor(&base)?,
            operator: Browser::signed_in(&base, &operator.email, &operator.password).await?,
            association: Browser::signed_in(&base, &analyst.email, &analyst.password).await?,
            member: Browser::signed_in(&base, &town.email, PASSWORD).await?,
            shown,
        })
    }

    /// Who reads a page, and its address.
    pub fn find(&self, address: &Address) -> anyhow::Result<(&Browser, String)> {
        let browser = match address.reader.as_str() {
            "anybody" => &self.anybody,
            "operator" | "approver" => &self.operator,
            _ if address.path.starts_with("/national") => &self.association,
            _ => &self.member,
        };
        let mut path = address.path.clone();
        while let Some((before, rest)) = path.split_once('{') {
            let (name, after) = rest.split_once('}').context("a name in braces")?;
            let id = self.shown.get(name);
            path = format!("{before}{}{after}", id.with_context(|| format!("which {name}?"))?);
        }
        Ok((browser, path))
    }
}
