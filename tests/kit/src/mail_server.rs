//! The real mail server of the tests: it speaks SMTP as others do, and tells over HTTP what it was given.

use std::time::Duration;

use serde_json::Value;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

/// The server that `dev/servers test` starts. Tests share it: each writes to addresses of its own.
pub struct MailServer {
    /// For `SAMVERKA_SMTP_URL`.
    pub smtp: String,
    page: String,
}

impl MailServer {
    pub fn of_the_tests() -> Self {
        let told = |name: &str| {
            std::env::var(name).unwrap_or_else(|_| {
                panic!("{name} is missing: run the tests with `make test`, or `eval \"$(dev/servers test)\"` first")
            })
        };
        Self {
            smtp: told("SAMVERKA_TEST_SMTP_URL"),
            page: told("SAMVERKA_TEST_MAIL_URL"),
        }
    }

    /// Everything that came for an address, the oldest first.
    pub async fn letters_to(&self, address: &str) -> Vec<Value> {
        let all: Vec<Value> = reqwest::get(format!("{}/api/email", self.page))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let ours = |letter: &Value| letter["envelope"]["to"][0]["address"] == address;
        let mut letters: Vec<Value> = all.into_iter().filter(ours).collect();
        letters.sort_by_key(|letter| letter["time"].to_string());
        letters
    }

    /// The only letter to an address; waits for it.
    pub async fn letter_to(&self, address: &str) -> Value {
        for _ in 0..200 {
            if let [letter] = self.letters_to(address).await.as_slice() {
                return letter.clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not one letter to {address}: {:?}", self.letters_to(address).await);
    }

    /// A letter as it came by SMTP.
    pub async fn source(&self, letter: &Value) -> String {
        let id = letter["id"].as_str().unwrap();
        let answer = reqwest::get(format!("{}/api/email/{id}/source", self.page))
            .await
            .unwrap();
        answer.text().await.unwrap()
    }

    /// From now on the server is to be had at this port too.
    pub async fn answers_at(&self, port: u16) {
        let server = self.smtp.trim_start_matches("smtp://").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(server).await?;
                    copy_bidirectional(&mut client, &mut server).await
                });
            }
        });
    }
}
