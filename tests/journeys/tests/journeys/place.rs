//! Where the story takes place: a suite of our own, or an installation that runs.

use std::{env, fs, time::Duration};

use kit::{Answer, Client, Suite};
use serde_json::Value;

pub enum Place {
    Ours(Box<Suite>),
    Running {
        url: String,
        email: String,
        password: String,
    },
}

impl Place {
    pub async fn find() -> Self {
        match (env::var("SAMVERKA_TEST_URL"), env::var("SAMVERKA_TEST_CREDENTIALS")) {
            (Ok(url), Ok(credentials)) => {
                let people: Value = serde_json::from_str(&fs::read_to_string(credentials).unwrap()).unwrap();
                let operator = people
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|p| p["role"] == "operator")
                    .expect("an operator");
                let text = |name: &str| operator[name].as_str().unwrap().to_owned();
                Self::Running {
                    url,
                    email: text("email"),
                    password: text("password"),
                }
            }
            _ => Self::Ours(Box::new(Suite::start().await)),
        }
    }

    pub fn visitor(&self) -> Client {
        match self {
            Self::Ours(suite) => suite.visitor(),
            Self::Running { url, .. } => Client::at(url),
        }
    }

    pub async fn operator(&self) -> Client {
        match self {
            Self::Ours(suite) => suite.operator().await,
            Self::Running { email, password, .. } => self.visitor().signed_in(email, password, None).await,
        }
    }
}

/// Asks again until an answer is as hoped: events travel.
pub async fn until(client: &Client, path: &str, hoped: impl Fn(&Value) -> bool) -> Answer {
    for _ in 0..200 {
        let answer = client.get(path).await.ok();
        if hoped(&answer.json) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!(
        "{path} did not become what was hoped within ten seconds: {}",
        client.get(path).await.json
    );
}
