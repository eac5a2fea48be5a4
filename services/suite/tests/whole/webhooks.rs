//! Programs that are told when things change: what they are told, by whom, how often, and where nobody is told anything.

use std::time::Duration;

use jiff::SignedDuration;
use kit::{Answer, Client, Receiver, Suite, Tenant};
use serde_json::{Value, json};

/// A suite whose webhooks may lead to this machine.
async fn start() -> Suite {
    Suite::start_with(&[("SAMVERKA_WEBHOOKS_LOOPBACK", "on")]).await
}

fn wanted(url: &str, kinds: &[&str]) -> Value {
    json!({"name": "Data warehouse", "url": url, "kinds": kinds})
}

async fn made(tenant: &Tenant, receiver: &Receiver, kinds: &[&str]) -> Answer {
    tenant
        .admin
        .post("/api/v1/webhooks", wanted(&receiver.url, kinds))
        .await
        .created()
}

fn secret(told: &Answer) -> String {
    told.json["secret"].as_str().expect("a secret").to_owned()
}

async fn partner(by: &Client, name: &str) -> Answer {
    let town = json!({"name": name, "kind": "municipality", "country": "EE"});
    by.post("/api/v1/partners", town).await.created()
}

async fn deliveries(by: &Client, webhook: &Answer) -> Vec<Value> {
    let path = format!("/api/v1/webhooks/{}/deliveries", webhook.id());
    by.get(&path).await.ok().items()
}

/// The deliveries once they are as hoped.
async fn until(by: &Client, webhook: &Answer, hoped: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    for _ in 0..300 {
        let all = deliveries(by, webhook).await;
        if hoped(&all) {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the deliveries are {:?}", deliveries(by, webhook).await);
}

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
async fn a_program_is_told_which_thing_changed_signed_and_nothing_that_it_says() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    partner(&tenant.admin, "Before").await;
    let webhook = made(&tenant, &receiver, &["partner", "unit"]).await;
    assert!(secret(&webhook).starts_with("whsec_"));
    let town = partner(&tenant.admin, "Tartu secret town").await;
    let theme = json!({"key": "own", "name": {"en": "Not told of"}});
    tenant.admin.post("/api/v1/taxonomies", theme).await.created();
    let unit = tenant.unit("Secret unit", None).await;

    let all = receiver.wait_for(2).await;
    let told = all
        .iter()
        .map(|message| message.verified(&secret(&webhook)).expect("signed"));
    let told: Vec<Value> = told.collect();
    let of = |kind: &str| told.iter().find(|one| one["data"]["kind"] == kind).unwrap();
    let about = &of("partner")["data"];
    assert_eq!(of("partner")["type"], "partner.created");
    assert_eq!(
        (about["id"].as_str(), &about["version"]),
        (Some(town.id().as_str()), &json!(1))
    );
    assert_eq!(about["organisation_id"], json!(tenant.id));
    assert_eq!(
        about["url"],
        json!(format!("{}/api/v1/partners/{}", suite.base, town.id()))
    );
    assert_eq!(of("unit")["data"]["id"], json!(unit));
    for message in &all {
        let text = message.text().to_lowercase();
        assert!(!text.contains("secret") && !text.contains("admin"), "{text}");
        assert!(message.verified("whsec_b3RoZXI=").is_none(), "anybody's secret will do");
    }
    // A key of the program's own opens what the message points at.
    let (program, _) = tenant.program(&["projects:read"]).await;
    let path = about["url"].as_str().unwrap().strip_prefix(&suite.base).unwrap();
    assert_eq!(program.get(path).await.ok().json["name"], "Tartu secret town");
    let log = until(&tenant.admin, &webhook, |all| {
        all.iter().all(|one| one["state"] == "delivered")
    })
    .await;
    assert_eq!((log.len(), &log[0]["status"]), (2, &json!(204)));
    assert!(
        all.iter()
            .all(|message| log.iter().any(|one| one["message_id"] == message.id.as_str()))
    );
    suite.stop().await;
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
async fn for_a_day_both_secrets_sign_and_then_the_new_one_alone() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    let path = format!("/api/v1/webhooks/{}/replace-secret", webhook.id());
    let replaced = tenant.admin.act(&path, &webhook.json["version"], json!({})).await.ok();
    assert!(replaced.json["former_secret_until"].is_string());
    let (old, new) = (secret(&webhook), secret(&replaced));
    assert_ne!(old, new);
    partner(&tenant.admin, "Tartu").await;
    let message = receiver.wait_for(1).await[0].clone();
    assert!(message.verified(&old).is_some() && message.verified(&new).is_some());
    // As if a day were over.
    let sql = "UPDATE tenants.webhook_senders SET former_until = now() - interval '1 second'";
    suite.database.execute(sql).await;
    partner(&tenant.admin, "Narva").await;
    let message = receiver.wait_for(2).await[1].clone();
    assert!(message.verified(&old).is_none() && message.verified(&new).is_some());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_within_a_network_is_refused_when_it_is_named_and_again_when_something_is_sent() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    for (url, code) in [
        ("https://10.1.2.3/hook", "inward"),
        ("https://169.254.169.254/latest/meta-data", "inward"),
        ("https://localhost/hook", "inward"),
        ("https://[::1]/hook", "inward"),
        ("http://193.166.3.2/hook", "not_secure"),
        ("https://me:secret@193.166.3.2/hook", "bad_url"),
        ("https://nowhere.invalid/hook", "unknown_host"),
    ] {
        let refused = tenant.admin.post("/api/v1/webhooks", wanted(url, &["partner"])).await;
        refused.assert_fault("/url", code);
    }
    let fine = wanted("https://193.166.3.2/hook", &["partner"]);
    let webhook = tenant.admin.post("/api/v1/webhooks", fine).await.created();
    let inward = json!({"url": "https://192.168.1.1/"});
    let path = format!("/api/v1/webhooks/{}", webhook.id());
    tenant
        .admin
        .patch(&path, &webhook.json["version"], inward)
        .await
        .assert_fault("/url", "inward");

    // Its owner has pointed the name elsewhere since.
    let receiver = Receiver::start();
    let elsewhere = receiver.url.replace("http://127.0.0.1", "https://localhost");
    let sql = format!("UPDATE tenants.webhooks SET url = '{elsewhere}'");
    suite.database.execute(&sql).await;
    partner(&tenant.admin, "Tartu").await;
    let log = until(&tenant.admin, &webhook, |all| {
        all.iter().any(|one| one["attempts"] == 1)
    })
    .await;
    assert_eq!((&log[0]["fault"], &log[0]["status"]), (&json!("inward"), &Value::Null));
    assert!(receiver.all().is_empty());
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

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_is_disabled_or_deleted_hears_nothing_and_its_log_goes_with_it() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    let webhook = made(&tenant, &receiver, &["partner"]).await;
    let path = format!("/api/v1/webhooks/{}", webhook.id());
    let off = tenant
        .admin
        .act(&format!("{path}/disable"), &webhook.json["version"], json!({}))
        .await
        .ok();
    assert_eq!(off.json["disabled_because"], "wish");
    partner(&tenant.admin, "While it is off").await;
    let on = tenant
        .admin
        .act(&format!("{path}/enable"), &off.json["version"], json!({}))
        .await
        .ok();
    let told = partner(&tenant.admin, "While it is on").await;
    let all = receiver.wait_for(1).await;
    assert!(all[0].text().contains(&told.id()));
    let edited = tenant
        .admin
        .patch(&path, &on.json["version"], json!({"kinds": ["goal"]}))
        .await
        .ok();
    partner(&tenant.admin, "Of another kind").await;
    tenant.admin.delete(&path, &edited.json["version"]).await.gone();
    tenant.admin.get(&path).await.assert_problem(404, "webhook_not_found");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(receiver.all().len(), 1);
    for table in ["webhooks", "webhook_deliveries", "webhook_senders", "webhook_cursors"] {
        let left = suite
            .database
            .count(&format!("SELECT count(*) FROM tenants.{table}"))
            .await;
        assert_eq!(left, 0, "{table}");
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_changes_are_told_one_by_one_and_nothing_is_missed_or_told_twice() {
    let suite = start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let receiver = Receiver::start();
    made(&tenant, &receiver, &["partner"]).await;
    let planner = tenant.planner().await;
    let mut ids = Vec::new();
    for nth in 0..60 {
        ids.push(partner(&planner, &format!("Town {nth}")).await.id());
    }
    let all = receiver.wait_for(60).await;
    let mut told: Vec<String> = all
        .iter()
        .map(|message| {
            serde_json::from_str::<Value>(&message.text()).unwrap()["data"]["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    told.sort();
    ids.sort();
    assert_eq!(told, ids);
    suite.stop().await;
}

/// Everything that has a history is told of, but for people and what is somebody's own.
#[test]
fn every_kind_of_thing_that_has_a_history_can_be_told_of() {
    const NOT_TOLD: [&str; 5] = ["memberships", "invitations", "api-keys", "webhooks", "imports"];
    let document: Value = serde_json::from_str(&suite::described()).unwrap();
    let paths = document["paths"].as_object().unwrap().keys();
    let resources = paths.filter_map(|path| {
        let resource = path.strip_prefix("/api/v1/")?.strip_suffix("/history")?;
        let resource = resource.trim_end_matches("/{id}");
        (!resource.contains('/') && !NOT_TOLD.contains(&resource)).then(|| resource.to_owned())
    });
    let mut resources: Vec<String> = resources.collect();
    let mut told: Vec<String> = tenants::webhook::Kind::ALL
        .iter()
        .map(|kind| kind.address(uuid::Uuid::nil()))
        .map(|address| {
            address
                .trim_start_matches("/api/v1/")
                .split('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    resources.sort();
    told.sort();
    assert_eq!(resources, told);
}
