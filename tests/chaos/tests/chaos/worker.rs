//! One sender: makes, changes and deletes things of its own, and writes down what it was answered.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{RngExt as _, rngs::StdRng};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    command::{Answer, Command, Outcome, Verb},
    crowd::{Town, Watch},
    kinds::Kind,
    ledger::Thing,
};

/// How often a request with a key is repeated until it is answered.
const REPEATS: u32 = 120;

pub struct Worker {
    pub tenant: usize,
    pub service: &'static str,
    pub town: Arc<Town>,
    pub http: reqwest::Client,
    pub words: Arc<AtomicU64>,
    pub watch: Arc<Watch>,
    pub own: Vec<Thing>,
    pub done: Vec<Command>,
    pub random: StdRng,
}

impl Worker {
    pub async fn run(mut self) -> Self {
        while !self.watch.stop.load(Ordering::Relaxed) {
            match self.random.random_range(0..10) {
                0..4 => self.create().await,
                4..7 => self.change().await,
                7 => self.race().await,
                8 => self.delete().await,
                _ => self.err().await,
            }
            let pause = self.random.random_range(10..60);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        self
    }

    fn word(&self) -> String {
        format!("word-{:07}", self.words.fetch_add(1, Ordering::Relaxed))
    }

    fn kind(&mut self) -> Kind {
        let kinds = Kind::of_service(self.service);
        kinds[self.random.random_range(0..kinds.len())]
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let token = self.town.sender(self.service).access_token().unwrap();
        let front = &self.town.front;
        self.http.request(method, format!("{front}{path}")).bearer_auth(token)
    }

    async fn ask(request: RequestBuilder) -> Result<Answer, String> {
        let answer = request.send().await.map_err(|cause| format!("{cause:?}"))?;
        let status = answer.status().as_u16();
        // An answer that breaks off says nothing, whatever its status.
        let body = answer.bytes().await.map_err(|cause| format!("{cause:?}"))?;
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer { status, json })
    }

    fn note(&mut self, kind: Kind, verb: Verb, word: &str, id: Option<Uuid>, outcome: Outcome, wrong: bool) {
        if matches!(outcome, Outcome::Acknowledged(_)) {
            self.watch.acknowledge(self.service);
        }
        self.done.push(Command {
            tenant: self.tenant,
            kind,
            verb,
            word: word.to_owned(),
            id,
            wrong,
            outcome,
        });
    }

    /// Half of them with a key: those are repeated until they are answered, and now and then once more.
    async fn create(&mut self) {
        let (kind, word) = (self.kind(), self.word());
        let body = kind.whole(&word, &self.town.unit_id, &self.town.level);
        let post = |worker: &Self| worker.request(Method::POST, &kind.path()).json(&body);
        let answer = if self.random.random_bool(0.5) {
            let key = format!("key of {word}");
            let send = |worker: &Self| post(worker).header("idempotency-key", &key);
            let answer = self.until_answered(send).await;
            if self.random.random_bool(0.3) {
                let again = self.until_answered(send).await;
                // What stayed without an answer through all repetitions tells nothing about the key.
                let told = [&answer, &again].map(|told| !matches!(Answer::outcome(told), Outcome::Unknown(_)));
                if let (Ok(first), Ok(again), [true, true]) = (&answer, &again, told) {
                    // How a goal is doing is no part of what was made: it is worked out on the day of the answer.
                    let made = |told: &Answer| {
                        let mut json = told.json.clone();
                        json.as_object_mut().map(|goal| goal.remove("attainment"));
                        json
                    };
                    assert_eq!(
                        (first.status, made(first)),
                        (again.status, made(again)),
                        "the same key was answered otherwise: {kind:?} {word}"
                    );
                }
            }
            answer
        } else {
            Self::ask(post(self)).await
        };
        let id = answer.as_ref().ok().and_then(|a| a.json["id"].as_str()?.parse().ok());
        let outcome = Answer::outcome(&answer);
        if let (Some(id), Outcome::Acknowledged(Some(version))) = (id, &outcome) {
            self.own.push(Thing {
                kind,
                id,
                version: *version,
            });
        }
        self.note(kind, Verb::Create, &word, id, outcome, false);
    }

    async fn until_answered(&self, send: impl Fn(&Self) -> RequestBuilder) -> Result<Answer, String> {
        let mut last = Err("never sent".to_owned());
        for _ in 0..REPEATS {
            last = Self::ask(send(self)).await;
            let in_flight = matches!(&last, Ok(answer) if answer.status == 409 && answer.json["code"] == "in_flight");
            if !in_flight && !matches!(Answer::outcome(&last), Outcome::Unknown(_)) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        last
    }

    fn one_of_ours(&mut self) -> Option<usize> {
        (!self.own.is_empty()).then(|| self.random.random_range(0..self.own.len()))
    }

    async fn change(&mut self) {
        let Some(nth) = self.one_of_ours() else { return };
        let word = self.word();
        let thing = self.own[nth].clone();
        let answer = Self::ask(self.patch(&thing, thing.version, &word)).await;
        self.note(
            thing.kind,
            Verb::Change,
            &word,
            Some(thing.id),
            Answer::outcome(&answer),
            false,
        );
        self.look(nth, &answer).await;
    }

    /// Two changes of the same version at the same moment: at most one of them is done.
    async fn race(&mut self) {
        let Some(nth) = self.one_of_ours() else { return };
        let (one, other) = (self.word(), self.word());
        let thing = self.own[nth].clone();
        let (first, second) = tokio::join!(
            Self::ask(self.patch(&thing, thing.version, &one)),
            Self::ask(self.patch(&thing, thing.version, &other)),
        );
        let outcomes = [Answer::outcome(&first), Answer::outcome(&second)];
        let both = outcomes.iter().all(|o| matches!(o, Outcome::Acknowledged(_)));
        assert!(
            !both,
            "two changes of one version were acknowledged: {thing:?} {one} {other}"
        );
        for (word, outcome) in [one, other].iter().zip(outcomes) {
            self.note(thing.kind, Verb::Change, word, Some(thing.id), outcome, false);
        }
        self.look(nth, &Err("two at once".to_owned())).await;
    }

    fn patch(&self, thing: &Thing, version: i64, word: &str) -> RequestBuilder {
        self.request(Method::PATCH, &thing.path())
            .header("if-match", format!("\"{version}\""))
            .json(&thing.kind.said(word))
    }

    async fn delete(&mut self) {
        let Some(nth) = self.one_of_ours() else { return };
        let word = self.word();
        let thing = self.own[nth].clone();
        let request = self.request(Method::DELETE, &thing.path());
        let answer = Self::ask(request.header("if-match", format!("\"{}\"", thing.version))).await;
        let outcome = Answer::outcome(&answer);
        let gone = matches!(outcome, Outcome::Acknowledged(_));
        self.note(thing.kind, Verb::Delete, &word, Some(thing.id), outcome, false);
        if gone {
            self.own.swap_remove(nth);
        } else {
            self.look(nth, &answer).await;
        }
    }

    /// What must be refused: a version that is over, or a body that breaks a rule.
    async fn err(&mut self) {
        let (kind, word) = (self.kind(), self.word());
        let stale = self.one_of_ours().map(|nth| self.own[nth].clone());
        match stale {
            Some(thing) if thing.version > 1 && self.random.random_bool(0.7) => {
                let (verb, request) = if self.random.random_bool(0.5) {
                    let request = self.request(Method::DELETE, &thing.path());
                    let stale = format!("\"{}\"", thing.version - 1);
                    (Verb::Delete, request.header("if-match", stale))
                } else {
                    (Verb::Change, self.patch(&thing, thing.version - 1, &word))
                };
                let outcome = Answer::outcome(&Self::ask(request).await);
                self.note(thing.kind, verb, &word, Some(thing.id), outcome, true);
            }
            _ => {
                let mut body = kind.whole(&word, &self.town.unit_id, &self.town.level);
                body["no such field"] = json!(word);
                let request = self.request(Method::POST, &kind.path()).json(&body);
                let outcome = Answer::outcome(&Self::ask(request).await);
                self.note(kind, Verb::Create, &word, None, outcome, true);
            }
        }
    }

    /// Takes the version of one of ours from an answer, or asks for it when there is none.
    async fn look(&mut self, nth: usize, answer: &Result<Answer, String>) {
        if let Outcome::Acknowledged(Some(version)) = Answer::outcome(answer) {
            self.own[nth].version = version;
            return;
        }
        let path = self.own[nth].path();
        for _ in 0..REPEATS {
            match Self::ask(self.request(Method::GET, &path)).await {
                Ok(found) if found.status == 200 => {
                    self.own[nth].version = found.json["version"].as_i64().unwrap();
                    return;
                }
                Ok(gone) if gone.status == 404 => {
                    self.own.swap_remove(nth);
                    return;
                }
                _ => tokio::time::sleep(Duration::from_millis(300)).await,
            }
        }
    }
}
