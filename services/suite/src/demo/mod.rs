//! The demo organisations: what they hold lies in `demo/` as files that a person can read, and comes in through the
//! public API like anybody's work. A record of a file is the body of the request that makes it; `"@unit/council"`
//! stands for the id of the unit with that name in the same file.
//!
//! Nothing is remembered beside the passwords: what is there already is found by what it is called, so a load can be
//! stopped anywhere and begun again, and a second load changes nothing.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tokio::{sync::Mutex, task::JoinSet};

pub mod cast;
pub mod client;
pub mod content;
pub mod credentials;
pub mod figures;
pub mod files;
mod follow_up;
pub mod invented;
mod kinds;
pub mod operator;
mod references;
pub mod sharing;
mod subscription;
pub mod whereabouts;

use cast::Cast;
use client::Seat;
use credentials::{Credential, Credentials};
use files::Organisation;
use operator::Operator;
use sharing::{Administrator, Administrators};

/// How many organisations are loaded at the same time. Hashing passwords keeps two cores busy with this many.
const AT_A_TIME: usize = 4;

/// Ending a session waits until every service has heard of it, so many are ended at once.
const SESSIONS_AT_A_TIME: usize = 32;

/// Work that goes on when the load that began it is dropped.
type Unbroken = Mutex<JoinSet<()>>;

/// Where to load the demo, as whom, and where the passwords are kept.
pub struct Demo {
    operator: Operator,
    credentials: PathBuf,
    /// What must not be torn apart, however the load ends.
    unbroken: Unbroken,
}

impl Demo {
    pub fn new(operator: Operator, credentials: PathBuf) -> Self {
        Self {
            operator,
            credentials,
            unbroken: Unbroken::default(),
        }
    }

    /// Waits for what a load that was dropped had begun and could not leave half done.
    pub async fn stop(&self) {
        let mut work = self.unbroken.lock().await;
        while work.join_next().await.is_some() {}
    }

    /// Loads what is missing.
    pub async fn load(&self) -> anyhow::Result<()> {
        let organisations = files::organisations()?;
        let operator = self.operator.sign_in().await.context("signing in as the operator")?;
        let credentials = Credentials::open(&self.credentials, order(&organisations, &self.operator.email))?;
        let credentials = Arc::new(credentials);
        credentials.keep(self.sign_in_of_operator()).await?;
        import(&operator, "/geography/imports", files::geography()?)
            .await
            .context("importing the geography")?;
        import(&operator, "/programmes/imports", files::programmes()?)
            .await
            .context("importing the programmes")?;
        let loads = organisations
            .iter()
            .map(|organisation| self.one(&operator, &credentials, organisation));
        let loaded: Vec<Loaded> = stream::iter(loads).buffer_unordered(AT_A_TIME).try_collect().await?;
        let (administrators, seats): (Administrators, Vec<Vec<Seat>>) =
            loaded.into_iter().map(|l| (l.administrator, l.seats)).unzip();
        let shared = sharing::load(&files::sharing()?, &administrators, &credentials).await?;
        if shared > 0 {
            eprintln!("{shared} sharing agreements made");
        }
        let (analysts, released) =
            figures::load(&files::releases()?, &organisations, &administrators, &credentials).await?;
        if released > 0 {
            eprintln!("{released} figures released or withheld");
        }
        let leaving = seats
            .iter()
            .flatten()
            .chain(&analysts)
            .chain([&operator])
            .map(Seat::leave);
        stream::iter(leaving)
            .buffer_unordered(SESSIONS_AT_A_TIME)
            .try_collect::<()>()
            .await?;
        Ok(())
    }

    /// Loads one organisation.
    async fn one(
        &self,
        operator: &Seat,
        credentials: &Arc<Credentials>,
        organisation: &Organisation,
    ) -> anyhow::Result<Loaded> {
        let name = organisation.display_name();
        let work = async {
            let admin = subscription::settle(&self.unbroken, operator, credentials, organisation).await?;
            let administrator = Administrator {
                seat: admin.clone(),
                email: organisation.administrator()?.email.clone(),
            };
            let mut cast = Cast::new(credentials, organisation, admin)?;
            let made = content::load(&mut cast, organisation).await?;
            let profile = &organisation.organisation;
            let loaded = Loaded {
                administrator: ((profile.country.clone(), profile.code.clone()), administrator),
                seats: cast.seats(),
            };
            anyhow::Ok((made, loaded))
        };
        let (made, loaded) = work.await.with_context(|| format!("loading {name}"))?;
        eprintln!(
            "{name}: {}",
            if made == 0 {
                "nothing was missing".to_owned()
            } else {
                format!("{made} things made")
            }
        );
        Ok(loaded)
    }

    fn sign_in_of_operator(&self) -> Credential {
        Credential {
            organisation: "Samverka".to_owned(),
            role: "operator".to_owned(),
            email: self.operator.email.clone(),
            password: self.operator.password.expose_secret().to_owned(),
            invitation: None,
        }
    }
}

/// An organisation that is there: its administrator, by country and code, and everybody who signed in for it.
struct Loaded {
    administrator: ((String, String), Administrator),
    seats: Vec<Seat>,
}

/// Geography and programmes belong to nobody: the operator imports them, and the same list twice changes nothing.
async fn import(operator: &Seat, path: &str, items: Vec<Value>) -> anyhow::Result<()> {
    operator.post(path, json!({ "items": items })).await?;
    Ok(())
}

/// The order of the credentials file: as the files stand, the operator last.
fn order(organisations: &[Organisation], operator: &str) -> Vec<String> {
    let people = organisations
        .iter()
        .flat_map(|o| o.people.iter().map(|p| p.email.clone()));
    people.chain([operator.to_owned()]).collect()
}
