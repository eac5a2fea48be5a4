//! Who reads while others write: lists, registers and pages, each of which is to be answered.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::task::JoinSet;

use crate::crowd::{Crowd, Town};

const READ: [&str; 7] = [
    "/api/v1/units?limit=50",
    "/api/v1/goals?limit=50",
    "/api/v1/partners?limit=50",
    "/api/v1/registers/goals?limit=50",
    "/api/v1/people/me",
    "/sign-in",
    "/api/openapi.json",
];

/// What the readers of a crowd were answered.
#[derive(Debug, Default)]
pub struct Read {
    pub answered: usize,
    pub faults: Vec<String>,
}

pub struct Readers {
    stop: Arc<AtomicBool>,
    reading: JoinSet<Read>,
}

impl Readers {
    /// One for each organisation of a crowd.
    pub fn of(crowd: &Crowd) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut reading = JoinSet::new();
        for town in &crowd.towns {
            reading.spawn(read(town.clone(), stop.clone()));
        }
        Self { stop, reading }
    }

    pub async fn stop(mut self) -> Read {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Read::default();
        while let Some(read) = self.reading.join_next().await {
            let read = read.expect("a reader broke");
            all.answered += read.answered;
            all.faults.extend(read.faults);
        }
        all
    }
}

async fn read(town: Arc<Town>, stop: Arc<AtomicBool>) -> Read {
    let http = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    let mut told = Read::default();
    for path in READ.into_iter().cycle() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let token = town.planner.access_token().unwrap();
        let asked = http
            .get(format!("{}{path}", town.front))
            .bearer_auth(token)
            .send()
            .await;
        let answered = match asked {
            Ok(answer) => Ok((answer.status().as_u16(), answer.bytes().await)),
            Err(cause) => Err(cause),
        };
        match answered {
            Ok((200, Ok(_))) => told.answered += 1,
            other => told.faults.push(format!(
                "{path}: {:?}",
                other.map(|(status, body)| (status, body.map(|b| b.len())))
            )),
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    told
}
