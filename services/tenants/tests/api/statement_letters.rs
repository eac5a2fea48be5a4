//! Reminders and escalations of statements, which `goals` tells of, become letters.

use std::time::Duration;

use jiff::SignedDuration;
use kit::{Answer, Client, Suite, Tenant};
use serde_json::{Value, json};

use crate::{broker::Broker, support::patch};

/// A council with a school below it, and those who answer for them.
struct Town {
    tenant: Tenant,
    planner: Client,
    council: String,
    school: String,
    teacher: Client,
    head: Client,
}

impl Town {
    async fn of(suite: &Suite) -> Self {
        let tenant = suite.tenant("Upplands Vasby").await;
        let council = tenant.unit("Council", None).await;
        let school = tenant.unit("School", Some(&council)).await;
        let planner = tenant.planner().await;
        let teacher = tenant.person_of("contributor", Some(&school)).await;
        let head = tenant.person_of("contributor", Some(&council)).await;
        suite.settle().await;
        Self {
            tenant,
            planner,
            council,
            school,
            teacher,
            head,
        }
    }

    async fn round(&self, due_on: &str, units: &[&str]) -> Round<'_> {
        let body = json!({"year": 2026, "due_on": due_on, "unit_ids": units});
        let opened = self.planner.post("/api/v1/statement-rounds", body).await.created();
        Round {
            town: self,
            path: format!("/api/v1/statement-rounds/{}", opened.id()),
        }
    }

    async fn statement_of(&self, unit: &str) -> Value {
        let path = format!("/api/v1/statements?unit_id={unit}");
        self.planner.get(&path).await.ok().items()[0].clone()
    }

    async fn hand_in(&self, unit: &str) {
        let path = format!(
            "/api/v1/statements/{}",
            self.statement_of(unit).await["id"].as_str().unwrap()
        );
        let written = patch(
            &self.planner,
            &path,
            json!({"text": {"en": "Exchange with our twin town."}}),
        )
        .await
        .ok();
        self.planner
            .act(&format!("{path}/submit"), &written.json["version"], json!({}))
            .await
            .ok();
    }

    /// To whom letters of a kind were written, by their persons' ids.
    async fn written_to(&self, template: &str) -> Vec<Value> {
        let mut mails = self.tenant.admin.get("/api/v1/mails?limit=200").await.ok().items();
        mails.retain(|mail| mail["template"] == template);
        sorted(mails.iter().map(|mail| mail["to_person_id"].clone()).collect())
    }

    async fn reminded(&self) -> Vec<Value> {
        self.written_to("statement_reminder").await
    }

    async fn overdue(&self) -> Vec<Value> {
        self.written_to("statement_overdue").await
    }
}

struct Round<'a> {
    town: &'a Town,
    path: String,
}

impl Round<'_> {
    async fn act(&self, verb: &str) -> Answer {
        let version = self.town.planner.get(&self.path).await.ok().json["version"].clone();
        let path = format!("{}/{verb}", self.path);
        self.town.planner.act(&path, &version, json!({})).await.ok()
    }
}

fn sorted(mut ids: Vec<Value>) -> Vec<Value> {
    ids.sort_by_key(ToString::to_string);
    ids
}

fn ids(people: &[&Client]) -> Vec<Value> {
    sorted(people.iter().map(|p| json!(p.person_id.unwrap())).collect())
}

/// The letters about statements that came for somebody, without the breaks that the way adds to long lines.
async fn letters_to(suite: &Suite, person: &Client) -> Vec<String> {
    let me = person.get("/api/v1/people/me").await.ok();
    let all = suite.mailbox.all().into_iter().filter(|m| m.to == me.json["email"]);
    all.map(|m| m.text.replace("=\n", ""))
        .filter(|text| text.contains("/statements/"))
        .collect()
}

/// The only one; waits for it.
async fn letter_to(suite: &Suite, person: &Client) -> String {
    for _ in 0..200 {
        if let [letter] = letters_to(suite, person).await.as_slice() {
            return letter.clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not one letter about a statement: {:?}", suite.mailbox.all());
}

/// Waits until tenants has taken in everything that goals has told.
async fn heard(suite: &Suite) {
    let waiting = "SELECT count(*) FROM goals.journal_heads h WHERE NOT EXISTS (
        SELECT 1 FROM tenants.inbox_progress p
        WHERE p.tenant_id = h.tenant_id AND p.source = 'goals' AND p.contiguous >= h.position)";
    for _ in 0..600 {
        if suite.database.count(waiting).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("tenants has not heard everything within half a minute");
}

/// Sends what goals has in its journal once more.
async fn tell_again(suite: &Suite, which: &str) {
    suite
        .database
        .execute(&format!(
            "INSERT INTO goals.outbox (tenant_id, position, lane, recorded_at, aggregate, aggregate_id, version, event,
                                       state, deleted, actor_id, trace)
             SELECT tenant_id, position, 'live', recorded_at, aggregate, aggregate_id, version, event, state, deleted,
                    actor_id, trace FROM goals.journal WHERE {which}"
        ))
        .await;
    suite.settle().await;
}

/// As if tenants had never heard of anything: what it has noted of letters stays.
async fn forget_what_was_heard(suite: &Suite) {
    let sql = "DELETE FROM tenants.inbox_progress; DELETE FROM tenants.inbox";
    suite.database.execute(sql).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_becomes_a_letter_to_each_who_owes_and_to_nobody_else() {
    let suite = Suite::start().await;
    let town = Town::of(&suite).await;
    let (owner, bystander) = (town.tenant.reader().await, town.tenant.reader().await);
    let swede = town.tenant.person_of("contributor", Some(&town.school)).await;
    patch(&swede, "/api/v1/people/me", json!({"language": "sv"})).await.ok();
    let round = town.round("2099-12-31", &[&town.school]).await;
    let statement = town.statement_of(&town.school).await["id"].as_str().unwrap().to_owned();
    suite.settle().await;
    let path = format!("/api/v1/statements/{statement}");
    patch(&town.planner, &path, json!({"owner_id": owner.person_id}))
        .await
        .ok();
    assert!(town.reminded().await.is_empty(), "nobody was asked yet");
    round.act("remind").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, ids(&[&town.teacher, &swede, &owner]));
    assert!(town.overdue().await.is_empty());
    let link = format!("{}/statements/{statement}", suite.base);
    let english = letter_to(&suite, &town.teacher).await;
    assert!(
        english.contains(&link) && english.contains("31 December 2099"),
        "{english}"
    );
    let swedish = letter_to(&suite, &swede).await;
    assert!(swedish.contains(&link) && swedish.contains("Sista dagen"), "{swedish}");
    for person in [&bystander, &town.head] {
        assert!(letters_to(&suite, person).await.is_empty(), "nobody else is written to");
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reminder_is_written_for_once_however_often_it_is_told() {
    let suite = Suite::start().await;
    let town = Town::of(&suite).await;
    let round = town.round("2099-12-31", &[&town.school, &town.council]).await;
    round.act("remind").await;
    heard(&suite).await;
    let once = ids(&[&town.teacher, &town.head]);
    assert_eq!(town.reminded().await, once);
    // What the broker delivers again is known by its position …
    tell_again(&suite, "aggregate = 'statement'").await;
    assert_eq!(town.reminded().await, once);
    // … and what comes to a tenants that has forgotten all positions, by the state.
    forget_what_was_heard(&suite).await;
    tell_again(&suite, "true").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, once);
    // Another reminder is another step.
    round.act("remind").await;
    heard(&suite).await;
    let twice = ids(&[&town.teacher, &town.teacher, &town.head, &town.head]);
    assert_eq!(town.reminded().await, twice);
    round.act("lock").await;
    heard(&suite).await;
    forget_what_was_heard(&suite).await;
    tell_again(&suite, "true").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, twice);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_comes_after_the_statement_was_handed_in_is_not_written() {
    let suite = Suite::start().await;
    let town = Town::of(&suite).await;
    let round = town.round("2099-12-31", &[&town.school, &town.council]).await;
    town.hand_in(&town.council).await;
    round.act("remind").await;
    heard(&suite).await;
    let asked = ids(&[&town.teacher]);
    assert_eq!(town.reminded().await, asked, "who has handed in is not reminded");
    town.hand_in(&town.school).await;
    heard(&suite).await;
    // The newest first: the older ones tell of a reminder that was overtaken.
    let newest = "aggregate = 'statement' AND event = 'submitted'";
    forget_what_was_heard(&suite).await;
    suite.database.execute("DELETE FROM tenants.statement_letters").await;
    tell_again(&suite, newest).await;
    tell_again(&suite, &format!("NOT ({newest})")).await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, asked);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_day_has_passed_the_next_above_are_written_to_as_well() {
    let suite = Suite::start().await;
    let town = Town::of(&suite).await;
    let today = suite.clock.today("Europe/Helsinki").to_string();
    let round = town.round(&today, &[&town.school]).await;
    round.act("remind").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, ids(&[&town.teacher]));
    // In steps: a session that nobody uses for half a day is over.
    for _ in 0..8 {
        suite.advance(SignedDuration::from_hours(6));
        town.planner.renew().await;
        town.tenant.admin.renew().await;
    }
    round.act("remind").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, ids(&[&town.teacher]));
    assert_eq!(town.overdue().await, ids(&[&town.teacher, &town.head]));
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_passes_is_written_about_without_anybody_asking_again() {
    let suite = Suite::start().await;
    let town = Town::of(&suite).await;
    town.round("2026-02-28", &[&town.school, &town.council]).await;
    heard(&suite).await;
    assert!(town.overdue().await.is_empty(), "the job looks every ten minutes");
    // Another process on the same database: its job looks as soon as it starts.
    let same: Vec<(String, String)> = suite.database.settings();
    let same: Vec<(&str, &str)> = same.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let other = Suite::start_with(&same).await;
    let escalated = "SELECT count(*) FROM goals.journal WHERE event = 'escalated'";
    for _ in 0..200 {
        if suite.database.count(escalated).await == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    heard(&suite).await;
    // Of the school its teacher and the council's head, of the council its head and, as nothing is above it, planners.
    let all = ids(&[&town.teacher, &town.head, &town.head, &town.planner]);
    assert_eq!(town.overdue().await, all);
    assert!(town.reminded().await.is_empty());
    other.stop().await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_broker_brings_reminders_too() {
    let broker = Broker::own().await;
    let settings = [("SAMVERKA_EVENTS", "amqp"), ("SAMVERKA_AMQP_URL", broker.url.as_str())];
    let suite = Suite::start_with(&settings).await;
    let town = Town::of(&suite).await;
    heard_of_units(&suite).await;
    let round = town.round("2099-12-31", &[&town.school]).await;
    round.act("remind").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, ids(&[&town.teacher]));
    tell_again(&suite, "true").await;
    forget_what_was_heard(&suite).await;
    tell_again(&suite, "true").await;
    heard(&suite).await;
    assert_eq!(town.reminded().await, ids(&[&town.teacher]));
    suite.stop().await;
    broker.forget().await;
}

/// Waits until goals knows the units: the broker takes its time.
async fn heard_of_units(suite: &Suite) {
    for _ in 0..600 {
        if suite
            .database
            .count("SELECT count(*) FROM goals.known_things WHERE kind = 'unit'")
            .await
            >= 2
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("goals has not heard of the units within half a minute");
}
