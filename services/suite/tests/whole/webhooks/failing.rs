//! Receivers that are away, refuse, have gone or say nothing.

use std::time::Duration;

use jiff::SignedDuration;
use kit::{Receiver, Suite};
use serde_json::{Value, json};

use super::{deliveries, made, partner, secret, start, until, wanted};

/// The newest letter to somebody, once it is about this.
async fn letter_about(suite: &Suite, address: &str, what: &str) -> String {
    for _ in 0..300 {
        let letter = suite.mailbox.newest_to(address).await;
        if letter.text.contains(what) {
            return letter.text;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no letter about {what} came to {address}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_was_down_is_told_later_once_under_the_id_of_the_first_try() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::shut();
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    partner(&tenant.admin, "Tartu").await;
    let failed = until(&tenant.admin, &webhook, |all| {
        all.iter().any(|one| one["attempts"] == 1)
    })
    .await;
    assert_eq!(
        (&failed[0]["state"], &failed[0]["fault"]),
        (&json!("waiting"), &json!("no_connection"))
    );
    let shown = tenant
        .admin
        .get(&format!("/api/v1/webhooks/{}", webhook.id()))
        .await
        .ok();
    assert!(shown.json["failing_since"].is_string(), "{}", shown.json);

    receiver.open();
    receiver.answers(503);
    suite.advance(SignedDuration::from_secs(11));
    let first = receiver.wait_for(1).await[0].clone();
    until(&tenant.admin, &webhook, |all| {
        all[0]["attempts"] == 2 && all[0]["status"] == 503
    })
    .await;
    // What happens meanwhile waits with it.
    partner(&tenant.admin, "Narva").await;
    receiver.answers(0);
    suite.advance(SignedDuration::from_secs(61));
    let all = receiver.wait_for(3).await;
    let log = until(&tenant.admin, &webhook, |all| {
        all.iter().all(|one| one["state"] == "delivered")
    })
    .await;
    assert_eq!(log.len(), 2);
    let again: Vec<&kit::Message> = all.iter().filter(|message| message.id == first.id).collect();
    assert_eq!(again.len(), 2, "one id for all tries: {all:?}");
    assert!(again[1].verified(&secret(&webhook)).is_some());
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(receiver.all().len(), 3, "what was taken is not told again");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_receiver_refuses_keeps_its_pauses_while_it_takes_the_rest_and_follows_at_once_when_it_was_away() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    let later = async |seconds: i64| {
        suite.advance(SignedDuration::from_secs(seconds));
        tenant.admin.renew().await;
    };
    // One more partner, which is refused again and again.
    let refused = async |name: &str, pauses: &[i64]| {
        receiver.answers(500);
        partner(&tenant.admin, name).await;
        for (nth, pause) in (1..).zip(pauses) {
            let tried = |all: &[Value]| {
                all.iter()
                    .any(|one| one["state"] == "waiting" && one["attempts"] == nth)
            };
            until(&tenant.admin, &webhook, tried).await;
            later(*pause).await;
        }
        receiver.answers(0);
    };
    let taken = async |many: usize| {
        let taken = |all: &[Value]| all.iter().filter(|one| one["state"] == "delivered").count() == many;
        until(&tenant.admin, &webhook, taken).await
    };
    // Tried four times within some minutes: the fifth is a quarter of an hour away.
    refused("Refused", &[11, 61, 301, 0]).await;
    partner(&tenant.admin, "Taken").await;
    until(&tenant.admin, &webhook, |all| all.len() == 2).await;
    later(301).await;
    let log = taken(1).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(taken(1).await.len(), 2, "the other one waits for its time: {log:?}");
    later(601).await;
    taken(2).await;

    // Tried for more than a quarter of an hour, and by itself not for another hour.
    refused("Away", &[11, 61, 301, 901, 0]).await;
    partner(&tenant.admin, "Back").await;
    until(&tenant.admin, &webhook, |all| all.len() == 4).await;
    later(301).await;
    taken(4).await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_nothing_for_three_days_is_told_nothing_more_and_administrators_are_written_to() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    receiver.answers(500);
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    partner(&tenant.admin, "Tartu").await;
    let path = format!("/api/v1/webhooks/{}", webhook.id());
    // The pauses, in minutes.
    let pauses = [1, 1, 5, 15, 60, 180, 360, 720, 1440, 1440, 0];
    for (nth, pause) in pauses.into_iter().enumerate() {
        let tried = |all: &[Value]| all.len() == 1 && all[0]["attempts"] == nth + 1;
        until(&tenant.admin, &webhook, tried).await;
        // In steps, because a session that nobody uses ends.
        let mut left = SignedDuration::from_mins(pause) + SignedDuration::from_secs(1);
        while left.is_positive() {
            let step = left.min(SignedDuration::from_hours(8));
            suite.advance(step);
            tenant.admin.renew().await;
            left -= step;
        }
    }
    let log = deliveries(&tenant.admin, &webhook).await;
    assert_eq!(
        (&log[0]["state"], &log[0]["next_try_at"]),
        (&json!("failed"), &Value::Null)
    );
    let disabled = tenant.admin.get(&path).await.ok();
    assert_eq!(
        (&disabled.json["enabled"], &disabled.json["disabled_because"]),
        (&json!(false), &json!("failing"))
    );
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let letter = letter_about(&suite, me.json["email"].as_str().unwrap(), "Data warehouse").await;
    assert!(letter.contains(&webhook.id()), "{letter}");

    partner(&tenant.admin, "Not told").await;
    let again = format!("{path}/deliveries/{}/send-again", log[0]["id"].as_str().unwrap());
    tenant
        .admin
        .post(&again, json!({}))
        .await
        .assert_problem(409, "webhook_disabled");
    receiver.answers(0);
    let enabled = tenant
        .admin
        .act(&format!("{path}/enable"), &disabled.json["version"], json!({}))
        .await
        .ok();
    assert_eq!(
        (&enabled.json["enabled"], &enabled.json["failing_since"]),
        (&json!(true), &Value::Null)
    );
    tenant.admin.post(&again, json!({})).await.ok();
    until(&tenant.admin, &webhook, |all| {
        all.len() == 1 && all[0]["state"] == "delivered"
    })
    .await;
    partner(&tenant.admin, "Told again").await;
    until(&tenant.admin, &webhook, |all| all.len() == 2).await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_not_followed_and_whoever_is_gone_is_told_nothing_more() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    receiver.answers(307);
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    partner(&tenant.admin, "Tartu").await;
    let log = until(&tenant.admin, &webhook, |all| {
        all.iter().any(|one| one["attempts"] == 1)
    })
    .await;
    assert_eq!((&log[0]["fault"], &log[0]["status"]), (&json!("answer"), &json!(307)));
    assert!(receiver.all().iter().all(|message| message.path == "/hook"));
    receiver.answers(410);
    suite.advance(SignedDuration::from_secs(11));
    until(&tenant.admin, &webhook, |all| all[0]["attempts"] == 2).await;
    let gone = tenant
        .admin
        .get(&format!("/api/v1/webhooks/{}", webhook.id()))
        .await
        .ok();
    assert_eq!(gone.json["disabled_because"], "gone");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tenants_webhook_hears_nothing_of_another_and_a_slow_receiver_holds_nobody_up() {
    let suite = start().await;
    let (slow, quick) = (suite.tenant("Slow").await, suite.tenant("Quick").await);
    // Takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", silent.local_addr().unwrap());
    for _ in 0..10 {
        slow.admin
            .post("/api/v1/webhooks", wanted(&url, &["partner"]))
            .await
            .created();
    }
    let receiver = Receiver::start();
    made(&quick, &receiver, &["partner"]).await;
    partner(&slow.admin, "Of the slow").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let town = partner(&quick.admin, "Of the quick").await;
    let began = std::time::Instant::now();
    let all = receiver.wait_for(1).await;
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    assert_eq!(all.len(), 1);
    assert!(all[0].text().contains(&town.id()));
    suite.stop().await;
}
