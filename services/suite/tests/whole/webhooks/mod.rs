//! Programs that are told when things change: what they are told, by whom, how often, and where nobody is told anything.

use std::time::Duration;

use kit::{Answer, Client, Receiver, Suite, Tenant};
use serde_json::{Value, json};

mod failing;

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
