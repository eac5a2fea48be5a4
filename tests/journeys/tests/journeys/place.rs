//! Where the story takes place: a suite of our own, or an installation that runs. Either way it is told by what anybody
//! could do from outside: addresses, answers, and letters.

use std::{env, fs, time::Duration};

use kit::{Answer, Client, Suite};
use serde_json::Value;

pub enum Place {
    Ours(Box<Suite>),
    Running {
        url: String,
        email: String,
        password: String,
        /// Where the local catcher shows the mail that was sent.
        mail: String,
    },
}

/// How long something may be on its way between services, or a letter to its reader.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// The address and password of somebody with a role, in an installation with the demo.
pub fn sign_in_of(role: &str) -> (String, String) {
    let credentials = env::var("SAMVERKA_TEST_CREDENTIALS").expect("an installation that runs");
    let people: Value = serde_json::from_str(&fs::read_to_string(credentials).unwrap()).unwrap();
    let person = people.as_array().unwrap().iter().find(|person| person["role"] == role);
    let person = person.expect("somebody of that role");
    let text = |name: &str| person[name].as_str().unwrap().to_owned();
    (text("email"), text("password"))
}

impl Place {
    pub async fn find() -> Self {
        Self::find_with(&[]).await
    }

    /// The same where a suite of our own needs settings that an installation for tests has.
    pub async fn find_with(more: &[(&str, &str)]) -> Self {
        let (Ok(url), Ok(credentials)) = (env::var("SAMVERKA_TEST_URL"), env::var("SAMVERKA_TEST_CREDENTIALS")) else {
            return Self::Ours(Box::new(Suite::start_with(more).await));
        };
        let people: Value = serde_json::from_str(&fs::read_to_string(credentials).unwrap()).unwrap();
        let operator = people.as_array().unwrap().iter().find(|p| p["role"] == "operator");
        let operator = operator.expect("an operator");
        let text = |name: &str| operator[name].as_str().unwrap().to_owned();
        Self::Running {
            url,
            email: text("email"),
            password: text("password"),
            mail: env::var("SAMVERKA_TEST_MAIL_URL").expect("SAMVERKA_TEST_MAIL_URL: the page that shows the mail"),
        }
    }

    /// The address that people type.
    pub fn url(&self) -> String {
        match self {
            Self::Ours(suite) => suite.base.clone(),
            Self::Running { url, .. } => url.clone(),
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

    /// The token in the letter that invites an address. Letters are sent in the background, so it waits for it.
    pub async fn invitation_of(&self, address: &str) -> String {
        let mut tries = 0;
        loop {
            let letters = self.letters_to(address).await;
            let link = letters
                .iter()
                .find_map(|letter| letter.split("/invitation?token=").nth(1));
            if let Some(rest) = link {
                return rest.split_whitespace().next().unwrap_or_default().to_owned();
            }
            tries += 1;
            assert!(
                PAUSE * tries < PATIENCE,
                "no letter invites {address}, there is {letters:?}"
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What was written to an address.
    async fn letters_to(&self, address: &str) -> Vec<String> {
        match self {
            Self::Ours(suite) => {
                let all = suite.mailbox.all().into_iter().filter(|letter| letter.to == address);
                // Long lines are broken by `=` at their end, and `=` itself is written `=3D`.
                all.map(|letter| letter.text.replace("=\n", "").replace("=3D", "="))
                    .collect()
            }
            Self::Running { mail, .. } => {
                let page: Value = reqwest::get(format!("{mail}/api/email"))
                    .await
                    .unwrap()
                    .json()
                    .await
                    .unwrap();
                let all = page.as_array().or(page["items"].as_array()).into_iter().flatten();
                let theirs = all.filter(|letter| letter["to"].to_string().contains(&format!("\"{address}\"")));
                theirs
                    .filter_map(|letter| letter["text"].as_str().map(str::to_owned))
                    .collect()
            }
        }
    }

    pub async fn leave(self) {
        if let Self::Ours(suite) = self {
            suite.stop().await;
        }
    }
}

/// Asks again until an answer is as hoped: events travel.
pub async fn until(client: &Client, path: &str, hoped: impl Fn(&Value) -> bool) -> Answer {
    let mut tries = 0;
    loop {
        let answer = client.get(path).await.ok();
        if hoped(&answer.json) {
            return answer;
        }
        tries += 1;
        assert!(
            PAUSE * tries < PATIENCE,
            "{path} did not become what was hoped: {}",
            answer.json
        );
        tokio::time::sleep(PAUSE).await;
    }
}

/// Makes a thing; while a service has not heard of what it points at yet, again.
pub async fn make(client: &Client, path: &str, body: Value) -> Answer {
    let mut tries = 0;
    loop {
        let answer = client.post(path, body.clone()).await;
        let unheard = |fault: &Value| fault["code"].as_str().is_some_and(|code| code.starts_with("unknown_"));
        let early = answer.json["errors"]
            .as_array()
            .is_some_and(|all| all.iter().all(unheard));
        if !early || PAUSE * tries > PATIENCE {
            return answer.created();
        }
        tries += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Acts upon a thing; when told to come back in a while, does.
pub async fn act(client: &Client, path: &str, version: &Value, body: Value) -> Answer {
    let mut tries = 0;
    loop {
        let answer = client.act(path, version, body.clone()).await;
        if answer.status != 503 || PAUSE * tries > PATIENCE {
            return answer.ok();
        }
        tries += 1;
        tokio::time::sleep(PAUSE).await;
    }
}
