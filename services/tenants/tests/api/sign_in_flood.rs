//! Many wrong passwords at once, and those who come from elsewhere meanwhile.

use futures::future::join_all;
use kit::{Answer, Suite};
use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, email_of};

const ATTACKER: &str = "198.51.100.7";
const HOME: &str = "203.0.113.5";

async fn sign_in(suite: &Suite, from: &str, email: &str, password: &str) -> Answer {
    let visitor = suite.visitor();
    let asked = visitor
        .request(Method::POST, "/api/v1/sessions")
        .header("x-forwarded-for", from)
        .json(&json!({"email": email, "password": password}));
    visitor.send(asked).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_place_shuts_out_nobody_who_comes_from_elsewhere() {
    let suite = Suite::start().await;
    let email = email_of(&suite.tenant("Teuva").await.admin).await;
    let strangers: Vec<String> = (0..200).map(|n| format!("stranger.{n}@example.org")).collect();
    // As many against the one account, and against accounts that nobody has.
    let aimed = (0..200).map(|_| sign_in(&suite, ATTACKER, &email, "not the password"));
    let strewn = strangers
        .iter()
        .map(|stranger| sign_in(&suite, ATTACKER, stranger, "not the password"));
    let owner = async {
        let mut opened = Vec::new();
        for _ in 0..5 {
            opened.push(sign_in(&suite, HOME, &email, PASSWORD).await.status.as_u16());
        }
        opened
    };
    let (flood, opened) = tokio::join!(join_all(aimed.chain(strewn)), owner);
    assert_eq!(opened, [201; 5]);
    let count = |status: u16| flood.iter().filter(|answer| answer.status.as_u16() == status).count();
    // No more than a network gets was ever hashed; everything else was told when to come again.
    assert!(count(401) <= 100, "{} were hashed", count(401));
    assert_eq!(count(401) + count(429), flood.len());
    for refused in flood.iter().filter(|answer| answer.status == 429) {
        assert!(refused.headers.contains_key("retry-after"));
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_shuts_an_account_from_there_and_not_from_elsewhere() {
    let suite = Suite::start().await;
    let email = email_of(&suite.tenant("Teuva").await.admin).await;
    for _ in 0..10 {
        let wrong = sign_in(&suite, ATTACKER, &email, "not the password").await;
        wrong.assert_problem(401, "wrong_credentials");
    }
    let shut = sign_in(&suite, ATTACKER, &email, PASSWORD).await;
    shut.assert_problem(429, "too_many_attempts");
    sign_in(&suite, HOME, &email, PASSWORD).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_from_many_places_shut_an_account_but_not_from_where_its_owner_signs_in() {
    let suite = Suite::start().await;
    let email = email_of(&suite.tenant("Teuva").await.admin).await;
    sign_in(&suite, HOME, &email, PASSWORD).await.created();
    for place in 0..10 {
        let from = format!("198.51.100.{place}");
        for _ in 0..10 {
            let wrong = sign_in(&suite, &from, &email, "not the password").await;
            wrong.assert_problem(401, "wrong_credentials");
        }
    }
    let elsewhere = sign_in(&suite, "192.0.2.1", &email, PASSWORD).await;
    elsewhere.assert_problem(429, "too_many_attempts");
    sign_in(&suite, HOME, &email, PASSWORD).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_nobody_has_is_shut_like_any_other() {
    let suite = Suite::start().await;
    let email = email_of(&suite.tenant("Teuva").await.admin).await;
    let mut answers = Vec::new();
    for address in [email.as_str(), "nobody@example.org"] {
        let mut seen = Vec::new();
        for _ in 0..12 {
            let mut answer = sign_in(&suite, ATTACKER, address, "not the password").await;
            answer.json["request_id"].take();
            let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            seen.push((answer.status, names, answer.json.to_string()));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][11].0, 429);
    suite.stop().await;
}
